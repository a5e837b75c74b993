"""Hashes of what weekly rows are made of: a row is written anew only where its hash differs."""

from collections.abc import Hashable
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from trajectory.actions.chunks import Chunk, block_start
from trajectory.evidence import Evidence
from trajectory.record import ENGINE_VERSION
from trajectory.rows import OWN_TOPIC, TOPIC
from trustrebuild.weeks import WEEK

Key = tuple[int, date]


class Hashing:
    """Hashes of one week: the half-year of answers up to it, with what else a row is made of."""

    def __init__(self, chunk: Chunk, answers: NDArray[np.uint8], week: date) -> None:
        self.columns = chunk.hash_columns(week)
        block = np.ascontiguousarray(answers[:, self.columns])
        self.length = block[0].size if len(block) else 0
        self.bytes = memoryview(block).cast("B") if block.size else memoryview(b"")
        self.topics = chunk.days.own_topics
        self.answers = answers
        self.beginning = f"{ENGINE_VERSION} {week}"
        self.begun = lru_cache(512)(self._begun)

    def _begun(self, *beside: object) -> blake2b:
        return blake2b(f"{self.beginning} {beside}".encode(), digest_size=16)

    def of(self, rows: list[int], *beside: Hashable) -> bytes:
        """Return the hash for some people's answers and whatever stands beside them."""
        digest = self.begun(*beside).copy()
        for row in rows:
            digest.update(self.bytes[row * self.length : (row + 1) * self.length])
            if row in self.topics:
                digest.update(self._own_topics(row))
        return digest.digest()

    def _own_topics(self, row: int) -> bytes:
        """Spell the person's own topics within the columns; those that may not be read are left out."""
        named = [
            (column - self.columns.stop, str(topic))
            for column, topic in sorted(self.topics[row].items())
            if self.columns.start <= column < self.columns.stop and self.answers[row, column, TOPIC] == OWN_TOPIC
        ]
        return repr(named).encode()


class Hashes:
    """The hash of what each person's weeks are made of, taken when it is first asked for."""

    def __init__(self, chunk: Chunk, promises: Evidence) -> None:
        self._chunk, self._promises = chunk, promises
        self._of_week: dict[date, Hashing] = {}
        self._known: dict[Key, bytes] = {}

    def __getitem__(self, key: Key) -> bytes:
        if key not in self._known:
            self._known[key] = self._take(*key)
        return self._known[key]

    def _take(self, row: int, week: date) -> bytes:
        person = self._chunk.people[row]
        start, _index = block_start(self._chunk, row, week)
        beside = (*promise_counts(self._promises, person.id, week), *moments_of(self._chunk, row, start, week))
        if week not in self._of_week:
            self._of_week[week] = Hashing(self._chunk, self._chunk.own_answers, week)
        return self._of_week[week].of([row], person.first_on, start, *beside)


def promise_counts(promises: Evidence, author: UUID, week: date) -> tuple[int, int]:
    """Return kept and due promises of the four weeks up to one."""
    if author not in promises.known:
        return 0, 0
    return promises.lately("kept", author, week, 4), promises.lately("due", author, week, 4)


def moments_of(chunk: Chunk, row: int, start: date, week: date) -> list[tuple[date, bool]]:
    """Return the dates of a person's hard moments between day 0 and a week's end, and whether each is shared."""
    own = chunk.room.moments.get(chunk.people[row].id, ())
    return [(moment.on, moment.couple is not None) for moment in own if start <= moment.on < week + WEEK]
