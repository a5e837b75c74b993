"""Find what is vague in a promise."""

import re
from dataclasses import dataclass
from functools import cache

from kit.words import Words
from repair.specific import rules
from repair.specific.examples import Example, example_for

FEWEST_WORDS = 2
LEADING = {"cue": "when", "deed": "i (?:will|shall|ll|promise to|am going to)", "deadline_words": "by"}
PROMISE_PARTS = {"cue": rules.CUE, "deed": rules.DEED, "deadline_words": rules.DEADLINE, "noticed": rules.NOTICED}


@dataclass(frozen=True)
class Vague:
    """One part of a promise that nobody could check, why, and the promise made specific."""

    part: str
    why: Words
    example: Example


def vague_parts(*, cue: str, deed: str, deadline_words: str, noticed: str) -> list[Vague]:
    """Return what is too vague in each part, in the order of the form; empty parts are the form's to refuse."""
    parts = {"cue": cue, "deed": deed, "deadline_words": deadline_words, "noticed": noticed}
    plain = {part: plain_words(part, text) for part, text in parts.items()}
    example = example_for(plain["deed"])
    found = [(part, _why(part, text)) for part, text in plain.items() if text]
    return [Vague(part, why, example) for part, why in found if why]


def _why(part: str, text: str) -> Words | None:
    """Return the first reason that fits one part, or None."""
    for pattern, why in _compiled(part):
        if pattern.search(text):
            return why
    return rules.SHORT if part == "deed" and len(text.split()) < FEWEST_WORDS else None


@cache
def _compiled(part: str) -> list[tuple[re.Pattern[str], Words]]:
    gap = r"(?:\\w+ ){0,3}"
    return [(re.compile(rf"\b(?:{re.sub(r'[.]{3} ?', gap, rule)})(?!\w)"), why) for rule, why in PROMISE_PARTS[part]]


def plain_words(part: str, text: str) -> str:
    """Return a part as lower-case words with single blanks, without the words the form says itself."""
    words = " ".join(re.findall(r"\w+", text.casefold()))
    words = re.sub(r"\b(i|you|we|he|she|it|they) m\b", r"\1 am", words)
    return re.sub(rf"^{LEADING.get(part, '$')} ", "", words)
