"""The engine beside statsmodels and lifelines, which are far too slow to run on."""

import lifelines
import numpy as np
import pytest
import statsmodels.api as sm
from lifelines.utils import median_survival_times
from numpy.typing import NDArray
from scipy import stats

from tests.trajectory.engine import plain
from tests.trajectory.engine.diary import drawn
from trajectory.engine import autoregressive
from trajectory.engine.claims import take_look
from trajectory.engine.diaries import diaries
from trajectory.engine.intervals import jeffreys
from trajectory.engine.latency import kaplan_meier, median_time, share_open
from trajectory.engine.levels import kalman, smooth, smoothed_level
from trajectory.engine.lines import least_squares, p_rising, weekly_means
from trajectory.engine.robust import compared, robust_trend

SEEDS = range(6)
CLOSE = {"rtol": 1e-8, "atol": 1e-8}


def gapped(seed: int, days: int = 90) -> NDArray:
    """A diary with gaps of every length, and one very long."""
    y = drawn(seed, days=days, gain=2.0, ar=0.5, missing=0.4)
    y[:, 40 : 41 + seed * 3] = np.nan
    return y


def dense_gls(day: NDArray, y: NDArray) -> NDArray:
    """Average statsmodels' GLS over the grid: p, phi, slope, slope SD."""
    n, rows = len(y), []
    for phi in autoregressive.PHI:
        v = phi ** np.abs(day[:, None] - day)
        fit = sm.GLS(y, sm.add_constant(day), sigma=v).fit()
        log_det = np.linalg.slogdet(v)[1] - np.linalg.slogdet(fit.normalized_cov_params)[1]
        log_w = -0.5 * (log_det + (n - 2) * np.log(fit.ssr))
        rows.append((log_w, stats.t.cdf(fit.tvalues[1], n - 2), phi, fit.params[1], fit.bse[1]))
    log_w, p, phi, slope, se = np.array(rows).T
    w = np.exp(log_w - log_w.max()) / np.exp(log_w - log_w.max()).sum()
    mean = w @ slope
    return np.array([w @ p, w @ phi, mean, np.sqrt(w @ (se**2 * (n - 2) / (n - 4) + (slope - mean) ** 2))])


@pytest.mark.parametrize("seed", SEEDS)
def test_fit_equals_dense_gls_of_statsmodels(seed: int) -> None:
    y = gapped(seed)
    of = diaries(y, np.array([y.shape[1]]))

    trend = autoregressive.fit(of, least_squares(of, of.day.astype(float), of.value))

    mine = np.array([trend.p_rising[0], trend.phi[0], trend.slope[0], trend.slope_sd[0]])
    np.testing.assert_allclose(mine, dense_gls(of.day.astype(float), of.value), **CLOSE)


@pytest.mark.parametrize("seed", SEEDS)
def test_p_rising_equals_ols_of_statsmodels(seed: int) -> None:
    y = gapped(seed)
    of = diaries(y, np.array([y.shape[1]]))

    weeks = weekly_means(of, of.value, of.day // 7)

    fit = sm.OLS(weeks.value, sm.add_constant(weeks.day.astype(float))).fit()
    expected = stats.t.cdf(fit.tvalues[1], fit.df_resid)
    np.testing.assert_allclose(p_rising(weeks), [expected], **CLOSE)


@pytest.mark.parametrize("seed", SEEDS)
def test_smooth_equals_exact_diffuse_smoother_of_statsmodels(seed: int) -> None:
    y = gapped(seed)[0]
    y[0] = np.nan

    seen = kalman(y[:, None], 0.02)
    mean, variance = smooth(seen, np.array([len(y)]), 0.02)

    model = sm.tsa.UnobservedComponents(y, "local level", use_exact_diffuse=True)
    oracle = model.smooth([1.0, 0.02])
    np.testing.assert_allclose(mean[:, 0], oracle.smoothed_state[0], **CLOSE)
    np.testing.assert_allclose(variance[:, 0], oracle.smoothed_state_cov[0, 0], **CLOSE)
    first = np.flatnonzero(~np.isnan(y))[0]
    np.testing.assert_allclose(seen.mean[first:, 0], oracle.filtered_state[0, first:], **CLOSE)


def test_smoothed_level_scales_the_smoother_by_its_own_noise() -> None:
    y = drawn(3, days=90)

    found = smoothed_level(y)

    day = np.flatnonzero(~np.isnan(y[0]))
    clipped = np.full(90, np.nan)
    clipped[day] = plain.clipped(day, y[0, day])
    model = sm.tsa.UnobservedComponents(clipped, "local level", use_exact_diffuse=True)
    errors = model.filter([1.0, 0.02]).standardized_forecasts_error[0]
    noise = np.mean(errors[day[1:]] ** 2)
    oracle = model.smooth([noise, 0.02 * noise])
    np.testing.assert_allclose(found.mean[0], oracle.smoothed_state[0], **CLOSE)
    np.testing.assert_allclose(found.sd[0] ** 2, oracle.smoothed_state_cov[0, 0], **CLOSE)


@pytest.mark.parametrize("seed", SEEDS)
def test_median_time_equals_lifelines(seed: int) -> None:
    rng = np.random.default_rng(seed)
    hours, seen = np.round(rng.exponential(20, 15), 0) + 1, rng.random(15) < 0.8

    found = kaplan_meier(hours, seen)
    median = median_time(found, confidence=0.9)

    oracle = lifelines.KaplanMeierFitter(alpha=0.1).fit(hours, seen)
    interval = median_survival_times(oracle.confidence_interval_).to_numpy()[0]
    expected = np.array([oracle.median_survival_time_, *interval])
    expected[np.isinf(expected)] = np.nan
    np.testing.assert_allclose([median.estimate[0], median.low[0], median.high[0]], expected)
    np.testing.assert_allclose(share_open(found, 24.0)[0], oracle.predict(24.0))


@pytest.mark.parametrize("seed", SEEDS)
def test_jeffreys_equals_the_quantiles_of_beta(seed: int) -> None:
    kept = np.random.default_rng(seed).integers(1, 11)

    found = jeffreys(kept, 11, 0.9)

    np.testing.assert_allclose([found.low, found.high], stats.beta.ppf([0.05, 0.95], kept + 0.5, 11.5 - kept))


@pytest.mark.parametrize("seed", SEEDS)
def test_robust_trend_equals_scipy(seed: int) -> None:
    y = drawn(seed, days=60)

    found = robust_trend(y)

    day = np.flatnonzero(~np.isnan(y[0, -42:]))
    values = y[0, -42:][day]
    np.testing.assert_allclose(found.slope[0], stats.theilslopes(values, day).slope, **CLOSE)
    signs = np.sign(values[None, :] - values[:, None])[np.triu_indices(len(values), 1)]
    assert found.s[0] == signs.sum()
    assert compared(day[None].astype(float), values[None])[1][0] == found.s[0]


@pytest.mark.parametrize("seed", SEEDS)
def test_look_equals_the_definition_written_out(seed: int) -> None:
    y = gapped(seed, days=100 + seed)

    found = take_look(y)

    expected = plain.look(y[0])
    assert expected is not None
    mine = {name: getattr(found, name)[0] for name in expected}
    np.testing.assert_allclose(
        list(mine.values()), [np.nan if value is None else value for value in expected.values()], **CLOSE
    )
