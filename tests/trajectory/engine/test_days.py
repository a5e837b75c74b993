"""Setbacks, the way back, swing, steadiness, two people, topics and open spells."""

import numpy as np
import pytest
from hypothesis import given, settings
from numpy.typing import NDArray

from tests.trajectory.engine import plain
from tests.trajectory.engine.diary import diaries, drawn
from trajectory.engine.intervals import ratio, wilson
from trajectory.engine.latency import kaplan_meier, median_time, share_open
from trajectory.engine.levels import last_level, smoothed_level
from trajectory.engine.pairs import co_movement, gap
from trajectory.engine.questionnaires import reliable_change
from trajectory.engine.robust import kendall_p, robust_trend
from trajectory.engine.setbacks import recoveries, setbacks
from trajectory.engine.spread import first_steadiness, steadier, steadiness, swing
from trajectory.engine.topics import heat

FEW = settings(max_examples=25, deadline=None, database=None, derandomize=True)


def episodes(y: NDArray) -> list[tuple[int, int, bool]]:
    """Start day, days and whether the end was seen, of one diary."""
    back = recoveries(y, setbacks(y))
    return list(zip(back.day.tolist(), back.days.tolist(), back.observed.tolist(), strict=True))


def quiet(days: int = 40) -> NDArray:
    """A diary that goes between 5 and 7."""
    return np.tile(5.0 + np.arange(days) % 3, (1, 1))


@FEW
@given(diaries())
def test_recoveries_equal_the_definition_written_out(y: NDArray) -> None:
    assert episodes(y) == plain.episodes(y[0])


def test_recoveries_end_at_the_first_day_near_the_old_median() -> None:
    y = quiet()
    y[0, 20:25] = [1, 1, 4, 4.4, 4.6]

    assert episodes(y) == [(20, 4, True)]


def test_recoveries_at_the_end_stay_open() -> None:
    y = quiet()
    y[0, 36:] = 1

    assert episodes(y) == [(36, 3, False)]


def test_setbacks_need_three_robust_sd_of_at_least_three_quarters() -> None:
    y = np.full((2, 30), 6.0)
    y[:, 29] = [3.75, 3.76]

    found = setbacks(y)

    assert (found.row.tolist(), found.day.tolist(), found.depth.tolist()) == ([0], [29], [2.25])


def test_setbacks_need_ten_check_ins_in_the_days_before() -> None:
    y = np.full((2, 60), np.nan)
    y[0, :9], y[1, :10] = 6, 6
    y[:, 20] = 1

    assert setbacks(y).row.tolist() == [1]


def test_setbacks_do_not_look_further_back_than_four_weeks() -> None:
    y = np.full((1, 60), np.nan)
    y[0, :20], y[0, 40] = 6, 1

    assert setbacks(y).row.tolist() == []


def test_last_level_is_the_end_of_the_smoothed_line() -> None:
    y = drawn(8, series=3, days=80)
    lengths = np.array([80, 61, 45])

    last, line = last_level(y, lengths), smoothed_level(y, lengths)

    ends = (np.arange(3), lengths - 1)
    np.testing.assert_array_equal([last.mean, last.sd], [line.mean[ends], line.sd[ends]])
    assert np.isnan(line.mean[1, 61:]).all()


def test_last_level_of_a_constant_diary_is_certain() -> None:
    found = last_level(np.full((1, 30), 7.3))

    assert (found.mean[0], found.sd[0], found.low[0], found.high[0]) == (7.3, 0, 7.3, 7.3)


def test_last_level_needs_ten_check_ins() -> None:
    y = np.full((2, 30), np.nan)
    y[0, :9], y[1, :10] = 5, 5

    assert np.isnan(last_level(y).mean).tolist() == [True, False]


def test_last_level_widens_over_silent_days() -> None:
    y = np.tile(drawn(9, days=60, missing=0.0), (2, 1))
    y[1, 50:] = np.nan

    found = last_level(y)

    assert found.sd[1] / found.noise_sd[1] > found.sd[0] / found.noise_sd[0]


def test_swing_counts_adjacent_days_of_the_last_four_weeks() -> None:
    y = np.full((2, 60), np.nan)
    y[:, :32] = 9
    y[0, 52:] = [4, 6, 4, 6, 4, 6, 4, 6]
    y[1, 52:59] = [4, 6, 4, 6, 4, 6, 4]

    found = swing(y)

    assert found.pairs.tolist() == [7, 6]
    np.testing.assert_array_equal(found.rmssd, [2, np.nan])


def test_relative_swing_is_one_for_the_widest_spread_and_none_at_an_end() -> None:
    y = np.array([[0.0, 10] * 14, [10.0] * 28, [0.0] * 28, [5.0] * 28])

    np.testing.assert_array_equal(swing(y).rel_sd, [1, np.nan, np.nan, 0])


def test_relative_swing_knows_the_reading_between_the_ends() -> None:
    y = np.array([[0.0] * 13 + [4.0] + [10.0] * 14])

    assert swing(y).rel_sd[0] == pytest.approx(1, abs=1e-12)


def test_steadiness_counts_days_within_a_point_of_the_median() -> None:
    y = np.tile([16 / 3, 19 / 3, 13 / 3, 20 / 3, 4 / 3], (1, 10))

    found = steadiness(y)

    bounds = wilson(16, 28)
    assert (found.k[0], found.n[0]) == (16, 28)
    assert (found.share.low[0], found.share.high[0]) == (bounds.low, bounds.high)


def test_steadiness_needs_fourteen_check_ins() -> None:
    y = np.full((2, 40), np.nan)
    y[0, -13:], y[1, -14:] = 5, 5

    found = steadiness(y)

    assert (found.k.tolist(), np.isnan(found.share.low).tolist()) == ([13, 14], [True, False])


def test_steadier_compares_with_the_first_four_weeks() -> None:
    y = np.hstack([np.tile([2.0, 5, 8], (1, 10)), np.tile([5.0, 5.5, 6], (1, 10))])

    change = steadier(steadiness(y), first_steadiness(y))

    assert change.estimate[0] == pytest.approx(1 - 9 / 28)
    assert change.low[0] > 0


def test_gap_is_the_mean_difference_of_shared_days() -> None:
    a, b = drawn(1, days=60, missing=0.0), drawn(2, days=60, missing=0.0)

    found = gap(a, b)

    assert found.days[0] == 42
    assert found.mean.estimate[0] == pytest.approx((a - b)[0, -42:].mean())
    assert found.mean.low[0] < found.mean.estimate[0] < found.mean.high[0]


def test_gap_is_wider_where_neighbouring_days_are_alike() -> None:
    rng = np.random.default_rng(3)
    days = rng.normal(size=42)
    b = np.zeros((2, 42))

    found = gap(np.stack([np.sort(days), days]), b)

    width = found.mean.high - found.mean.low
    assert width[0] > 2 * width[1]


def test_gap_needs_fourteen_shared_days() -> None:
    a = np.full((1, 42), np.nan)
    a[0, :13] = 5

    assert np.isnan(gap(a, np.zeros((1, 42))).mean.estimate[0])


def test_co_movement_is_the_correlation_of_changes() -> None:
    a, b = drawn(4, days=90, missing=0.0), drawn(5, days=90, missing=0.0)

    found = co_movement(a, b)

    expected = np.corrcoef(np.diff(a[0, -84:]), np.diff(b[0, -84:]))[0, 1]
    assert (found.pairs[0], found.r[0]) == (83, pytest.approx(expected))


def test_co_movement_needs_ten_pairs_and_some_change() -> None:
    y = drawn(6, series=2, days=84, missing=0.0)
    y[0, 10:], y[1] = np.nan, 5

    assert np.isnan(co_movement(y, y).r).tolist() == [True, True]


def test_heat_shrinks_to_the_couples_own_rate() -> None:
    found = heat([[5, 0, 1]], [[5, 3, 2]])

    own = 7 / 12
    np.testing.assert_allclose(found.rate, [[(5 + 4 * own) / 9, 4 * own / 7, (1 + 4 * own) / 6]])
    assert (found.shown.tolist(), found.reliably.tolist()) == ([[True, True, False]], [[True, False, False]])


def test_heat_needs_five_talks_to_be_reliable() -> None:
    found = heat([[4]], [[4]])

    assert (found.p_most[0, 0] > 0.9, found.reliably[0, 0]) == (True, False)


def test_heat_refuses_more_escalations_than_talks() -> None:
    with pytest.raises(ValueError, match="more often"):
        heat([3], [2])


def test_ratio_needs_a_second_count() -> None:
    found = ratio([3, 0], [0, 3])

    np.testing.assert_array_equal(np.isnan(found.estimate), [True, False])
    assert (found.estimate[1], found.low[1]) == (0, 0)


def test_wilson_of_nothing_is_nothing() -> None:
    found = wilson(0, 0)

    assert np.isnan([found.estimate, found.low, found.high]).all()


def test_median_time_is_none_while_half_are_open() -> None:
    spells = kaplan_meier([[1.0, 2, 3, 4, 5], [1, 2, 3, 4, 5]], [[True, True, False, False, False], [True] * 5])

    np.testing.assert_array_equal(median_time(spells).estimate, [np.nan, 3])


def test_median_time_and_share_need_five_spells() -> None:
    spells = kaplan_meier([[1.0, 2, 3, 4, np.nan]], [[True] * 5])

    assert np.isnan([median_time(spells).estimate[0], share_open(spells, 48)[0][0]]).all()


def test_share_open_is_all_before_the_first_end() -> None:
    spells = kaplan_meier([[50.0, 60, 70, 80, 90]], [[True] * 5])

    assert [float(column[0]) for column in share_open(spells, 48)] == [1, 0]


def test_robust_trend_needs_fourteen_check_ins() -> None:
    y = np.full((2, 42), np.nan)
    y[0, :13], y[1, :14] = np.arange(13) / 3, np.arange(14) / 3

    found = robust_trend(y)

    np.testing.assert_array_equal(found.s, [np.nan, 14 * 13 / 2])
    assert found.slope[1] == pytest.approx(1 / 3)


def test_kendall_p_of_many_is_the_normal_one() -> None:
    exact, normal = kendall_p(200, 40), kendall_p(200, 41)

    assert exact == pytest.approx(0.0203, abs=1e-3)
    assert normal == pytest.approx(0.0254, abs=1e-3)


def test_reliable_change_refuses_an_impossible_reliability() -> None:
    with pytest.raises(ValueError, match="reliability"):
        reliable_change(1, 2, sd=1, reliability=1.0)
