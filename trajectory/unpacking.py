"""Kept packs into one array: one query and a few copies of memory for a whole chunk of people."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from checkins.day_pack import DayPack
from checkins.packs import ANSWERS_AT, FIELDS, NO_DAY, OPENED, PLACE_AT, RECORD, Pack, couples_of, seconds
from trustrebuild.lookups import Ids

COLUMNS = ("author_id", "began_on", "first_on", "couples", "days")
FLAGS = FIELDS.index("flags")
NO_COUPLE = 255
Bytes = NDArray[np.uint8]


def add_packs(
    answers: Bytes, place: dict[UUID, int], couples: Sequence[UUID | None], from_on: date, now: datetime
) -> set[UUID]:
    """Write what packs hold into (people, days, fields); return whose packs reach back to the first day.

    `place`: the row of each person, `couples`: the live couple of each row. A day is
    `OPENED` only if it is shared with that couple.
    """
    people, span = answers.shape[:2]
    lines = [NO_DAY * span] * people
    shares = np.full((people, 1), NO_COUPLE, np.uint8)
    kept = set()
    for author, *columns in DayPack.objects.filter(author__among=Ids(place)).values_list(*COLUMNS):
        pack = Pack(*columns)
        if pack.reaches(from_on):
            kept.add(author)
            row = place[author]
            shares[row] = _place_of(couples[row], pack)
            lines[row] = _line(pack, (pack.first_on - from_on).days, span)
    if kept:
        records = np.frombuffer(b"".join(lines), np.uint8).reshape(people, span, RECORD.size)
        answers[:] = records[:, :, ANSWERS_AT:]
        opens_at = records[:, :, :PLACE_AT].copy().view("<u4")[:, :, 0]
        opened = (records[:, :, PLACE_AT] == shares) & (opens_at <= seconds(now))
        answers[:, :, FLAGS] |= np.where(opened, np.uint8(OPENED), np.uint8(0))
    return kept


def _place_of(couple: UUID | None, pack: Pack) -> int:
    """Return the place of a couple in a pack; places begin with 1."""
    if couple and pack.couples == couple.bytes:
        return 1
    known = couples_of(pack.couples)
    return known.index(couple) + 1 if couple in known else NO_COUPLE


def _line(pack: Pack, start: int, span: int) -> bytes:
    """Return the columns of one person, of which the pack's days begin at `start`."""
    days = pack.days[max(-start, 0) * RECORD.size : max(span - start, 0) * RECORD.size]
    before = min(max(start, 0), span)
    return b"".join((NO_DAY * before, days, NO_DAY * (span - before - len(days) // RECORD.size)))
