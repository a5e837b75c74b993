"""The kinds of evidence: the rows a reader may see of each, and the line that a row becomes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from django.db.models import DateField, DateTimeField, Model, Q, QuerySet, UUIDField
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from repair.models import HardMoment, Openness, PromiseDate, Repair, Report, Seen, TimeOut
from repair.specific.examples import Words
from trustrebuild.prepared import Prepared, Slot

SHOWN = 30
PLACES = {
    "user": UUIDField(),
    "now": DateTimeField(),
    "first": DateField(),
    "last": DateField(),
    "before": DateField(),
    "before_pk": UUIDField(),
}


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
    entry: Callable[[Model, str], Entry]
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


def promises_kept(user: User, now: datetime) -> QuerySet:
    """Return the dates of promises that count as kept."""
    return PromiseDate.objects.visible_to(user).counted_kept(now)


def promise_entry(row: PromiseDate, name: str) -> Entry:
    """Return the line of a kept promise; hollow where one word stands alone."""
    late = _("late, the same day") if row.report == Report.LATE else ""
    hollow = "" if row.seen == Seen.AGREE else _("by the word given")
    row.promise.author = row.author
    return Entry(row.due_on, row.pk, "promises", _("A promise kept"), name, row.promise.deed, note=late or hollow)


def openness_shared(user: User, now: datetime) -> QuerySet:
    """Return what was shared unasked, with what was taken back since."""
    return Openness.objects.lines_to(user)


def openness_entry(row: Openness, name: str) -> Entry:
    """Return the line of something shared; what was taken back keeps its date alone."""
    gone = row.withdrawn_at is not None
    words = "" if gone else row.words
    return Entry(row.shared_on, row.pk, "openness", _("Shared unasked"), name, words, is_withdrawn=gone)


def returns_kept(user: User, now: datetime) -> QuerySet:
    """Return the time-outs whose return was kept."""
    return TimeOut.objects.visible_to(user).kept()


def return_entry(row: TimeOut, name: str) -> Entry:
    """Return the line of a kept return; it holds no words."""
    return Entry(row.returned_on, row.pk, "returns", _("A return kept"), name)


def moments_met_well(user: User, now: datetime) -> QuerySet:
    """Return one's own hard moments that were met well, and those the other shared, with what was taken back."""
    return HardMoment.objects.lines_to(user).met_well()


def moment_entry(row: HardMoment, name: str) -> Entry:
    """Return the line of a hard moment met well; what was taken back keeps its date alone."""
    gone = row.withdrawn_at is not None
    title, note = _("A hard moment met well"), "" if row.shared_at else _("yours alone")
    words = "" if gone else row.cue
    return Entry(row.happened_on, row.pk, "moments", title, name, words, note=note, is_withdrawn=gone)


def repairs_at_rest(user: User, now: datetime) -> QuerySet:
    """Return the repairs that ever came to rest, by the date of the first time."""
    return Repair.objects.visible_to(user).rested()


def repair_entry(row: Repair, name: str) -> Entry:
    """Return the line of a repair that came to rest."""
    return Entry(row.rested_on, row.pk, "repairs", _("A repair at rest"), name, row.name)


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
