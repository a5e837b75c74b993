"""Page data of time-outs: what goes on, what both just came back from, and the plans of both."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import Coalesce, RowNumber

from accounts.models import User
from couples.access import Standing
from kit.paging import NO_END, Instant, behind, page_of
from kit.prepared import prepared
from repair.models import CalmPlan, TimeOut, TimeOutReturn

JUST_BACK = timedelta(hours=24)
RESTS_AFTER = timedelta(hours=48)


@dataclass(frozen=True)
class TimeOutCard:
    """A time-out that goes on, with the partner's if both called one: both are left by one "I'm back"."""

    rows: list[TimeOut]
    now: datetime

    @property
    def pk(self) -> UUID:
        """Return where "I'm back" is said."""
        return self.rows[0].head

    @property
    def is_back(self) -> bool:
        """Say whether the reader said that they are back."""
        return self.rows[0].is_back

    @property
    def is_shared(self) -> bool:
        """Say whether the partner may read it."""
        return self.rows[0].couple_id is not None

    @property
    def running(self) -> list[TimeOut]:
        """Return those whose end has not come."""
        return [row for row in self.rows if not row.is_due(self.now)]


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
    """Keep those that go on, which stand first, and one for each return of those that are over, the newest first."""
    returns = TimeOutReturn.objects.visible_to(user).filter(time_out=OuterRef("head")).select_related(None)
    mine, theirs = returns.filter(author=user), returns.exclude(author=user)
    goes_on = Exists(TimeOut.objects.open().filter(joined=OuterRef("pk")))
    over = Q(behind("started_at", (before, before_pk)), ~goes_on, joined=None)
    head = {"head": Coalesce("joined", "pk")}
    seen = TimeOut.objects.visible_to(user).filter(Q(is_open=True) | over).annotate(**head)
    told = {
        "is_back": Exists(mine.filter(Q(couple__isnull=False) | Q(time_out__couple=None))),
        "said_alone": Exists(mine),
        "said_mine": Subquery(mine.values("outcome")),
        "said_theirs": Subquery(theirs.values("outcome")),
    }
    return seen.select_related(None).annotate(**told).order_by("-is_open", "-started_at", "-pk")[: OVER_SHOWN + 5]


@prepared
def _newest_plans(user: User) -> QuerySet[CalmPlan]:
    """Keep the newest versions of both plans: however often one is rewritten, the other stays."""
    nth = Window(RowNumber(), partition_by="author", order_by=["-changed_at", "-pk"])
    plans = CalmPlan.objects.visible_to(user).select_related(None).annotate(nth=nth)
    return plans.filter(nth__lte=VERSIONS_SHOWN).newest_first()


@dataclass(frozen=True)
class TimeOutsPage:
    """What goes on, what both just came back from, what is over, and where the next page begins if there is one.

    `own` is one's own that runs and would be made longer. What nobody came back from within two days is
    not asked for any more.
    """

    cards: list[TimeOutCard]
    own: TimeOut | None
    just_back: TimeOut | None
    over: list[TimeOut]
    later: UUID | None


def time_outs_page(standing: Standing, *, before: Instant | None, now: datetime) -> TimeOutsPage:
    """Return the page of time-outs, in one query however many there are."""
    at, pk = before or NO_END
    rows = standing.authored(_open_and_over(user=standing.user, before=at, before_pk=pk))
    going_on = [row for row in rows if row.is_open]
    for row in going_on:
        row.is_back = row.is_back or (row.said_alone and not standing.shares_with)
    over, more = page_of([row for row in rows if not row.is_open], size=OVER_SHOWN)
    last = over[0] if over and not before else None
    shares_with = standing.shares_with and standing.shares_with.pk
    mine = [row for row in going_on if row.author_id == standing.user.pk and row.couple_id == shares_with]
    return TimeOutsPage(
        cards=_cards(going_on, now),
        own=next((row for row in mine if not row.is_due(now)), None),
        just_back=last if last and last.returned_at and last.returned_at > now - JUST_BACK else None,
        over=over,
        later=over[-1].pk if more else None,
    )


def _cards(going_on: list[TimeOut], now: datetime) -> list[TimeOutCard]:
    """Return those that go on, the ones that share a return together."""
    together: dict[UUID, list[TimeOut]] = {}
    for row in going_on:
        together.setdefault(row.head, []).append(row)
    return [
        TimeOutCard(rows, now) for rows in together.values() if max(row.ends_at for row in rows) > now - RESTS_AFTER
    ]


def plans_of(standing: Standing) -> list[SeenPlan]:
    """Return the plans that a person may read, their own first, in one query."""
    rows = standing.authored(_newest_plans(user=standing.user))
    mine = [row for row in rows if row.author_id == standing.user.pk]
    theirs = [row for row in rows if row.author_id != standing.user.pk]
    return [SeenPlan(own is mine, own[0], own[1:]) for own in (mine, theirs) if own]
