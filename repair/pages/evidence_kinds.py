"""The kinds of evidence: the rows a reader may see of each, and what a line of the list tells of one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, partial
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import (
    BinaryField,
    BooleanField,
    CharField,
    Count,
    DateTimeField,
    F,
    Model,
    Q,
    QuerySet,
    UUIDField,
    Value,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from couples.models import opened_couple_of
from kit.encryption import Sealed
from kit.paging import Place, behind
from kit.prepared import Prepared, prepared
from kit.words import Words
from repair.models import HardMoment, Openness, Promise, PromiseDate, Repair, Report, Seen, TimeOut

LINES_SHOWN = 30
NO_COUPLE_ID = UUID(int=0)
EvidenceRow = Promise | Openness | TimeOut | HardMoment | Repair  # each has an author, and perhaps words
MAY_BE_EMPTY = {
    "about": UUIDField(),
    "words": BinaryField(),
    "report": CharField(),
    "seen": CharField(),
    "withdrawn_at": DateTimeField(),
    "of_both": BooleanField(),
}


class EvidenceLine(NamedTuple):
    """One line as the database gives it, its columns in this order; its words are sealed.

    They stand in the row it is `about` or in its own.
    """

    kind: str
    on: date
    pk: UUID
    author_id: UUID
    about: UUID | None
    words: Sealed | None
    report: str | None
    seen: str | None
    withdrawn_at: datetime | None
    of_both: bool | None


@dataclass(frozen=True)
class EvidenceKind:
    """One kind of evidence; `model` and `words` name the column of its words, `told` where a line's columns are.

    What is of both names neither of the two; what the other left unanswered is drawn as an outline.
    """

    key: str
    label: Words
    title: Words
    date_field: str
    rows: Callable[[User, datetime], QuerySet[Model]]
    model: type[EvidenceRow]
    counted: Callable[[User, datetime], list[QuerySet[Model]]] | None = None
    words: str = ""
    told: dict[str, str] = field(default_factory=dict)
    note: Callable[[EvidenceLine], Words] = lambda _line: ""
    is_of_both: bool = False
    is_hollow: Callable[[EvidenceLine], bool] = lambda _line: False

    @property
    def number(self) -> Count:
        """Return how many lines count: what was taken back keeps its date alone."""
        return Count("pk", filter=Q(withdrawn_at=None)) if "withdrawn_at" in self.told else Count("*")

    def parts(self, user: User, now: datetime) -> list[QuerySet[Model]]:
        """Return its rows for counting: in disjoint parts if that is quicker."""
        return self.counted(user, now) if self.counted else [self.rows(user, now)]

    @cached_property
    def read(self) -> Prepared[..., Any]:
        """Return the read of one page of this kind alone."""
        return prepared(partial(newest_lines, [self]))

    def lines(
        self, user: User, now: datetime, first: date, last: date, before: Place
    ) -> QuerySet[Model, tuple[Any, ...]]:
        """Return its rows between two dates and behind a place, each with the columns of a line."""
        on = self.date_field
        rows = self.rows(user, now).filter(behind(on, before), **{f"{on}__gte": first, f"{on}__lte": last})
        columns: dict[str, str | Combinable] = {"kind": Value(self.key), "on": on, "pk": "pk", "author_id": "author_id"}
        for name, kept_as in MAY_BE_EMPTY.items():
            columns[name] = F(self.told[name]) if name in self.told else Cast(Value(None), kept_as)
        return rows.select_related(None).order_by().values_list(*(columns[name] for name in EvidenceLine._fields))

    def row(self, line: EvidenceLine) -> EvidenceRow:
        """Return the row of a line's words, which opens them; nothing else of it was read."""
        # `from_db` takes values in the order of the model's columns: id and author stand first in each of these.
        columns: dict[str, Any] = {"id": line.about or line.pk, "author_id": line.author_id}
        if self.words:
            columns[self.words] = line.words
        return self.model.from_db(None, columns.keys(), columns.values())


def newest_lines(
    kinds: Sequence[EvidenceKind], user: User, now: datetime, first: date, last: date, before: date, before_pk: UUID
) -> QuerySet[Model, tuple[Any, ...]]:
    """Keep the lines of one page and one more of some kinds, the newest first."""
    lines, *others = [kind.lines(user, now, first, last, (before, before_pk)) for kind in kinds]
    if others:
        lines = lines.union(*others, all=True)
    return lines.order_by(f"-{kinds[0].date_field}", "-pk")[: LINES_SHOWN + 1]


def promises_kept(user: User, now: datetime) -> QuerySet[PromiseDate]:
    """Return the dates of promises that count as kept."""
    return PromiseDate.objects.visible_to(user).counted_kept(now)


def promises_kept_in_parts(user: User, now: datetime) -> list[QuerySet[Model]]:
    """Return the same in parts: what both agreed on is nearly all of it, and an index counts that by itself."""
    of_two = PromiseDate.objects.filter(couple=opened_couple_of(user))
    hollow = of_two.counted_kept(now).filter(seen="")
    elsewhere = Q(couple=None) | ~Q(couple=Coalesce(opened_couple_of(user), Value(NO_COUPLE_ID, UUIDField())))
    return [of_two.agreed_kept(), hollow, PromiseDate.objects.filter(elsewhere, author=user).counted_kept(now)]


def promise_note(line: EvidenceLine) -> Words:
    """Return what is added to a kept promise; hollow where one word stands alone."""
    if line.report == Report.LATE:
        return _("late, the same day")
    return "" if line.seen == Seen.AGREE else _("by the word given")


def openness_shared(user: User, now: datetime) -> QuerySet[Openness]:
    """Return what was shared unasked, with what was taken back since; what its author kept is no evidence for two."""
    return Openness.objects.lines_to(user).filter(couple__isnull=False)


def returns_kept(user: User, now: datetime) -> QuerySet[TimeOut]:
    """Return the time-outs whose return both kept."""
    return TimeOut.objects.visible_to(user).kept()


def moments_met_well(user: User, now: datetime) -> QuerySet[HardMoment]:
    """Return the hard moments that were met well as their author shared them, with what was taken back."""
    return HardMoment.objects.lines_to(user).met_well().filter(couple__isnull=False)


def repairs_closed(user: User, now: datetime) -> QuerySet[Repair]:
    """Return the repairs that were closed after an owning and how it landed, by the date of the first time."""
    return Repair.objects.visible_to(user).counted(now)


def repair_note(line: EvidenceLine) -> Words:
    """Return what is added to a repair that one suggested to close, and the other left unanswered for seven days."""
    return "" if line.of_both else _("said by one of you")


# In the order of the page. A further kind is one entry here and one or two small functions above.
EVIDENCE_KINDS = (
    EvidenceKind(
        "promises",
        _("Promises kept"),
        _("A promise kept"),
        "stands_on",
        promises_kept,
        model=Promise,
        counted=promises_kept_in_parts,
        words="deed",
        told={"about": "promise", "words": "promise__deed", "report": "report", "seen": "seen"},
        note=promise_note,
        is_hollow=lambda line: line.seen != Seen.AGREE,
    ),
    EvidenceKind(
        "openness",
        _("Shared unasked"),
        _("Shared unasked"),
        "shared_on",
        openness_shared,
        model=Openness,
        words="words",
        told={"words": "words", "withdrawn_at": "withdrawn_at"},
    ),
    EvidenceKind(
        "returns", _("Returns kept"), _("A return kept"), "returned_on", returns_kept, model=TimeOut, is_of_both=True
    ),
    EvidenceKind(
        "moments",
        _("Hard moments met well"),
        _("A hard moment met well"),
        "happened_on",
        moments_met_well,
        model=HardMoment,
        words="cue",
        told={"words": "cue", "withdrawn_at": "withdrawn_at"},
    ),
    EvidenceKind(
        "repairs",
        _("Repairs closed"),
        _("A repair closed"),
        "rested_on",
        repairs_closed,
        model=Repair,
        words="name",
        told={"words": "name", "of_both": "rested_by_both"},
        note=repair_note,
        is_hollow=lambda line: not line.of_both,
        is_of_both=True,
    ),
)
BY_KEY = {kind.key: kind for kind in EVIDENCE_KINDS}
