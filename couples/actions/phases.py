"""Writes of phases: a yes to move, the other's word, readiness for oneself, the pause after a breach."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

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


class TooLate(Refusal):
    """A move is taken back for ten minutes, by whoever moved it."""

    said = _("A move can be taken back for ten minutes by whoever moved it. After that, move it again.")


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
    said = {"towards": towards, "said_at": now}
    PhaseYes.objects.update_or_create(couple=couple, author=user, after=held.number, defaults=said)
    if not movers <= set(PhaseYes.objects.of_line(held).filter(towards=towards).values_list("author_id", flat=True)):
        return False
    reason = MoveReason.RESUMED if held.phase == towards else MoveReason.MOVED
    _write_line(held, now, phase=towards, reason=reason, moved_by=user)
    return True


def _locked(user: User) -> tuple[Standing, Couple]:
    """Let one writer of a couple pass at a time; return the couple that is shared with."""
    standing = acting(user)
    return standing, _turn(sharing(standing, NOTHING_SAID))


def _turn(couple: Couple) -> Couple:
    return Couple.objects.select_for_update(no_key=True).get(pk=couple.pk)


def _write_line(held: PhaseMove, now: datetime, **line: Any) -> None:
    """Write the line that holds from now on. What was said before stays, in case this line is taken back."""
    couple = held.couple
    moved = {"moved_at": now, "moved_on": couple.days.date_at(now)}
    PhaseMove.objects.create(couple=couple, number=held.number + 1, **moved, **line)


@transaction.atomic
def take_back_move(move: PhaseMove, *, by: User, now: datetime) -> None:
    """Take a move back, with the yes that made it: all is as it was. Harmless when pressed twice.

    Also in a pause of one's own: nothing new is said. Raises `TooLate` for anybody else, ten minutes
    after it, or once something followed.
    """
    couple = acting(by).couple
    if couple is None or couple.pk != move.couple_id:
        raise TooLate
    held = phase_now(_turn(couple))
    if not PhaseMove.objects.filter(pk=move.pk).exists():
        return
    if held.pk != move.pk or not held.can_be_taken_back(by=by, now=now):
        raise TooLate
    PhaseYes.objects.of_line(held).delete()
    ReadyWord.objects.of_line(held).delete()
    PhaseYes.objects.filter(couple=held.couple, author=by, after=held.number - 1).delete()
    held.delete()


@transaction.atomic
def take_back_yes(user: User) -> None:
    """Take one's own yes back before the phase moved. Harmless when pressed twice."""
    couple = acting(user).couple
    if couple:
        PhaseYes.objects.of_line(phase_now(_turn(couple))).filter(author=user).delete()


@transaction.atomic
def pause_phase(couple: Couple, *, now: datetime) -> None:
    """Pause the phase after a new breach; nothing happens if it pauses already."""
    Couple.objects.select_for_update(no_key=True).get(pk=couple.pk)
    held = phase_now(couple)
    if held.is_paused:
        return
    _write_line(held, now, phase=held.phase, is_paused=True, reason=MoveReason.BREACH)


@transaction.atomic
def say_word(user: User, *, word: Word, now: datetime) -> None:
    """Say ready or not yet, as the partner who does not move the phase. Raises `NotYourMove`, `NotShared`."""
    standing, couple = _locked(user)
    if user.pk in {partner.user_id for partner in movers_of(standing, now=now)}:
        raise NotYourMove
    said = {"word": word, "said_at": now}
    ReadyWord.objects.update_or_create(couple=couple, author=user, after=phase_now(couple).number, defaults=said)


@transaction.atomic
def answer_readiness(user: User, *, answers: Mapping[ReadinessItem, ReadyAnswer | str], now: datetime) -> None:
    """Keep one's own answers to a readiness list; an empty answer takes the line away."""
    couple = acting(user).shares_with
    Readiness.objects.filter(author=user, item__in=[item for item, answer in answers.items() if not answer]).delete()
    for item, answer in answers.items():
        if answer:
            said = {"answer": answer, "answered_at": now, "couple": couple}
            Readiness.objects.update_or_create(author=user, item=item, defaults=said)
