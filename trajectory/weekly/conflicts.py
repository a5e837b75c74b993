"""What a chunk of people left in the repair room, as the weekly record needs it.

Logs are rows both may read. Hard moments are each author's own; those shared and not taken
back carry the couple here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from couples.models import Partner
from kit.weeks import WEEK, week_of
from repair.models import HardMoment
from repair.reading import SharedRepair, shared_repairs

HALF_YEAR = 26 * WEEK
BEFORE_MIDNIGHT = timedelta(hours=12)
Spell = tuple[float, bool]


@dataclass(frozen=True)
class Moment:
    """One hard moment; `couple` only if the partner may read it."""

    on: date
    couple: UUID | None


@dataclass(frozen=True)
class Conflicts:
    """Logs by couple, hard moments by author, and for each person the weeks of a breach both marked."""

    logs: dict[UUID, list[SharedRepair]] = field(default_factory=dict)
    moments: dict[UUID, list[Moment]] = field(default_factory=dict)
    breaches: dict[UUID, list[date]] = field(default_factory=dict)

    def spells(self, couple: UUID, week: date) -> tuple[Spell, ...]:
        """Return hours from each conflict to the first owning of it, over the half-year up to a week's end.

        What both can read at that moment counts; what nobody owned by then is open.
        """
        end = end_of(week)
        return tuple(_spell(log, end) for log in self.logs.get(couple, ()) if end - HALF_YEAR <= log.opened_at < end)

    def stirred(self, couple: UUID, week: date) -> bool:
        """Say whether a conflict began or was owned in a week."""
        end = end_of(week)
        moments = [
            at for log in self.logs.get(couple, ()) for at in (log.opened_at, *(side.opened_at for side in log.owned))
        ]
        return any(end - WEEK <= at < end for at in moments)

    def rested(self, couple: UUID, week: date) -> int:
        """Count the logs that had been closed by a week's end, after an owning and how it landed."""
        return sum(log.rested_on is not None and log.rested_on < week + WEEK for log in self.logs.get(couple, ()))

    def owned_on(self, couple: UUID, week: date) -> list[tuple[UUID, date]]:
        """Return who owned something on which date, over the half-year up to a week's end."""
        end = end_of(week)
        sides = [side for log in self.logs.get(couple, ()) for side in log.owned]
        return [(side.author, side.opened_at.date()) for side in sides if end - HALF_YEAR <= side.opened_at < end]


def day_0(first_on: date, breaches: Sequence[date], week: date) -> date:
    """Return day 0 for a week: the first date, then every 26 weeks, and anew in the week of a breach."""
    begun = week_of(first_on)
    start = max([begun, *(monday for monday in breaches if begun < monday <= week)])
    start += (week - start) // HALF_YEAR * HALF_YEAR
    return first_on if start == begun else start


def end_of(week: date) -> datetime:
    """Return the instant up to which a week's logs count: Sunday noon in UTC, before it closes in any zone.

    So nothing that is written later changes a closed week.
    """
    return datetime.combine(week + WEEK, time(), UTC) - BEFORE_MIDNIGHT


def week_at(at: datetime) -> date:
    """Return the week in which an instant of a log counts."""
    return week_of((at + BEFORE_MIDNIGHT).date())


def _spell(log: SharedRepair, end: datetime) -> Spell:
    owned = [side.written_at for side in log.owned if side.opened_at < end]
    until = min(owned, default=end)
    return max((until - log.opened_at) / timedelta(hours=1), 0.0), bool(owned)


def read_conflicts(user_ids: Iterable[UUID], *, now: datetime) -> Conflicts:
    """Read logs and hard moments of these people, in one query each and one more where there are logs."""
    couples = Partner.objects.filter(user__among=user_ids).values("couple")
    conflicts = Conflicts(logs=shared_repairs(couples, now=now))
    rows = HardMoment.objects.filter(author__among=user_ids).order_by("happened_on", "pk")
    for author, couple, on, gone in rows.values_list("author_id", "couple_id", "happened_on", "withdrawn_at"):
        conflicts.moments.setdefault(author, []).append(Moment(on, None if gone else couple))
    for log in (log for logs in conflicts.logs.values() for log in logs):
        if log.breach_marked_at:
            both = {log.author, *(side.author for side in log.sides)}
            for person in both:
                conflicts.breaches.setdefault(person, []).append(week_at(log.breach_marked_at))
    return conflicts
