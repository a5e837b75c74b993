"""Find the phrases of a text that hedge, and say why each one stings."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from re import Pattern
from unicodedata import category

from repair.wording.reading import Reading, read
from repair.wording.rules import Rule, rules
from repair.wording.voice import clause_before, is_own_voice, rest_after
from repair.wording.words import REASONS, Kind


@dataclass(frozen=True, order=True)
class Mark:
    """One marked phrase: `text[start:end]`, counted in Unicode code points, `end` exclusive."""

    start: int
    end: int
    kind: Kind
    reason: str
    better: str


def marks(text: str) -> list[Mark]:
    """Return the marked phrases of `text` from left to right, none overlapping another; an empty list where none is."""
    reading = read(text)
    found = [mark for mark in _found(reading, text) if not reading.is_quoted(mark.start, mark.end)]
    kept: list[Mark] = []
    for mark in sorted(found, key=lambda mark: (mark.start, -mark.end)):
        _keep(kept, mark, text)
    return kept


def _found(reading: Reading, text: str) -> Iterator[Mark]:
    """Yield a mark for every phrase that a rule finds and no guard of it explains."""
    for offset, word in zip(reading.starts, reading.plain.split(), strict=True):
        for pattern, rule in _starts().get(word, ()):
            match = pattern.match(reading.plain, offset)
            if match and not _is_innocent(rule, reading, *match.span()):
                start, end = reading.span(_led(rule, reading.plain, offset), match.end())
                yield Mark(start, _whole(text, end), rule.kind, REASONS[rule.kind], rule.better)


@cache
def _starts() -> dict[str, list[tuple[Pattern[str], Rule]]]:
    """Return the patterns to try at each word."""
    starts = defaultdict(list)
    for rule in rules():
        for word, pattern in rule.phrases:
            starts[word].append((pattern, rule))
    return dict(starts)


def _is_innocent(rule: Rule, reading: Reading, start: int, end: int) -> bool:
    """Tell whether what stands around a phrase turns it into something else."""
    before, after = clause_before(reading.plain, start, rule.kind), rest_after(reading.plain, end)
    around = {"unless_next": after, "unless_just_before": before, "unless_before": before, "unless_after": after}
    guards = [(rule.guards[name], words) for name, words in around.items() if name in rule.guards]
    return any(guard.search(words) for guard, words in guards) or not is_own_voice(before, after)


def _led(rule: Rule, plain: str, start: int) -> int:
    """Return where the phrase begins together with the words that lead into it."""
    before = clause_before(plain, start, rule.kind)
    lead = rule.guards["lead"].search(before) if "lead" in rule.guards else None
    return start - len(before) + lead.start() if lead else start


def _whole(text: str, end: int) -> int:
    """Return `end` moved behind the accents and joiners that belong to the last letter."""
    while end < len(text) and category(text[end]) in ("Mn", "Me", "Cf"):
        end += 1
    return end


def _keep(kept: list[Mark], mark: Mark, text: str) -> None:
    """Add a mark behind those kept; where two meet, one kind grows together and another begins after the first."""
    last = kept[-1] if kept else None
    if last is None or mark.start >= last.end:
        kept.append(mark)
    elif mark.kind == last.kind:
        kept[-1] = replace(last, end=max(last.end, mark.end))
    elif mark.end > last.end:
        rest = text[last.end : mark.end]
        skipped = len(rest) - len(rest.lstrip(" ,.;:—–-\n\t"))
        kept.append(replace(mark, start=last.end + skipped))
