"""Local dates and the weeks made of them.

A week is seven local dates, Monday to Sunday, and is named by its Monday. Only
here does a local hour become an instant. Zone names come from an allow-list.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kit.zones import rules_of

SEAL_OPENS = time(3, 0)
WEEK = timedelta(days=7)
SUNDAY = timedelta(days=6)
DAY = timedelta(days=1)


def local_today(now: datetime, zone: str) -> date:
    """Return the calendar date of an instant in a zone."""
    return now.astimezone(rules_of(zone)).date()


def instant(on: date, at: time, zone: str) -> datetime:
    """Return the UTC instant of a local time.

    A time that does not exist gives the first valid minute after it; a time
    that comes twice gives the first.
    """
    tz = rules_of(zone)
    first = (
        datetime.combine(
            on,
            at,
            tzinfo=tz,
        )
        .replace(fold=0)
        .astimezone(UTC)
    )
    if first.astimezone(tz).replace(tzinfo=None) == datetime.combine(on, at):
        return first
    return _end_of_gap(datetime.combine(on, at), tz)


def _end_of_gap(wall: datetime, tz: ZoneInfo) -> datetime:
    """Return the instant at which a gap that swallows this wall time ends."""
    after = wall.replace(tzinfo=tz, fold=0).astimezone(UTC)
    before = wall.replace(tzinfo=tz, fold=1).astimezone(UTC)
    low, high = min(before, after) - DAY, max(before, after)
    offset = high.astimezone(tz).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        low, high = (low, middle) if middle.astimezone(tz).utcoffset() == offset else (middle, high)
    return high.replace(microsecond=0)


def day_ends_at(on: date, zone: str) -> datetime:
    """Return the instant from which a date is over in a zone: 03:00 on the next one."""
    return instant(on + DAY, SEAL_OPENS, zone)


def last_day_over(now: datetime, zone: str) -> date:
    """Return the last date that is over in a zone."""
    day = local_today(now, zone) - DAY
    return day if day_ends_at(day, zone) <= now else day - DAY


def offset_at(now: datetime, zone: str) -> timedelta:
    """Return how far a zone's clock is ahead of UTC at an instant."""
    return now.astimezone(rules_of(zone)).utcoffset() or timedelta()


def zone_label(zone: str, *, now: datetime) -> str:
    """Return a zone by its offset and one city: "UTC-5 (New York)"."""
    minutes = round(offset_at(now, zone) / timedelta(minutes=1))
    hours, rest = divmod(abs(minutes), 60)
    offset = f"{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "") if minutes else ""
    city = zone.rpartition("/")[2].replace("_", " ")
    return f"UTC{offset} ({city})" if "/" in zone else f"UTC{offset}"


def week_of(on: date) -> date:
    """Return the Monday of the week that holds a date."""
    return on - timedelta(days=on.weekday())


def last_closed_week(last_over: date) -> date:
    """Return the Monday of the newest week of which every date is over, given the last date that is."""
    return week_of(last_over + DAY) - WEEK
