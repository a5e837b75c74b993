"""The weekly record, typed: what a row of a week says, how it is spelled, and which version of it says what.

One key is one figure, rounded to six decimals; None is "too little to say". Dates are ISO dates and
people are ids, both as text. The keys stand here in the order in which they are spelled.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NotRequired, TypedDict, TypeVar

import orjson
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from trajectory.engine.constants import ENGINE_VERSION

# A key more or less is a new number here, with what older rows lack in `LACKING`.
RECORD_VERSION = 2
ROW_VERSION = f"{ENGINE_VERSION}.{RECORD_VERSION}"

Part = TypeVar("Part")
State = Literal["too_early", "none", "higher", "lower"]
Item = Literal["close", "calm", "heard", "own_defence"]
Steady = list[Any]  # days within a point of their median, of how many, Wilson's low and high


class Direction(TypedDict):
    """What the looks at one series say: `state_since` is a number of a week, `D` last windows less first."""

    state: State
    state_since: int | None
    n: int
    D: float | None
    p_weekly: float | None
    p_gls: float | None


class Setback(TypedDict):
    """A day far below the days before it (`seen`) or called hard by its author (`said`).

    `days`: to the way back, or so far while `open`. `own`: it rests on a hard moment alone.
    """

    on: str
    seen: bool
    said: bool
    depth: float | None
    days: int | None
    open: bool
    own: NotRequired[bool]


class Recovery(TypedDict):
    """Median days from a setback back, with its interval."""

    median: float
    lo: float | None
    hi: float | None


class TopicHeat(TypedDict):
    """Hard talks about one topic: how many got heated, of all, this quarter and the one before."""

    topic: str
    heated: int
    total: int
    rate: float
    p: float
    reliably: bool
    heated_before: int
    total_before: int


class PromiseCounts(TypedDict):
    """Promises kept, of those that were due."""

    kept: int
    due: int


class PromiseShare(PromiseCounts):
    """The same with the interval of the share that was kept."""

    lo: float | None
    hi: float | None


class ReadingRecord(TypedDict):
    """One person's week, made of all their own rows."""

    week_index: int
    since: str
    n: int
    state: State
    state_since: int | None
    D: float | None
    need: float | None
    p_weekly: float | None
    p_gls: float | None
    phi: float | None
    slope_week: float | None
    slope_week_sd: float | None
    tip: float | None
    close: Direction
    calm: Direction
    heard: Direction
    own_defence: Direction
    level: float | None
    level_lo: float | None
    level_hi: float | None
    theil_sen: float | None
    mk_s: float | None
    swing: float | None
    rel_swing: float | None
    swing_first: float | None
    steady: Steady | None
    steady_first: Steady | None
    steadier: bool
    setbacks: list[Setback]
    back: Recovery | None
    days_in_7: int
    days_in_28: int
    hard_days_7: int
    hard_days_28: int
    rushed_7: int
    rushed_28: int
    topics: list[TopicHeat]
    promises_28: PromiseShare | None
    anew: bool


class Notes(TypedDict):
    """What was written down: appreciations, and hard moments that were shared."""

    positive: int
    negative: int


class NotesRatio(Notes):
    """The same with the exact interval of their ratio."""

    ratio: float | None
    lo: float | None
    hi: float | None


class Owning(TypedDict):
    """Conflicts of half a year and how many somebody owned; hours to the first owning, and the share open after 48."""

    conflicts: int
    repaired: int
    median_h: float | None
    lo: float | None
    hi: float | None
    S48: float | None
    S48_se: float | None


class EvidenceCounts(TypedDict):
    """What the evidence file holds of each kind, from the beginning up to the week's end."""

    appreciations: int
    kept: int
    openness: int
    returns: int
    repairs: int
    shared_check_ins: int


class WordsTold(TypedDict):
    """Which of the two may be told to be higher, and whether they are in different places."""

    higher: list[str]
    differ: bool


class SummaryRecord(TypedDict):
    """A couple's week, made of opened rows alone."""

    both_in_7: int
    both_in_28: int
    both_in_28_ci: list[float]
    topics: list[TopicHeat]
    notes: Notes
    notes_28: NotesRatio
    promises: PromiseCounts
    openness: int
    returns: int
    came_back: bool
    followed: PromiseShare
    evidence_file: EvidenceCounts
    repair: Owning
    words: WordsTold


# What rows of an older version lack, by the first version that has it.
LACKING: dict[int, dict[str, Any]] = {2: {"swing_first": None}}


def in_todays_shape(record: dict[str, Any], row_version: str) -> dict[str, Any]:
    """Return a stored record with every key of today; what its version lacks is answered here."""
    written = int(row_version.rpartition(".")[2])
    if written >= RECORD_VERSION:
        return record
    newer = [lacking for version, lacking in LACKING.items() if version > written]
    return {key: value for lacking in newer for key, value in lacking.items()} | record


def parts_of(kind: type[Part], columns: Mapping[str, Sequence[Any]]) -> list[Part]:
    """Return one part of a record for each place of the columns; `kind` says which, to whoever checks types."""
    found: list[Any] = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    return found


def joined(kind: type[Part], *parts: Mapping[str, Any]) -> Part:
    """Return one record made of several parts; `kind` as for `parts_of`."""
    found: Any = {}
    for part in parts:
        found |= part
    return found  # type: ignore[no-any-return]  # typed dictionaries are made of parts here alone


def spelled(record: ReadingRecord | SummaryRecord) -> bytes:
    """Return a record as it is stored: JSON, its keys in the order in which they were set."""
    return orjson.dumps(record)


class RecordField(models.JSONField):
    """JSON that stays as it was spelled.

    On PostgreSQL it is `json`: to take a record apart for `jsonb` costs more than to write the
    rest of its row, and nobody searches inside.
    """

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        """Return the type of the column."""
        return "json" if connection.vendor == "postgresql" else super().db_type(connection)

    def from_db_value(self, value: Any, expression: Any, connection: BaseDatabaseWrapper) -> Any:
        """Return the record; for `json` the driver has read it already."""
        return value if connection.vendor == "postgresql" else super().from_db_value(value, expression, connection)
