"""The days of many people in one array: what the weekly job reads, in a few set-based reads.

`Days.answers` has the shape (people, days, fields) in small numbers, with `NOTHING` for
no answer. Column 0 is the same calendar date for everybody. A topic of people's own is
`OWN_TOPIC` there, and `own_topics` says which.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field as made_of
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

import numpy as np
from django.db.models import Exists, Min, OuterRef
from numpy.typing import NDArray

from accounts.models import User
from checkins.models import CheckIn
from checkins.packs import (
    BUILT_IN,
    FIELDS,
    HARD_DAY,
    HARD_MOMENT,
    HARD_TALK,
    NOTHING,
    OPENED,
    OWN_TOPIC,
    PRESENT,
    RUSHED,
    UNASKED,
    WITHDRAWN,
)
from couples.models import Couple, Partner, Pause
from kit.binary import in_binary
from trajectory.weekly.packing import packed_answers, unpacked
from trajectory.weekly.unpacking import add_packs

__all__ = ["BUILT_IN", "HARD_MOMENT", "RUSHED"]  # with what is used below, the words in which days are spelled
SAFE, CLOSE, GUARD, CALM, HEARD, DEFENDED, ESCALATED, TOPIC, FLAGS = range(len(FIELDS))
SHARING = WITHDRAWN | OPENED
OWN_TOPIC_NIBBLE = 14
NOT_TOLD = np.array([NOTHING] * FLAGS + [0], np.uint8)


class Person(NamedTuple):
    """Whose week may close: zone, first check-in date, and the live couple.

    `shares_with`: the couple with whom new rows are shared, None while alone, not opened
    by both, or paused.
    """

    id: UUID
    zone: str
    first_on: date | None
    couple: UUID | None = None
    shares_with: UUID | None = None
    opened_at: datetime | None = None


@dataclass(frozen=True)
class Days:
    """What these people answered from `from_on` on; `own_topics`: for each person, topic id by column."""

    people: list[Person]
    from_on: date
    answers: NDArray[np.uint8]
    own_topics: dict[int, dict[int, UUID]] = made_of(default_factory=dict)

    def column(self, on: date) -> int:
        """Return the column of a date."""
        return (on - self.from_on).days

    def has(self, flag: int) -> NDArray[np.bool_]:
        """Say for each person and day whether a flag is set."""
        return (self.answers[:, :, FLAGS] & flag) > 0

    def readable(self) -> NDArray[np.bool_]:
        """Say for each person and day whether the partner may read it: opened, not taken back."""
        return (self.answers[:, :, FLAGS] & SHARING) == OPENED


def people_of(user_ids: Sequence[UUID]) -> list[Person]:
    """Return these people with what decides their weeks, in three queries at most."""
    members = _members(user_ids)
    closed = {couple for couple, opened_at, _paused in members.values() if opened_at is None}
    people = User.objects.filter(pk__among=user_ids).order_by("pk")
    rows = list(in_binary(people.values_list("pk", "zone", "day_pack__began_on")))
    first = _first_dates([pk for pk, _zone, began_on in rows if began_on is None])
    found = []
    for pk, zone, began_on in rows:
        couple, opened_at, is_paused = members.get(pk, (None, None, False))
        shares_with = couple if not is_paused and couple not in closed else None
        found.append(Person(pk, zone, began_on or first.get(pk), couple, shares_with, opened_at))
    return found


def _first_dates(user_ids: Sequence[UUID]) -> dict[UUID, date]:
    """Return the first check-in date of those who have no pack."""
    days = CheckIn.objects.filter(author__among=user_ids) if user_ids else CheckIn.objects.none()
    return dict(days.values_list("author").annotate(first=Min("local_date")).order_by())


def _members(user_ids: Sequence[UUID]) -> dict[UUID, tuple[UUID, datetime | None, bool]]:
    """Return couple, opening and pause of these people and of their partners."""
    couples = Couple.objects.live().filter(partners__user__among=user_ids)
    open_pause = Pause.objects.filter(partner=OuterRef("pk"), ended_at=None)
    rows = Partner.objects.filter(couple__in=couples).annotate(is_paused=Exists(open_pause))
    found = in_binary(rows.values_list("user_id", "couple_id", "opened_at", "is_paused"))
    return {user: (couple, opened_at, is_paused) for user, couple, opened_at, is_paused in found}


def read_days(people: list[Person], *, from_on: date, to_on: date, now: datetime) -> Days:
    """Read the answers of these people between two dates, from their packs or else from rows.

    Two queries at most, and a third where own topics were named.
    """
    span = max((to_on - from_on).days + 1, 0)
    days = Days(people, from_on, np.full((len(people), span, len(FIELDS)), NOTHING, np.uint8))
    days.answers[:, :, FLAGS] = 0
    place = {person.id: row for row, person in enumerate(people)}
    now = now.replace(microsecond=0)  # packs know whole seconds
    kept = add_packs(days.answers, place, [person.couple for person in people], from_on, now)
    lacking = {person.id: row for row, person in enumerate(people) if person.first_on and not kept[row]}
    if lacking:
        _add_rows(days, lacking, to_on, now)
    _add_own_topics(days, place, from_on, to_on)
    return days


def _add_rows(days: Days, place: dict[UUID, int], to_on: date, now: datetime) -> None:
    """Read the check-ins of those who have no pack that reaches back so far."""
    rows, shared, packed = [], [], []
    for author, couple, blob in packed_answers(list(place), days.from_on, to_on, now):
        numbers = unpacked(blob)
        row = place[author]
        rows.append(np.full(len(numbers), row))
        shared.append(np.full(len(numbers), couple is not None and couple == days.people[row].couple))
        packed.append(numbers)
    if packed:
        unpack(days, np.concatenate(rows), np.concatenate(shared), np.concatenate(packed))


def unpack(days: Days, rows: NDArray, shared: NDArray, packed: NDArray) -> None:
    """Write packed answers into the array, one place for each person and day."""
    answers = np.empty((len(packed), len(FIELDS)), np.uint8)
    for field in range(FLAGS):
        nibble = (packed >> (4 * field)) & 15
        answers[:, field] = np.where(nibble == 15, NOTHING, nibble)
    answers[answers[:, TOPIC] == OWN_TOPIC_NIBBLE, TOPIC] = OWN_TOPIC
    flags = ((packed >> 32) & 255).astype(np.uint8)
    answers[:, FLAGS] = np.where(shared, flags, flags & ~np.uint8(OPENED))
    days.answers[rows, packed >> 40] = answers


def _add_own_topics(days: Days, place: dict[UUID, int], from_on: date, to_on: date) -> None:
    """Say which topic of people's own was meant, where one was; one that is gone is none."""
    named = days.answers[:, :, TOPIC] == OWN_TOPIC
    if not named.any():
        return
    authors = [person.id for person, has in zip(days.people, named.any(axis=1).tolist(), strict=True) if has]
    rows = CheckIn.objects.filter(author__among=authors, local_date__range=(from_on, to_on), topic__isnull=False)
    for author, on, topic in rows.values_list("author_id", "local_date", "topic_id"):
        days.own_topics.setdefault(place[author], {})[days.column(on)] = topic
        named[place[author], days.column(on)] = False
    days.answers[:, :, TOPIC][named] = NOTHING


def own_view(days: Days) -> NDArray[np.uint8]:
    """Return the answers without what says whether they are shared: a person's own input."""
    answers = days.answers.copy()
    answers[:, :, FLAGS] &= ~np.uint8(SHARING)
    return answers


def shared_view(days: Days) -> Days:
    """Return only what the partner may read: opened days, without the author's own answers."""
    answers = days.answers.copy()
    answers[days.has(PRESENT) & ~days.readable()] = NOT_TOLD
    answers[:, :, GUARD] = NOTHING
    answers[:, :, FLAGS] &= PRESENT | HARD_DAY | HARD_TALK | UNASKED | SHARING
    return Days(days.people, days.from_on, answers, days.own_topics)
