"""The evidence file: one dated, calm list of what was kept and shared; it only grows.

Never a list of what did not happen. One query for the lines and one for all sums draw a
page, however long the list is.
"""

from calendar import monthrange
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Min, QuerySet, Value
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.names import name_of
from couples.access import Standing
from kit.paging import FIRST_DAY, LAST_DAY, LAST_PK, page_of
from kit.prepared import Prepared, prepared
from kit.words import Words
from repair.pages.evidence_kinds import BY_KEY, EVIDENCE_KINDS, LINES_SHOWN, EvidenceKind, EvidenceLine, newest_lines

A_YEAR = timedelta(days=366)
MUCH = 1000


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
class EvidenceEntry:
    """One line: what kind it is of, whose, and its words unless they were taken back."""

    on: date
    pk: UUID
    kind: str
    name: str
    text: str = ""
    note: Words = ""
    is_withdrawn: bool = False
    is_hollow: bool = False

    @property
    def month(self) -> date:
        """Return the first day of its month."""
        return self.on.replace(day=1)


@dataclass(frozen=True)
class EvidenceCount:
    """How much of one kind there is."""

    kind: EvidenceKind
    number: int


@dataclass(frozen=True)
class EvidencePage:
    """One page of the list, newest first, with what it can be narrowed to."""

    entries: list[EvidenceEntry]
    counts: list[EvidenceCount]
    months: list[date]
    kind: str = ""
    month: date | None = None
    later: Cursor | None = None


@dataclass(frozen=True)
class EvidenceSpan:
    """Which dates of the list are asked for: from a first to a last one, and those behind a place in it."""

    first: date
    last: date
    before: Cursor

    @classmethod
    def of(cls, month: date | None, before: Cursor | None) -> "EvidenceSpan":
        """Return a month or all the time, from a place on or from the newest line."""
        start = before or Cursor(LAST_DAY, LAST_PK)
        if month is None:
            return cls(FIRST_DAY, LAST_DAY, start)
        return cls(month, month.replace(day=monthrange(month.year, month.month)[1]), start)

    def of_a_year(self, today: date) -> "EvidenceSpan":
        """Return the last year of it: of many years' lines, only those that can be shown are sorted."""
        newest = min(self.last, self.before.on, today)
        return replace(self, first=max(self.first, newest - min(A_YEAR, newest - FIRST_DAY)))

    @property
    def places(self) -> dict[str, Any]:
        """Return it by the names of a read's places."""
        return {"first": self.first, "last": self.last, "before": self.before.on, "before_pk": self.before.pk}


def evidence_page(
    standing: Standing, *, now: datetime, kind: str = "", month: date | None = None, before: Cursor | None = None
) -> EvidencePage:
    """Return one page of the evidence this person may read; kinds and months that do not exist are ignored."""
    chosen = BY_KEY.get(kind)
    counts, first_on = _counts(standing, now)
    number = sum(count.number for count in counts if chosen in (None, count.kind))
    found = _found(
        chosen.read if chosen else _of_all_kinds, standing, now, EvidenceSpan.of(month, before), number, first_on
    )
    lines, more = page_of(found, size=LINES_SHOWN)
    return EvidencePage(
        entries=[_entry(line, standing) for line in lines],
        counts=counts,
        months=_months(first_on, standing.date_at(now)),
        kind=chosen.key if chosen else "",
        month=month,
        later=Cursor(lines[-1].on, lines[-1].pk) if more else None,
    )


_of_all_kinds = prepared(partial(newest_lines, EVIDENCE_KINDS))


def _found(
    read: Prepared[..., Any], standing: Standing, now: datetime, span: EvidenceSpan, number: int, first_on: date | None
) -> list[EvidenceLine]:
    """Return what could stand on the page and one line more, newest first.

    Where there is much, one year is asked first, and the rest only if that leaves room.
    """
    near = span.of_a_year(now.date()) if number > MUCH else span
    found = read(user=standing.user, now=now, **near.places)
    if len(found) <= LINES_SHOWN and first_on and span.first <= first_on < near.first:
        found = read(user=standing.user, now=now, **span.places)
    return [EvidenceLine(*told) for told in found]


def _entry(line: EvidenceLine, standing: Standing) -> EvidenceEntry:
    """Return a line as its reader sees it; what was taken back keeps its date alone."""
    kind, gone = BY_KEY[line.kind], line.withdrawn_at is not None
    [row] = standing.authored([kind.row(line)])
    text = "" if gone or not kind.words else getattr(row, kind.words)
    name = _("Both of you") if kind.is_of_both else name_of(row.author, standing.user)
    return EvidenceEntry(
        line.on, line.pk, kind.key, name, text, kind.note(line), is_withdrawn=gone, is_hollow=kind.is_hollow(line)
    )


@prepared
def _sums(user: User, now: datetime) -> QuerySet[Any, tuple[str, int, date | None]]:
    """Keep a row for each part of each kind: its key, how many stand, and the first date."""
    sums = [
        part.select_related(None)
        .order_by()
        .values(key=Value(kind.key))
        .annotate(n=kind.number, first=Min(kind.date_field))
        .values_list("key", "n", "first")
        for kind in EVIDENCE_KINDS
        for part in kind.parts(user, now)
    ]
    together: QuerySet[Any, tuple[str, int, date | None]] = sums[0].union(*sums[1:], all=True)
    return together


def _counts(standing: Standing, now: datetime) -> tuple[list[EvidenceCount], date | None]:
    """Return how much there is of each kind, and the first date of all."""
    found = _sums(user=standing.user, now=now)
    numbers: Counter[str] = Counter()
    for key, number, _first in found:
        numbers[key] += number
    first = min((first for _key, _number, first in found if first), default=None)
    return [EvidenceCount(kind, numbers[kind.key]) for kind in EVIDENCE_KINDS], first


def _months(first: date | None, last: date) -> list[date]:
    """Return the first days of the months from the newest to the one it all began in."""
    if first is None:
        return []
    last = max(first, last)  # the author of the first line may live where the month has begun already
    numbers = range(12 * last.year + last.month - 1, 12 * first.year + first.month - 2, -1)
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]
