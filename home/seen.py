"""Who sees what of a person, in words, as it is at this moment."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from accounts.names import name_of
from couples.access import Standing
from couples.models import LEVEL_RANK, Consent, Level
from couples.pages import Sharing
from kit.words import Words

YES = _("Yes")
NOBODY = _("No, never")
NOT_OPEN = _("Not before the space is open")
PAUSED = _("No, you share nothing new")
NOT_GIVEN = _("Not given")
GUARD_GIVEN = _("Yes, you gave it")


@dataclass(frozen=True)
class Subject:
    """One thing a person writes: what the partner may see of it, and from which level on a therapist may."""

    what: Words
    partner: Words = NOBODY
    therapist: Level | None = None
    therapist_sees: Words = YES
    needs_on_guard: bool = False


SUBJECTS = (
    Subject(_("Safe, close, hard talks"), _("Once the day has opened"), Level.NUMBERS),
    Subject(_("On guard"), _("Only on days you tick it"), Level.NUMBERS, GUARD_GIVEN, needs_on_guard=True),
    Subject(_("Feeling rushed, hard moments"), NOBODY, Level.NUMBERS, _("In the figures of a week")),
    Subject(_("More than you could carry")),
    Subject(_("Words for us"), _("Once the day has opened"), Level.WORDS),
    Subject(_("Words for me")),
    Subject(_("Notes of appreciation"), _("Those you send"), Level.WORDS),
    Subject(
        _("What you send in the repair room"), _("Once you send it"), Level.NUMBERS, _("Dates and counts, no words")
    ),
    Subject(_("Questions you take to a session"), _("From asking on"), Level.WORDS),
    Subject(_("Your week in sentences"), NOBODY, Level.SUMMARY),
    Subject(_("Your reminder, your pauses, what you give a therapist")),
)


@dataclass(frozen=True)
class Cell:
    """Somebody, and whether they see it."""

    who: Words
    says: Words


@dataclass(frozen=True)
class SeenRow:
    """One thing a person writes, and what each of the others sees of it."""

    what: Words
    cells: list[Cell]


def who_sees_what(standing: Standing, sharing: Sharing | None) -> list[SeenRow]:
    """Return a row for each thing a partner writes; none for a person alone: nobody sees anything."""
    if standing.other is None:
        return []
    partner = name_of(standing.other.user, standing.user)
    rows = [SeenRow(subject.what, [Cell(partner, _partner_sees(subject, standing))]) for subject in SUBJECTS]
    if sharing and sharing.state == "live" and sharing.mine and sharing.accepted_by:
        therapist = sharing.accepted_by.name or _("Your therapist")
        for row, subject in zip(rows, SUBJECTS, strict=True):
            row.cells.append(Cell(therapist, _therapist_sees(subject, sharing.mine)))
    return rows


def _partner_sees(subject: Subject, standing: Standing) -> Words:
    if subject.partner is NOBODY:
        return NOBODY
    if not standing.is_open:
        return NOT_OPEN
    return PAUSED if standing.is_paused else subject.partner


def _therapist_sees(subject: Subject, mine: Consent) -> Words:
    """Return what this person's own level and tick let the therapist read."""
    if subject.therapist is None:
        return NOBODY
    reaches = LEVEL_RANK[mine.level] >= LEVEL_RANK[subject.therapist]
    if not reaches or (subject.needs_on_guard and not mine.gives_on_guard):
        return NOT_GIVEN
    return subject.therapist_sees
