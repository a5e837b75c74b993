"""The one clock: the database's. Only views, tasks and commands read it."""

from datetime import UTC, datetime

from django.db import connection
from django.utils.dateparse import parse_datetime

QUERIES = {
    "postgresql": "SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US')",
    "sqlite": "SELECT strftime('%Y-%m-%dT%H:%M:%f', 'now')",
}


def database_now() -> datetime:
    """Return the database's present instant, aware, in UTC."""
    with connection.cursor() as cursor:
        cursor.execute(QUERIES[connection.vendor])
        return parse_datetime(cursor.fetchone()[0]).replace(tzinfo=UTC)
