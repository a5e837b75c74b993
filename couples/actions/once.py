"""A form that is pressed twice writes once: its hidden key is the new row's id."""

from typing import Any
from uuid import UUID, uuid4

from django.db import models

from accounts.models import User


class WrittenBefore(Exception):
    """The form was saved before, with other words; saved again it needs a key of its own."""


def written_before(model: type[models.Model], *, key: UUID, by: User, fields: dict[str, Any]) -> models.Model | None:
    """Return the row an earlier press of this form made, or None. Raises `WrittenBefore` on other words."""
    row = model._default_manager.filter(pk=key, author=by).select_related("author").first()
    if row and any(getattr(row, name) != value for name, value in fields.items()):
        raise WrittenBefore
    return row


def free_key(model: type[models.Model], key: UUID) -> UUID:
    """Return the key, or another one if somebody else's row has it."""
    return uuid4() if model._default_manager.filter(pk=key).exists() else key
