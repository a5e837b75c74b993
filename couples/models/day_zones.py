"""Where the days of two people end: at 03:00 in a zone that both know, whoever travels (ruling 33)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from kit.weeks import DAY, day_ends_at, local_today, offset_at

NOTICE = 3 * DAY
SURELY_OVER = 3 * DAY


@dataclass(frozen=True)
class DayZones:
    """The zones of a couple's days, the oldest first, each from a date on. Before the first date the first one holds."""

    spans: tuple[tuple[date, str], ...]

    @classmethod
    def stored(cls, spelled: Iterable[Sequence[str]]) -> "DayZones":
        """Read what `Couple.day_zones` holds: pairs of an ISO date and a zone."""
        return _stored(tuple((on, zone) for on, zone in spelled))

    def spelled(self) -> list[list[str]]:
        """Return what `Couple.day_zones` holds."""
        return [[on.isoformat(), zone] for on, zone in self.spans]

    def zone_of(self, day: date) -> str:
        """Return the zone in which a date ends."""
        begun = [zone for on, zone in self.spans if on <= day]
        return begun[-1] if begun else self.spans[0][1]

    def ends_at(self, day: date) -> datetime:
        """Return the instant from which a date is over: 03:00 on the next one, in its zone."""
        return day_ends_at(day, self.zone_of(day))

    def is_over(self, day: date, now: datetime) -> bool:
        """Say whether a date is over."""
        return self.ends_at(day) <= now

    def date_at(self, now: datetime) -> date:
        """Return the date of an instant as the two count it, the date that both read beside what was sent or ended."""
        for on, zone in reversed(self.spans[1:]):
            if (today := local_today(now, zone)) >= on:
                return today
        return local_today(now, self.spans[0][1])

    def last_over(self, now: datetime) -> date:
        """Return the last date that is over, with all before it."""
        day = self.date_at(now) - SURELY_OVER
        while self.is_over(day + DAY, now):
            day += DAY
        return day

    def coming(self, now: datetime) -> tuple[date, str] | None:
        """Return the change that was chosen and does not hold yet, and from which date it will."""
        on, zone = self.spans[-1]
        return (on, zone) if len(self.spans) > 1 and on > self.date_at(now) else None

    def changed(self, zone: str, *, now: datetime) -> "DayZones":
        """Return the zones with another one from the third date after the present one on, in place of any yet to come."""
        today = self.date_at(now)
        begun = self.spans[:1] + tuple(span for span in self.spans[1:] if span[0] <= today)
        return DayZones(begun if begun[-1][1] == zone else (*begun, (today + NOTICE, zone)))


@lru_cache(4096)
def _stored(spelled: tuple[tuple[str, str], ...]) -> DayZones:
    return DayZones(tuple((date.fromisoformat(on), zone) for on, zone in spelled))


def whose_zone(zones: Sequence[str], *, now: datetime) -> int:
    """Return whose zone two people's days end in at first: that with the smaller offset, the first one's if they are equal."""
    offsets = [offset_at(now, zone) for zone in zones]
    return offsets.index(min(offsets))


def first_day_zones(zone: str, *, now: datetime) -> DayZones:
    """Return the zones of a couple that is made now."""
    return DayZones(((local_today(now, zone), zone),))
