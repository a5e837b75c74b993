"""Hashes of what weekly rows are made of: a row is written anew only where its hash differs."""

from collections.abc import Hashable, Iterable, Sequence
from datetime import date
from functools import lru_cache, partial
from hashlib import blake2b
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from checkins.layout import LAYOUT, OWN_TOPIC
from kit.weeks import WEEK
from trajectory.records import ROW_VERSION
from trajectory.weekly.chunks import Chunk, block_start
from trajectory.weekly.deeds import Deeds

NOTHING_BESIDE = (0, 0)


class Hashing:
    """Hashes of one week: the half-year of answers up to it, with what else a row is made of."""

    def __init__(self, chunk: Chunk, answers: NDArray[np.uint8], week: date) -> None:
        self.columns = chunk.hash_columns(week)
        block = np.ascontiguousarray(answers[:, self.columns])
        self.length = block[0].size if len(block) else 0
        self.bytes = memoryview(block.data).cast("B") if block.size else memoryview(b"")
        self.topics = chunk.days.own_topics
        self.answers = answers
        # Nothing here may lead back to itself: the arrays would wait for the collector.
        self.begun = lru_cache(512)(partial(_begun, f"{ROW_VERSION} {week}"))

    def of(self, rows: Sequence[int], *beside: Hashable) -> bytes:
        """Return the hash for some people's answers and whatever stands beside them."""
        digest, length = self.begun(*beside).copy(), self.length
        for row in rows:
            digest.update(self.bytes[row * length : (row + 1) * length])
            if row in self.topics:
                digest.update(self._own_topics(row))
        return digest.digest()

    def _own_topics(self, row: int) -> bytes:
        """Spell the person's own topics within the columns; those that may not be read are left out."""
        named = [
            (column - self.columns.stop, str(topic))
            for column, topic in sorted(self.topics[row].items())
            if self.columns.start <= column < self.columns.stop
            and LAYOUT.number(self.answers, "topic")[row, column] == OWN_TOPIC
        ]
        return repr(named).encode()


def _begun(beginning: str, *beside: Hashable) -> blake2b:
    """Return a hash that has taken what many people's weeks begin with."""
    return blake2b(f"{beginning} {beside}".encode(), digest_size=16)


class Hashes:
    """The hashes of what people's weeks are made of, each taken when it is first asked for."""

    def __init__(self, chunk: Chunk, promises: Deeds) -> None:
        self._chunk, self._promises = chunk, promises
        self._known: dict[date, dict[int, bytes]] = {}
        busy = chunk.conflicts.moments.keys() | promises.known
        self._is_busy = [person.id in busy for person in chunk.people] if busy else [False] * len(chunk.people)

    def of_week(self, rows: Iterable[int], week: date) -> dict[int, bytes]:
        """Return the hashes of one week, by row; those of these people are among them."""
        known = self._known.setdefault(week, {})
        new = [row for row in rows if row not in known]
        if new:
            hashing, people = Hashing(self._chunk, self._chunk.own_answers, week), self._chunk.people
            for row in new:
                start, _index = block_start(self._chunk, row, week)
                beside = self._beside(row, start, week) if self._is_busy[row] else NOTHING_BESIDE
                known[row] = hashing.of((row,), people[row].first_on, start, *beside)
        return known

    def _beside(self, row: int, start: date, week: date) -> tuple[Hashable, ...]:
        person = self._chunk.people[row]
        return *promise_counts(self._promises, person.id, week), *moments_of(self._chunk, row, start, week)


def promise_counts(promises: Deeds, author: UUID, week: date) -> tuple[int, int]:
    """Return kept and due promises of the four weeks up to one."""
    if author not in promises.known:
        return 0, 0
    return promises.lately("kept", author, week, 4), promises.lately("due", author, week, 4)


def moments_of(chunk: Chunk, row: int, start: date, week: date) -> list[date]:
    """Return the dates of a person's hard moments between day 0 and a week's end, shared or not."""
    own = chunk.conflicts.moments.get(chunk.people[row].id, ())
    return [moment.on for moment in own if start <= moment.on < week + WEEK]
