"""When a person's notice may go: arithmetic on local times, without rows and without a clock.

A window belongs to one local date. It opens at the chosen time and closes two hours
later, or when quiet hours begin.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from kit.weeks import DAY, instant, local_today
from kit.zones import rules_of

LONGEST = timedelta(hours=2)


@dataclass(frozen=True)
class Rhythm:
    """What decides a person's windows; people with equal ones are moved on together."""

    zone: str
    local_time: time
    quiet_from: time | None
    quiet_to: time | None

    def is_quiet(self, now: datetime) -> bool:
        """Say whether this instant lies in the quiet hours."""
        if self.quiet_from is None:
            return False
        wall = now.astimezone(rules_of(self.zone)).time()
        return within(wall, self.quiet_from, self.quiet_to)


@dataclass(frozen=True)
class Window:
    """The local date that a notice is for, and the instants between which it may go."""

    on: date
    opens_at: datetime
    closes_at: datetime


def within(at: time, start: time | None, end: time | None) -> bool:
    """Say whether a time of day lies between two others, past midnight if need be; the end is outside."""
    if start is None or end is None:
        return False
    return start <= at < end if start < end else at >= start or at < end


def window_after(now: datetime, rhythm: Rhythm) -> Window:
    """Return the first window that opens after this instant: nothing is sent for setting a time."""
    return next(w for w in _windows(local_today(now, rhythm.zone), rhythm) if w.opens_at > now)


def window_following(on: date, rhythm: Rhythm, *, now: datetime) -> Window:
    """Return the first window of a later date that is not over yet: after an outage old ones are left out."""
    start = max(on + DAY, local_today(now, rhythm.zone) - DAY)
    return next(w for w in _windows(start, rhythm) if w.closes_at > now)


def _windows(on: date, rhythm: Rhythm) -> Iterator[Window]:
    """Yield the windows of this date and the dates after it; a date that a zone skipped has none."""
    while True:
        if local_today(instant(on, time.min, rhythm.zone), rhythm.zone) == on:
            yield _window(on, rhythm)
        on += DAY


def _window(on: date, rhythm: Rhythm) -> Window:
    opens_at = instant(on, rhythm.local_time, rhythm.zone)
    closes_at = opens_at + LONGEST
    if rhythm.quiet_from is not None:
        evenings = (instant(day, rhythm.quiet_from, rhythm.zone) for day in (on, on + DAY))
        closes_at = min(closes_at, next(quiet for quiet in evenings if quiet > opens_at))
    return Window(on, opens_at.astimezone(UTC), closes_at.astimezone(UTC))
