"""New versions of weekly rows, written many at once: who came first stands.

Model instances and one INSERT a batch cost half of the whole job, so rows go to
PostgreSQL by COPY, and to SQLite by one prepared statement.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

import numpy as np
import orjson
from django.db import connection, transaction
from psycopg.errors import UniqueViolation

from trajectory.models import WeeklyReading, WeeklySummary
from trajectory.record import ENGINE_VERSION, Record

READING = "id author_id couple_id week version is_current record steps input_hash engine_version computed_at".split()
AT_ONCE = 50
SUMMARY = [name for name in READING if name not in ("author_id", "steps")]


class Stored(NamedTuple):
    """The current row of a week as the database holds it."""

    id: UUID
    version: int
    input_hash: bytes
    steps: str = ""
    couple: UUID | None = None


class Row(NamedTuple):
    """One new version; `owner` is the author of a reading, None for a summary."""

    owner: UUID | None
    couple: UUID | None
    week: date
    version: int
    record: Record
    input_hash: bytes
    steps: str = ""


@dataclass
class Fresh:
    """New versions to write, and the ids of the rows they take the place of."""

    model: type[WeeklyReading] | type[WeeklySummary]
    rows: list[Row] = field(default_factory=list)
    replaced: list[UUID] = field(default_factory=list)

    def add(self, before: Stored | None, row: Row) -> None:
        """Add the version after the current one of a week."""
        if before is not None:
            self.replaced.append(before.id)
            row = row._replace(version=before.version + 1)
        self.rows.append(row)

    def write(self, *, now: datetime) -> None:
        """Write all of them, inside the caller's transaction."""
        if self.replaced:
            self.model.objects.filter(pk__among=self.replaced).update(is_current=False)
        if not self.rows:
            return
        columns = READING if self.model is WeeklyReading else SUMMARY
        spell, write = (_values, _insert_all) if connection.vendor == "sqlite" else (_lines, _copy_all)
        write(self.model._meta.db_table, columns, spell(self.rows, now=now, is_reading=self.model is WeeklyReading))


def new_ids(number: int) -> list[str]:
    """Return random ids (version 4) in 32 digits, drawn at once."""
    drawn = np.frombuffer(os.urandom(16 * number), np.uint8).reshape(number, 16).copy()
    drawn[:, 6] = drawn[:, 6] & 0x0F | 0x40
    drawn[:, 8] = drawn[:, 8] & 0x3F | 0x80
    digits = drawn.tobytes().hex()
    return [digits[at : at + 32] for at in range(0, 32 * number, 32)]


def _values(rows: Sequence[Row], *, now: datetime, is_reading: bool) -> Iterator[tuple]:
    """Yield rows as SQLite keeps them, in the order of the columns."""
    at = connection.ops.adapt_datetimefield_value(now)
    for pk, row in zip(new_ids(len(rows)), rows, strict=True):
        ids = [pk, row.owner.hex] if is_reading else [pk]
        steps = [row.steps] if is_reading else []
        figures = (row.week.isoformat(), row.version, True, orjson.dumps(row.record).decode(), *steps)
        yield *ids, row.couple and row.couple.hex, *figures, row.input_hash, ENGINE_VERSION, at


def _lines(rows: Sequence[Row], *, now: datetime, is_reading: bool) -> Iterator[bytes]:
    """Spell rows for COPY, in the order of the columns, some at a time: the database reads them meanwhile."""
    end = f"{ENGINE_VERSION}\t{now}\n"
    lines = []
    for pk, (owner, couple, week, version, record, digest, steps) in zip(new_ids(len(rows)), rows, strict=True):
        ids = f"{pk}\t{owner.hex}" if is_reading else pk
        text = orjson.dumps(record).decode().replace("\\", "\\\\")
        figures = f"{text}\t{steps}" if is_reading else text
        place = couple.hex if couple else "\\N"
        lines.append(f"{ids}\t{place}\t{week}\t{version}\tt\t{figures}\t\\\\x{digest.hex()}\t{end}")
        if len(lines) == AT_ONCE:
            yield "".join(lines).encode()
            lines = []
    yield "".join(lines).encode()


def _copy_all(table: str, columns: Sequence[str], lines: Iterator[bytes]) -> None:
    """Copy rows straight into the table, or past those that another run has just written."""
    names = ", ".join(columns)
    sent = []
    with connection.cursor() as cursor:
        try:
            with transaction.atomic(), cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for part in lines:
                    sent.append(part)
                    copy.write(part)
        except UniqueViolation:
            cursor.execute(f"CREATE TEMPORARY TABLE new_weeks (LIKE {table}) ON COMMIT DROP")
            with cursor.copy(f"COPY new_weeks ({names}) FROM STDIN") as copy:
                for part in (*sent, *lines):
                    copy.write(part)
            cursor.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM new_weeks ON CONFLICT DO NOTHING")  # noqa: S608
            cursor.execute("DROP TABLE new_weeks")


def _insert_all(table: str, columns: Sequence[str], rows: Iterable[tuple]) -> None:
    places = ", ".join(["%s"] * len(columns))
    statement = f"INSERT OR IGNORE INTO {table} ({', '.join(columns)}) VALUES ({places})"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)
