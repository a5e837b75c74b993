"""What every write of the repair room asks first: who acts, whether they share, and whether it was pressed before."""

from collections.abc import Iterable

from django.db import models

from accounts.models import User
from couples.access import Standing, standing_of
from couples.actions.once import WrittenBefore, free_key, written_before
from couples.models import Couple

__all__ = [
    "AlreadyOver",
    "AlreadyShared",
    "NotShared",
    "NotYours",
    "TooMany",
    "WrittenBefore",
    "acting",
    "couple_of",
    "free_key",
    "free_slot",
    "refuse_while_paused",
    "sharing",
    "still_sharing",
    "written_before",
]


class NotYours(Exception):
    """Only the other person may do this."""


class NotShared(Exception):
    """This needs a space that is open to both, and no pause of one's own."""


class AlreadyShared(Exception):
    """The other could read it: it stays as it is, and a note can be added."""


class AlreadyOver(Exception):
    """It came to its end before."""


class TooMany(Exception):
    """As many as may be open at a time are open."""


def acting(user: User) -> Standing:
    """Lock the person's own row and return where they stand now; for use inside a transaction.

    Whatever one person does passes one at a time, so that limits and pauses hold.
    """
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    return standing_of(user)


def sharing(standing: Standing) -> Couple:
    """Return the couple a new row for two is shared with. Raises `NotShared`."""
    if standing.shares_with is None:
        raise NotShared
    return standing.shares_with


def couple_of(standing: Standing, row: models.Model) -> Couple | None:
    """Return the couple for what is added to a row: the row's own, while its author shares with it."""
    couple = standing.shares_with
    return couple if couple and couple.pk == row.couple_id else None


def still_sharing(standing: Standing, row: models.Model) -> Couple:
    """Return the couple a row is shared with, while it lives and the person shares with it. Raises `NotShared`."""
    couple = couple_of(standing, row)
    if couple is None:
        raise NotShared
    return couple


def refuse_while_paused(standing: Standing, row: models.Model) -> None:
    """Raise `NotShared` if an act on this row would reach the other in spite of one's own pause."""
    if standing.couple and row.couple_id == standing.couple.pk and standing.shares_with is None:
        raise NotShared


def free_slot(taken: Iterable[int | None], *, most: int) -> int:
    """Return the lowest free slot from 1 to `most`. Raises `TooMany`."""
    free = set(range(1, most + 1)) - set(taken)
    if not free:
        raise TooMany
    return min(free)
