"""The days of many people in one array: what the weekly job reads, in a few set-based reads.

`Days.answers` has the shape (people, days, fields) in small numbers, with `NOTHING` for
no answer. Column 0 is the same calendar date for everybody. A topic of people's own is
`OWN_TOPIC` there, and `own_topics` says which.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field as made_of
from datetime import date, datetime
from uuid import UUID

import numpy as np
from django.db.models import Exists, OuterRef, Subquery
from numpy.typing import NDArray

from accounts.models import User
from checkins.models import BuiltInTopic, CheckIn
from couples.models import Couple, Partner, Pause
from trajectory.packing import packed_answers, unpacked

FIELDS = ("safe", "close", "guard", "calm", "heard", "defended", "escalated", "topic", "flags")
SAFE, CLOSE, GUARD, CALM, HEARD, DEFENDED, ESCALATED, TOPIC, FLAGS = range(len(FIELDS))
NOTHING = 255
PRESENT, HARD_DAY, HARD_TALK, RUSHED, HARD_MOMENT, UNASKED, WITHDRAWN, OPENED = (1 << bit for bit in range(8))
SHARING = WITHDRAWN | OPENED
BUILT_IN = [topic.value for topic in BuiltInTopic]
OWN_TOPIC, OWN_TOPIC_NIBBLE = 254, 14


@dataclass(frozen=True)
class Person:
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
    """Return these people with what decides their weeks, in two queries."""
    members = _members(user_ids)
    closed = {couple for couple, opened_at, _paused in members.values() if opened_at is None}
    days = CheckIn.objects.filter(author=OuterRef("pk")).order_by("local_date")
    first = Subquery(days.values("local_date")[:1])
    rows = User.objects.filter(pk__among=user_ids).annotate(first_on=first).order_by("pk")
    people = []
    for pk, zone, first_on in rows.values_list("pk", "zone", "first_on"):
        couple, opened_at, is_paused = members.get(pk, (None, None, False))
        shares_with = couple if couple not in closed and not is_paused else None
        people.append(Person(pk, zone, first_on, couple, shares_with, opened_at))
    return people


def _members(user_ids: Sequence[UUID]) -> dict[UUID, tuple[UUID, datetime | None, bool]]:
    """Return couple, opening and pause of these people and of their partners."""
    couples = Couple.objects.live().filter(partners__user__among=user_ids)
    open_pause = Pause.objects.filter(partner=OuterRef("pk"), ended_at=None)
    rows = Partner.objects.filter(couple__in=couples).annotate(is_paused=Exists(open_pause))
    return {user: tuple(rest) for user, *rest in rows.values_list("user_id", "couple_id", "opened_at", "is_paused")}


def read_days(people: list[Person], *, from_on: date, to_on: date, now: datetime) -> Days:
    """Read the answers of these people between two dates: one query, a second where own topics were named."""
    span = max((to_on - from_on).days + 1, 0)
    days = Days(people, from_on, np.full((len(people), span, len(FIELDS)), NOTHING, np.uint8))
    days.answers[:, :, FLAGS] = 0
    place = {person.id: row for row, person in enumerate(people)}
    rows, shared, packed = [], [], []
    for author, couple, blob in packed_answers(list(place), from_on, to_on, now):
        numbers = unpacked(blob)
        row = place[author]
        rows.append(np.full(len(numbers), row))
        shared.append(np.full(len(numbers), couple is not None and couple == people[row].couple))
        packed.append(numbers)
    if packed:
        unpack(days, np.concatenate(rows), np.concatenate(shared), np.concatenate(packed))
        _add_own_topics(days, place, from_on, to_on)
    return days


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
    """Say which topic of people's own was meant, where one was."""
    named = (days.answers[:, :, TOPIC] == OWN_TOPIC).any(axis=1)
    if not named.any():
        return
    authors = [person.id for person, has in zip(days.people, named.tolist(), strict=True) if has]
    rows = CheckIn.objects.filter(author__among=authors, local_date__range=(from_on, to_on), topic__isnull=False)
    for author, on, topic in rows.values_list("author_id", "local_date", "topic_id"):
        days.own_topics.setdefault(place[author], {})[days.column(on)] = topic


def own_view(days: Days) -> NDArray[np.uint8]:
    """Return the answers without what says whether they are shared: a person's own input."""
    answers = days.answers.copy()
    answers[:, :, FLAGS] &= ~np.uint8(SHARING)
    return answers


def shared_view(days: Days) -> Days:
    """Return only what the partner may read: opened days, without the author's own answers."""
    answers = days.answers.copy()
    answers[~days.readable()] = NOTHING
    answers[~days.readable(), FLAGS] = 0
    answers[:, :, GUARD] = NOTHING
    answers[:, :, FLAGS] &= PRESENT | HARD_DAY | HARD_TALK | UNASKED | SHARING
    return Days(days.people, days.from_on, answers, days.own_topics)
