"""When a notice may go: both clock changes, odd zones, quiet hours."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from notices.windows import LONGEST, Rhythm, Window, window_after, window_following, within

EVENING = Rhythm("Europe/Vienna", time(20, 30), time(21, 30), time(8, 0))


def utc(*parts: int) -> datetime:
    """Return an instant."""
    return datetime(*parts, tzinfo=UTC)


# Computed with zoneinfo on tzdata 2026: zone, local time, local date, the one instant it falls on.
CLOCK_CHANGES = [
    ("America/New_York", time(2, 30), date(2026, 3, 8), utc(2026, 3, 8, 7)),
    ("America/New_York", time(1, 30), date(2026, 11, 1), utc(2026, 11, 1, 5, 30)),
    ("Europe/Berlin", time(2, 30), date(2026, 3, 29), utc(2026, 3, 29, 1)),
    ("Europe/Vienna", time(2, 30), date(2026, 3, 29), utc(2026, 3, 29, 1)),
    ("Europe/Berlin", time(2, 30), date(2026, 10, 25), utc(2026, 10, 25, 0, 30)),
    ("Africa/Cairo", time(0, 0), date(2026, 4, 24), utc(2026, 4, 23, 22)),
    ("Asia/Beirut", time(0, 0), date(2026, 3, 29), utc(2026, 3, 28, 22)),
    ("America/Santiago", time(0, 0), date(2026, 9, 6), utc(2026, 9, 6, 4)),
    ("America/Havana", time(0, 0), date(2026, 3, 8), utc(2026, 3, 8, 5)),
    ("Africa/Cairo", time(23, 30), date(2026, 10, 29), utc(2026, 10, 29, 20, 30)),
    ("America/Santiago", time(23, 30), date(2026, 4, 4), utc(2026, 4, 5, 2, 30)),
    ("Australia/Lord_Howe", time(2, 15), date(2026, 10, 4), utc(2026, 10, 3, 15, 30)),
    ("Australia/Lord_Howe", time(1, 45), date(2026, 4, 5), utc(2026, 4, 4, 14, 45)),
    ("America/Nuuk", time(23, 30), date(2026, 3, 28), utc(2026, 3, 29, 1)),
    ("Asia/Kathmandu", time(20, 30), date(2026, 3, 18), utc(2026, 3, 18, 14, 45)),
    ("Pacific/Chatham", time(20, 30), date(2026, 1, 18), utc(2026, 1, 18, 6, 45)),
    ("Pacific/Tongatapu", time(0, 1), date(2026, 3, 18), utc(2026, 3, 17, 11, 1)),
    ("America/Los_Angeles", time(23, 59), date(2026, 3, 18), utc(2026, 3, 19, 6, 59)),
]


@pytest.mark.parametrize(("zone", "at", "on", "instant"), CLOCK_CHANGES)
def test_window_opens_once_at_its_exact_instant(zone: str, at: time, on: date, instant: datetime) -> None:
    rhythm = Rhythm(zone, at, None, None)

    found = window_following(on - timedelta(days=1), rhythm, now=instant - timedelta(days=1))
    following = window_following(on, rhythm, now=instant)

    assert found == Window(on, instant, instant + LONGEST)
    assert following.on == on + timedelta(days=1)


def test_window_of_a_date_that_a_zone_skipped_never_comes() -> None:
    rhythm = Rhythm("Pacific/Apia", time(20, 30), None, None)

    following = window_following(date(2011, 12, 29), rhythm, now=utc(2011, 12, 30, 6, 30))

    assert following == Window(date(2011, 12, 31), utc(2011, 12, 31, 6, 30), utc(2011, 12, 31, 8, 30))


def test_window_closes_when_quiet_hours_begin() -> None:
    window = window_after(utc(2026, 1, 18, 12), EVENING)

    assert window == Window(date(2026, 1, 18), utc(2026, 1, 18, 19, 30), utc(2026, 1, 18, 20, 30))


def test_window_across_midnight_closes_when_quiet_hours_begin_on_the_next_date() -> None:
    rhythm = Rhythm("UTC", time(23, 30), time(0, 45), time(8, 0))

    assert window_after(utc(2026, 1, 18, 12), rhythm).closes_at == utc(2026, 1, 19, 0, 45)


def test_window_after_leaves_out_the_one_that_is_open_now() -> None:
    assert window_after(utc(2026, 1, 18, 19, 30), EVENING).on == date(2026, 1, 19)
    assert window_after(utc(2026, 1, 18, 19, 29), EVENING).on == date(2026, 1, 18)


def test_window_following_keeps_one_that_is_still_open_after_an_outage() -> None:
    window = window_following(date(2026, 1, 10), EVENING, now=utc(2026, 1, 18, 20, 29))

    assert window.on == date(2026, 1, 18)


def test_window_following_passes_over_those_that_are_over() -> None:
    window = window_following(date(2026, 1, 10), EVENING, now=utc(2026, 1, 18, 20, 30))

    assert window.on == date(2026, 1, 19)


@pytest.mark.parametrize(
    ("at", "start", "end", "is_inside"),
    [
        (time(21, 30), time(21, 30), time(8, 0), True),
        (time(8, 0), time(21, 30), time(8, 0), False),
        (time(0, 0), time(21, 30), time(8, 0), True),
        (time(21, 29), time(21, 30), time(8, 0), False),
        (time(12, 0), time(11, 0), time(13, 0), True),
        (time(13, 0), time(11, 0), time(13, 0), False),
        (time(0, 0), None, None, False),
    ],
)
def test_within_goes_past_midnight(at: time, start: time | None, end: time | None, is_inside: bool) -> None:
    assert within(at, start, end) is is_inside
