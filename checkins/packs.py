"""A person's last days in bytes, one fixed-length record for each date: what the weekly job reads.

A record is one byte for the place of the couple it is shared with, then the answers (`checkins.layout`). Nothing here asks the
database: a pack is made of check-ins alone, and `with_day` gives what `pack_of` would
give of all of them.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID
from zlib import crc32

from checkins.layout import LAYOUT
from checkins.models import CheckIn

PLACE_AT, HEAD, NOT_SHARED = 0, 1, 0
DAY_BYTES = HEAD + LAYOUT.size
NO_DAY = bytes([NOT_SHARED]) + LAYOUT.nothing
KEPT_DAYS = 34 * 7
# Stands with each kept pack. It changes with the layout, so that bytes are never read as what they are not.
FORMAT = crc32(f"{HEAD} {LAYOUT.spelled}".encode()) >> 1
DAY = timedelta(days=1)


class Pack(NamedTuple):
    """The last `KEPT_DAYS` dates up to the newest one; `began_on` is the first of all.

    `couples`: 16 bytes for each couple a day is shared with, in the order of the days.
    """

    began_on: date
    first_on: date
    couples: bytes
    days: bytes

    @property
    def last_on(self) -> date:
        """Return the newest date with a check-in."""
        return self.first_on + (len(self.days) // DAY_BYTES - 1) * DAY

    def reaches(self, from_on: date) -> bool:
        """Say whether every day from a date on is in it."""
        return self.first_on == self.began_on or self.first_on <= from_on


def pack_of(check_ins: Iterable[CheckIn], keep: int = KEPT_DAYS) -> Pack | None:
    """Make the pack of all of one person's check-ins, None of none."""
    pack = None
    for check_in in sorted(check_ins, key=lambda row: row.local_date):
        pack = with_day(pack, check_in, keep)
    return pack


def with_day(pack: Pack | None, check_in: CheckIn, keep: int = KEPT_DAYS) -> Pack:
    """Return the pack with one day written anew."""
    on = check_in.local_date
    pack = _stretched(pack, on, keep) if pack else Pack(on, on, b"", NO_DAY)
    couples, place = pack.couples, NOT_SHARED
    if check_in.couple_id:
        known = couples_of(pack.couples)
        couples += b"" if check_in.couple_id in known else check_in.couple_id.bytes
        place = ([*known, check_in.couple_id]).index(check_in.couple_id) + 1
    at = (on - pack.first_on).days * DAY_BYTES
    if at < 0:
        return pack
    record = bytes([place]) + LAYOUT.packed(check_in)
    days = pack.days[:at] + record + pack.days[at + DAY_BYTES :]
    return _in_order(pack._replace(couples=couples, days=days))


def couples_of(couples: bytes) -> list[UUID]:
    """Return the couples by their place, the first of which is 1."""
    return [UUID(bytes=couples[at : at + 16]) for at in range(0, len(couples), 16)]


def _stretched(pack: Pack, on: date, keep: int) -> Pack:
    """Reach a date, and let go of what is too long before the newest one."""
    before, after = (pack.first_on - on).days, (on - pack.last_on).days
    days = NO_DAY * before + pack.days + NO_DAY * after
    first_on = min(pack.first_on, on)
    began_on = min(pack.began_on, on)
    too_many = max(len(days) // DAY_BYTES - keep, 0)
    return Pack(began_on, first_on + too_many * DAY, pack.couples, days[too_many * DAY_BYTES :])


def _in_order(pack: Pack) -> Pack:
    """Number the couples in the order of the days, and forget those of no day."""
    places = [place for place in dict.fromkeys(pack.days[PLACE_AT::DAY_BYTES]) if place != NOT_SHARED]
    if places == list(range(1, len(pack.couples) // 16 + 1)):
        return pack
    couples, days = couples_of(pack.couples), bytearray(pack.days)
    new = {NOT_SHARED: NOT_SHARED} | {place: number for number, place in enumerate(places, 1)}
    days[PLACE_AT::DAY_BYTES] = bytes(new[place] for place in days[PLACE_AT::DAY_BYTES])
    return pack._replace(couples=b"".join(couples[place - 1].bytes for place in places), days=bytes(days))
