"""A day's answers as one whole number, packed by the database, for who has no pack (`checkins.packs`).

Four bits for each answer (15 for none) in the order of `rows.FIELDS`, eight bits of flags,
and from bit 40 on the number of days since the first date. One row comes for each author
and couple shared with: the numbers of all their days in one value.
"""

import json
from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from checkins.models import BuiltInTopic

TOPICS = " ".join(f"WHEN '{topic.value}' THEN {code}" for code, topic in enumerate(BuiltInTopic))
NO_TALK = sum(15 << (4 * field) for field in range(3, 8))
TALK = f"""
      coalesce(c.calm, 15) * {1 << 12} + coalesce(c.heard, 15) * {1 << 16} + coalesce(c.defended, 15) * {1 << 20}
    + CASE c.escalated WHEN 'no' THEN 0 WHEN 'little' THEN {1 << 24} WHEN 'yes' THEN {2 << 24} ELSE {15 << 24} END
    + {1 << 28} * CAST(CASE c.topic_key {TOPICS} ELSE CASE WHEN c.topic_id IS NULL THEN 15 ELSE 14 END END AS bigint)
    + {4 << 32}"""
PACKED = f"""
      coalesce(c.safe, 15) + coalesce(c.close, 15) * 16 + coalesce(o.on_guard, 15) * 256
    + CASE WHEN c.hard_talk THEN {TALK} ELSE {NO_TALK} END
    + CASE WHEN c.hard_day THEN {(1 + 2) << 32} ELSE {1 << 32} END
    + CASE WHEN o.rushed THEN {8 << 32} ELSE 0 END
    + CASE WHEN o.hard_moment THEN {16 << 32} ELSE 0 END
    + CASE WHEN c.shared_unasked THEN {32 << 32} ELSE 0 END
    + CASE WHEN c.withdrawn_at IS NULL THEN 0 ELSE {64 << 32} END
    + CASE WHEN c.opens_at <= %(now)s THEN {128 << 32} ELSE 0 END
    + {1 << 40} * """
SELECT = """
SELECT c.author_id, c.couple_id, {packed}
FROM checkins_checkin c LEFT JOIN checkins_ownanswers o ON o.check_in_id = c.id AND o.author_id {among}
WHERE c.author_id {among} AND c.local_date BETWEEN %(first)s AND %(last)s
GROUP BY c.author_id, c.couple_id"""
# Written here once, of constants alone; every value goes to the database as a parameter.
QUERIES = {
    "postgresql": SELECT.format(
        packed=f"string_agg(int8send({PACKED} (c.local_date - %(first)s)::bigint), ''::bytea)",
        among="= ANY(%(people)s)",
    ),
    "sqlite": SELECT.format(
        packed=f"group_concat({PACKED} CAST(julianday(c.local_date) - julianday(%(first)s) AS integer))",
        among="IN (SELECT value FROM json_each(%(people)s))",
    ),
}


def packed_answers(
    people: list[UUID], first: date, last: date, now: datetime
) -> Iterator[tuple[UUID, UUID | None, bytes | str]]:
    """Yield author, couple shared with, and all days of both as one value, in one query."""
    on_sqlite = connection.vendor == "sqlite"
    values = {
        "people": json.dumps([pk.hex for pk in people]) if on_sqlite else people,
        "first": first.isoformat() if on_sqlite else first,
        "last": last.isoformat() if on_sqlite else last,
        "now": connection.ops.adapt_datetimefield_value(now),
    }
    with connection.cursor() as cursor:
        cursor.execute(QUERIES[connection.vendor], values)
        for author, couple, days in cursor.fetchall():
            yield (UUID(author), couple and UUID(couple), days) if on_sqlite else (author, couple, days)


def unpacked(days: bytes | str) -> NDArray[np.int64]:
    """Return the numbers of one value, one for each day."""
    if isinstance(days, str):
        return np.array(days.split(","), np.int64)
    return np.frombuffer(days, ">i8").astype(np.int64)
