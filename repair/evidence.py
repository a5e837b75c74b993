"""The evidence file: one dated, calm list of what was kept and shared; it only grows.

Each kind is one line of `KINDS`: the rows its reader may see, the column with the date,
and the entry a row becomes. Never a list of what did not happen. One query for each kind and one
for all sums draw any page, however long the list is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from uuid import UUID

from django.db.models import Count, DateField, DateTimeField, Min, Model, Q, QuerySet, UUIDField, Value
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from couples.access import Standing
from repair.models import HardMoment, Openness, PromiseDate, Repair, Report, Seen, TimeOut
from repair.specific.examples import Words
from trustrebuild.paging import FIRST_DAY, LAST_DAY, page_of
from trustrebuild.prepared import Prepared, Slot
from trustrebuild.weeks import DAY

SHOWN = 30
LAST_PK = UUID(int=2**128 - 1)
PLACES = {
    "user": UUIDField(),
    "now": DateTimeField(),
    "first": DateField(),
    "last": DateField(),
    "before": DateField(),
    "before_pk": UUIDField(),
}
WITHDRAWN = _("withdrawn")


@dataclass(frozen=True)
class Entry:
    """One line: what it was, whose, and its words unless they were taken back."""

    on: date
    pk: UUID
    kind: str
    title: Words
    name: str
    text: str = ""
    note: Words = ""
    is_withdrawn: bool = False

    @property
    def month(self) -> date:
        """Return the first day of its month."""
        return self.on.replace(day=1)


@dataclass(frozen=True)
class Kind:
    """One kind of evidence."""

    key: str
    label: Words
    date_field: str
    rows: Callable[[User | Slot, datetime | Slot], QuerySet]
    entry: Callable[[Model], Entry]
    columns: tuple[str, ...]

    @cached_property
    def read(self) -> Prepared:
        """Return the read of one page and a row more, newest first; the authors are known already."""
        return Prepared(self._page, **PLACES)

    def _page(self, user: Slot, now: Slot, first: Slot, last: Slot, before: Slot, before_pk: Slot) -> QuerySet:
        on = self.date_field
        behind = Q(**{f"{on}__lt": before}) | Q(**{on: before, "pk__lt": before_pk})
        rows = self.rows(user, now).filter(behind, **{f"{on}__gte": first, f"{on}__lte": last})
        joined = {name.partition("__")[0] for name in self.columns if "__" in name} or {None}
        drawn = rows.select_related(None).select_related(*joined).only("author", on, *self.columns)
        return drawn.order_by(f"-{on}", "-pk")[: SHOWN + 1]


@dataclass(frozen=True)
class Cursor:
    """Where the next page begins: after this date and row."""

    on: date
    pk: UUID

    def __str__(self) -> str:
        return f"{self.on.isoformat()}:{self.pk}"

    @classmethod
    def parse(cls, text: str) -> "Cursor | None":
        """Return the place a text names, or None if it names none."""
        on, _colon, pk = text.partition(":")
        try:
            return cls(date.fromisoformat(on), UUID(pk))
        except ValueError:
            return None


@dataclass(frozen=True)
class HowMany:
    """How much of one kind there is."""

    kind: Kind
    number: int


@dataclass(frozen=True)
class Page:
    """One page of the list, newest first, with what it can be narrowed to."""

    entries: list[Entry]
    counts: list[HowMany]
    months: list[date]
    kind: str = ""
    month: date | None = None
    later: Cursor | None = None


def promises_kept(user: User, now: datetime) -> QuerySet:
    """Return the dates of promises that count as kept."""
    return PromiseDate.objects.visible_to(user).counted_kept(now)


def promise_entry(row: PromiseDate) -> Entry:
    """Return the line of a kept promise; hollow where one word stands alone."""
    late = _("late, the same day") if row.report == Report.LATE else ""
    hollow = "" if row.seen == Seen.AGREE else _("by the word given")
    row.promise.author = row.author
    title, name, words = _("A promise kept"), row.author.name, row.promise.deed
    return Entry(row.due_on, row.pk, "promises", title, name, words, note=late or hollow)


def openness_shared(user: User, now: datetime) -> QuerySet:
    """Return what was shared unasked, with what was taken back since."""
    return Openness.objects.lines_to(user)


def openness_entry(row: Openness) -> Entry:
    """Return the line of something shared; what was taken back keeps its date alone."""
    gone = row.withdrawn_at is not None
    words = "" if gone else row.words
    return Entry(row.shared_on, row.pk, "openness", _("Shared unasked"), row.author.name, words, is_withdrawn=gone)


def returns_kept(user: User, now: datetime) -> QuerySet:
    """Return the time-outs whose return was kept."""
    return TimeOut.objects.visible_to(user).kept()


def return_entry(row: TimeOut) -> Entry:
    """Return the line of a kept return; it holds no words."""
    return Entry(row.returned_on, row.pk, "returns", _("A return kept"), row.author.name)


def moments_met_well(user: User, now: datetime) -> QuerySet:
    """Return one's own hard moments that were met well, and those the other shared, with what was taken back."""
    return HardMoment.objects.lines_to(user).met_well()


def moment_entry(row: HardMoment) -> Entry:
    """Return the line of a hard moment met well; what was taken back keeps its date alone."""
    gone = row.withdrawn_at is not None
    title, note = _("A hard moment met well"), "" if row.shared_at else _("yours alone")
    words = "" if gone else row.cue
    return Entry(row.happened_on, row.pk, "moments", title, row.author.name, words, note=note, is_withdrawn=gone)


def repairs_at_rest(user: User, now: datetime) -> QuerySet:
    """Return the repairs that ever came to rest, by the date of the first time."""
    return Repair.objects.visible_to(user).rested()


def repair_entry(row: Repair) -> Entry:
    """Return the line of a repair that came to rest."""
    return Entry(row.rested_on, row.pk, "repairs", _("A repair at rest"), row.author.name, row.name)


# In the order of the page. A further kind is one line here and two small functions above.
KINDS = (
    Kind(
        "promises",
        _("Promises kept"),
        "due_on",
        promises_kept,
        promise_entry,
        ("report", "seen", "promise__deed", "promise__author"),
    ),
    Kind("openness", _("Shared unasked"), "shared_on", openness_shared, openness_entry, ("withdrawn_at", "words")),
    Kind("returns", _("Returns kept"), "returned_on", returns_kept, return_entry, ()),
    Kind(
        "moments",
        _("Hard moments met well"),
        "happened_on",
        moments_met_well,
        moment_entry,
        ("shared_at", "withdrawn_at", "cue"),
    ),
    Kind("repairs", _("Repairs at rest"), "rested_on", repairs_at_rest, repair_entry, ("name",)),
)


@dataclass(frozen=True)
class Span:
    """Which dates of the list are asked for: from a first to a last one, and those behind a place in it."""

    first: date
    last: date
    before: Cursor

    @classmethod
    def of(cls, month: date | None, before: Cursor | None) -> "Span":
        """Return a month or all the time, from a place on or from the newest line."""
        start = before or Cursor(LAST_DAY, LAST_PK)
        return cls(month, _next_month(month) - DAY, start) if month else cls(FIRST_DAY, LAST_DAY, start)


def evidence_page(
    standing: Standing, *, now: datetime, kind: str = "", month: date | None = None, before: Cursor | None = None
) -> Page:
    """Return one page of the evidence this person may read; kinds and months that do not exist are ignored."""
    chosen = [one for one in KINDS if one.key == kind] or list(KINDS)
    span = Span.of(month, before)
    found = [line for one in chosen for line in _lines(one, standing, now, span)]
    found.sort(key=lambda line: line[:2], reverse=True)
    lines, more = page_of(found, size=SHOWN)
    shown = [one.entry(row) for _on, _pk, one, row in lines]
    counts, first_on = _counts(standing, now)
    return Page(
        entries=shown,
        counts=counts,
        months=_months(first_on, now.date()),
        kind=kind if len(chosen) == 1 else "",
        month=month,
        later=Cursor(shown[-1].on, shown[-1].pk) if more else None,
    )


def _lines(kind: Kind, standing: Standing, now: datetime, span: Span) -> list[tuple[date, UUID, Kind, Model]]:
    """Return what one kind could put on the page; only what is shown is opened."""
    dates = {"first": span.first, "last": span.last, "before": span.before.on, "before_pk": span.before.pk}
    rows = standing.authored(kind.read(user=standing.user.pk, now=now, **dates))
    return [(getattr(row, kind.date_field), row.pk, kind, row) for row in rows]


def _sums(user: Slot, now: Slot) -> QuerySet:
    """Keep one row for each kind there is: its key, how many, and the first date."""
    sums = [
        kind.rows(user, now)
        .select_related(None)
        .order_by()
        .values(key=Value(kind.key))
        .annotate(n=Count("pk"), first=Min(kind.date_field))
        .values_list("key", "n", "first")
        for kind in KINDS
    ]
    return sums[0].union(*sums[1:], all=True)


_summed = Prepared(_sums, user=UUIDField(), now=DateTimeField())


def _counts(standing: Standing, now: datetime) -> tuple[list[HowMany], date | None]:
    """Return how much there is of each kind, and the first date of all."""
    found = _summed(user=standing.user.pk, now=now)
    numbers = {key: number for key, number, _first in found}
    first = min((first for _key, _number, first in found if first), default=None)
    return [HowMany(kind, numbers.get(kind.key, 0)) for kind in KINDS], first


def _months(first: date | None, last: date) -> list[date]:
    """Return the first days of the months from the newest to the one it all began in."""
    if first is None:
        return []
    months = [first.replace(day=1)]
    while (following := _next_month(months[-1])) <= last:
        months.append(following)
    return months[::-1]


def _next_month(month: date) -> date:
    return (month.replace(day=1) + timedelta(days=31)).replace(day=1)
