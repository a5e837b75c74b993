"""A person's last days in bytes, one fixed-length record for each date: what the weekly job reads.

A record is the second from which the day lies open, the place of the couple it is shared
with, and one byte for each of `FIELDS`. Nothing here asks the database: a pack is made of
check-ins alone, and `with_day` gives what `pack_of` would give of all of them.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from struct import Struct
from typing import NamedTuple
from uuid import UUID

from checkins.models import BuiltInTopic, CheckIn, Escalated, OwnAnswers

FIELDS = ("safe", "close", "guard", "calm", "heard", "defended", "escalated", "topic", "flags")
PRESENT, HARD_DAY, HARD_TALK, RUSHED, HARD_MOMENT, UNASKED, WITHDRAWN, OPENED = (1 << bit for bit in range(8))
NOTHING, OWN_TOPIC, NOT_SHARED = 255, 254, 0
BUILT_IN = [topic.value for topic in BuiltInTopic]
HEAT = list(Escalated)
KEPT_DAYS = 34 * 7
RECORD = Struct(f"<IB{len(FIELDS)}B")
PLACE_AT, ANSWERS_AT = 4, 5
NO_DAY = RECORD.pack(0, NOT_SHARED, *[NOTHING] * (len(FIELDS) - 1), 0)
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
        return self.first_on + (len(self.days) // RECORD.size - 1) * DAY

    def reaches(self, from_on: date) -> bool:
        """Say whether every day from a date on is in it."""
        return self.first_on == self.began_on or self.first_on <= from_on


def pack_of(check_ins: Iterable[CheckIn]) -> Pack | None:
    """Make the pack of all of one person's check-ins, None of none."""
    pack = None
    for check_in in sorted(check_ins, key=lambda row: row.local_date):
        pack = with_day(pack, check_in)
    return pack


def with_day(pack: Pack | None, check_in: CheckIn) -> Pack:
    """Return the pack with one day written anew."""
    on = check_in.local_date
    pack = _stretched(pack, on) if pack else Pack(on, on, b"", NO_DAY)
    couples, place = pack.couples, NOT_SHARED
    if check_in.couple_id:
        known = couples_of(pack.couples)
        couples += b"" if check_in.couple_id in known else check_in.couple_id.bytes
        place = ([*known, check_in.couple_id]).index(check_in.couple_id) + 1
    at = (on - pack.first_on).days * RECORD.size
    if at < 0:
        return pack
    days = pack.days[:at] + _record(check_in, place) + pack.days[at + RECORD.size :]
    return _in_order(pack._replace(couples=couples, days=days))


def couples_of(couples: bytes) -> list[UUID]:
    """Return the couples by their place, the first of which is 1."""
    return [UUID(bytes=couples[at : at + 16]) for at in range(0, len(couples), 16)]


def _stretched(pack: Pack, on: date) -> Pack:
    """Reach a date, and let go of what is too long before the newest one."""
    before, after = (pack.first_on - on).days, (on - pack.last_on).days
    days = NO_DAY * before + pack.days + NO_DAY * after
    first_on = min(pack.first_on, on)
    began_on = min(pack.began_on, on)
    too_many = max(len(days) // RECORD.size - KEPT_DAYS, 0)
    return Pack(began_on, first_on + too_many * DAY, pack.couples, days[too_many * RECORD.size :])


def _in_order(pack: Pack) -> Pack:
    """Number the couples in the order of the days, and forget those of no day."""
    places = [place for place in dict.fromkeys(pack.days[PLACE_AT :: RECORD.size]) if place != NOT_SHARED]
    if places == list(range(1, len(pack.couples) // 16 + 1)):
        return pack
    couples, days = couples_of(pack.couples), bytearray(pack.days)
    new = {NOT_SHARED: NOT_SHARED} | {place: number for number, place in enumerate(places, 1)}
    days[PLACE_AT :: RECORD.size] = bytes(new[place] for place in days[PLACE_AT :: RECORD.size])
    return pack._replace(couples=b"".join(couples[place - 1].bytes for place in places), days=bytes(days))


def _record(check_in: CheckIn, place: int) -> bytes:
    """Spell one day with the author's own answers, if there are any."""
    own = getattr(check_in, "own", None)
    ratings = (check_in.safe, check_in.close, own.on_guard if own else None)
    talk = (check_in.calm, check_in.heard, check_in.defended, *_heat_and_topic(check_in))
    answers = [NOTHING if answer is None else answer for answer in (*ratings, *talk)]
    return RECORD.pack(seconds(check_in.opens_at), place, *answers, _flags(check_in, own))


def seconds(at: datetime) -> int:
    """Return the first whole second at or after an instant, so that nothing opens early."""
    whole = at.replace(microsecond=0)
    return int(whole.timestamp()) + (at > whole)


def _heat_and_topic(check_in: CheckIn) -> tuple[int | None, int | None]:
    heat = HEAT.index(check_in.escalated) if check_in.escalated else None
    if check_in.topic_key:
        return heat, BUILT_IN.index(check_in.topic_key)
    return heat, OWN_TOPIC if check_in.topic_id else None


def _flags(check_in: CheckIn, own: OwnAnswers | None) -> int:
    """Return the flags of a day; whether it lies open is for its reader to say."""
    said = {
        HARD_DAY: check_in.hard_day,
        HARD_TALK: check_in.hard_talk,
        RUSHED: own and own.rushed,
        HARD_MOMENT: own and own.hard_moment,
        UNASKED: check_in.shared_unasked,
        WITHDRAWN: check_in.withdrawn_at,
    }
    return PRESENT | sum(flag for flag, is_so in said.items() if is_so)
