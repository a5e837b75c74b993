"""Mark hedging phrases in the statements of standard input: one a line in, one JSON object a line out."""

import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from repair.wording import marks


class UnreadableLine(ValueError):
    """A line is not UTF-8; `number` counts from 1."""

    def __init__(self, number: int, byte: int) -> None:
        self.number = number
        super().__init__(f"Line {number} is not UTF-8: byte {byte} of the line cannot be read.")


class Command(BaseCommand):
    """Stream: the lines before a bad byte are answered, the rest is not read. Nothing is stored."""

    help = (
        "Reads one statement a line (UTF-8) from standard input and prints one JSON object for each, empty ones too: "
        '{"marks": [{"start": 0, "end": 12, "kind": "hedge"}]}. Offsets count Unicode code points, the end exclusive. '
        "A byte that is not UTF-8 ends it with status 2 and the number of the line; the lines before it are answered."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Answer every line; refuse a bad byte with exit status 2."""
        try:
            for answer in answers(sys.stdin.buffer):
                self.stdout.write(answer)
        except UnreadableLine as problem:
            raise CommandError(str(problem), returncode=2) from problem


def answers(lines: Iterable[bytes]) -> Iterator[str]:
    """Yield the JSON object for each line; a line ends with a line feed alone, or with CR and LF.

    Raises `UnreadableLine` at the first line that is not UTF-8.
    """
    for number, line in enumerate(lines, start=1):
        try:
            statement = line.removesuffix(b"\n").removesuffix(b"\r").decode("utf-8")
        except UnicodeDecodeError as problem:
            raise UnreadableLine(number, problem.start + 1) from problem
        found = [{"start": mark.start, "end": mark.end, "kind": mark.kind} for mark in marks(statement)]
        yield json.dumps({"marks": found})
