"""Read everyday English into one plain spelling, without losing where each word stood."""

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass

APOSTROPHES = dict.fromkeys(map(ord, "’‘‛ʼ`´′＇"), "'")
# Marks that join, vary or accent a letter; they belong to the word that they follow.
JOINED = "\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufe00-\ufe0f\ufeff"
PIECES = re.compile(
    rf"(?P<word>[^\W_](?:[^\W_{JOINED}]|[{JOINED}]|'(?=[^\W_])|(?<=\d)[.,:](?=\d))*)"
    r"|(?P<pause>\.\.+|…|--+|[,;:—–()\[\]]|(?<=\s)-(?=\s))"
    r"|(?P<ask>\?)"
    r"|(?P<stop>[.!\n\r。])"
)
QUOTED = re.compile(r"[\"“„«]([^\"“”„«»]{1,400})[\"”»]|(?<!\w)'((?!(?:cause|cos|til|tis)\b)[^'\n]{3,200})'(?!\w)")

# What a contraction stands for. "I'd" and "you'd" stay open between "had" and "would": patterns allow both.
SPELLED_OUT = {
    "ain't": "is not", "aint": "is not", "alright": "all right", "anybody": "anyone", "apologize": "apologise",
    "apologized": "apologised", "apologizing": "apologising", "arent": "are not", "bc": "because",
    "can't": "can not", "cannot": "can not", "cant": "can not", "cos": "because", "could've": "could have",
    "coulda": "could have", "couldnt": "could not", "couldve": "could have", "coz": "because", "cus": "because",
    "cuz": "because", "didnt": "did not", "doesnt": "does not", "dont": "do not", "dunno": "do not know",
    "everybody": "everyone", "gimme": "give me", "gonna": "going to", "gotta": "got to", "hadnt": "had not",
    "hasnt": "has not", "havent": "have not", "hes": "he is", "id": "i would", "im": "i am", "isnt": "is not",
    "its": "it is", "itll": "it will", "ive": "i have", "kinda": "kind of", "lemme": "let me", "lets": "let us",
    "let's": "let us", "might've": "might have", "must've": "must have", "nobody": "no one", "ok": "okay",
    "pls": "please", "plz": "please", "r": "are", "shan't": "shall not", "shes": "she is", "should've": "should have",
    "shoulda": "should have", "shouldnt": "should not", "shouldve": "should have", "somebody": "someone",
    "sorta": "sort of", "soz": "sorry", "sry": "sorry", "thats": "that is", "theres": "there is", "theyre": "they are",
    "theyve": "they have", "tho": "though", "til": "until", "till": "until", "tryna": "trying to", "u": "you",
    "ur": "your", "wanna": "want to", "wasnt": "was not", "werent": "were not", "weve": "we have", "whats": "what is",
    "won't": "will not", "wont": "will not", "would've": "would have", "woulda": "would have", "wouldnt": "would not",
    "wouldve": "would have", "ya": "you", "youd": "you would", "youll": "you will", "youre": "you are", "youve": "you have",
}  # fmt: skip
ENDINGS = {"n't": " not", "'re": " are", "'ve": " have", "'ll": " will", "'d": " would", "'m": " am"}
IS_AFTER = {"he", "here", "how", "it", "she", "that", "there", "this", "what", "when", "where", "who", "why"}
# Words that colour a sentence and turn nothing; left out, so that patterns need not foresee them.
FILLERS = {
    "absolutely", "awfully", "babe", "basically", "bloody", "clearly", "completely", "damn", "darling", "deeply",
    "definitely", "frankly", "fucking", "fully", "genuinely", "hon", "honestly", "honey", "hun", "literally",
    "obviously", "sweetheart", "terribly", "totally", "truly", "um", "er", "uh",
}  # fmt: skip
# These are left out too, but not after "not": "it was not really a lie" says something else than "it was not a lie".
SOFTENERS = {"actually", "really"}


@dataclass(frozen=True)
class Reading:
    """A text in plain spelling: words and marks of punctuation with one space around each.

    `starts` are the offsets of the pieces in `plain`; `spans` are their places in the text that was read.
    """

    plain: str
    starts: list[int]
    spans: list[tuple[int, int]]
    quotes: list[tuple[int, int]]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the text of the pieces from `start` to `end` of `plain`."""
        first = bisect_left(self.starts, start)
        last = bisect_left(self.starts, end) - 1
        return self.spans[first][0], self.spans[last][1]

    def is_quoted(self, start: int, end: int) -> bool:
        """Tell whether a place in the text lies inside quotation marks."""
        return any(opened <= start and end <= closed for opened, closed in self.quotes)


def read(text: str) -> Reading:
    """Return `text` in plain spelling: lower case, contractions spelled out, fillers and emoji left out."""
    pieces: list[tuple[str, int, int]] = []
    plain_text = text.translate(APOSTROPHES)
    for found in PIECES.finditer(plain_text):
        for word in _plain_words(found):
            if word not in SOFTENERS or (pieces and pieces[-1][0] == "not"):
                pieces.append((word, found.start(), found.end()))
    starts, offset = [], 1
    for word, _, _ in pieces:
        starts.append(offset)
        offset += len(word) + 1
    plain = " " + "".join(f"{word} " for word, _, _ in pieces)
    return Reading(plain, starts, [(start, end) for _, start, end in pieces], _quotes(plain_text))


def _plain_words(found: re.Match[str]) -> list[str]:
    if found.lastgroup != "word":
        return [{"pause": ",", "ask": "?", "stop": "."}[found.lastgroup or "stop"]]
    word = found["word"]
    if not word.isascii():
        word = "".join(c for c in unicodedata.normalize("NFKD", word) if c.isalnum() or c in "'.,:")
    return [part for part in _spelled_out(word.lower()).split() if part not in FILLERS]


def _spelled_out(word: str) -> str:
    if "'" not in word or word in SPELLED_OUT:
        return SPELLED_OUT.get(word, word)
    for ending, full in ENDINGS.items():
        if word.endswith(ending):
            return _spelled_out(word.removesuffix(ending)) + full
    return word.replace("'s", " is") if word.removesuffix("'s") in IS_AFTER else word


def _quotes(text: str) -> list[tuple[int, int]]:
    """Return the quoted parts; a text quoted as a whole is its author's own voice."""
    return [found.span() for found in QUOTED.finditer(text) if found[0] != text.strip()]
