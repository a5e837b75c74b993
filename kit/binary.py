"""Values of many rows from PostgreSQL in binary."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet
from psycopg.pq import Format


def in_binary(rows: QuerySet[Model, tuple[Any, ...]]) -> Iterable[tuple[Any, ...]]:
    """Yield what a `values_list` of plain columns would, with less work for each value.

    As text, bytes are twice as many, and an instant is read by Python.
    """
    if connection.vendor == "sqlite":
        return rows
    try:
        statement, parameters = rows.query.sql_with_params()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.cursor.format = Format.BINARY
        cursor.execute(statement, parameters)
        fetched: list[tuple[Any, ...]] = cursor.fetchall()
        return fetched
