"""Letters are neutral on the outside: subject, first words, host and path."""

import re
from collections.abc import Callable
from html import unescape

import pytest

from couples.messages import invitation_letter, therapist_letter

FORBIDDEN = re.compile(
    r"trust|affair|therap|couple|check-?in|repair|safe|partner|betray|cheat|marriage|relationship|abuse|violence", re.I
)
LETTERS = [invitation_letter, therapist_letter]


@pytest.mark.parametrize("write", LETTERS, ids=["invitation", "therapist"])
def test_subject_and_first_words_are_neutral(write: Callable[[str], dict[str, str]]) -> None:
    letter = write("t0ken")
    seen = re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", letter["html"]))).strip()

    for shown in (letter["subject"], letter["text"][:140], seen[:140]):
        assert FORBIDDEN.findall(shown) == []
    assert "\n" not in letter["subject"]


@pytest.mark.parametrize("write", LETTERS, ids=["invitation", "therapist"])
def test_the_whole_letter_and_its_links_are_neutral_and_load_nothing(write: Callable[[str], dict[str, str]]) -> None:
    letter = write("t0ken")
    for part in letter.values():
        assert FORBIDDEN.findall(part) == []
    assert re.findall(r"https?://\S+", letter["text"]) == re.findall(r'href="([^"]+)"', letter["html"])
    assert re.findall(r"<img|<link|<script|url\(", letter["html"]) == []
