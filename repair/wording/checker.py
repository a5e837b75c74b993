"""Find the phrases of a text that hedge, and say why each one stings."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from re import Pattern
from unicodedata import category

from django.utils.functional import Promise

from repair.wording.notation import first_words, placed
from repair.wording.reading import Reading, read
from repair.wording.rules import Rule, rules
from repair.wording.voice import clause_before, is_own_voice, rest_after
from repair.wording.words import REASONS, HedgeKind

STOPS = " ,.;:—–-…\t\n"
# Words that two marks may meet in: "I'm sorry, but" and "but you never".
SHARED = {"but", "however", "and", "so"}
# How many letters of plain spelling a lead may take: "i am so very".
LEAD = 40


@dataclass(frozen=True)
class HedgeMark:
    """One marked phrase: `text[start:end]`, counted in Unicode code points, `end` exclusive.

    `reason` and `better` are in the reader's language.
    """

    start: int
    end: int
    kind: HedgeKind
    reason: str | Promise
    better: str | Promise


def marks(text: str) -> list[HedgeMark]:
    """Return the marked phrases of `text` from left to right, none overlapping another; an empty list where none is."""
    reading = read(text)
    found = [mark for mark in _found(reading, text) if not reading.is_quoted(mark.start, mark.end)]
    kept: list[HedgeMark] = []
    for mark in sorted(found, key=lambda mark: (mark.start, -mark.end)):
        _keep(kept, mark, text)
    return kept


def _found(reading: Reading, text: str) -> Iterator[HedgeMark]:
    """Yield a mark for every phrase that a rule finds and no guard of it explains."""
    for offset, word in zip(reading.starts, reading.plain.split(), strict=True):
        if word in _starts() and _any_of(word).match(reading.plain, offset):
            for phrase, rule in _starts()[word]:
                match = placed("phrases", phrase).match(reading.plain, offset)
                if match and not _is_innocent(rule, reading.plain, *match.span()):
                    start, end = reading.span(_led(rule, reading.plain, offset), match.end())
                    yield HedgeMark(start, _whole(text, end), rule.kind, REASONS[rule.kind], rule.better)


@cache
def _starts() -> dict[str, list[tuple[str, Rule]]]:
    """Return the phrases to try at each word."""
    starts = defaultdict(list)
    for rule in rules():
        for phrase in rule.phrases:
            for word in first_words(phrase):
                starts[word].append((phrase, rule))
    return dict(starts)


@cache
def _any_of(word: str) -> Pattern[str]:
    """Return one pattern for all phrases that begin with `word`: most words need no second look."""
    return placed("phrases", "|".join(phrase for phrase, _ in _starts()[word]))


def _is_innocent(rule: Rule, plain: str, start: int, end: int) -> bool:
    """Say whether the words around a phrase change its meaning."""
    before, after = clause_before(plain, start, rule.kind), rest_after(plain, end)
    around = {"unless_next": after, "unless_just_before": before, "unless_before": before, "unless_after": after}
    guards = ((rule.guard(place), words) for place, words in around.items())
    return any(guard and guard.search(words) for guard, words in guards) or not is_own_voice(before, after)


def _led(rule: Rule, plain: str, start: int) -> int:
    """Return where the phrase begins together with the words that lead into it."""
    before, lead = plain[max(0, start - LEAD) : start], rule.guard("lead")
    found = lead.search(before) if lead else None
    return start - len(before) + found.start() if found else start


def _whole(text: str, end: int) -> int:
    """Return `end` moved behind the accents and joiners that belong to the last letter."""
    while end < len(text) and category(text[end]) in ("Mn", "Me", "Cf"):
        end += 1
    return end


def _keep(kept: list[HedgeMark], mark: HedgeMark, text: str) -> None:
    """Add a mark behind those kept; where two meet, the same kind grows together and another waits behind a joint.

    "I'm sorry, but you never …" is two marks that share the "but"; any other phrase inside a mark is left to it.
    """
    last = kept[-1] if kept else None
    if last is None or mark.start >= last.end:
        kept.append(mark)
    elif mark.kind == last.kind:
        kept[-1] = replace(last, end=max(last.end, mark.end))
    elif text[mark.start : last.end].casefold().strip(STOPS) in SHARED:
        rest = text[last.end : mark.end]
        kept.append(replace(mark, start=mark.end - len(rest.lstrip(STOPS))))
