"""Strips: one small row for each statement, its monthly answers from left to right."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format

WIDTHS = {"wide": 720, "narrow": 360}
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


@dataclass(frozen=True)
class Row:
    """One strip in the units of its view box: words at `top`, a line, its dots, the last answer."""

    label: str
    top: int
    ceiling: int
    floor: int
    line: str
    dots: str
    last: tuple[float, float, int]


@dataclass(frozen=True)
class StripFrame:
    """All strips of one drawing."""

    width: int
    height: int
    label: str
    left: int
    right: int
    rows: list[Row]
    dates: list[tuple[float, str, str]]


def strips(rows: Sequence[Strip], *, label: str) -> dict[str, StripFrame]:
    """Return the wide and the narrow frame of the same strips."""
    months = sorted({month for row in rows for month, _value in row.asked})
    return {size: _frame(rows, months, width, label) for size, width in WIDTHS.items()}


def _frame(rows: Sequence[Strip], months: list[date], width: int, label: str) -> StripFrame:
    right = width - SIDE - PART
    step = (right - SIDE) / max(len(months) - 1, 1)
    x = {month: round(SIDE + place * step, 1) for place, month in enumerate(months)}
    drawn = [_row(row, number * ROW_HEIGHT, x) for number, row in enumerate(rows)]
    dates = [(x[months[0]], "start", date_format(months[0], "M Y"))]
    if len(months) > 1:
        dates.append((x[months[-1]], "end", date_format(months[-1], "M Y")))
    return StripFrame(width, len(rows) * ROW_HEIGHT + FOOT, label, SIDE, right, drawn, dates)


def _row(row: Strip, top: int, x: dict[date, float]) -> Row:
    ceiling, floor = top + WORDS + 8, top + ROW_HEIGHT - 10
    places = [(x[month], round(floor - value / 10 * (floor - ceiling), 1), value) for month, value in row.answers]
    line = "M" + "L".join(f"{across} {down}" for across, down, _value in places) if len(places) > 1 else ""
    dots = "".join(f"M{across} {down}h0" for across, down, _value in places)
    return Row(row.label, top + WORDS - 4, ceiling, floor, line, dots, places[-1])
