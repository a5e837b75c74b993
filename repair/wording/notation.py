"""The small language in which phrases are written (phrases/*.toml), turned into regular expressions.

A phrase is written in the plain spelling of `reading`: lower case, "i am" for "I'm", "do not" for "dont". In it
    (a|b)     is one of several, and (a )? may be missing;
    {name}    is a list of choices from the head of the file, or from lists.toml;
    ~3        is up to three words of any kind, none of them a joint such as "and" or "but";
    a space   may also be a comma;
    (?= x)    looks ahead, as in Python.
Only counted repeats exist, (a |b ){0,3} and \\S{2,12}: there is no `*` and no `+`. Tried at one word, a phrase looks at
a bounded number of letters, so the time to read a text grows with its length and no faster.
"""

import re
from functools import cache

ANY_WORD = r"(?!(?:and|but|or|because|so|though|although|yet)\b)[^\s.?,]{1,30}"
# Where a phrase is looked for: where a word begins, right behind that, right before it, or anywhere around it.
PLACES = {
    "phrases": "(?:{})(?= )",
    "unless_next": "^(?: ,)? (?:{})(?= )",
    "unless_just_before": "(?<= )(?:{}) (?:, )?$",
    "unless_before": "(?<= )(?:{})(?= )",
    "unless_after": "(?<= )(?:{})(?= )",
    "lead": "(?<= )(?:{}) (?:, )?$",
}


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


def named(phrase: str, lists: dict[str, str]) -> str:
    """Return `phrase` with its lists written out; a name that is no list is a `KeyError`."""
    return re.sub(r"\{([a-z_]+)\}", lambda found: lists[found[1]], phrase)


def first_words(phrase: str) -> set[str]:
    """Return the words with which `phrase` can begin, so that most phrases need not be tried at most words.

    Raises `ValueError` for a phrase that begins with anything but plain words.

    >>> sorted(first_words("(so |please )?tell me"))
    ['please', 'so', 'tell']
    """
    words: set[str] = set()
    for choice in _choices(phrase):
        if choice.startswith("("):
            head, rest = _halves(choice)
            words |= first_words(head)
            optional = re.match(r"\?|\{0,\d\}", rest)
            words |= first_words(rest[optional.end() :]) if optional else set()
        else:
            words.add(_plain_head(choice))
    return words


def _plain_head(choice: str) -> str:
    head = re.match(r"[^ ()|?]*", choice)
    if head is None or not re.fullmatch(r"[a-z0-9']+", head[0]):
        raise ValueError(f"A phrase begins with plain words: {choice}")
    return head[0]


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
