"""Page data of time-outs: what runs, what was just come back from, and the plans of both."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from couples.access import Standing
from repair.models import CalmPlan, TimeOut

JUST_BACK = timedelta(hours=24)
RESTS_AFTER = timedelta(hours=48)


@dataclass(frozen=True)
class Pausing:
    """What is going on: one running, one whose time has come, one just come back from, or nothing.

    What nobody came back from within two days is not asked for any more.
    """

    running: TimeOut | None = None
    has_come: TimeOut | None = None
    just_back: TimeOut | None = None

    @classmethod
    def of(cls, open_one: TimeOut | None, last: TimeOut | None, now: datetime) -> "Pausing":
        """Return what is going on at this instant."""
        if open_one and not open_one.is_due(now):
            return cls(running=open_one)
        if open_one and open_one.returns_at > now - RESTS_AFTER:
            return cls(has_come=open_one)
        if last and last.returned_at and last.returned_at > now - JUST_BACK:
            return cls(just_back=last)
        return cls()


@dataclass(frozen=True)
class Plan:
    """One person's plan as it stands, and how it was before."""

    is_mine: bool
    now: CalmPlan
    before: list[CalmPlan] = field(default_factory=list)


MOST_VERSIONS = 40


def plans_of(standing: Standing) -> list[Plan]:
    """Return the plans that a person may read, their own first, in one query."""
    rows = list(CalmPlan.objects.visible_to(standing.user).newest_first()[:MOST_VERSIONS])
    mine = [row for row in rows if row.author_id == standing.user.pk]
    theirs = [row for row in rows if row.author_id != standing.user.pk]
    return [Plan(own is mine, own[0], own[1:]) for own in (mine, theirs) if own]
