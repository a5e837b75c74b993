"""Numbers that others have published, which the engine must give again."""

import numpy as np
import pytest

from trajectory.engine.intervals import Interval, jeffreys, newcombe, ratio, wilson
from trajectory.engine.latency import kaplan_meier, median_time
from trajectory.engine.levels import kalman
from trajectory.engine.questionnaires import Cutoffs, cutoffs, has_changed, reliable_change
from trajectory.engine.robust import kendall_p, kendall_s, theil_sen
from trajectory.engine.spread import swing

# Annual flow of the Nile at Aswan, 1871 to 1970 (Cobb 1978).
NILE = """1120 1160 963 1210 1160 1160 813 1230 1370 1140 995 935 1110 994 1020 960 1180 799 958 1140 1100 1210 1150
1250 1260 1220 1030 1100 774 840 874 694 940 833 701 916 692 1020 1050 969 831 726 456 824 702 1120 1100 832 764 821
768 845 864 862 698 845 744 796 1040 759 781 865 845 944 984 897 822 1010 771 676 649 846 812 742 801 1040 860 874 848
890 744 749 838 1050 918 986 797 923 975 815 1020 906 901 1170 912 746 919 718 714 740"""
NILE_Q = 1469.1 / 15099
# Remission in weeks with 6-MP, first those whose end was seen, and with placebo (Freireich et al. 1963).
SIX_MP = [6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
SIX_MP_SEEN = [True] * 9 + [False] * 12
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]


def bounds(interval: Interval, decimals: int = 4) -> tuple[float, float]:
    """Round the bounds of one interval as they were printed."""
    return round(float(interval.low), decimals), round(float(interval.high), decimals)


def test_local_level_gives_the_nile_variance_and_likelihood() -> None:
    flow = np.array(NILE.split(), float)[:, None]

    seen = kalman(flow, NILE_Q)

    noise = seen.v2_over_f[0] / 99
    f = np.append(seen.variance[:-1, 0] + NILE_Q + 1, 1.0)[:-1]
    log_likelihood = -0.5 * (99 * np.log(2 * np.pi * noise) + np.log(f).sum() + 99)
    assert noise == pytest.approx(15099, rel=1e-4)
    assert noise * NILE_Q == pytest.approx(1469.1, rel=1e-4)
    assert log_likelihood == pytest.approx(-632.54, abs=0.006)


def test_theil_sen_gives_the_example_of_sen() -> None:
    x, y = [1, 2, 3, 4, 10, 12, 18], [9, 15, 19, 20, 45, 55, 78]

    slope = theil_sen(x, y, confidence=0.93)

    assert (slope.estimate, slope.low, slope.high) == (4, 26 / 7, 35 / 8)


def test_kendall_gives_the_tuna_of_hollander_and_wolfe() -> None:
    lightness = [44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1]
    panel = np.array([2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8])

    s = kendall_s(panel[np.argsort(lightness)])

    assert s == 16
    assert round(s / 36, 4) == 0.4444
    assert round(kendall_p(s, 9), 4) == 0.1194


@pytest.mark.parametrize(
    ("hits", "trials", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_the_table_of_newcombe(hits: int, trials: int, low: float, high: float) -> None:
    assert bounds(wilson(hits, trials, 0.95)) == (low, high)


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((6, 7, 2, 7), 0.0582, 0.8062),
        ((5, 56, 0, 29), -0.0381, 0.1926),
        ((0, 10, 0, 20), -0.1611, 0.2775),
        ((10, 10, 0, 20), 0.6791, 1.0),
    ],
)
def test_newcombe_gives_the_differences_of_method_ten(counts: tuple[int, ...], low: float, high: float) -> None:
    assert bounds(newcombe(*counts, 0.95)) == (low, high)


def test_ratio_gives_the_example_of_poisson_test_in_r() -> None:
    found = ratio(11, 6 + 8 + 7, 800, 1083 + 1050 + 878, confidence=0.95)

    assert round(float(found.estimate), 6) == 1.971488
    assert bounds(found, 7) == (0.8584264, 4.2772659)


def test_jeffreys_closes_the_ends() -> None:
    found = jeffreys([0, 5], 5)

    assert (found.low[0], found.high[1]) == (0, 1)
    assert found.high[0] == pytest.approx(1 - found.low[1])


def test_kaplan_meier_gives_the_remissions_of_freireich() -> None:
    found = kaplan_meier(SIX_MP, SIX_MP_SEEN)

    last = [np.flatnonzero(found.time[0] == week)[-1] for week in (6, 7, 10, 13, 16, 22, 23)]
    assert np.round(found.open_share[0, last], 3).tolist() == [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]
    assert np.round(found.se[0, last], 4).tolist() == [0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346]


def test_median_time_gives_the_medians_of_freireich() -> None:
    six_mp, placebo = kaplan_meier(SIX_MP, SIX_MP_SEEN), kaplan_meier(PLACEBO, [True] * 21)

    medians = [median_time(found).estimate[0] for found in (six_mp, placebo)]

    assert medians == [23, 8]


def test_reliable_change_gives_the_example_of_jacobson_and_truax() -> None:
    change = reliable_change(32.5, 47.5, sd=7.5, reliability=0.80)

    assert round(change, 2) == 3.16
    assert cutoffs(distressed=(40, 7.5), content=(60, 7.5)) == Cutoffs(a=55, b=45, c=50)


def test_has_changed_needs_the_cutoff_too() -> None:
    across = has_changed(45, 60, sd=7.5, reliability=0.80, cutoff=50)
    within = has_changed(30, 45, sd=7.5, reliability=0.80, cutoff=50)

    assert (across, within) == (True, False)


def test_swing_of_ar1_noise_is_two_variances_less_the_correlation() -> None:
    rng = np.random.default_rng(7)
    sigma, phi = 1.1, 0.3
    e = rng.normal(size=(2000, 200))
    for day in range(1, 200):
        e[:, day] = phi * e[:, day - 1] + np.sqrt(1 - phi**2) * e[:, day]

    found = swing(sigma * e)

    assert np.mean(found.rmssd**2) == pytest.approx(2 * sigma**2 * (1 - phi), rel=0.02)
