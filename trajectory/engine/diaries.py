"""Diaries of many people in one flat run, so that no step loops over series.

Sums go through `np.add.reduceat` over a series' own stretch of the run: the
order of additions depends on that series alone, so that a figure has the same
bytes whatever stands beside it in the batch. A sum along an axis of the dense
block would not: NumPy adds pairwise, and how depends on the block's width.
"""

from collections.abc import Callable
from dataclasses import Field, dataclass, fields, is_dataclass, replace
from typing import Any, ClassVar, Protocol, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from trajectory.engine.constants import DECIMALS

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Kind = TypeVar("Kind", bound=np.generic)
Part = TypeVar("Part")


class ArrayResult(Protocol):
    """A result: a dataclass of arrays, or of other results."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


Result = TypeVar("Result", bound=ArrayResult)


@dataclass(frozen=True)
class Diaries:
    """The check-ins of `size` series, series after series, each in day order.

    `row`, `day`, `value`: one entry for each check-in. `count`: one for each
    series. `filled`, `start`: the series that have any, and where they begin.
    """

    size: int
    row: Ints
    day: Ints
    value: Floats
    count: Ints
    filled: Ints
    start: Ints

    def sum(self, x: Floats | Bools) -> Floats:
        """Add `x` up within each series; 0 for a series without check-ins."""
        total = np.zeros(self.size)
        if len(self.filled):
            total[self.filled] = np.add.reduceat(x, self.start, dtype=float)
        return total

    def spread(self, per_series: NDArray[Kind]) -> NDArray[Kind]:
        """Repeat one figure of each series beside each of its check-ins."""
        return per_series[self.row]

    def median(self, x: Floats) -> Floats:
        """Median of `x` within each series; NaN for a series without check-ins."""
        widest = int(self.count.max(initial=1))
        padded = np.full((self.size, max(widest, 1)), np.inf)
        padded[np.arange(padded.shape[1]) < self.count[:, None]] = x
        padded.sort(axis=1)
        return middle(padded, self.count)

    def keep(self, which: Bools) -> "Diaries":
        """Leave out check-ins; every series stays, if only empty."""
        return flat(self.row[which], self.day[which], self.value[which], self.size)

    def only(self, series: Bools) -> "Diaries":
        """Leave out whole series; the rest are numbered anew from 0."""
        if series.all():
            return self
        which = series[self.row]
        number = np.cumsum(series) - 1
        return flat(number[self.row[which]], self.day[which], self.value[which], int(series.sum()))


def flat(row: Ints, day: Ints, value: Floats, size: int) -> Diaries:
    """Build diaries from check-ins that are ordered by series and day."""
    count = np.bincount(row, minlength=size)
    filled = np.flatnonzero(count)
    start = (np.cumsum(count) - count)[filled]
    return Diaries(size, row, day, value, count, filled, start)


def diaries(y: Floats, lengths: Ints, since: int = 0) -> Diaries:
    """Collect the check-ins of days `since` up to each series' length."""
    columns = np.arange(y.shape[1])
    seen = ~np.isnan(y) & (columns < lengths[:, None])
    seen[:, :since] = False
    cell = np.flatnonzero(seen)
    row = cell // max(y.shape[1], 1)
    return flat(row, cell - row * y.shape[1], y.ravel()[cell], len(y))


def checked(y: ArrayLike, lengths: ArrayLike | None = None) -> tuple[Floats, Ints]:
    """Return the block as (series, days) of floats, and a length for each series.

    A length is the number of days seen, from day 0; left out, it is every day.
    Raises `ValueError` for another shape, an infinite value or a length outside.
    """
    block = np.ascontiguousarray(y, dtype=float)
    if block.ndim != 2:
        raise ValueError("a block of diaries has the shape (series, days)")
    if np.isinf(block).any():
        raise ValueError("a reading must be a finite number, or NaN for a missing day")
    width = block.shape[1] if lengths is None else lengths
    days = np.ascontiguousarray(np.broadcast_to(np.asarray(width, dtype=np.int64), (len(block),)))
    if len(days) and (days.min() < 0 or days.max() > block.shape[1]):
        raise ValueError("a length lies between 0 and the number of days in the block")
    return block, days


def middle(ordered: Floats, count: Ints) -> Floats:
    """Median of the first `count` entries of each sorted row; NaN for none."""
    rows = np.arange(len(ordered))
    low = ordered[rows, np.maximum(count - 1, 0) // 2]
    high = ordered[rows, np.minimum(count // 2, ordered.shape[1] - 1)]
    return np.where(count > 0, (low + high) / 2, np.nan)


def tail(y: Floats, lengths: Ints, days: int) -> Floats:
    """Cut the last `days` days of each series; days before day 0 are missing."""
    columns = lengths[:, None] + np.arange(-days, 0)
    if not y.shape[1]:
        return np.full(columns.shape, np.nan)
    cut = np.take_along_axis(y, np.maximum(columns, 0), axis=1)
    cut[columns < 0] = np.nan
    return cut


def total(x: Floats, where: Bools) -> Floats:
    """Add up the marked cells of each row of a block of fixed width."""
    added: Floats = np.where(where, x, 0.0).sum(axis=1)
    return added


def rounded(result: Part) -> Part:
    """Round every float of a result to six decimals, minus zero to zero."""
    if is_dataclass(result) and not isinstance(result, type):
        return replace(result, **{f.name: rounded(getattr(result, f.name)) for f in fields(result)})
    part: Any = result
    found: Part = np.round(part, DECIMALS) + 0.0 if np.asarray(part).dtype.kind == "f" else result
    return found


def in_chunks(step: Callable[..., Result], size: int, chunk: int, *blocks: Floats | Ints) -> Result:
    """Run `step` over chunks of series and join the results, field by field.

    Small chunks stay in the cache of a core; the figures do not depend on them.
    """
    cuts = range(0, max(size, 1), chunk)
    parts = [step(*(block[at : at + chunk] for block in blocks)) for at in cuts]
    if len(parts) == 1:
        return parts[0]
    names = [f.name for f in fields(parts[0])]
    return replace(parts[0], **{n: np.concatenate([getattr(p, n) for p in parts]) for n in names})
