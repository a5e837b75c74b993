"""The rules of the hedge check, read from phrases/*.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from re import Pattern
from typing import Any

from django.utils.functional import Promise

from repair.wording.notation import named, placed
from repair.wording.words import BETTER, HedgeKind

FOLDER = Path(__file__).with_name("phrases")
GUARDS = ("unless_next", "unless_just_before", "unless_before", "unless_after", "lead")


@dataclass(frozen=True)
class Rule:
    """Phrases that sting for the same reason, and what makes them innocent.

    Of the guards, `unless_next` reads what follows at once and `unless_just_before` what ends there; `unless_before`
    reads the clause so far, `unless_after` the rest of the sentence and the sentence after it. `lead` widens the mark
    to the words before it. All are in the notation, and compiled when a text first needs them.
    """

    name: str
    kind: HedgeKind
    phrases: tuple[str, ...]
    guards: dict[str, str]

    @property
    def better(self) -> str | Promise:
        """The better form, in the reader's language; rules with one name share it."""
        return BETTER[self.name]

    def guard(self, place: str) -> Pattern[str] | None:
        """Return the pattern that reads at `place`; nothing where the rule has none."""
        return placed(place, self.guards[place]) if place in self.guards else None


@cache
def rules() -> tuple[Rule, ...]:
    """Return every rule; read once, at the first text."""
    return tuple(rule for kind in HedgeKind for rule in _rules_of(kind))


@cache
def voices() -> dict[str, Pattern[str]]:
    """Return the patterns of voice.toml by name."""
    table, lists = _table("voice")
    names = [name for name in table if name != "lists"]
    return {name: placed("unless_before", named("|".join(table[name]["phrases"]), lists)) for name in names}


def _rules_of(kind: HedgeKind) -> list[Rule]:
    table, lists = _table(kind)
    return [_rule(kind, row, lists) for row in table["rule"]]


def _rule(kind: HedgeKind, row: dict[str, Any], lists: dict[str, str]) -> Rule:
    phrases = tuple(named(phrase, lists) for phrase in row["phrases"])
    guards = {place: named("|".join(row[place]), lists) for place in GUARDS if place in row}
    return Rule(row["name"], kind, phrases, guards)


def _table(name: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Return a file of phrases/ and the lists that it may name."""
    shared, table = (tomllib.loads((FOLDER / f"{file}.toml").read_text(encoding="utf-8")) for file in ("lists", name))
    return table, _lists(table.get("lists", {}), _lists(shared, {}))


def _lists(table: dict[str, list[str]], known: dict[str, str]) -> dict[str, str]:
    """Return each list as one group of choices; a list may name those before it."""
    lists = dict(known)
    for name, choices in table.items():
        lists[name] = named(f"({'|'.join(choices)})", lists)
    return lists
