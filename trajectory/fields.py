"""The column in which weekly records stand."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class RecordField(models.JSONField):
    """JSON that stays as it was spelled.

    On PostgreSQL it is `json`: to take a record apart for `jsonb` costs more than to write the
    rest of its row, and nobody searches inside.
    """

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        """Return the type of the column."""
        return "json" if connection.vendor == "postgresql" else super().db_type(connection)

    def from_db_value(self, value: Any, expression: Any, connection: BaseDatabaseWrapper) -> Any:
        """Return the record; for `json` the driver has read it already."""
        return value if connection.vendor == "postgresql" else super().from_db_value(value, expression, connection)
