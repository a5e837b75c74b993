"""The dates that charts are drawn over: lines, bands, bars and quiet marks, wide and narrow from the same numbers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from django.utils.translation import gettext as _

from kit.dates import short_dates, short_day, short_month
from kit.weeks import WEEK
from trajectory.charts import svg
from trajectory.charts.svg import Drawing, Place, spelled

LEFT, RIGHT, TOP = 34, 10, 12
DATES, LANE = 34, 12
SCALE_MARKS = ((0, 0), (5, 5), (10, 10))
LONGEST_BRIDGE = 28
BAR_SHARE = 0.8
Points = Sequence[tuple[date, float]]
MOMENT, REPAIR, SESSION, PHASE = "moment", "repair", "session", "phase"
LANES = (MOMENT, REPAIR, SESSION)


class Size(NamedTuple):
    """One of the sizes in which everything is drawn: its class, its width, the height of 0 to 10."""

    name: str
    width: int
    height: int
    every: int


WIDE, NARROW = Size("wide", 720, 234, 1), Size("narrow", 360, 204, 2)
BOTH = (WIDE, NARROW)


@dataclass(frozen=True)
class ChartMark:
    """A small sign under the line of dates; `kind` is its shape and its class in the drawing."""

    on: date
    label: str
    kind: str


@dataclass(frozen=True)
class Series:
    """What is drawn: single days as dots, a level as a line, its band; any may be empty."""

    dots: Points = ()
    line: Points = ()
    low: Points = ()
    high: Points = ()
    second: bool = False

    @property
    def has_line(self) -> bool:
        """Say whether there is a line to see; until then the days stand out."""
        return len(self.line) > 1


@dataclass(frozen=True)
class DateSpan:
    """The dates that charts are drawn over, and the quiet marks among them; what lies under all charts is drawn once."""

    first: date
    last: date
    marks: Sequence[ChartMark] = ()
    sizes: Sequence[Size] = BOTH

    @cached_property
    def weeks(self) -> list[date]:
        """Return the Mondays from first to last."""
        return [self.first + number * WEEK for number in range(self.days // 7 + 1)]

    @cached_property
    def calendar(self) -> list[date]:
        """Return every date, and a week more: the middle of the last week may lie after the last date."""
        start = self.first.toordinal()
        return [date.fromordinal(start + day) for day in range(self.days + 8)]

    @property
    def days(self) -> int:
        """Return how many days lie between the first and the last."""
        return (self.last - self.first).days

    def lines(self, series: Sequence[Series], *, label: str) -> Drawing:
        """Return lines over these dates."""
        return svg.together(sheet.lines(series, label) for sheet in self._sheets)

    def bars(self, *, filled: Sequence[int], outlined: Sequence[int], top: int, label: str) -> Drawing:
        """Return one bar a week, without marks: an outline, and what of it is filled."""
        span = replace(self, last=self.weeks[-1] + timedelta(days=6), marks=())
        return svg.together(sheet.bars(filled, outlined, top, label) for sheet in span._sheets)

    @cached_property
    def key(self) -> list[dict[str, str]]:
        """Return what the kinds of marks that occur mean."""
        words = {
            MOMENT: _("hard moment"),
            REPAIR: _("closed repair"),
            SESSION: _("session"),
            PHASE: _("change of phase"),
        }
        present = {mark.kind for mark in self.marks}
        return [{"label": label, "mark": kind} for kind, label in words.items() if kind in present]

    @cached_property
    def week_names(self) -> dict[date, str]:
        """Return the Mondays with their names in tables."""
        return dict(zip(self.weeks, short_dates(self.weeks), strict=True))

    @cached_property
    def _sheets(self) -> list["Sheet"]:
        return [Sheet(self, size) for size in self.sizes]


@dataclass(frozen=True)
class Sheet:
    """One size of a span."""

    span: DateSpan
    size: Size

    def lines(self, series: Sequence[Series], label: str) -> str:
        """Return lines with their bands below and their days between; the second's days are rings around the first's."""
        bands = [svg.path(_kind("band", one), self.band(one.low, one.high)) for one in series]
        lines = [svg.path(_kind("line", one), self.line(one.line)) for one in series]
        days = [self._days(one) for one in reversed(series)]
        return self._drawn(label, SCALE_MARKS, [self.marks, *bands, *days, *lines])

    def bars(self, filled: Sequence[int], outlined: Sequence[int], top: int, label: str) -> str:
        """Return the bars of all weeks."""
        wide = round(6 * self.unit * BAR_SHARE)
        weeks = enumerate(zip(filled, outlined, strict=True))
        drawn = [
            self._bar(self.x(7 * week), wide, self.y(10 * k / top), self.y(10 * n / top)) for week, (k, n) in weeks
        ]
        return self._drawn(label, ((0, 0), (10, top)), drawn)

    def _bar(self, x: int, wide: int, filled: int, outlined: int) -> str:
        left, foot, across = spelled(x), self.foot, spelled(wide)
        outline = svg.path("bar-outline", f"M{left} {foot}V{spelled(outlined)}h{across}V{foot}")
        return outline + svg.path("bar", f"M{left} {foot}V{spelled(filled)}h{across}V{foot}Z")

    def _days(self, one: Series) -> str:
        dots, kind = svg.dots(self.places(one.dots)), "dots" if one.has_line else "dots alone"
        hole = svg.path(f"{kind} hole", dots) if one.second else ""
        return svg.path(_kind(kind, one), dots) + hole

    def _drawn(self, label: str, grid: Sequence[tuple[int, int]], parts: list[str]) -> str:
        right = self.size.width - RIGHT
        lines = [self._grid(self.y(rating), right, number) for rating, number in grid]
        axis = svg.path("axis", f"M{LEFT} {self.foot}H{right}")
        whole = [*lines, axis, self.dates, *parts]
        return svg.labelled(label, size=self.size.name, width=self.size.width, height=self.height, parts=whole)

    def _grid(self, y: int, right: int, number: int) -> str:
        drawn = svg.path("grid", f"M{LEFT} {spelled(y)}H{right}")
        return drawn + svg.text(number, 10 * (LEFT - 10), y, ' dy="5" text-anchor="end"')

    @cached_property
    def unit(self) -> float:
        """Return how wide a day is, in tenths."""
        return 10 * (self.size.width - LEFT - RIGHT) / max(self.span.days, 1)

    def x(self, day: int) -> int:
        """Return the place of a day from left to right."""
        return 10 * LEFT + round(day * self.unit)

    def y(self, rating: float) -> int:
        """Return the place of a rating from 0 to 10, upside down."""
        return 10 * TOP + round((10 - rating) * self.size.height)

    @property
    def foot(self) -> int:
        """Return where 0 lies, in whole units."""
        return TOP + self.size.height

    @property
    def height(self) -> int:
        """Return the height of everything: each kind of mark has a lane of its own, between the axis and the dates."""
        return self.foot + LANE * len(self.lanes) + DATES

    @cached_property
    def lanes(self) -> list[str]:
        """Return the kinds of marks that need a lane."""
        kinds = {mark.kind for mark in self.span.marks}
        return [kind for kind in LANES if kind in kinds]

    @cached_property
    def across(self) -> dict[date, int]:
        """Return the place of each date from left to right."""
        left, unit = 10 * LEFT, self.unit
        return {on: left + round(day * unit) for day, on in enumerate(self.span.calendar)}

    def places(self, points: Points) -> list[Place]:
        """Return where dates and ratings lie."""
        across, foot, height = self.across, 10 * self.foot, self.size.height
        return [(across[on], foot - round(rating * height)) for on, rating in points]

    def line(self, points: Points) -> str:
        """Return a path through points, interrupted where nothing was said for more than four weeks."""
        if len(points) < 2:
            return ""
        ends = [at for at, (one, next_) in enumerate(pairwise(points), 1) if (next_[0] - one[0]).days > LONGEST_BRIDGE]
        places = self.places(points)
        return "".join(svg.line(places[start:end]) for start, end in pairwise([0, *ends, len(places)]))

    def band(self, low: Points, high: Points) -> str:
        """Return the closed path between two lines."""
        return svg.line(self.places([*high, *reversed(low)])) + "z" if len(low) > 1 else ""

    @cached_property
    def dates(self) -> str:
        """Return the months that begin within the dates, or, for a few weeks, every first or second Monday."""
        named = _months(self.span, self.size.every) or _mondays(self.span, self.size.every)
        return "".join(svg.text(words, self.x(day), 10 * self.height, ' dy="-8"') for day, words in named)

    @cached_property
    def marks(self) -> str:
        """Return all marks of the span."""
        return "".join(svg.titled(mark.label, self._mark(mark)) for mark in self.span.marks)

    def _mark(self, mark: ChartMark) -> str:
        x = spelled(self.across[mark.on])
        if mark.kind == PHASE:
            return svg.path("event", f"M{x} {TOP}V{self.foot}")
        return SHAPES[mark.kind](x, self.foot + LANE * (self.lanes.index(mark.kind) + 1))


# Each kind has its own shape and its own lane, so that it is told without colour.
SHAPES: dict[str, Callable[[str, int], str]] = {
    MOMENT: lambda x, y: svg.path("event-mark", f"M{x} {y}m-5 -4h10l-5 8z"),
    REPAIR: lambda x, y: svg.circle("repair-mark", x, y, 4),
    SESSION: lambda x, y: svg.path("session-mark", f"M{x} {y}m-3 -3h6v6h-6z"),
}


def _kind(part: str, one: Series) -> str:
    return f"{part} second" if one.second else part


def _months(span: DateSpan, every: int) -> list[tuple[int, str]]:
    """Return the months that begin within a span, none if they are fewer than three."""
    starts, on = [], span.first.replace(day=1)
    while on <= span.last - timedelta(days=4):
        if on >= span.first:
            starts.append(on)
        on = (on + timedelta(days=31)).replace(day=1)
    shown = starts[:: every * (1 + len(starts) // 14)] if len(starts) >= 3 else []
    return [((on - span.first).days, short_month(on)) for on in shown]


def _mondays(span: DateSpan, every: int) -> list[tuple[int, str]]:
    days = range(0, max(span.days - 3, 1), 7 * every)
    return [(day, short_day(span.first + timedelta(days=day))) for day in days][:8]
