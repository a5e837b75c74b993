"""The estimates of a summary: hours to the first owning, the ratio of notes, promises kept after an owning."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from trajectory.engine.intervals import ratio, wilson
from trajectory.engine.latency import kaplan_meier, median_time, share_open
from trajectory.records import NotesRatio, Owning, PromiseShare, parts_of
from trajectory.weekly.conflicts import Spell
from trajectory.weekly.deeds import Beside, BesideDays
from trajectory.weekly.record import figures

TWO_DAYS_HOURS = 48.0


def with_estimates(found: Sequence[Beside]) -> list[dict[str, Any]]:
    """Return what is said beside the days of some couples with estimates in the place of bare counts."""
    records = [beside.record for beside in found]
    columns = zip(_repairs([beside.spells for beside in found]), _notes(records), _followed(records), strict=True)
    return [
        record | {"repair": repair, "notes_28": notes, "followed": followed}
        for record, (repair, notes, followed) in zip(records, columns, strict=True)
    ]


def _repairs(spells: Sequence[tuple[Spell, ...]]) -> list[Owning]:
    """Return conflicts and owned ones; from five on the median hours and the share still open after two days."""
    width = max(map(len, spells), default=0)
    hours, observed = np.full((len(spells), width), np.nan), np.zeros((len(spells), width), bool)
    for row, some in enumerate(spells):
        for place, (time, is_owned) in enumerate(some):
            hours[row, place], observed[row, place] = time, is_owned
    found = kaplan_meier(hours, observed)
    median, (share, se) = median_time(found), share_open(found, TWO_DAYS_HOURS)
    columns: dict[str, Sequence[Any]] = {
        "conflicts": [len(some) for some in spells],
        "repaired": [sum(is_owned for _time, is_owned in some) for some in spells],
        "median_h": figures(median.estimate),
        "lo": figures(median.low),
        "hi": figures(median.high),
        "S48": figures(share),
        "S48_se": figures(se),
    }
    return parts_of(Owning, columns)


def _notes(records: Sequence[BesideDays]) -> list[NotesRatio]:
    """Return notes of four weeks with their ratio; no ratio where there is nothing to divide by."""
    counts = np.array([record["notes_28"] for record in records]).reshape(-1, 2)
    found = ratio(counts[:, 0], counts[:, 1])
    columns = (*counts.T.tolist(), *map(figures, (found.estimate, found.low, found.high)))
    return parts_of(NotesRatio, dict(zip(("positive", "negative", "ratio", "lo", "hi"), columns, strict=True)))


def _followed(records: Sequence[BesideDays]) -> list[PromiseShare]:
    """Return promises kept of those due within a fortnight after something was owned, with Wilson's interval."""
    counts = np.array([record["followed"] for record in records]).reshape(-1, 2)
    share = wilson(counts[:, 0], counts[:, 1])
    few = np.where(counts[:, 1] > 0, 0.0, np.nan)
    columns = (*counts.T.tolist(), figures(share.low + few), figures(share.high + few))
    return parts_of(PromiseShare, dict(zip(("kept", "due", "lo", "hi"), columns, strict=True)))
