"""The kept packs: written in the same transaction as the check-ins they copy.

Rows are changed first, then the pack is locked, then patched or made anew from what
stands in the rows: so nobody's change is lost, in whatever order two of them come. A
person's first pack is made under that person's own lock; who has none is read from rows.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import Min, Q, QuerySet, UUIDField
from django.db.models.constants import OnConflict

from checkins.day_pack import DayPack
from checkins.models import CheckIn
from checkins.packs import KEPT_DAYS, Pack, pack_of, with_day
from trustrebuild.prepared import Prepared, PreparedInsert, Slot

COLUMNS = ("began_on", "first_on", "couples", "days")
AT_ONCE = 100
_store = PreparedInsert(DayPack, on_conflict=OnConflict.UPDATE, update=COLUMNS, unique=["author"])


def pack_days(author: UUID, written: Sequence[CheckIn]) -> None:
    """Write days into the packs of those who wrote them; `author` is given one, if this is their first."""
    found = _locked([check_in.author_id for check_in in written])
    if author not in found:
        repack([author])
    packs = {row.author_id: with_day(found[row.author_id], row) for row in written if row.author_id in found}
    _keep({author: pack for author, pack in packs.items() if pack != found[author]})


def repack_kept(author: UUID) -> None:
    """Make a pack anew after a change of several days, if there is one."""
    if _locked([author]):
        repack([author])


def repack(authors: Sequence[UUID]) -> None:
    """Make packs anew from what stands in the rows."""
    for at in range(0, len(authors), AT_ONCE):
        some = authors[at : at + AT_ONCE]
        packs = packs_from_rows(some)
        DayPack.objects.filter(author__in=[pk for pk in some if pk not in packs]).delete()
        _keep(packs)


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


def _packs_of(one: Slot, other: Slot) -> QuerySet[DayPack]:
    kept = DayPack.objects.select_for_update().filter(Q(author=one) | Q(author=other)).order_by("author_id")
    return kept.values_list("author_id", *COLUMNS)


_lock_packs = Prepared(_packs_of, one=UUIDField(), other=UUIDField())


def _locked(authors: Sequence[UUID]) -> dict[UUID, Pack]:
    """Lock the packs of one person or two, always in the same order, and return those there are."""
    return {
        author: Pack(began_on, first_on, bytes(couples), bytes(days))
        for author, began_on, first_on, couples, days in _lock_packs(one=authors[0], other=authors[-1])
    }


def _keep(packs: dict[UUID, Pack]) -> None:
    """Write packs, over those that stand there."""
    for author, pack in packs.items():
        _store(DayPack(author_id=author, **pack._asdict()))
