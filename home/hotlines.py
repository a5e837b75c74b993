"""Help lines, read from a file that names for each where it was read and when.

The person chooses the country; nothing is guessed from an address or a place.
"""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("hotlines.json")


@dataclass(frozen=True)
class Hotline:
    """One help line; empty texts are what its source does not say."""

    country: str
    place: str
    name: str
    voice: str
    text: str
    chat: str
    tty: str
    hours: str
    languages: str
    note: str
    emergency: str
    source: str
    also: tuple[str, ...]
    checked: date


@dataclass(frozen=True)
class Everywhere:
    """The directory for every country."""

    name: str
    web: str
    note: str
    source: str
    checked: date


@dataclass(frozen=True)
class Directory:
    """All help lines, in the order of their places, and the directory for everywhere else."""

    lines: tuple[Hotline, ...]
    everywhere: Everywhere

    def of(self, country: str) -> tuple[Hotline, ...]:
        """Return the lines of a country; none for one that is not in the file."""
        return tuple(line for line in self.lines if line.country == country.upper())


@cache
def directory() -> Directory:
    """Return the file as it stands."""
    read = json.loads(FILE.read_text(encoding="utf-8"))
    lines = [Hotline(**_dated(line) | {"also": tuple(line["also"])}) for line in read["lines"]]
    return Directory(tuple(sorted(lines, key=lambda line: line.place)), Everywhere(**_dated(read["directory"])))


def _dated(entry: dict[str, Any]) -> dict[str, Any]:
    return entry | {"checked": date.fromisoformat(entry["checked"])}
