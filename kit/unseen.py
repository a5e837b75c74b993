"""Characters that nobody sees: what holds only these is empty, and at the edges of a line they go."""

import unicodedata

UNSEEN_KINDS = {"Cc", "Cf", "Zs", "Zl", "Zp"}
COMBINING_KINDS = {"Mn", "Mc", "Me"}  # they change the letter before them and show nothing of their own
BREAKS = {"Cc", "Zl", "Zp"}
BLANK_SIGNS = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters and signs by category, drawn as nothing

SIDES = frozenset("\u200e\u200f")  # they say which way the letters beside them run
TURNS = SIDES | frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def is_blank(text: str) -> bool:
    """Say whether a text shows nothing."""
    return all(_is_unseen(c) or unicodedata.category(c) in COMBINING_KINDS for c in text)


def without_unseen_edges(line: str) -> str:
    """Return a line without blanks and unseen marks around it.

    Controls and turns of the direction stay, to be refused; so do the signs that end the emoji of a flag.
    """
    start, end = 0, len(line)
    while start < end and (_goes(line[start]) or unicodedata.category(line[start]) in COMBINING_KINDS):
        start += 1
    while start < end and _goes(line[end - 1]) and not _ends_flag(line[end - 1]):
        end -= 1
    return line[start:end]


def breaks_line(c: str) -> bool:
    """Say whether a character is a control or ends a line."""
    return unicodedata.category(c) in BREAKS


def _is_unseen(c: str) -> bool:
    return unicodedata.category(c) in UNSEEN_KINDS or c in BLANK_SIGNS


def _goes(c: str) -> bool:
    stays = c in TURNS - SIDES or (unicodedata.category(c) == "Cc" and not c.isspace())
    return _is_unseen(c) and not stays


def _ends_flag(c: str) -> bool:
    return "\U000e0020" <= c <= "\U000e007f"
