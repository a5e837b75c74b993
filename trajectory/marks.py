"""The quiet marks of a chart: hard moments, logs at rest, sessions, changes of phase.

What is about two is marked only while something may be said about two.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from couples.models import Couple, Phase, PhaseMove, Session
from repair.models import HardMoment, Repair
from trajectory.charts import Mark
from trajectory.models import shared_couples

MOMENT, REPAIR, SESSION, PHASE = "moment", "repair", "session", "phase"


def own_marks(user: object, first: date, last: date) -> list[Mark]:
    """Return the marks one partner may see: their own hard moments, and those of both."""
    spoken_of = shared_couples().filter(partners__user=user)
    moments = HardMoment.objects.filter(author=user, withdrawn_at=None)
    theirs = HardMoment.objects.filter(couple__in=spoken_of, withdrawn_at=None)
    days = moments.union(theirs.exclude(author=user), all=True).values_list("happened_on", flat=True)
    of_two = rest_marks(spoken_of, first, last) + dates_of_two(spoken_of, first, last)
    return in_order(moment_marks(days) + of_two, first, last)


Couples = QuerySet[Couple] | Sequence[Couple]


def rest_marks(couples: Couples, first: date, last: date) -> list[Mark]:
    """Return a mark for each log of these couples that came to rest."""
    rested = Repair.objects.filter(couple__in=couples, rested_on__range=(first, last))
    return [_mark(on, _("A repair came to rest, {on}"), REPAIR) for on in rested.values_list("rested_on", flat=True)]


def dates_of_two(couples: Couples, first: date, last: date) -> list[Mark]:
    """Return sessions and changes of phase of these couples."""
    sessions = Session.objects.filter(couple__in=couples, held_on__range=(first, last))
    moves = PhaseMove.objects.filter(couple__in=couples, moved_at__date__range=(first, last))
    marks = [_mark(on, _("Session, {on}"), SESSION) for on in sessions.values_list("held_on", flat=True)]
    for phase, at in moves.values_list("phase", "moved_at"):
        words = _("{phase}, from {on}").format(phase=Phase(phase).label, on="{on}")
        marks.append(_mark(at.date(), words, PHASE))
    return marks


def moment_marks(days: Iterable[date]) -> list[Mark]:
    """Return a mark for each hard moment."""
    return [_mark(on, _("A hard moment, {on}"), MOMENT) for on in days]


def key_of(marks: Sequence[Mark]) -> list[dict[str, str]]:
    """Return what the kinds of marks that occur mean."""
    words = {
        MOMENT: _("hard moment"),
        REPAIR: _("repair at rest"),
        SESSION: _("session"),
        PHASE: _("change of phase"),
    }
    present = {mark.kind for mark in marks}
    return [{"label": label, "mark": kind} for kind, label in words.items() if kind in present]


def _mark(on: date, words: str, kind: str) -> Mark:
    return Mark(on, words.format(on=date_format(on, "j F")), kind)


def in_order(marks: list[Mark], first: date, last: date) -> list[Mark]:
    """Return the marks between two dates, by date."""
    return sorted(
        (mark for mark in marks if first <= mark.on <= last), key=lambda mark: (mark.on, mark.kind, mark.label)
    )
