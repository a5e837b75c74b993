"""Local dates and instants, over both clock changes and the date line (tzdata 2026)."""

from datetime import UTC, date, datetime, time

import pytest

from kit.weeks import SUNDAY, day_ends_at, instant, last_closed_week, last_day_over, local_today, week_of
from kit.zones import known_zone


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "on", "at", "expected"),
    [
        ("America/New_York", date(2026, 3, 8), time(2, 30), utc(2026, 3, 8, 7)),
        ("America/New_York", date(2026, 11, 1), time(1, 30), utc(2026, 11, 1, 5, 30)),
        ("Europe/Berlin", date(2026, 3, 29), time(2, 30), utc(2026, 3, 29, 1)),
        ("Europe/Berlin", date(2026, 10, 25), time(2, 30), utc(2026, 10, 25, 0, 30)),
        ("Europe/Vienna", date(2026, 3, 29), time(2, 0), utc(2026, 3, 29, 1)),
        ("Africa/Cairo", date(2026, 4, 24), time(0, 0), utc(2026, 4, 23, 22)),
        ("America/Santiago", date(2026, 9, 6), time(0, 0), utc(2026, 9, 6, 4)),
        ("America/Havana", date(2026, 3, 8), time(0, 0), utc(2026, 3, 8, 5)),
        ("Asia/Beirut", date(2026, 3, 29), time(0, 0), utc(2026, 3, 28, 22)),
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 15), utc(2026, 10, 3, 15, 30)),
        ("Asia/Kathmandu", date(2026, 3, 18), time(20, 30), utc(2026, 3, 18, 14, 45)),
        ("Pacific/Chatham", date(2026, 1, 18), time(20, 30), utc(2026, 1, 18, 6, 45)),
    ],
)
def test_instant_is_the_first_valid_minute(zone: str, on: date, at: time, expected: datetime) -> None:
    assert instant(on, at, zone) == expected


def test_week_is_named_by_its_monday() -> None:
    assert [week_of(date(2026, 3, day)) for day in (16, 18, 22)] == [date(2026, 3, 16)] * 3


def test_week_is_over_on_monday_at_three() -> None:
    week = date(2026, 3, 16)

    assert day_ends_at(week + SUNDAY, "UTC") == utc(2026, 3, 23, 3)
    assert day_ends_at(week + SUNDAY, "America/Los_Angeles") == utc(2026, 3, 23, 10)


def test_day_opens_at_three_after_the_clock_went_forward() -> None:
    assert day_ends_at(date(2026, 3, 28), "Europe/Vienna") == utc(2026, 3, 29, 1)


@pytest.mark.parametrize(
    ("now", "week"),
    [(utc(2026, 3, 23, 2, 59), date(2026, 3, 9)), (utc(2026, 3, 23, 3), date(2026, 3, 16))],
)
def test_last_closed_week_turns_at_three(now: datetime, week: date) -> None:
    assert last_closed_week(last_day_over(now, "UTC")) == week


def test_today_differs_across_the_date_line() -> None:
    now = utc(2026, 3, 18, 11, 30)

    assert local_today(now, "Pacific/Tongatapu") == date(2026, 3, 19)
    assert local_today(now, "America/Los_Angeles") == date(2026, 3, 18)


@pytest.mark.parametrize("name", ["", "Foo/Bar", "America", "/etc/passwd", "../UTC", "utc"])
def test_known_zone_is_an_allow_list(name: str) -> None:
    assert known_zone(name) == ""
