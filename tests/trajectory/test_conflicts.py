"""What the weekly rows take from the repair room, and what they leave where it is."""

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.models import User
from couples.models import Couple
from repair.models import RepairKind, RepairSide, Step
from tests.factories import NOW, make_couple
from tests.repair.logs import make_moment, make_repair, make_side, make_time_out
from tests.repair.rows import make_promise, make_promise_date
from tests.trajectory.test_closing import SUNDAY, WEEK, rows_of, write_days
from trajectory.models import WeeklyReading, WeeklySummary
from trajectory.self_check import sign_of_followed
from trajectory.weekly.closing import close_weeks
from trajectory.weekly.conflicts import day_0, end_of, week_at

pytestmark = pytest.mark.django_db
FRIDAY = datetime(2026, 3, 13, 18, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def couple() -> Couple:
    """Return a couple with 30 shared days behind it."""
    couple = make_couple(joined_at=NOW - timedelta(days=90))
    for seed, user in enumerate(both(couple)):
        write_days(user, 30, couple=couple, seed=seed)
    return couple


def both(couple: Couple) -> list[User]:
    return [partner.user for partner in couple.partners.order_by("role")]


def summary() -> dict:
    close_weeks(now=NOW)
    return WeeklySummary.objects.current().get(week=WEEK).record


def reading(user: User) -> dict:
    return WeeklyReading.objects.current().get(week=WEEK, author=user).record


def own_it(couple: Couple, *, began: datetime, hours: float, **fields: object) -> None:
    one, other = both(couple)
    at = began + timedelta(hours=hours)
    repair = make_repair(author=one, couple=couple, opened_at=began)
    own_at(at, repair=repair, author=other, **fields)


def own_at(at: datetime, *, is_shared: bool = True, **fields: object) -> None:
    side = make_side(step=Step.OWN, **({} if is_shared else {"couple": None}), **{"opened_at": at, **fields})
    RepairSide.objects.filter(pk=side.pk).update(written_at=at)


def test_hours_to_the_first_owning_are_counted_and_open_ones_stay_open(couple: Couple) -> None:
    for number, hours in enumerate((2, 10, 30, 60)):
        own_it(couple, began=FRIDAY - (20 + number) * DAY, hours=hours)
    make_repair(author=both(couple)[0], couple=couple, opened_at=FRIDAY)

    found = summary()["repair"]

    assert found == {
        "conflicts": 5,
        "repaired": 4,
        "median_h": 30.0,
        "lo": 2.0,
        "hi": 60.0,
        "S48": 0.4,
        "S48_se": 0.219089,
    }


@pytest.mark.parametrize(
    "sealed",
    [{"opened_at": None}, {"passed": True}, {"is_shared": False}, {"opened_at": end_of(WEEK) + HOUR}],
)
def test_what_does_not_lie_open_is_no_owning(couple: Couple, sealed: dict) -> None:
    own_it(couple, began=FRIDAY, hours=3, **sealed)

    found = summary()["repair"]

    assert (found["conflicts"], found["repaired"], found["median_h"]) == (1, 0, None)


def test_what_waits_for_the_other_changes_no_byte(couple: Couple) -> None:
    own_it(couple, began=FRIDAY, hours=3)
    close_weeks(now=NOW)
    before = rows_of(WeeklySummary)
    own = both(couple)[0]
    make_side(repair=own.repairs.get(), author=own, step=Step.PATTERN, opened_at=None)
    make_moment(author=own, on=SUNDAY)

    close_weeks(now=NOW)

    assert rows_of(WeeklySummary) == before


def test_the_evidence_file_keeps_what_came_to_rest_and_returned(couple: Couple) -> None:
    one, _other = both(couple)
    opened_at = FRIDAY - 40 * DAY
    make_repair(author=one, couple=couple, opened_at=opened_at, closed_at=opened_at + DAY, is_whole=True)
    make_repair(author=one, couple=couple, opened_at=opened_at, closed_at=opened_at + DAY)
    make_time_out(author=one, couple=couple, started_at=FRIDAY, returned_at=FRIDAY + HOUR)
    late = FRIDAY - DAY
    make_time_out(author=one, couple=couple, started_at=late, returned_at=late + 5 * HOUR, is_kept=False)

    found = summary()

    assert (found["evidence_file"]["repairs"], found["evidence_file"]["returns"], found["returns"]) == (1, 1, 1)


def test_shared_moments_are_counted_with_the_notes(couple: Couple) -> None:
    one, _other = both(couple)
    make_moment(author=one, couple=couple, on=SUNDAY)
    make_moment(author=one, couple=couple, on=SUNDAY, withdrawn_at=NOW)
    make_moment(author=one, on=SUNDAY)

    found = summary()

    assert found["notes"] == {"positive": 0, "negative": 1}
    assert found["notes_28"] == {"positive": 0, "negative": 1, "ratio": 0.0, "lo": 0.0, "hi": 19.0}


def test_setback_that_rests_on_a_moment_alone_says_so(couple: Couple) -> None:
    one, other = both(couple)
    make_moment(author=one, on=SUNDAY - DAY)
    make_moment(author=one, couple=couple, on=SUNDAY)

    close_weeks(now=NOW)

    entry = {"seen": False, "said": True, "depth": None, "days": None, "open": False}
    said = [one for one in reading(one)["setbacks"] if one["said"]]
    assert said == [entry | {"on": on, "own": True} for on in ("2026-03-14", "2026-03-15")]
    assert [one for one in reading(other)["setbacks"] if one["said"]] == []


def test_promises_after_an_owning_are_followed(couple: Couple) -> None:
    _one, other = both(couple)
    own_it(couple, began=FRIDAY - 30 * DAY, hours=1)
    promise = make_promise(author=other, couple=couple, first_on=date(2026, 1, 1))
    owned_on = (FRIDAY - 30 * DAY).date()
    for days in (-3, 0, 1, 5, 14, 15):
        make_promise_date(promise=promise, on=owned_on + days * DAY, reported_at=FRIDAY - 8 * DAY, seen="agree")

    found = summary()["followed"]

    assert (found["kept"], found["due"]) == (3, 3)


@pytest.mark.parametrize(
    ("followed", "sign"),
    [
        (None, "early"),
        ({"kept": 5, "due": 5, "lo": 0.65}, "early"),
        ({"kept": 6, "due": 6, "lo": 0.69}, "clear"),
        ({"kept": 1, "due": 9, "lo": 0.03}, "not_yet"),
    ],
)
def test_what_was_kept_after_a_repair_never_points_the_other_way(followed: dict | None, sign: str) -> None:
    assert sign_of_followed(followed and {"followed": followed}) == sign


def mark_breach(couple: Couple, *, confirmed_at: datetime | None, **fields: object) -> None:
    one, other = both(couple)
    repair = make_repair(author=one, couple=couple, opened_at=FRIDAY - 21 * DAY, kind=RepairKind.BREACH, done_by=other)
    if confirmed_at:
        own_at(confirmed_at, repair=repair, author=other, **fields)


def test_day_0_moves_for_both_in_the_week_in_which_both_marked_a_breach(couple: Couple) -> None:
    mark_breach(couple, confirmed_at=FRIDAY - 14 * DAY)

    close_weeks(now=NOW)

    found = [(reading(user)["since"], reading(user)["anew"], reading(user)["state"]) for user in both(couple)]
    assert found == [("2026-02-23", True, "too_early")] * 2


@pytest.mark.parametrize(("confirmed_at", "fields"), [(None, {}), (FRIDAY - 14 * DAY, {"passed": True})])
def test_one_alone_moves_nothing(couple: Couple, confirmed_at: datetime | None, fields: dict) -> None:
    mark_breach(couple, confirmed_at=confirmed_at, **fields)

    close_weeks(now=NOW)

    assert [reading(user)["anew"] for user in both(couple)] == [False, False]


def test_a_breach_leaves_closed_weeks_as_they_were(couple: Couple) -> None:
    close_weeks(now=NOW)
    before = rows_of(WeeklyReading)
    mark_breach(couple, confirmed_at=end_of(WEEK) + HOUR)

    close_weeks(now=NOW)

    assert rows_of(WeeklyReading) == before


MONDAY = date(2026, 1, 5)


@pytest.mark.parametrize(
    ("breaches", "weeks_on", "start"),
    [
        ([], 0, date(2026, 1, 7)),
        ([], 25, date(2026, 1, 7)),
        ([], 26, date(2026, 7, 6)),
        ([date(2026, 2, 2)], 3, date(2026, 1, 7)),
        ([date(2026, 2, 2)], 4, date(2026, 2, 2)),
        ([date(2026, 2, 2)], 29, date(2026, 2, 2)),
        ([date(2026, 2, 2)], 30, date(2026, 8, 3)),
        ([date(2026, 1, 5)], 4, date(2026, 1, 7)),
        ([date(2026, 2, 2), date(2026, 3, 2)], 9, date(2026, 3, 2)),
    ],
)
def test_day_0_moves_every_half_year_and_with_a_breach(breaches: list[date], weeks_on: int, start: date) -> None:
    assert day_0(date(2026, 1, 7), breaches, MONDAY + timedelta(weeks=weeks_on)) == start


def test_a_log_counts_in_the_week_that_ends_after_it() -> None:
    assert week_at(end_of(WEEK) - HOUR) == WEEK
    assert week_at(end_of(WEEK)) == WEEK + timedelta(weeks=1)
