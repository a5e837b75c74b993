"""The engine on anybody's diary: a CSV file in, figures out, no database touched."""

import csv
import io
import json
import re
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand, CommandError

from trajectory.engine.report import SeriesReport, reports

COLUMNS = ("series", "day", "value")
# A hundred years. A slip of the finger in a day must not ask for gigabytes.
LAST_DAY = 36_524
BLOCK = 256
DAY = re.compile(r"[0-9]+")
NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
MARKS = {None: ".", 0: "0", 1: "+", -1: "-"}
HEADINGS = ("series", "path", "D", "need", "P weekly", "P AR1", "phi", "slope/wk", "sd", "tip", "n")
MORE_HEADINGS = ("level", "sd", "swing", "rel. sd", "steady", "setbacks")
LEGEND = (
    "path: one mark for each weekly look from day 35: . too early, 0 no clear change, + higher, - lower.\n"
    "D to n: the last look. setbacks: start day + days until back (open if not seen).\n"
)

Readings = dict[str, dict[int, float]]


class BadDiary(Exception):
    """The file cannot be read as a diary; the message is one line and names the row."""


class Command(BaseCommand):
    """Analyse a diary file and print a table, or JSON."""

    help = "Analyse a diary: a CSV file with the columns series, day, value (0 to 10; an absent day is missing)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, and whether JSON is wanted."""
        parser.add_argument("file", metavar="FILE.csv", type=Path)
        parser.add_argument("--json", action="store_true", help="print JSON instead of a table")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what `analyse` says; a bad file ends with status 2 and one line."""
        try:
            text = analyse(options["file"], as_json=options["json"])
        except BadDiary as problem:
            raise CommandError(str(problem), returncode=2) from None
        encoding = getattr(self.stdout, "encoding", None) or "utf-8"
        self.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))


def analyse(path: Path, *, as_json: bool) -> str:
    """Read a diary file and return its report as JSON or as a table."""
    found = report_on(read(path))
    if as_json:
        return json.dumps(found, indent=1, allow_nan=False)
    return table(found)


def report_on(readings: Readings) -> dict[str, SeriesReport]:
    """Report on every series by name; each begins at its own first check-in.

    Series of like length share a block, so that one long diary costs no memory
    beside many short ones.
    """
    first = {name: min(days) for name, days in readings.items()}
    length = {name: max(days) - first[name] + 1 for name, days in readings.items()}
    by_length = sorted(readings, key=lambda name: length[name])
    found = {}
    for at in range(0, len(by_length), BLOCK):
        names = by_length[at : at + BLOCK]
        block = np.full((len(names), length[names[-1]]), np.nan)
        for row, name in enumerate(names):
            days = readings[name]
            block[row, np.fromiter(days, int) - first[name]] = list(days.values())
        for name, report in zip(names, reports(block, [length[name] for name in names]), strict=True):
            # A setback is reported by the day that the file gives it.
            back = [[start + first[name], *rest] for start, *rest in report["recoveries"]]
            found[name] = SeriesReport(**{**report, "recoveries": back})
    return dict(sorted(found.items()))


def read(path: Path) -> Readings:
    """Read the check-ins of each series, by day."""
    rows = numbered_rows(text_of(path))
    _, header = next(rows, (0, []))
    names = [cell.strip() for cell in header]
    check_header(names)
    places = [names.index(column) for column in COLUMNS]
    readings: Readings = {}
    for number, cells in rows:
        try:
            add_row(readings, cells, len(names), places)
        except BadDiary as problem:
            raise BadDiary(f"row {number}: {problem}") from None
    if not readings:
        raise BadDiary("row 2: the file has a header and no check-in")
    return readings


def text_of(path: Path) -> str:
    """Read a UTF-8 file, with or without a byte order mark."""
    try:
        content = path.read_bytes()
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or "not a file name"
        raise BadDiary(f"row 1: {shown(str(path))} cannot be read: {reason}") from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        number = content.count(b"\n", 0, problem.start) + 1
        raise BadDiary(f"row {number}: the file is not text in UTF-8") from None


def numbered_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are not blank, each with its number in the file, the header being 1."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for cells in reader:
            if cells and cells != [""] and (len(cells) > 1 or cells[0].strip()):
                yield reader.line_num, cells
    except csv.Error as problem:
        raise BadDiary(f"row {reader.line_num}: {problem}") from None


def check_header(names: list[str]) -> None:
    """Refuse a header without each of the three columns exactly once."""
    if not names:
        raise BadDiary("row 1: the file is empty; it needs the columns series, day, value")
    for column in COLUMNS:
        if names.count(column) != 1:
            wrong = "missing" if column not in names else "there more than once"
            raise BadDiary(f"row 1: the column {column} is {wrong}")


def add_row(readings: Readings, cells: list[str], width: int, places: list[int]) -> None:
    """Add one check-in, or say what is wrong with it."""
    if len(cells) != width:
        raise BadDiary(f"{len(cells)} cells where the header has {width}")
    series, day_text, value_text = (cells[place].strip() for place in places)
    if not series:
        raise BadDiary("the name of the series is empty")
    day, value = day_of(day_text), value_of(value_text)
    days = readings.setdefault(series, {})
    if day in days:
        raise BadDiary(f"day {day} of series {shown(series)} is there twice")
    days[day] = value


def day_of(text: str) -> int:
    """Read a day: a whole number from 0 to `LAST_DAY`."""
    if not DAY.fullmatch(text):
        raise BadDiary(f"the day {shown(text)} is not a whole number from 0")
    digits = text.lstrip("0") or "0"
    if len(digits) > len(str(LAST_DAY)) or int(digits) > LAST_DAY:
        raise BadDiary(f"the day {shown(text)} is after day {LAST_DAY}")
    return int(digits)


def value_of(text: str) -> float:
    """Read a value from 0 to 10."""
    if not NUMBER.fullmatch(text):
        raise BadDiary(f"the value {shown(text)} is not a number")
    value = float(text)
    if not 0 <= value <= 10:
        raise BadDiary(f"the value {shown(text)} is not between 0 and 10")
    return value


def shown(text: str) -> str:
    """Quote a piece of the file so that it stays on one line, in plain characters, and short."""
    return ascii(text if len(text) <= 40 else text[:39] + "…")


def table(found: dict[str, SeriesReport]) -> str:
    """Lay the reports out for reading, two tables and a legend."""
    first = [[printable(name), *claim_cells(report)] for name, report in found.items()]
    second = [[printable(name), *day_cells(report)] for name, report in found.items()]
    return f"{columns([list(HEADINGS), *first])}\n{columns([['series', *MORE_HEADINGS], *second])}\n{LEGEND}"


def printable(name: str) -> str:
    """Keep a name on one line and off the terminal's controls."""
    return "".join(letter if letter.isprintable() else "?" for letter in name)


def claim_cells(report: SeriesReport) -> list[str]:
    """Return the cells of the first table: the looks, and the figures of the last."""
    path = "".join(MARKS[state] for state in report["path"]) or "(under 35 days)"
    figures = ("D", "need", "p_weekly", "p_gls", "phi", "slope_week", "slope_week_sd", "tip")
    return [path, *(number(report[name]) for name in figures), number(report["n"])]  # type: ignore[literal-required]  # named just above


def day_cells(report: SeriesReport) -> list[str]:
    """Return the cells of the second table: level, swing, steadiness, setbacks."""
    steady = "-"
    if report["steady"] and report["steady_ci"]:
        k, n = report["steady"]
        low, high = report["steady_ci"]
        steady = f"{k} of {n} ({number(low)} to {number(high)})"
    back = ", ".join(f"{start}+{days}{'' if observed else ' open'}" for start, days, observed in report["recoveries"])
    figures = ("level", "level_sd", "rmssd28", "rel_sd28")
    return [*(number(report[name]) for name in figures), steady, back or "-"]  # type: ignore[literal-required]  # named just above


def number(value: float | int | None) -> str:
    """Print a figure with three decimals, a count as it is, nothing as a dash."""
    if value is None:
        return "-"
    return str(value) if isinstance(value, int) else f"{value:.3f}"


def columns(rows: list[list[str]]) -> str:
    """Align cells in columns."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() + "\n" for row in rows
    )
