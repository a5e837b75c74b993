"""The one clock: the database's. Only views, tasks and commands read it."""

from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.db.models import DateTimeField, Func
from django.db.models.sql.compiler import SQLCompiler

QUERIES = {
    "postgresql": "SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US')",
    "sqlite": "SELECT strftime('%Y-%m-%dT%H:%M:%f', 'now')",
}


def database_now() -> datetime:
    """Return the database's present instant, aware, in UTC."""
    with connection.cursor() as cursor:
        cursor.execute(QUERIES[connection.vendor])
        return datetime.fromisoformat(cursor.fetchone()[0]).replace(tzinfo=UTC)


class DatabaseNow(Func):
    """The same instant as a column of another query, for what is read anyway."""

    output_field = DateTimeField()

    def as_postgresql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[()]]:
        """Take the instant of this row, not of the transaction."""
        return "clock_timestamp()", ()

    def as_sqlite(self, compiler: SQLCompiler, connection: Any, **context: Any) -> tuple[str, tuple[()]]:
        """Spell it as the other instants are spelled there."""
        return "strftime('%%Y-%%m-%%d %%H:%%M:%%f', 'now')", ()


READ_AT = {"read_at": DatabaseNow()}  # for `annotate`, where a model names it
