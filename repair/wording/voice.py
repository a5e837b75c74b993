"""Whose voice is speaking: what an author reports or disowns is owning, not hedging."""

import re

from repair.wording.rules import voices
from repair.wording.words import HedgeKind

# How much of a long sentence is read around a phrase; it keeps the time in step with the length of the text.
WINDOW = 180

# Where the reach of "I told you that …" ends: a sentence, a turn, or a new clause that is no part of the report.
CLAUSE_ENDS = re.compile(r" (?:[.?]|but|so|yet)(?= )| ,(?= (?!(?:that|or|nor|and that|and|as if|like|and how) ))")
NEW_SUBJECT = re.compile(r" and (?=(?:you|i|we|why|when|how|can|now) )")
SENTENCE_ENDS = re.compile(r" [.?](?= )")


def is_own_voice(before: str, after: str) -> bool:
    """Tell whether the author says a phrase now, as their own, from the words before and after it."""
    voice = voices()
    if voice["disowned"].search(before) or voice["taken_back"].search(after):
        return False
    return not voice["reported"].search(before) or bool(voice["defended"].search(before))


def clause_before(plain: str, start: int, kind: HedgeKind) -> str:
    """Return the clause up to `start`, with a space at both ends.

    "I told you it was nothing and you were wrong" is one report; "I told you everything and you still …" is not:
    only minimising and hedging are reported across an "and".
    """
    window = plain[max(0, start - WINDOW) : start]
    ends = [found.end() for found in CLAUSE_ENDS.finditer(window)]
    if kind in (HedgeKind.DEFLECT, HedgeKind.RUSH, HedgeKind.FORGIVENESS):
        ends += [found.end() - 1 for found in NEW_SUBJECT.finditer(window)]
    return window[max(ends, default=0) :]


def rest_after(plain: str, end: int) -> str:
    """Return the rest of the sentence after `end` and the sentence after it."""
    window = plain[end : end + WINDOW]
    stops = [found.end() for found in SENTENCE_ENDS.finditer(window)]
    return window[: stops[1]] if len(stops) > 1 else window
