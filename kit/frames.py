"""One-line gaps in a sentence that the form says itself: what people repeat of it is taken off."""

import re
from typing import Any

from kit.fields import ShortLine

OPENERS = (
    "the a an my our your his her their this that these those we you he she it they there when whenever at on in by"
    " after before every each once as if while during until no not one two both all any some everybody everyone nobody"
).split()
ENDS = re.compile(r"(?<!\b\w)[.,;:…]+$")  # not the last dot of "6 p.m."


class SentenceGap(ShortLine):
    """A gap in a sentence: the words around it and a full stop at its end are no part of what is stored.

    `frames`: the words that stand before the gap, as people say them again. `is_deed`: it begins with a verb, whose
    first letter is small within a sentence; elsewhere only that of a word which is surely no name.
    """

    def __init__(self, *, frames: tuple[str, ...], is_deed: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.is_deed = is_deed
        said = "|".join(re.escape(frame).replace("'", "['’ ]") for frame in sorted(frames, key=len, reverse=True))
        self.frame = re.compile(rf"^(?:…|\.\.\.)?\s*(?:{said})(?!\w)[\s,:…]*", re.IGNORECASE)

    def to_python(self, value: Any) -> str:
        """Return the words of the gap alone."""
        text = super().to_python(value)
        while (shorter := self.frame.sub("", text, count=1)) != text:
            text = shorter
        return self._within(ENDS.sub("", text).rstrip())

    def _within(self, text: str) -> str:
        """Return the words as they stand within a sentence."""
        first = re.match(r"[^\W\d_]+", text)
        if first is None or first[0] == "I" or first[0] != first[0].capitalize():
            return text
        is_plain = self.is_deed or first[0].casefold() in OPENERS
        return text[0].lower() + text[1:] if is_plain and not text.startswith(("I ", "I’", "I'")) else text
