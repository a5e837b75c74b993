"""The kept packs: written in the same transaction as the check-ins they copy.

Whoever changes their days holds their own lock (`reading.take_turn`), and nobody else writes
their pack: what was read under the lock is what stands. A pack that is missing or of another format
is made anew from rows with the next day its author writes; one of another format also
when the weekly job meets it.
"""

import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Min

from accounts.models import User
from checkins.day_pack import DayPack
from checkins.models import CheckIn
from checkins.packs import FORMAT, KEPT_DAYS, Pack, pack_of, with_day
from checkins.reading import take_turn
from kit.binary import in_binary
from kit.lookups import Ids
from kit.prepared import PreparedInsert

COLUMNS = ("began_on", "first_on", "couples", "days")
AT_ONCE = 100
store_pack = PreparedInsert(DayPack, update_fields=("format", *COLUMNS), unique_fields=["author"])


def pack_day(packs: Mapping[UUID, Pack], written: CheckIn) -> None:
    """Write a stored day into the pack of who wrote it."""
    pack = packs.get(written.author_id)
    if pack:
        store_pack(row_with_day(pack, written))
    else:
        repack([written.author_id])


def row_with_day(pack: Pack, check_in: CheckIn) -> DayPack:
    """Return the row that keeps a pack with one day written anew."""
    return _row(check_in.author_id, with_day(pack, check_in))


def _row(author: UUID, pack: Pack) -> DayPack:
    return DayPack(author_id=author, format=FORMAT, **pack._asdict())


def repack_kept(author: UUID) -> None:
    """Make a pack anew after a change of several days, if there is one."""
    if DayPack.objects.filter(author=author).exists():
        repack([author])


def repack(authors: Sequence[UUID]) -> None:
    """Make packs again, from the rows."""
    for at in range(0, len(authors), AT_ONCE):
        some = authors[at : at + AT_ONCE]
        packs = packs_from_rows(some)
        DayPack.objects.filter(author__in=[pk for pk in some if pk not in packs]).delete()
        for author, pack in packs.items():
            store_pack(_row(author, pack))


def packs_from_rows(authors: Iterable[UUID], *, since: date | None = None) -> dict[UUID, Pack]:
    """Return the pack of each of these people as their check-ins make it, or one of every day since a date."""
    packs = {}
    for pk in authors:
        mine = CheckIn.objects.filter(author=pk)
        days = mine.filter(local_date__gte=since) if since else mine.order_by("-local_date")[:KEPT_DAYS]
        pack = pack_of(days.select_related("own"), keep=sys.maxsize if since else KEPT_DAYS)
        if pack:
            first = mine.aggregate(first=Min("local_date"))["first"]
            packs[pk] = pack._replace(began_on=first)
    return packs


def packs_reaching(authors: Collection[UUID], from_on: date) -> dict[UUID, Pack]:
    """Return the kept packs of these people that hold every day from a date on, in one query."""
    kept = DayPack.objects.filter(author__among=Ids(authors), format=FORMAT)
    packs = ((author, Pack(*columns)) for author, *columns in in_binary(kept.values_list("author_id", *COLUMNS)))
    return {author: pack for author, pack in packs if pack.reaches(from_on)}


def packs_anew(authors: Collection[UUID], from_on: date) -> dict[UUID, Pack]:
    """Return packs of people of whom none is kept that reaches a date; those of another format are kept anew."""
    outdated = DayPack.objects.filter(author__among=Ids(authors)).exclude(format=FORMAT)
    for pk in list(outdated.values_list("author_id", flat=True)):
        _repack_in_turn(pk)
    packs = packs_reaching(authors, from_on)
    return packs | packs_from_rows([pk for pk in authors if pk not in packs], since=from_on)


def _repack_in_turn(author: UUID) -> None:
    """Keep a pack anew while its author waits to write; an account that is gone needs none."""
    with suppress(User.DoesNotExist), transaction.atomic():
        repack([take_turn(User(pk=author)).user.pk])
