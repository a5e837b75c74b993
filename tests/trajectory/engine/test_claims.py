"""The claim rule: beside the definition written out, its properties, and two examples."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.trajectory.engine import plain
from tests.trajectory.engine.diary import diaries, drawn, wave
from trajectory.engine.claims import (
    HIGHER,
    LOWER,
    NO_LOOK,
    NONE,
    TOO_EARLY,
    ClaimStep,
    Look,
    advance,
    beginning,
    replay,
    take_look,
)

FEW = settings(max_examples=25, deadline=None, database=None, derandomize=True)


def path_of(y: NDArray) -> list[int]:
    """States of all looks of one diary."""
    return replay(np.atleast_2d(y)).path[0].tolist()


def seen(p: float, d: float, *, early: bool = False) -> Look:
    """One look with the same P from both estimators."""
    figures = (np.array([figure]) for figure in (d, 0.5, p, p, 0.3, 0.1, 0.05, np.nan))
    return Look(np.array([early]), np.array([60]), *figures)


def step(raw: int, state: int) -> ClaimStep:
    """What the look before left."""
    return ClaimStep(np.array([raw], np.int8), np.array([state], np.int8))


@settings(FEW, max_examples=12)
@given(diaries())
def test_replay_equals_the_definition_written_out(y: NDArray) -> None:
    path = path_of(y)

    assert path == [TOO_EARLY if state is None else state for state in plain.path(y[0])]


@FEW
@given(diaries())
def test_mirrored_diary_mirrors_every_state(y: NDArray) -> None:
    path, mirrored = path_of(y), path_of(10 - y)

    assert mirrored == [state if state == TOO_EARLY else -state for state in path]


@FEW
@given(diaries(), st.sampled_from([-5.0, 1 / 3, 0.7, 4.0, 1000.0]))
def test_adding_a_constant_changes_no_state(y: NDArray, constant: float) -> None:
    assert path_of(y + constant) == path_of(y)


@FEW
@given(diaries(), st.integers(5, 15))
def test_two_silent_weeks_are_too_early(y: NDArray, week: int) -> None:
    silent = np.hstack([y, np.full((1, 70), np.nan)])
    silent[:, 7 * (week - 2) : 7 * week] = np.nan

    assert path_of(silent)[week - 5] == TOO_EARLY


@FEW
@given(st.integers(0, 30), st.integers(35, 200), st.integers(0, 100))
def test_constant_diary_claims_nothing(thirds: int, days: int, seed: int) -> None:
    y = np.full((1, days), thirds / 3)
    y[np.random.default_rng(seed).random((1, days)) < 0.3] = np.nan

    assert set(path_of(y)) <= {NONE, TOO_EARLY}


def test_take_look_on_a_constant_diary_is_undecided() -> None:
    look = take_look(np.full((1, 70), 7.3))

    assert (look.d[0], look.p_weekly[0], look.slope_week[0]) == (0, 0.5, 0)
    assert look.p_gls[0] == pytest.approx(0.5)


def test_take_look_on_a_straight_line_is_certain() -> None:
    look = take_look(np.linspace([2.0, 8.0], [8.0, 2.0], 70, axis=1))

    assert look.p_weekly.tolist() == [1, 0]
    np.testing.assert_allclose(look.p_gls, [1, 0], atol=1e-12)
    np.testing.assert_allclose(look.slope_week, [42 / 69, -42 / 69])


def test_take_look_asks_for_more_where_days_are_missing() -> None:
    y = drawn(1, days=70, missing=0.0)
    y[:, [57, 60, 63, 66]] = np.nan

    look = take_look(y)

    assert look.need[0] == 3 * 4 / 14
    assert look.tip[0] == abs(look.d[0]) * 14 / 4


def test_take_look_has_no_tipping_point_without_a_missing_day() -> None:
    look = take_look(drawn(1, days=70, missing=0.0))

    assert np.isnan(look.tip[0])


def thinned(keep: list[int], days: int = 42) -> NDArray:
    """A diary with check-ins on these days only."""
    y = np.full((1, days), np.nan)
    y[0, keep] = 5.0 + np.arange(len(keep)) % 3
    return y


ENOUGH = [7, 9, 11, 13, 15, 17, 21, 22, 28, 29, 31, 33, 35, 37, 39]


@pytest.mark.parametrize(
    ("keep", "early"),
    [
        (ENOUGH, False),
        ([0, 1, 2, 3, 4, 5, 6, *ENOUGH[2:]], True),  # 13 after the burn-in
        ([7, 9, 11, 13, *range(21, 42)], True),  # four in the first fortnight
        ([*range(7, 28), 28, 29, 31, 33], True),  # four in the last
        ([*range(7, 14), *range(14, 21), *range(28, 35), 35], True),  # three weeks with two
        ([*range(7, 14), *range(14, 21), *range(28, 35), 35, 36], False),
    ],
)
def test_take_look_waits_for_enough_in_the_right_places(keep: list[int], early: bool) -> None:
    assert take_look(thinned(keep)).early[0] == early


def test_take_look_waits_for_thirty_five_days() -> None:
    y = np.tile(drawn(2, days=40, missing=0.0), (2, 1))

    assert take_look(y, [34, 35]).early.tolist() == [True, False]


def test_take_look_counts_whole_weeks_back_from_the_last_day() -> None:
    y = drawn(5, days=80, gain=3.0)

    found = [take_look(y, [length]).p_weekly[0] for length in (75, 76, 77)]

    expected = []
    for length in (75, 76, 77):
        day = np.flatnonzero(~np.isnan(y[0, :length]))
        day = day[day >= 7]
        expected.append(plain.weekly(day, plain.clipped(day, y[0, day]), length))
    np.testing.assert_allclose(found, expected)


def test_advance_claims_at_the_second_look_in_a_row() -> None:
    first = advance(seen(0.99, 1.0), beginning(1))
    second = advance(seen(0.99, 1.0), first)

    assert (first.state[0], second.state[0]) == (NONE, HIGHER)


def test_advance_claims_nothing_below_the_needed_effect() -> None:
    found = advance(seen(0.99, 0.49), step(HIGHER, NONE))

    assert (found.raw[0], found.state[0]) == (0, NONE)


@pytest.mark.parametrize(
    ("p", "d", "state"),
    [(0.80, 0.25, HIGHER), (0.79, 1.0, NONE), (0.99, 0.24, NONE), (0.85, 0.3, HIGHER)],
)
def test_advance_keeps_a_claim_while_both_hold(p: float, d: float, state: int) -> None:
    assert advance(seen(p, d), step(HIGHER, HIGHER)).state[0] == state


def test_advance_keeps_a_lower_claim_by_the_mirrored_rule() -> None:
    kept, lost = (advance(seen(p, d), step(0, LOWER)).state[0] for p, d in ((0.15, -0.3), (0.15, 0.3)))

    assert (kept, lost) == (LOWER, NONE)


def test_advance_forgets_everything_at_a_look_that_comes_too_early() -> None:
    early = advance(seen(np.nan, np.nan, early=True), step(HIGHER, HIGHER))
    after = advance(seen(0.99, 1.0), early)

    assert (early.raw[0], early.state[0], after.state[0]) == (0, TOO_EARLY, NONE)


def test_advance_week_by_week_is_the_replay() -> None:
    y = drawn(11, series=20, days=140, gain=3.0)
    now = beginning(20)

    steps = []
    for length in range(35, 141, 7):
        now = advance(take_look(y[:, :length]), now)
        steps.append(now.state)

    assert np.array_equal(np.stack(steps, axis=1), replay(y).path)


def test_replay_in_step_ends_with_the_last_day() -> None:
    y = drawn(4, series=3, days=90, gain=2.0)

    found = replay(y, [90, 76, 40], in_step=True)

    last = take_look(y, [90, 76, 40])
    assert found.look.d.tolist() == last.d.tolist()
    assert (found.path != NO_LOOK).sum(axis=1).tolist() == [8, 6, 1]


def test_replay_under_thirty_five_days_has_no_look() -> None:
    found = replay(drawn(4, days=34))

    assert (found.path.shape, found.since.tolist(), found.step.state.tolist()) == ((1, 0), [-1], [NO_LOOK])


def test_replay_says_since_when_the_state_holds() -> None:
    y = wave()

    found = replay(y[None])

    path = found.path[0].tolist()
    assert path[found.since[0] :] == [HIGHER] * (len(path) - found.since[0])
    assert path[found.since[0] - 1] == NONE


def test_one_terrible_day_does_not_withdraw_a_claim() -> None:
    y = wave()
    y[91] = 0.0

    path = path_of(y)

    assert path[8:] == [HIGHER] * len(path[8:])


def test_a_lasting_drop_withdraws_a_claim_within_three_looks() -> None:
    y = wave()
    y[91:] = np.maximum(y[91:] - 3, 0)

    path = path_of(y)

    assert path[8] == HIGHER
    assert path[11] == NONE


@pytest.mark.parametrize(
    ("y", "lengths"),
    [(np.zeros(40), None), (np.full((1, 40), np.inf), None), (np.zeros((1, 40)), [41]), (np.zeros((1, 40)), [-1])],
)
def test_take_look_refuses_misuse(y: NDArray, lengths: list[int] | None) -> None:
    with pytest.raises(ValueError, match=r"block|finite|length"):
        take_look(y, lengths)
