"""What a rule is, and the small language in which its phrases are written (phrases/*.toml).

A phrase is written in the plain spelling of `reading`: lower case, "i am" for "I'm", "do not" for "dont". In it
    (a|b)     is one of several, and (a )? may be missing;
    {name}    is a list of choices from the head of the file, or from lists.toml;
    ~3        is up to three words of any kind, none of them a joint such as "and" or "but";
    a space   may also be a comma.
Nothing else repeats but for (a |b ){0,3}: there is no `*` and no `+`, and no group with a repeat inside is repeated,
so the time to read a text grows with its length and no faster.
"""

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.utils.functional import Promise

from repair.wording.words import BETTER, Kind

FOLDER = Path(__file__).with_name("phrases")
ANY_WORD = r"(?!(?:and|but|or|because|so|though|although|yet)\b)[^\s.?,]{1,30}"
GUARDS = ("unless_next", "unless_just_before", "unless_before", "unless_after", "lead")
# Where a guard looks: right behind the phrase, right before it, or anywhere in the words around it.
PLACES = {
    "phrase": "(?:{})(?= )",
    "unless_next": "^(?: ,)? (?:{})(?= )",
    "unless_just_before": "(?<= )(?:{}) (?:, )?$",
    "unless_before": "(?<= )(?:{})(?= )",
    "unless_after": "(?<= )(?:{})(?= )",
    "lead": "(?<= )(?:{}) (?:, )?$",
}


@dataclass(frozen=True)
class Rule:
    """Phrases that sting for the same reason, and what makes them innocent.

    `unless_next` reads what follows at once and `unless_just_before` what ends there; `unless_before` reads the
    clause so far, `unless_after` the rest of the sentence and the sentence after it. `lead` widens the mark to words
    before it.
    """

    name: str
    kind: Kind
    phrases: tuple[tuple[str, re.Pattern[str]], ...]
    guards: dict[str, re.Pattern[str]] = field(default_factory=dict)

    @property
    def better(self) -> str | Promise:
        """The better form, in the reader's language."""
        return BETTER[self.name]


@cache
def rules() -> tuple[Rule, ...]:
    """Return every rule; read once, at the first text."""
    shared = _lists(tomllib.loads((FOLDER / "lists.toml").read_text(encoding="utf-8")), {})
    found: list[Rule] = []
    for kind in Kind:
        table = tomllib.loads((FOLDER / f"{kind}.toml").read_text(encoding="utf-8"))
        lists = shared | _lists(table.get("lists", {}), shared)
        found += [_rule(kind, row, lists) for row in table["rule"]]
    return tuple(found)


def _rule(kind: Kind, row: dict[str, str | list[str]], lists: dict[str, str]) -> Rule:
    phrases = [_named(phrase, lists) for phrase in row["phrases"]]
    patterns = [(word, placed("phrase", phrase)) for phrase in phrases for word in sorted(first_words(phrase))]
    guards = {name: placed(name, _named("|".join(row[name]), lists)) for name in GUARDS if name in row}
    return Rule(str(row["name"]), kind, tuple(patterns), guards)


def _lists(table: dict[str, list[str]], known: dict[str, str]) -> dict[str, str]:
    """Return each list as one group of choices; a list may name those before it."""
    lists = dict(known)
    for name, choices in table.items():
        lists[name] = _named(f"({'|'.join(choices)})", lists)
    return lists


def _named(phrase: str, lists: dict[str, str]) -> str:
    return re.sub(r"\{([a-z_]+)\}", lambda found: lists[found[1]], phrase)


@cache
def placed(place: str, phrase: str) -> re.Pattern[str]:
    """Return the compiled pattern that reads `phrase` at a place of PLACES."""
    return re.compile(PLACES[place].format(spelled(phrase)))


def spelled(phrase: str) -> str:
    """Return the regular expression that `phrase` stands for.

    >>> spelled("(my|your) fault")
    '(?:my|your)(?: ,)? fault'
    """
    grouped = re.sub(r"\((?!\?)", "(?:", phrase)
    spaced = re.sub(r" (?!~)", "(?: ,)? ", grouped)
    return re.sub(r" ~(\d)", lambda found: f"(?: {ANY_WORD}){{0,{found[1]}}}", spaced)


def first_words(phrase: str) -> set[str]:
    """Return the words with which `phrase` can begin, so that most rules need not be tried at most words."""
    words: set[str] = set()
    for choice in _choices(phrase):
        if choice.startswith("("):
            head, rest = _halves(choice)
            words |= first_words(head)
            optional = re.match(r"\?|\{0,\d\}", rest)
            words |= first_words(rest[optional.end() :]) if optional else set()
        else:
            words.add(re.match(r"[^ ()|?]*", choice)[0])
    if "" in words or any(re.search(r"[\\~\[]", word) for word in words):
        raise ValueError(f"A phrase begins with plain words: {phrase}")
    return words


def _choices(phrase: str) -> list[str]:
    """Return the choices of `phrase` at its outermost level."""
    choices, depth = [""], 0
    for letter in phrase:
        depth += (letter == "(") - (letter == ")")
        if letter == "|" and depth == 0:
            choices.append("")
        else:
            choices[-1] += letter
    return choices


def _halves(phrase: str) -> tuple[str, str]:
    """Return what the group at the beginning of `phrase` holds, and what follows the group."""
    depth = 0
    for place, letter in enumerate(phrase):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return phrase[1:place], phrase[place + 1 :]
    raise ValueError(f"A group is never closed: {phrase}")
