"""Page data of time-outs: what runs, what was just come back from, and the plans of both."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet, Window
from django.db.models.functions import RowNumber

from accounts.models import User
from couples.access import Standing
from kit.paging import NO_END, Instant, behind, page_of
from kit.prepared import prepared
from repair.models import CalmPlan, TimeOut

JUST_BACK = timedelta(hours=24)
RESTS_AFTER = timedelta(hours=48)


@dataclass(frozen=True)
class TimeOutNow:
    """What is going on: one running, one whose time has come, one just come back from, or nothing.

    What nobody came back from within two days is not asked for any more.
    """

    running: TimeOut | None = None
    has_come: TimeOut | None = None
    just_back: TimeOut | None = None

    @classmethod
    def of(cls, open_one: TimeOut | None, last: TimeOut | None, now: datetime) -> "TimeOutNow":
        """Return what is going on at this instant."""
        if open_one and not open_one.is_due(now):
            return cls(running=open_one)
        if open_one and open_one.returns_at > now - RESTS_AFTER:
            return cls(has_come=open_one)
        if last and last.returned_at and last.returned_at > now - JUST_BACK:
            return cls(just_back=last)
        return cls()


@dataclass(frozen=True)
class SeenPlan:
    """One person's plan as it stands, and how it was before."""

    is_mine: bool
    now: CalmPlan
    before: list[CalmPlan] = field(default_factory=list)


VERSIONS_SHOWN = 20
OVER_SHOWN = 20


@prepared
def _open_and_over(user: User, before: datetime, before_pk: UUID) -> QuerySet[TimeOut]:
    """Keep the one that nobody came back from, which stands first, and those that are over, the newest first."""
    seen = TimeOut.objects.visible_to(user).filter(Q(is_open=True) | behind("started_at", (before, before_pk)))
    return seen.select_related(None).order_by("-is_open", "-started_at", "-pk")[: OVER_SHOWN + 2]


@prepared
def _newest_plans(user: User) -> QuerySet[CalmPlan]:
    """Keep the newest versions of both plans: however often one is rewritten, the other stays."""
    nth = Window(RowNumber(), partition_by="author", order_by=["-changed_at", "-pk"])
    plans = CalmPlan.objects.visible_to(user).select_related(None).annotate(nth=nth)
    return plans.filter(nth__lte=VERSIONS_SHOWN).newest_first()


@dataclass(frozen=True)
class TimeOutsPage:
    """What is going on, what is over, and where the next page begins if there is one."""

    present: TimeOutNow
    over: list[TimeOut]
    later: UUID | None


def time_outs_page(standing: Standing, *, before: Instant | None, now: datetime) -> TimeOutsPage:
    """Return the page of time-outs, in one query however many there are."""
    at, pk = before or NO_END
    rows = standing.authored(_open_and_over(user=standing.user, before=at, before_pk=pk))
    running = next((row for row in rows if row.is_open), None)
    over, more = page_of([row for row in rows if not row.is_open], size=OVER_SHOWN)
    present = TimeOutNow.of(running, over[0] if over and not before else None, now)
    return TimeOutsPage(present, over, over[-1].pk if more else None)


def plans_of(standing: Standing) -> list[SeenPlan]:
    """Return the plans that a person may read, their own first, in one query."""
    rows = standing.authored(_newest_plans(user=standing.user))
    mine = [row for row in rows if row.author_id == standing.user.pk]
    theirs = [row for row in rows if row.author_id != standing.user.pk]
    return [SeenPlan(own is mine, own[0], own[1:]) for own in (mine, theirs) if own]
