"""What charts are drawn from: one person's half-year, as far as its reader may have it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from trajectory.charts.answered import DrawnDay
from trajectory.charts.chart import Chart
from trajectory.charts.span import DateSpan
from trajectory.models import SelfCheck
from trajectory.records import TopicHeat


@dataclass(frozen=True)
class HalfYear:
    """One person's answered days and what stands beside them; what its reader is not given is empty.

    `promises`: the date and the report of each. `topics`: with their names.
    """

    span: DateSpan
    days: Sequence[DrawnDay] = ()
    promises: Sequence[tuple[date, str]] = ()
    topics: Sequence[tuple[str, TopicHeat]] = ()
    self_checks: Sequence[SelfCheck] = ()


def charts_of(half_year: HalfYear, draw: Iterable[Callable[[HalfYear], Chart | None]]) -> list[Chart]:
    """Return the charts that have something to show, in the order given."""
    return [chart for one in draw if (chart := one(half_year))]
