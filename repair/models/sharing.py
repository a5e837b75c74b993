"""How a row of the repair room is shared: its author's own, or read by the couple it carries."""

from typing import Self, TypeVar
from uuid import UUID

from django.db import models
from django.db.models import Q

from accounts.models import User
from couples.models import opened_couple_of

Shared = TypeVar("Shared", bound=models.Model)


def open_to(user: User) -> Q:
    """Return the condition that a row is shared with a live couple this person opened too."""
    return Q(couple=opened_couple_of(user))


class SharedQuerySet(models.QuerySet[Shared]):
    """Reads of rows that carry their author and, once shared, the couple."""

    def visible_to(self, user: User) -> Self:
        """Keep the person's own, and what is shared with their live, open couple."""
        return self.filter(Q(author=user) | open_to(user)).select_related("author")

    def with_id(self, pk: UUID) -> Shared | None:
        """Return the row with this id, if it is among them."""
        return self.filter(pk=pk).first()

    def of(self, user: User) -> Self:
        """Keep one person's own."""
        return self.filter(author=user).select_related("author")

    def from_the_other(self, user: User) -> Self:
        """Keep what the other partner shares with this person."""
        return self.filter(open_to(user)).exclude(author=user).select_related("author")
