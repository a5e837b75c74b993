"""What every write asks first: who acts, whether they share, and whether the form was pressed before."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any, Protocol, TypeVar
from uuid import UUID, uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from couples.access import Standing, standing_of
from couples.models import Couple
from kit.refusals import Refusal, WrittenBefore
from kit.words import Words

Row = TypeVar("Row", bound=models.Model)


class OfCouple(Protocol):
    """A row that may be shared with a couple."""

    @property
    def couple_id(self) -> UUID | None:
        """The couple it is shared with."""


class NotYours(Refusal):
    """Only the other person may do this."""

    said = _("Only your partner can do this.")


class NotShared(Refusal):
    """This needs a space that is open to both, and no pause of one's own."""

    said = _("While you pause, or before your space is open to both, this cannot be shared. Your words stay here.")


class AlreadyShared(Refusal):
    """The other could read it: it stays as it is, and a note can be added."""

    said = _("This was already shared. You can add a note to it.")


class SharedEarlier(Refusal):
    """It belongs to a couple that ended; what is meant for somebody now is written anew (ruling 36)."""

    said = _("This was shared with somebody earlier, and stays as it is. You can write a new one.")


class AlreadyOver(Refusal):
    """It came to its end before."""

    said = _("This came to its end before.")


class TooMany(Refusal):
    """As many as may be open at a time are open."""

    said = _("As many as fit at a time are open. Bring one to rest first.")
    status = HTTPStatus.BAD_REQUEST


def lock_person(pk: UUID) -> None:
    """Let one write of a person pass at a time, so that limits and pauses hold; for use inside a transaction.

    Raises `User.DoesNotExist` if the account is gone.
    """
    User.objects.select_for_update(no_key=True).get(pk=pk)


def acting(user: User) -> Standing:
    """Lock the person who acts, and return where they stand now."""
    lock_person(user.pk)
    return standing_of(user)


def sharing(standing: Standing, said: Words | None = None) -> Couple:
    """Return the couple a new row for two is shared with. Raises `NotShared`."""
    if standing.shares_with is None:
        raise NotShared(said)
    return standing.shares_with


def couple_of(standing: Standing, row: OfCouple) -> Couple | None:
    """Return the couple for what is added to a row: the row's own, while its author shares with it."""
    couple = standing.shares_with
    return couple if couple and couple.pk == row.couple_id else None


def still_sharing(standing: Standing, row: OfCouple) -> Couple:
    """Return the couple a row is shared with, while it lives and the person shares with it. Raises `NotShared`."""
    couple = couple_of(standing, row)
    if couple is None:
        raise NotShared
    return couple


def refuse_while_paused(standing: Standing, row: OfCouple, said: Words | None = None) -> None:
    """Raise `NotShared` if an act on this row would reach the other in spite of one's own pause."""
    if standing.couple and row.couple_id == standing.couple.pk and standing.shares_with is None:
        raise NotShared(said)


def free_slot(taken: Iterable[int | None], *, most: int, said: Words | None = None) -> int:
    """Return the lowest free slot from 1 to `most`. Raises `TooMany`."""
    free = set(range(1, most + 1)) - set(taken)
    if not free:
        raise TooMany(said)
    return min(free)


def written_before(model: type[Row], *, key: UUID, by: User, fields: dict[str, Any]) -> Row | None:
    """Return the row an earlier press of this form made, or None. Raises `WrittenBefore` on other words."""
    row = model._default_manager.filter(pk=key, author=by).select_related("author").first()
    if row and any(getattr(row, name) != value for name, value in fields.items()):
        raise WrittenBefore
    return row


def free_key(model: type[models.Model], key: UUID) -> UUID:
    """Return the key, or another one if somebody else's row has it."""
    return uuid4() if model._default_manager.filter(pk=key).exists() else key
