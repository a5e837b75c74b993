"""Strips: one small row for each statement, its monthly answers from left to right."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kit.dates import short_month
from trajectory.charts import svg
from trajectory.charts.span import BOTH, Size
from trajectory.charts.svg import Drawing

ROW_HEIGHT, WORDS, FOOT, SIDE, PART = 76, 22, 26, 14, 30


@dataclass(frozen=True)
class Strip:
    """One statement and the months it was asked in; None where it stayed open."""

    label: str
    asked: list[tuple[date, int | None]]

    @property
    def answers(self) -> list[tuple[date, int]]:
        """Return the months with an answer."""
        return [(month, value) for month, value in self.asked if value is not None]

    def on(self, month: date) -> int | None:
        """Return the answer of one month."""
        return dict(self.asked).get(month)


def strips(rows: Sequence[Strip], *, label: str, sizes: Sequence[Size] = BOTH) -> Drawing:
    """Return the same strips in each size."""
    months = sorted({month for row in rows for month, _value in row.asked})
    return svg.together(_drawn(rows, months, size, label) for size in sizes)


def _drawn(rows: Sequence[Strip], months: list[date], size: Size, label: str) -> str:
    right, height = size.width - SIDE - PART, len(rows) * ROW_HEIGHT + FOOT
    step = 10 * (right - SIDE) / max(len(months) - 1, 1)
    x = {month: 10 * SIDE + round(place * step) for place, month in enumerate(months)}
    parts = [_strip(row, number * ROW_HEIGHT, x, right) for number, row in enumerate(rows)]
    ends = (months[0], "start"), *(((months[-1], "end"),) if len(months) > 1 else ())
    parts += [_end(month, x[month], 10 * height, anchor) for month, anchor in ends]
    return svg.labelled(label, size=size.name, width=size.width, height=height, parts=parts)


def _end(month: date, x: int, height: int, anchor: str) -> str:
    return svg.text(f"{short_month(month)} {month.year}", x, height, f' dy="-6" text-anchor="{anchor}"')


def _strip(row: Strip, top: int, x: dict[date, int], right: int) -> str:
    """Return one statement: its words, a line from 0 below to 10 above, the last answer beside it."""
    ceiling, floor = top + WORDS + 8, top + ROW_HEIGHT - 10
    places = [(x[month], 10 * floor - value * (floor - ceiling)) for month, value in row.answers]
    last = row.answers[-1][1]
    return "".join(
        (
            svg.text(row.label, 10 * SIDE, 10 * (top + WORDS - 4)),
            svg.path("grid", f"M{SIDE} {ceiling}H{right}"),
            svg.path("axis", f"M{SIDE} {floor}H{right}"),
            svg.path("line", svg.line(places)) if len(places) > 1 else "",
            svg.path("dots", svg.dots(places)),
            svg.text(last, *places[-1], ' dx="10" dy="5"'),
        )
    )
