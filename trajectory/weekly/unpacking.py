"""Kept packs into one array: one query and a few copies of memory for a whole chunk of people."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from checkins.day_pack import DayPack
from checkins.packs import ANSWERS_AT, FIELDS, NO_DAY, OPENED, PLACE_AT, RECORD, Pack, couples_of, seconds
from kit.binary import in_binary
from kit.lookups import Ids

COLUMNS = ("author_id", "began_on", "first_on", "couples", "days")
FLAGS = FIELDS.index("flags")
NO_COUPLE = 255
Bytes = NDArray[np.uint8]


def add_packs(
    answers: Bytes, place: dict[UUID, int], couples: Sequence[UUID | None], from_on: date, now: datetime
) -> list[bool]:
    """Write what packs hold into (people, days, fields); say of each row whether its pack reaches back to the first day.

    `place`: the row of each person, `couples`: the live couple of each row. A day is
    `OPENED` only if it is shared with that couple.
    """
    people, span = answers.shape[:2]
    lines, shares, kept = [NO_DAY * span] * people, [NO_COUPLE] * people, [False] * people
    for author, *columns in in_binary(DayPack.objects.filter(author__among=Ids(place)).values_list(*COLUMNS)):
        pack = Pack(*columns)
        if pack.reaches(from_on):
            row = place[author]
            kept[row], shares[row] = True, _place_of(couples[row], pack.couples)
            lines[row] = _line(pack.days, (pack.first_on - from_on).days, span)
    if any(kept):
        buffer = b"".join(lines)
        records = np.frombuffer(buffer, np.uint8).reshape(people, span, RECORD.size)
        answers[:] = records[:, :, ANSWERS_AT:]
        opens_at = np.ndarray((people, span), "<u4", buffer, 0, records.strides[:2])
        opened = (records[:, :, PLACE_AT] == np.array(shares)[:, None]) & (opens_at <= seconds(now))
        answers[:, :, FLAGS] |= np.where(opened, np.uint8(OPENED), np.uint8(0))
    return kept


def _place_of(couple: UUID | None, held: bytes) -> int:
    """Return the place of a couple among those of a pack; places begin with 1."""
    if couple and held == couple.bytes:
        return 1
    known = couples_of(held)
    return known.index(couple) + 1 if couple in known else NO_COUPLE


def _line(days: bytes, start: int, span: int) -> bytes:
    """Return the columns of one person, of which the pack's days begin at `start`."""
    days = days[max(-start, 0) * RECORD.size : max(span - start, 0) * RECORD.size]
    before = min(max(start, 0), span)
    return b"".join((NO_DAY * before, days, NO_DAY * (span - before - len(days) // RECORD.size)))
