"""The days of many people in one array: what the weekly job reads, in a few set-based reads.

`Days.answers` has the shape (people, days, fields) in small numbers, with `NOTHING` for
no answer. Column 0 is the same calendar date for everybody. A topic of people's own is
`OWN_TOPIC` there, and `own_topics` says which.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

import numpy as np
from django.db.models import Exists, Min, OuterRef
from numpy.typing import NDArray

from accounts.models import User
from checkins.models import BuiltInTopic, CheckIn, Escalated
from couples.models import Couple, Partner, Pause

FIELDS = ("safe", "close", "guard", "calm", "heard", "defended", "escalated", "topic", "flags")
SAFE, CLOSE, GUARD, CALM, HEARD, DEFENDED, ESCALATED, TOPIC, FLAGS = range(len(FIELDS))
NOTHING = 255
PRESENT, HARD_DAY, HARD_TALK, RUSHED, HARD_MOMENT, UNASKED, WITHDRAWN, OPENED = (1 << bit for bit in range(8))
SHARING = WITHDRAWN | OPENED
HEAT = {Escalated.NO.value: 0, Escalated.LITTLE.value: 1, Escalated.YES.value: 2, "": NOTHING}
BUILT_IN = [topic.value for topic in BuiltInTopic]
OWN_TOPIC = 254


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
    own_topics: dict[int, dict[int, UUID]] = field(default_factory=dict)

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
    rows = User.objects.filter(pk__in=user_ids).annotate(first_on=Min("check_ins__local_date")).order_by("pk")
    people = []
    for pk, zone, first_on in rows.values_list("pk", "zone", "first_on"):
        couple, opened_at, is_paused = members.get(pk, (None, None, False))
        shares_with = couple if couple not in closed and not is_paused else None
        people.append(Person(pk, zone, first_on, couple, shares_with, opened_at))
    return people


def _members(user_ids: Sequence[UUID]) -> dict[UUID, tuple[UUID, datetime | None, bool]]:
    """Return couple, opening and pause of these people and of their partners."""
    couples = Couple.objects.live().filter(partners__user__in=user_ids)
    open_pause = Pause.objects.filter(partner=OuterRef("pk"), ended_at=None)
    rows = Partner.objects.filter(couple__in=couples).annotate(is_paused=Exists(open_pause))
    return {user: tuple(rest) for user, *rest in rows.values_list("user_id", "couple_id", "opened_at", "is_paused")}


def read_days(people: list[Person], *, from_on: date, to_on: date, now: datetime) -> Days:
    """Read the answers of these people between two dates, in one query."""
    span = max((to_on - from_on).days + 1, 0)
    days = Days(people, from_on, np.full((len(people), span, len(FIELDS)), NOTHING, np.uint8))
    days.answers[:, :, FLAGS] = 0
    place = {person.id: (row, person.couple) for row, person in enumerate(people)}
    for author, on, couple, opens_at, withdrawn_at, key, topic, heat, *values in _answers(place, from_on, to_on):
        row, own_couple = place[author]
        opened = couple is not None and couple == own_couple and opens_at <= now
        sharing = OPENED * opened | WITHDRAWN * (withdrawn_at is not None)
        ratings, said = values[:6], values[6:]
        numbers = [NOTHING if value is None else value for value in ratings]
        code = BUILT_IN.index(key) if key else OWN_TOPIC if topic else NOTHING
        days.answers[row, days.column(on)] = (*numbers, HEAT[heat], code, _flags(*said) | sharing)
        if topic:
            days.own_topics.setdefault(row, {})[days.column(on)] = topic
    return days


def _answers(authors: dict[UUID, tuple], from_on: date, to_on: date) -> Iterator[tuple]:
    own = ("own__rushed", "own__hard_moment")
    rows = CheckIn.objects.filter(author__in=authors, local_date__range=(from_on, to_on))
    return rows.values_list(
        *("author_id", "local_date", "couple_id", "opens_at", "withdrawn_at", "topic_key", "topic_id", "escalated"),
        *("safe", "close", "own__on_guard", "calm", "heard", "defended"),
        *("hard_day", "hard_talk", "shared_unasked", *own),
    ).iterator(chunk_size=5000)


def _flags(hard_day: bool, hard_talk: bool, unasked: bool | None, rushed: bool | None, moment: bool | None) -> int:
    return (
        PRESENT
        | HARD_DAY * hard_day
        | HARD_TALK * hard_talk
        | UNASKED * bool(unasked)
        | RUSHED * bool(rushed)
        | HARD_MOMENT * bool(moment)
    )


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
