"""A promise's life: which dates are due, what became of each, where the whole stands. Nothing here has rows."""

from datetime import UTC, date, datetime, timedelta

import pytest

from repair.models import Became, EndedAs, PromiseLife, PromiseState, Repeats, Schedule, Told
from repair.models.deadlines import time_named
from repair.models.promise_life import PROMISE_STATES
from tests.repair.rows import MONDAY, TODAY

WORKDAYS = Schedule(Repeats.WEEKDAYS, MONDAY, weekdays=0b0011111)
UNTIL_SUNDAY = Schedule(Repeats.WEEKDAYS, MONDAY, MONDAY + timedelta(days=6), weekdays=0b0011111)
ONCE = Schedule(Repeats.ONCE, MONDAY, TODAY)
WHENEVER = Schedule(Repeats.WHENEVER, MONDAY)
FRIDAY = MONDAY + timedelta(days=4)


def days(number: int) -> date:
    return TODAY + timedelta(days=number)


def told(**dates: str) -> dict[date, Told]:
    """Return what was told, by how many days after Wednesday: `d2="kept"`, `b1` for the day before."""
    signs = {"d": 1, "b": -1}
    return {days(signs[name[0]] * int(name[1:])): Told(report) for name, report in dates.items()}


def test_due_dates_follow_the_weekdays_between_first_and_last() -> None:
    some = Schedule(Repeats.WEEKDAYS, TODAY, TODAY + timedelta(days=8), weekdays=0b0000101)

    due = list(PromiseLife(some).due_dates(MONDAY - timedelta(days=30), MONDAY + timedelta(days=30)))

    assert due == [TODAY, date(2026, 3, 23), date(2026, 3, 25)]


def test_due_dates_of_a_single_promise_are_its_last_date() -> None:
    assert list(PromiseLife(ONCE).due_dates(MONDAY, TODAY)) == [TODAY]


def test_due_dates_of_whenever_are_none_before_it_happens() -> None:
    assert (list(PromiseLife(WHENEVER).due_dates(MONDAY, TODAY)), PromiseLife(WHENEVER).names(TODAY)) == ([], True)


def test_last_due_date_may_lie_before_the_date_it_runs_until() -> None:
    assert UNTIL_SUNDAY.last_due == FRIDAY
    assert PromiseLife(UNTIL_SUNDAY, told(d2="kept")).state(FRIDAY + timedelta(days=30)) == PromiseState.DONE


@pytest.mark.parametrize(
    ("life", "on", "state"),
    [
        (PromiseLife(WORKDAYS), days(300), PromiseState.OPEN),
        (PromiseLife(WHENEVER), days(300), PromiseState.OPEN),
        (PromiseLife(ONCE), TODAY, PromiseState.OPEN),
        (PromiseLife(ONCE), days(1), PromiseState.PAST),
        (PromiseLife(ONCE), days(14), PromiseState.PAST),
        (PromiseLife(ONCE), days(15), PromiseState.OVER),
        (PromiseLife(ONCE, told(d0="kept")), MONDAY, PromiseState.DONE),
        (PromiseLife(ONCE, told(d0="missed")), days(400), PromiseState.DONE),
        (PromiseLife(ONCE, told(d0="changed")), MONDAY, PromiseState.MOVED),
        (
            PromiseLife(UNTIL_SUNDAY, told(b2="kept", b1="kept", d0="kept", d1="kept", d2="kept")),
            FRIDAY,
            PromiseState.DONE,
        ),
        (PromiseLife(UNTIL_SUNDAY, told(d2="kept")), FRIDAY, PromiseState.PAST),
        (PromiseLife(UNTIL_SUNDAY, told(d2="changed")), days(40), PromiseState.DONE),
        (PromiseLife(WORKDAYS, {}, EndedAs.DONE, TODAY), days(1), PromiseState.DONE),
        (PromiseLife(WORKDAYS, {}, EndedAs.CHANGED, TODAY), days(1), PromiseState.CHANGED),
        (PromiseLife(WORKDAYS, {}, EndedAs.WITHDRAWN, TODAY, is_apart=True), days(1), PromiseState.WITHDRAWN),
        (PromiseLife(WORKDAYS, is_apart=True), TODAY, PromiseState.APART),
    ],
)
def test_state(life: PromiseLife, on: date, state: PromiseState) -> None:
    assert life.state(on) == state


def test_each_state_has_its_row_and_only_an_open_promise_takes_a_slot_or_can_be_ended() -> None:
    assert set(PROMISE_STATES) == set(PromiseState)
    assert [state for state, may in PROMISE_STATES.items() if may.takes_slot or may.be_ended] == [PromiseState.OPEN]


@pytest.mark.parametrize(
    ("life", "ends_on"),
    [
        (PromiseLife(WORKDAYS), days(-1)),
        (PromiseLife(WORKDAYS, told(d0="kept")), TODAY),
        (PromiseLife(WORKDAYS, told(d2="changed")), days(-1)),  # taken back on Wednesday, Friday was moved before
        (PromiseLife(WORKDAYS, told(d0="missed", d2="changed")), TODAY),
        (PromiseLife(WORKDAYS, told(d1="kept")), days(1)),  # told where the day had begun, ended after a flight west
    ],
)
def test_end_keeps_what_was_told_and_is_not_put_off_by_what_was_changed_beforehand(
    life: PromiseLife, ends_on: date
) -> None:
    assert life.ends_if_said(TODAY) == ends_on


@pytest.mark.parametrize(
    ("on", "said", "result"),
    [
        (days(-1), None, Became.UNANSWERED),
        (TODAY, None, Became.COMING),
        (TODAY, Told("kept"), Became.WAITS),
        (TODAY, Told("missed"), Became.WAITS),
        (TODAY, Told("kept", "", has_stood=True), Became.KEPT),
        (TODAY, Told("late", "agree"), Became.KEPT),
        (TODAY, Told("kept", "differently", has_stood=True), Became.NOT_KEPT),
        (TODAY, Told("missed", "agree"), Became.NOT_KEPT),
        (TODAY, Told("changed"), Became.MOVED),
    ],
)
def test_what_became_of_a_date(on: date, said: Told | None, result: Became) -> None:
    assert PromiseLife(WORKDAYS, {on: said} if said else {}).became(on, TODAY) == result


def test_to_tell_is_the_last_fortnight_the_newest_first() -> None:
    life = PromiseLife(Schedule(Repeats.WEEKDAYS, MONDAY - timedelta(weeks=9), weekdays=0b0000101), told(b2="kept"))

    assert life.to_tell(TODAY) == [TODAY, days(-7), days(-9), days(-14)]


def test_coming_date_of_a_promise_made_once_may_be_told_kept_early() -> None:
    assert (PromiseLife(ONCE).to_tell(MONDAY), PromiseLife(ONCE, told(d0="kept")).to_tell(MONDAY)) == ([TODAY], [])


def test_to_tell_of_whenever_is_today_and_the_day_before() -> None:
    assert PromiseLife(WHENEVER, told(d0="kept")).to_tell(TODAY) == [days(-1)]


@pytest.mark.parametrize("state", [PromiseState.APART, PromiseState.MOVED, PromiseState.OVER])
def test_nothing_is_left_to_tell(state: PromiseState) -> None:
    lives = {
        PromiseState.APART: PromiseLife(WORKDAYS, is_apart=True),
        PromiseState.MOVED: PromiseLife(ONCE, told(d0="changed")),
        PromiseState.OVER: PromiseLife(Schedule(Repeats.ONCE, days(-40), days(-20))),
    }

    assert (lives[state].state(TODAY), lives[state].to_tell(TODAY)) == (state, [])


@pytest.mark.parametrize(
    ("deadline", "hour", "minute", "may"),
    [
        ("18:30", 18, 29, True),
        ("18:30", 18, 30, False),
        ("6 pm at the latest", 17, 59, True),
        ("before 9", 9, 0, False),
        ("the same day", 0, 1, False),  # no time of day: the deadline begins with its date
    ],
)
def test_changed_beforehand_ends_when_the_time_of_the_deadline_begins(
    deadline: str, hour: int, minute: int, may: bool
) -> None:
    now = datetime(TODAY.year, TODAY.month, TODAY.day, hour, minute, tzinfo=UTC)

    assert PromiseLife(WORKDAYS).may_be_moved(TODAY, deadline, now=now, zone="UTC") is may
    assert (TODAY in PromiseLife(WORKDAYS).to_move(deadline, now=now, zone="UTC")) is may
    assert days(1) in PromiseLife(WORKDAYS).to_move(deadline, now=now, zone="UTC")


@pytest.mark.parametrize(
    ("words", "at"),
    [
        ("by 18:30", "18:30"),
        ("18.30", "18:30"),
        ("at 6 pm", "18:00"),
        ("by 6 p.m.", "18:00"),
        ("between 6 and 7 pm", "18:00"),
        ("6-7 pm", "18:00"),
        ("before 9", "09:00"),
        ("before 9, every day", "09:00"),
        ("tonight at 9", "21:00"),
        ("six in the evening", "18:00"),
        ("half past six", "06:30"),
        ("6 o’clock", "06:00"),
        ("7h30", "07:30"),
        ("noon", "12:00"),
        ("midnight", "23:59"),
        ("12 am", "00:00"),
        ("by 5 December", None),
        ("by 01.12.", None),
        ("by 12.05.2027", None),
        ("by 1st of June", None),
        ("within 2 days", None),
        ("in 20 minutes", None),
        ("by 2 days from now", None),
        ("one hour after I leave", None),
        ("by 25:00", None),
        ("Friday", None),
        ("before the kids are in bed", None),
    ],
)
def test_time_of_day_in_the_words_of_a_deadline(words: str, at: str | None) -> None:
    found = time_named(words)

    assert (found and found.strftime("%H:%M")) == at
