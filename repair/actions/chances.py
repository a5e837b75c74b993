"""Writes of second chances."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from couples.actions.acting import (
    AlreadyOver,
    NotYours,
    acting,
    couple_of,
    free_key,
    sharing,
    still_sharing,
    written_before,
)
from repair.models import ChanceReply, RepairKind, SecondChance, SecondChanceAnswer


@transaction.atomic
def ask_second_chance(
    user: User, *, kind: RepairKind, missed: str, again: str, key: UUID, now: datetime
) -> SecondChance:
    """Say what one missed, and ask to try again; pressed twice, it stands once. Raises `NotShared`."""
    standing = acting(user)
    said = {"kind": kind, "missed": missed, "again": again}
    if present := written_before(SecondChance, key=key, by=user, fields=said):
        return present
    return SecondChance.objects.create(
        pk=free_key(SecondChance, key),
        author=user,
        couple=sharing(standing),
        written_on=standing.date_at(now),
        written_at=now,
        **said,
    )


@transaction.atomic
def answer_chance(
    chance: SecondChance, *, by: User, reply: ChanceReply, words: str, key: UUID, now: datetime
) -> SecondChanceAnswer:
    """Answer when one likes; a later answer stands beside the earlier one, the same one stands once.

    Raises `NotYours`, `AlreadyOver` for what was taken back, `NotShared`.
    """
    standing = acting(by)
    if chance.author_id == by.pk:
        raise NotYours(_("The other person answers this one, when they like."))
    still_sharing(standing, chance)
    if SecondChance.objects.filter(pk=chance.pk, withdrawn_at__isnull=False).exists():
        raise AlreadyOver(_("This was taken back."))
    said = {"reply": reply, "words": words}
    if present := written_before(SecondChanceAnswer, key=key, by=by, fields=said):
        return present
    newest = SecondChanceAnswer.objects.of(by).filter(chance=chance).order_by("-answered_at").first()
    if newest and (newest.reply, newest.words) == (reply, words):
        return newest
    return SecondChanceAnswer.objects.create(
        pk=free_key(SecondChanceAnswer, key),
        chance=chance,
        author=by,
        couple=couple_of(standing, chance),
        answered_at=now,
        **said,
    )


def withdraw_chance(chance: SecondChance, *, by: User, now: datetime) -> None:
    """Take one's own back; a dated line stays. Harmless when pressed twice."""
    SecondChance.objects.filter(pk=chance.pk, author=by, withdrawn_at=None).update(withdrawn_at=now)
