"""The kept packs: written in the same transaction as the check-ins they copy.

Whoever changes their days holds their own lock, and the couple's if they are in one
(`reading.take_turn`); who opens the other's day holds the couple's: so a pack that was
read under the lock is written by nobody else. Who has none is read from rows, and given
one with the next day they write.
"""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db.models import Min

from checkins.day_pack import DayPack
from checkins.models import CheckIn
from checkins.packs import KEPT_DAYS, Pack, pack_of, with_day
from kit.prepared import PreparedInsert

COLUMNS = ("began_on", "first_on", "couples", "days")
AT_ONCE = 100
store_pack = PreparedInsert(DayPack, update_fields=COLUMNS, unique_fields=["author"])


def pack_days(packs: Mapping[UUID, Pack], written: Iterable[CheckIn]) -> None:
    """Write stored days into the packs of those who wrote them, one day of each person."""
    for check_in in written:
        pack = packs.get(check_in.author_id)
        if pack:
            store_pack(row_with_day(pack, check_in))
        else:
            repack([check_in.author_id])


def row_with_day(pack: Pack, check_in: CheckIn) -> DayPack:
    """Return the row that keeps a pack with one day written anew."""
    return DayPack(author_id=check_in.author_id, **with_day(pack, check_in)._asdict())


def repack_kept(author: UUID) -> None:
    """Make a pack anew after a change of several days, if there is one."""
    if DayPack.objects.filter(author=author).exists():
        repack([author])


def repack(authors: Sequence[UUID]) -> None:
    """Make packs anew from what stands in the rows."""
    for at in range(0, len(authors), AT_ONCE):
        some = authors[at : at + AT_ONCE]
        packs = packs_from_rows(some)
        DayPack.objects.filter(author__in=[pk for pk in some if pk not in packs]).delete()
        for author, pack in packs.items():
            store_pack(DayPack(author_id=author, **pack._asdict()))


def packs_from_rows(authors: Iterable[UUID]) -> dict[UUID, Pack]:
    """Return the pack of each of these people as their check-ins make it."""
    packs = {}
    for pk in authors:
        mine = CheckIn.objects.filter(author=pk)
        pack = pack_of(mine.select_related("own").order_by("-local_date")[:KEPT_DAYS])
        if pack:
            first = mine.aggregate(first=Min("local_date"))["first"]
            packs[pk] = pack._replace(began_on=first)
    return packs
