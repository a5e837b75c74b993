"""Charts as plain numbers: one function makes the wide and the narrow frame, a template draws them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from django.utils.formats import date_format

LEFT, RIGHT, TOP, BOTTOM = 34, 10, 12, 34
SIZES = {"wide": (720, 280, 1), "narrow": (360, 250, 2)}
SCALE_MARKS = (0, 5, 10)
LONGEST_BRIDGE = timedelta(weeks=4)
Points = Sequence[tuple[date, float]]


@dataclass(frozen=True)
class Mark:
    """A small sign on the line of dates; `kind` is its shape and its class in the drawing."""

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


@dataclass(frozen=True)
class Drawn:
    """Paths of one series in one frame."""

    dots: str
    line: str
    band: str
    second: bool


@dataclass(frozen=True)
class Frame:
    """Everything a drawing needs, in the units of its own view box."""

    width: int
    height: int
    label: str
    grid: list[tuple[float, int]]
    dates: list[tuple[float, str]]
    series: list[Drawn]
    marks: list[tuple[float, Mark]]
    bars: list[tuple[float, float, float, float, float]] = field(default_factory=list)
    left: int = LEFT
    right: int = 0
    top: int = TOP
    foot: int = 0


@dataclass(frozen=True)
class Chart:
    """One chart in two frames for its drawing, with what stands around it."""

    title: str
    sentence: str
    wide: Any
    narrow: Any
    columns: list[str]
    rows: list[list[object]]
    key: list[dict[str, str]]
    note: str = ""
    drawing: str = "trajectory/_lines.html"


@dataclass(frozen=True)
class Plane:
    """Where a date and a rating lie in one frame."""

    first: date
    days: int
    width: int
    height: int

    def x(self, on: date) -> float:
        """Return the place of a date from left to right."""
        share = (on - self.first).days / max(self.days, 1)
        return round(LEFT + share * (self.width - LEFT - RIGHT), 1)

    def y(self, rating: float) -> float:
        """Return the place of a rating from 0 to 10, upside down."""
        return round(TOP + (1 - rating / 10) * (self.height - TOP - BOTTOM), 1)

    def line(self, points: Points) -> str:
        """Return a path through points, interrupted where nothing was said for more than four weeks."""
        path, before = "", None
        for on, rating in points if len(points) > 1 else ():
            is_gap = before is None or on - before > LONGEST_BRIDGE
            path += f"{'M' if is_gap else 'L'}{self.x(on)} {self.y(rating)}"
            before = on
        return path

    def band(self, low: Points, high: Points) -> str:
        """Return the closed path between two lines."""
        if len(low) < 2:
            return ""
        around = [*high, *reversed(low)]
        return "M" + "L".join(f"{self.x(on)} {self.y(rating)}" for on, rating in around) + "Z"

    def dots(self, points: Points) -> str:
        """Return all dots as one path of lines without length; the round cap draws them."""
        return "".join(f"M{self.x(on)} {self.y(rating)}h0" for on, rating in points)


def frames(
    *, first: date, last: date, series: Sequence[Series], marks: Sequence[Mark] = (), label: str
) -> dict[str, Frame]:
    """Return the wide and the narrow frame of the same lines over the same dates."""
    return {
        size: _frame(Plane(first, (last - first).days, width, height), series, marks, label, step)
        for size, (width, height, step) in SIZES.items()
    }


def _frame(plane: Plane, series: Sequence[Series], marks: Sequence[Mark], label: str, step: int) -> Frame:
    last = plane.first + timedelta(days=plane.days)
    return Frame(
        width=plane.width,
        height=plane.height,
        label=label,
        grid=[(plane.y(rating), rating) for rating in SCALE_MARKS],
        dates=[(plane.x(on), text) for on, text in _date_marks(plane.first, last, step)],
        series=[
            Drawn(plane.dots(one.dots), plane.line(one.line), plane.band(one.low, one.high), one.second)
            for one in series
        ],
        marks=[(plane.x(mark.on), mark) for mark in marks if plane.first <= mark.on <= last],
        right=plane.width - RIGHT,
        foot=plane.height - BOTTOM,
    )


def bars(
    *, weeks: Sequence[date], filled: Sequence[int], outlined: Sequence[int], top: int, label: str
) -> dict[str, Frame]:
    """Return the wide and the narrow frame of one bar a week: an outline, and what of it is filled."""
    last = weeks[-1] + timedelta(days=6)
    found = {}
    for size, (width, height, step) in SIZES.items():
        plane = Plane(weeks[0], (last - weeks[0]).days, width, height)
        empty = _frame(plane, [], [], label, step)
        wide = round(6 / max(plane.days, 1) * (width - LEFT - RIGHT) * 0.8, 1)
        places = zip(weeks, filled, outlined, strict=True)
        drawn = [
            (plane.x(week), plane.y(10 * k / top), plane.y(10 * n / top), wide, empty.foot) for week, k, n in places
        ]
        grid = [(plane.y(0), 0), (plane.y(10), top)]
        found[size] = replace(empty, bars=drawn, grid=grid)
    return found


def _date_marks(first: date, last: date, step: int) -> list[tuple[date, str]]:
    """Return the months that begin within the dates, or, for a few weeks, every first or second Monday."""
    months = _month_starts(first, last)
    if len(months) >= 3:
        every = step * (1 + len(months) // 14)
        return [(on, date_format(on, "M")) for on in months[::every]]
    days = range(0, max((last - first).days - 3, 1), 7 * step)
    return [(first + timedelta(days=day), date_format(first + timedelta(days=day), "j M")) for day in days][:8]


def _month_starts(first: date, last: date) -> list[date]:
    starts, on = [], first.replace(day=1)
    while on <= last - timedelta(days=4):
        if on >= first:
            starts.append(on)
        on = (on + timedelta(days=31)).replace(day=1)
    return starts
