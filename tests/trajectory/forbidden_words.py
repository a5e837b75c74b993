"""The words that no sentence about a week may use, whatever the language of the page."""

import re

NEVER = (
    r"scor\w*",
    r"%",
    r"trust levels?",
    r"because",
    r"caus\w*",
    r"due to",
    r"thanks to",
    r"blam\w*",
    r"faults?",
    r"fail\w*",
    r"on track",
    r"at risk",
    r"will",
    r"guarant\w*",
    r"recover\w*",
    r"cured?",
    r"normal\w*",
    r"should",
    r"must",
    r"only",
    r"just",
    r"streaks?",
    r"rank\w*",
    r"red",
    r"green",
    r"miss\w*",
    r"ignor\w*",
    r"overdue",
    r"(more|less|better|worse|higher|lower) than (your|his|her|their|the other|you)\b",
)
FORBIDDEN = re.compile(rf"(?<!\w)({'|'.join(NEVER)})(?!\w)", re.IGNORECASE)
DECIMAL = re.compile(r"\d[.,]\d")


def wording_ok(sentence: str) -> bool:
    """Say whether a sentence keeps to the words; numbers in it are whole, for they are counts."""
    return not FORBIDDEN.search(sentence) and not DECIMAL.search(sentence)
