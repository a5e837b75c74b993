"""The days of many people in one array: what the weekly job reads, in a few set-based reads.

`Days.answers` has the shape (people, days, bytes of `LAYOUT`), with `NOTHING` for no
answer. Column 0 is the same calendar date for everybody. A topic of people's own is
`OWN_TOPIC` there, and `own_topics` says which.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from dataclasses import field as made_of
from datetime import date, datetime
from functools import cache, partial
from typing import NamedTuple
from uuid import UUID

import numpy as np
from django.db.models import Exists, Min, OuterRef
from numpy.typing import NDArray

from accounts.models import User
from checkins.answers import Whose
from checkins.layout import LAYOUT, NOTHING, OWN_TOPIC, Bytes
from checkins.models import CheckIn
from checkins.packing import packs_anew, packs_reaching
from checkins.packs import DAY_BYTES, HEAD, NO_DAY, PLACE_AT, Pack, couples_of
from couples.models import Couple, DayZones, Partner, Pause
from kit.binary import in_binary
from kit.lookups import Ids
from kit.weeks import last_day_over

SHARING = ("withdrawn", "opened")
NOT_TOLD = np.frombuffer(LAYOUT.nothing, np.uint8)
NO_COUPLE = 255


class Person(NamedTuple):
    """Whose week may close: zone, first check-in date, the live couple and when its days end.

    `shares_with`: the couple with whom new rows are shared, None while alone, not opened
    by both, or paused.
    """

    id: UUID
    zone: str
    first_on: date | None
    couple: UUID | None = None
    shares_with: UUID | None = None
    opened_at: datetime | None = None
    days: DayZones | None = None

    def last_over(self, now: datetime) -> date:
        """Return the last date that is over for this person, and where the couple counts its days (ruling 33h)."""
        own = last_day_over(now, self.zone)
        return min(own, self.days.last_over(now)) if self.days else own


@dataclass(frozen=True)
class Days:
    """What these people answered from `from_on` on; `own_topics`: for each person, topic id by column."""

    people: list[Person]
    from_on: date
    answers: Bytes
    own_topics: dict[int, dict[int, UUID]] = made_of(default_factory=dict)

    def column(self, on: date) -> int:
        """Return the column of a date."""
        return (on - self.from_on).days

    def number(self, name: str) -> Bytes:
        """Return one answer of each person and day."""
        return LAYOUT.number(self.answers, name)

    def has(self, bit: str) -> NDArray[np.bool_]:
        """Say for each person and day whether something was said or is so."""
        return LAYOUT.has(self.answers, bit)

    def readable(self) -> NDArray[np.bool_]:
        """Say for each person and day whether the partner may read it: opened, not taken back."""
        return self.has("opened") & ~self.has("withdrawn")


def people_of(user_ids: Iterable[UUID]) -> list[Person]:
    """Return these people with what decides their weeks, in four queries at most."""
    members = _members(user_ids)
    closed = {couple for couple, opened_at, _paused in members.values() if opened_at is None}
    people = User.objects.filter(pk__among=user_ids).order_by("pk")
    rows = list(in_binary(people.values_list("pk", "zone", "day_pack__began_on")))
    first = _first_dates([pk for pk, _zone, began_on in rows if began_on is None])
    zones = _day_zones({couple for couple, *_rest in members.values()})
    found = []
    for pk, zone, began_on in rows:
        couple, opened_at, is_paused = members.get(pk, (None, None, False))
        shares_with = couple if not is_paused and couple not in closed else None
        days = zones.get(couple) if couple else None
        found.append(Person(pk, zone, began_on or first.get(pk), couple, shares_with, opened_at, days))
    return found


def _day_zones(couples: Iterable[UUID]) -> dict[UUID, DayZones]:
    """Return when the days of these couples end."""
    rows = Couple.objects.filter(pk__among=Ids(couples)).values_list("pk", "day_zones")
    return {couple: DayZones.stored(spelled) for couple, spelled in rows}


def _first_dates(user_ids: Sequence[UUID]) -> dict[UUID, date]:
    """Return the first check-in date of those who have no pack."""
    days = CheckIn.objects.filter(author__among=user_ids) if user_ids else CheckIn.objects.none()
    return dict(days.values_list("author").annotate(first=Min("local_date")).order_by())


def _members(user_ids: Iterable[UUID]) -> dict[UUID, tuple[UUID, datetime | None, bool]]:
    """Return couple, opening and pause of these people and of their partners."""
    couples = Couple.objects.live().filter(partners__user__among=user_ids)
    open_pause = Pause.objects.filter(partner=OuterRef("pk"), ended_at=None)
    rows = Partner.objects.filter(couple__in=couples)
    found = in_binary(rows.values_list("user_id", "couple_id", "opened_at", Exists(open_pause)))
    return {user: (couple, opened_at, is_paused) for user, couple, opened_at, is_paused in found}


def read_days(people: list[Person], *, from_on: date, to_on: date, now: datetime) -> Days:
    """Read the answers of these people between two dates from their packs, made of rows where none is kept.

    One query where all are kept, and a second where own topics were named.
    """
    place = {person.id: row for row, person in enumerate(people)}
    packs = packs_reaching(place, from_on)
    lacking = [person.id for person in people if person.first_on and person.id not in packs]
    if lacking:
        packs |= packs_anew(lacking, from_on)
    span = max((to_on - from_on).days + 1, 0)
    days = Days(people, from_on, _unpacked(people, packs, from_on, span, now))
    _add_own_topics(days, place, from_on, to_on)
    return days


def _unpacked(people: list[Person], packs: dict[UUID, Pack], from_on: date, span: int, now: datetime) -> Bytes:
    """Return what packs hold as (people, days, bytes).

    A day is opened only if it is shared with the live couple, and over where the two count it (ruling 33f).
    """
    lines, shares, ends = [NO_DAY * span] * len(people), [NO_COUPLE] * len(people), [0] * len(people)
    over = cache(partial(_columns_over, from_on, now))
    for row, person in enumerate(people):
        pack = packs.get(person.id)
        if pack:
            shares[row] = _place_of(person.couple, pack.couples)
            ends[row] = over(person.days) if person.days else 0
            lines[row] = _line(pack.days, (pack.first_on - from_on).days, span)
    buffer = b"".join(lines)
    records = np.frombuffer(buffer, np.uint8).reshape(len(people), span, DAY_BYTES)
    answers = records[:, :, HEAD:].copy()
    is_over = np.arange(span) < np.array(ends)[:, None]
    opened = (records[:, :, PLACE_AT] == np.array(shares)[:, None]) & is_over
    column, mask = LAYOUT.place_of("opened")
    answers[:, :, column] |= np.where(opened, np.uint8(mask), np.uint8(0))
    return answers


def _columns_over(from_on: date, now: datetime, days: DayZones) -> int:
    """Return how many columns from a date on hold dates that are over."""
    return (days.last_over(now) - from_on).days + 1


def _place_of(couple: UUID | None, held: bytes) -> int:
    """Return the place of a couple among those of a pack; places begin with 1."""
    if couple and held == couple.bytes:
        return 1
    known = couples_of(held)
    return known.index(couple) + 1 if couple in known else NO_COUPLE


def _line(days: bytes, start: int, span: int) -> bytes:
    """Return the columns of one person, of which the pack's days begin at `start`."""
    days = days[max(-start, 0) * DAY_BYTES : max(span - start, 0) * DAY_BYTES]
    before = min(max(start, 0), span)
    return b"".join((NO_DAY * before, days, NO_DAY * (span - before - len(days) // DAY_BYTES)))


def _add_own_topics(days: Days, place: dict[UUID, int], from_on: date, to_on: date) -> None:
    """Say which topic of people's own was meant, where one was; one that is gone is none."""
    named = days.number("topic") == OWN_TOPIC
    if not named.any():
        return
    authors = [person.id for person, has in zip(days.people, named.any(axis=1).tolist(), strict=True) if has]
    rows = CheckIn.objects.filter(author__among=authors, local_date__range=(from_on, to_on), topic__isnull=False)
    for author, on, topic in rows.values_list("author_id", "local_date", "topic_id"):
        days.own_topics.setdefault(place[author], {})[days.column(on)] = topic
        named[place[author], days.column(on)] = False
    days.number("topic")[named] = NOTHING


def own_view(days: Days) -> Bytes:
    """Return the answers without what says whether they are shared: a person's own input."""
    answers = days.answers.copy()
    LAYOUT.clear(answers, SHARING)
    return answers


def shared_view(days: Days) -> Days:
    """Return only what the partner may read: opened days, without the author's own answers."""
    answers = days.answers.copy()
    answers[days.has("present") & ~days.readable()] = NOT_TOLD
    for prompt in LAYOUT.numbers:
        if prompt.whose is Whose.OWN:
            LAYOUT.number(answers, prompt.name)[:] = NOTHING
    LAYOUT.clear(answers, [prompt.name for prompt in LAYOUT.yes if prompt.whose is Whose.OWN])
    return Days(days.people, days.from_on, answers, days.own_topics)
