"""What one chunk of people needs: their closed weeks, their days, their couples."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, cached_property, lru_cache, partial
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from couples.models import DayZones
from kit.lookups import Ids
from kit.weeks import SUNDAY, WEEK, last_closed_week, week_of
from trajectory.weekly.conflicts import HALF_YEAR, Conflicts, day_0, read_conflicts
from trajectory.weekly.days import Days, Person, own_view, people_of, read_days, shared_view

QUIET_AFTER_DAYS = 28
BLOCK = HALF_YEAR


@dataclass(frozen=True)
class Pair:
    """A couple about whom something may be said: rows of its people, its closed weeks, when its days end.

    `opened_on`: the UTC date on which the second of them opened the space.
    """

    couple: UUID
    first: int
    second: int
    weeks: list[date]
    opened_on: date
    days: DayZones


@dataclass(frozen=True)
class Chunk:
    """A chunk of people with everything their weeks are made of.

    `weeks`: for each person the closed weeks to look at, oldest first.
    """

    now: datetime
    people: list[Person]
    weeks: list[Sequence[date]]
    pairs: list[Pair]
    days: Days
    conflicts: Conflicts

    @cached_property
    def ids(self) -> Ids:
        """Return the ids of these people, for queries."""
        return Ids(person.id for person in self.people)

    @cached_property
    def couples(self) -> Ids:
        """Return the ids of the couples about whom something may be said."""
        return Ids(pair.couple for pair in self.pairs)

    @cached_property
    def elder_couples(self) -> Ids:
        """Return the couples with an answer from before the days that were read."""
        begun = [person.first_on or self.days.from_on for person in self.people]
        elder = (pair for pair in self.pairs if min(begun[pair.first], begun[pair.second]) < self.days.from_on)
        return Ids(pair.couple for pair in elder)

    @cached_property
    def shared(self) -> Days:
        """Return only what a partner may read of these days."""
        return shared_view(self.days)

    @cached_property
    def own_answers(self) -> NDArray[np.uint8]:
        """Return the answers without what says whether they are shared."""
        return own_view(self.days)

    @cached_property
    def _before(self) -> dict[str, NDArray[np.int16]]:
        """Return how many days were answered, readable by the other, or opened, before each column."""
        marks = {
            "answered": self.days.has("present"),
            "readable": self.days.readable(),
            "opened": self.days.has("opened"),
        }
        return {kind: np.cumsum(np.pad(mark, ((0, 0), (1, 0))), axis=1, dtype=np.int16) for kind, mark in marks.items()}

    def days_until(self, kind: str, week: date) -> list[int]:
        """Return for each person how many such days were read up to a week's end."""
        before = self._before[kind]
        counted: list[int] = before[:, min(self.hash_columns(week).stop, before.shape[1] - 1)].tolist()
        return counted

    def lately(self, kind: str, week: date) -> list[bool]:
        """Say for each person whether a day of this kind lies in the four weeks up to a week's end."""
        before = self._before[kind]
        stop = min(self.hash_columns(week).stop, before.shape[1] - 1)
        answered: list[bool] = (before[:, stop] > before[:, max(stop - QUIET_AFTER_DAYS, 0)]).tolist()
        return answered

    def hash_columns(self, week: date) -> slice:
        """Return the columns that a week's row is made of."""
        stop = self.days.column(week) + WEEK.days
        return slice(max(stop - BLOCK.days, 0), stop)


def read_chunk(users: Sequence[UUID], *, now: datetime, back: int) -> Chunk | None:
    """Read what the last `back` closed weeks of these people are made of; None if nobody has any."""
    user_ids = Ids(users)
    people = people_of(user_ids)
    newest = _newest_weeks(people, now)
    weeks = [_weeks_of(person.first_on, week, back) for person, week in zip(people, newest, strict=True)]
    all_weeks = [week for some in weeks for week in some]
    if not all_weeks:
        return None
    from_on = first_day_read(min(all_weeks))
    days = read_days(people, from_on=from_on, to_on=max(all_weeks) + SUNDAY, now=now)
    return Chunk(now, people, weeks, _pairs(people, now, back), days, read_conflicts(user_ids, now=now))


def first_day_read(week: date) -> date:
    """Return the first of the days that a week is made of; `packs.KEPT_DAYS` reach back as far."""
    return week - BLOCK + WEEK


def _newest_weeks(people: list[Person], now: datetime) -> list[date]:
    """Return each person's newest closed week; those of one zone and one couple's zones have the same."""
    of_kind = {(person.zone, person.days): person for person in people}
    newest = {kind: last_closed_week(person.last_over(now)) for kind, person in of_kind.items()}
    return [newest[person.zone, person.days] for person in people]


@lru_cache(4096)
def _weeks_of(first_on: date | None, newest: date, back: int) -> Sequence[date]:
    if first_on is None:
        return ()
    first = max(newest - (back - 1) * WEEK, week_of(first_on))
    return tuple(first + number * WEEK for number in range((newest - first) // WEEK + 1))


def _pairs(people: list[Person], now: datetime, back: int) -> list[Pair]:
    """Return the couples among these people that are open to both."""
    members: dict[UUID, list[int]] = {}
    for row, person in enumerate(people):
        if person.open_couple:
            members.setdefault(person.open_couple, []).append(row)
    pairs, closed = [], cache(partial(_closed_weeks, now, back))
    for couple, rows in members.items():
        both = [people[row] for row in rows]
        days = both[0].days
        if len(rows) == 2 and days:
            opened_at = max(person.opened_at for person in both if person.opened_at)
            weeks = [week for week, closing in closed(days) if closing > opened_at]
            pairs.append(Pair(couple, rows[0], rows[1], weeks, opened_at.date(), days))
    return pairs


def _closed_weeks(now: datetime, back: int, days: DayZones) -> list[tuple[date, datetime]]:
    """Return the last closed weeks of two people, oldest first, and when each closed."""
    newest = last_closed_week(days.last_over(now))
    weeks = [newest - number * WEEK for number in range(back - 1, -1, -1)]
    return [(week, days.ends_at(week + SUNDAY)) for week in weeks]


def block_start(chunk: Chunk, row: int, week: date) -> tuple[date, int]:
    """Return day 0 of the half-year that holds a week of a person, and the week's number since the beginning."""
    person, breaches = chunk.people[row], chunk.conflicts.breaches
    return block_of(person.first_on, tuple(breaches.get(person.id, ())) if breaches else (), week)


@lru_cache(4096)
def block_of(first_on: date, breaches: tuple[date, ...], week: date) -> tuple[date, int]:
    """Return the same for everybody who began on a date and marked these breaches."""
    return day_0(first_on, breaches, week), (week - week_of(first_on)) // WEEK


def columns_of(chunk: Chunk, rows: list[int], week: date) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the first and last column of each person's half-year up to a week, and the week's number."""
    starts = [block_start(chunk, row, week) for row in rows]
    first = np.array([max(chunk.days.column(on), 0) for on, _index in starts], np.int64)
    last = np.full(len(rows), chunk.days.column(week + SUNDAY), np.int64)
    return first, last, np.array([index for _on, index in starts], np.int64)
