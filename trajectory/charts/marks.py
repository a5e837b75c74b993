"""The quiet marks of a chart: hard moments, logs at rest, sessions, changes of phase.

What is about two is marked only while something may be said about two. All of one chart's
marks come in one query, whose SQL is built once.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date
from typing import Any

from django.db.models import CharField, Model, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from accounts.models import User
from couples.models import Phase, PhaseMove, Session
from kit.dates import days_and_months
from kit.prepared import prepared
from repair.models import HardMoment, Repair
from trajectory.charts.span import MOMENT, PHASE, REPAIR, SESSION, ChartMark
from trajectory.models import shared_couples

Dated = tuple[str, date, str]
UNNAMED = Value("")


def own_marks(user: User, first: date, last: date) -> list[ChartMark]:
    """Return the marks one partner may see: their own hard moments, and those of both."""
    return marks_of(_seen_by(user=user, first=first, last=last))


def marks_of(rows: Sequence[Dated]) -> list[ChartMark]:
    """Return rows of a kind, a date and, for a change of phase, the phase as marks, by date."""
    words = {
        MOMENT: _("A hard moment, {on}"),
        REPAIR: _("A repair came to rest, {on}"),
        SESSION: _("Session, {on}"),
        PHASE: _("{phase}, from {on}"),
    }
    named = days_and_months(on for _kind, on, _which in rows)
    marks = [
        ChartMark(on, words[kind].format(on=said, phase=Phase(which).label if kind == PHASE else ""), kind)
        for (kind, on, which), said in zip(rows, named, strict=True)
    ]
    return sorted(marks, key=lambda mark: (mark.on, mark.kind, mark.label))


def dated_rows(
    moments: Mapping[str, QuerySet[HardMoment]], *, rested: QuerySet[Repair], of_two: Q, first: date, last: date
) -> QuerySet[Any, Dated]:
    """Return kind, date, and which: the name given to a queryset of moments, or the phase that began."""
    kept = {name: rows.filter(withdrawn_at=None) for name, rows in moments.items()}
    return _rows(REPAIR, rested, "rested_on", first, last).union(
        *(_rows(MOMENT, rows, "happened_on", first, last, Value(name)) for name, rows in kept.items()),
        _rows(SESSION, Session.objects.filter(of_two), "held_on", first, last),
        _rows(PHASE, _moves(of_two), "moved_on", first, last, "phase"),
        all=True,
    )


def _rows(
    kind: str, rows: QuerySet[Model], on: str, first: date, last: date, which: str | Combinable = UNNAMED
) -> QuerySet[Model, Dated]:
    among = rows.filter(**{f"{on}__gte": first, f"{on}__lte": last})
    told: QuerySet[Model, Dated] = among.values_list(Value(kind, output_field=CharField()), on, which)
    return told


def _moves(of_two: Q) -> QuerySet[PhaseMove]:
    return PhaseMove.objects.filter(of_two).annotate(moved_on=TruncDate("moved_at", tzinfo=UTC))


@prepared
def _seen_by(user: User, first: date, last: date) -> QuerySet[Any, Dated]:
    spoken_of = shared_couples().filter(partners__user=user)
    moments = {
        "own": HardMoment.objects.filter(author=user),
        "theirs": HardMoment.objects.filter(couple__in=spoken_of).exclude(author=user),
    }
    of_two = Q(couple__in=spoken_of)
    return dated_rows(moments, rested=Repair.objects.filter(of_two), of_two=of_two, first=first, last=last)
