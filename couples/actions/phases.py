"""Writes of phases: a yes to move, the other's word, readiness for oneself, the pause after a breach."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from couples.access import Standing, movers_of
from couples.actions.acting import NotYours, acting, sharing
from couples.models import (
    Couple,
    MoveReason,
    Phase,
    PhaseMove,
    PhaseYes,
    Readiness,
    ReadinessItem,
    ReadyAnswer,
    ReadyWord,
    Word,
)
from kit.refusals import Refusal


class NotYourMove(NotYours):
    """The hurt partner moves the phase; the other may say ready or not yet."""

    said = _("The one who was hurt moves the phase; the other says ready or not yet.")


class NotOffered(Refusal):
    """From here this phase cannot be reached in one step."""

    said = _("The phase moved meanwhile. From here it goes one step at a time.")


NOTHING_SAID = _("While you pause, or before your space is open to both, nothing is said here.")


def phase_now(couple: Couple) -> PhaseMove:
    """Return the line that holds; without one it is atone, unsaved."""
    newest = PhaseMove.objects.filter(couple=couple).newest_first().first()
    return newest or PhaseMove(couple=couple, number=0, phase=Phase.ATONE, reason=MoveReason.MOVED)


def reachable(held: PhaseMove) -> tuple[Phase, ...]:
    """Return the phases one step away: forward, back, and going on after a pause."""
    order = list(Phase)
    place = order.index(Phase(held.phase))
    return tuple(phase for step, phase in enumerate(order) if abs(step - place) == (0 if held.is_paused else 1))


@transaction.atomic
def say_yes(user: User, *, towards: Phase, now: datetime) -> bool:
    """Say yes to a phase; it moves when everybody whose yes it needs said so. Say whether it moved.

    Everybody: each partner whose role is hurt or both, else both. Harmless when pressed twice: the
    phase is reached by then. Raises `NotYourMove`, `NotOffered`, `NotShared`.
    """
    standing, couple = _locked(user)
    held = phase_now(couple)
    movers = {partner.user_id for partner in movers_of(standing, now=now)}
    if user.pk not in movers:
        raise NotYourMove
    if held.phase == towards and not held.is_paused:
        return False
    if towards not in reachable(held):
        raise NotOffered
    PhaseYes.objects.update_or_create(couple=couple, author=user, defaults={"towards": towards, "said_at": now})
    return _move_if_all(couple, held, towards, movers, now)


def _locked(user: User) -> tuple[Standing, Couple]:
    """Let one writer of a couple pass at a time; return the couple that is shared with."""
    standing = acting(user)
    couple = sharing(standing, NOTHING_SAID)
    return standing, Couple.objects.select_for_update(no_key=True).get(pk=couple.pk)


def _move_if_all(couple: Couple, held: PhaseMove, towards: Phase, movers: set[UUID], now: datetime) -> bool:
    said = PhaseYes.objects.filter(couple=couple, towards=towards).values_list("author_id", flat=True)
    if not movers <= set(said):
        return False
    reason = MoveReason.RESUMED if held.phase == towards else MoveReason.MOVED
    PhaseMove.objects.create(couple=couple, number=held.number + 1, phase=towards, reason=reason, moved_at=now)
    _clear_words(couple)
    return True


def _clear_words(couple: Couple) -> None:
    """Take away what was said about a phase that is left."""
    PhaseYes.objects.filter(couple=couple).delete()
    ReadyWord.objects.filter(couple=couple).delete()


@transaction.atomic
def take_back_yes(user: User) -> None:
    """Take one's own yes back before the phase moved. Harmless when pressed twice."""
    PhaseYes.objects.filter(author=user).delete()


@transaction.atomic
def pause_phase(couple: Couple, *, now: datetime) -> None:
    """Pause the phase after a new breach; nothing happens if it pauses already."""
    Couple.objects.select_for_update(no_key=True).get(pk=couple.pk)
    held = phase_now(couple)
    if held.is_paused:
        return
    PhaseMove.objects.create(
        couple=couple,
        number=held.number + 1,
        phase=held.phase,
        is_paused=True,
        reason=MoveReason.BREACH,
        moved_at=now,
    )
    _clear_words(couple)


@transaction.atomic
def say_word(user: User, *, word: Word, now: datetime) -> None:
    """Say ready or not yet, as the partner who does not move the phase. Raises `NotYourMove`, `NotShared`."""
    standing, couple = _locked(user)
    if user.pk in {partner.user_id for partner in movers_of(standing, now=now)}:
        raise NotYourMove
    ReadyWord.objects.update_or_create(couple=couple, author=user, defaults={"word": word, "said_at": now})


@transaction.atomic
def answer_readiness(user: User, *, answers: Mapping[ReadinessItem, ReadyAnswer | str], now: datetime) -> None:
    """Keep one's own answers to a readiness list; an empty answer takes the line away."""
    couple = acting(user).shares_with
    Readiness.objects.filter(author=user, item__in=[item for item, answer in answers.items() if not answer]).delete()
    for item, answer in answers.items():
        if answer:
            said = {"answer": answer, "answered_at": now, "couple": couple}
            Readiness.objects.update_or_create(author=user, item=item, defaults=said)
