"""The time of day that somebody's words name: "by 18:30", "at 6 pm", "before 9", "six in the evening"."""

import re
from datetime import time

HOURS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
LATER_HALF = r"\b(?:afternoon|evening|tonight|at night)\b"
NAMED = {"noon": time(12), "midday": time(12), "midnight": time(23, 59)}
LEADING_WORDS = r"(?:by|at|before|until|till|from|after|around|about|past|than|between)"
HALF_OF_DAY = r"(?P<half>[ap])\.? ?m\b\.?"
NO_TIME = "min|hour|day|week|month|year|st|nd|rd|th|time|%|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
CLOCK = re.compile(
    rf"(?P<word>\b{LEADING_WORDS} )?\b(?P<hour>\d{{1,2}})"
    rf"(?:(?P<mark>[:h]|\.(?=\d\d\b(?!\.)))(?P<minute>\d\d)\b)?"
    rf"(?:(?: ?(?:-|–|to|and) ?\d{{1,2}}(?:[:.]\d\d)?)? ?(?:{HALF_OF_DAY}|(?P<oclock>o.?clock|uhr|h\b)))?"
    rf"(?P<end>$|[ ,;.!)](?! ?(?:{NO_TIME}|\d)))"
)
SPOKEN = re.compile(
    rf"\b(?:(half past|quarter past|quarter to) )?({'|'.join(HOURS)})\b(?! (?:min|hour|day|week|month|time))"
)
QUARTERS = {"half past": 30, "quarter past": 15, "quarter to": -15, None: 0}


def time_named(words: str) -> time | None:
    """Return the earliest time of day that the words name, or None."""
    plain = " ".join(words.casefold().split())
    is_late = re.search(LATER_HALF, plain) is not None
    named = [at for name, at in NAMED.items() if re.search(rf"\b{name}\b", plain)]
    clocks = [_clock(found, is_late) for found in CLOCK.finditer(plain)]
    spoken = [_spoken(found, is_late) for found in SPOKEN.finditer(plain)]
    return min(filter(None, [*named, *clocks, *spoken]), default=None)


def _clock(found: re.Match[str], is_late: bool) -> time | None:
    """Return the time of figures, if they are one: after a word such as "by", or with a mark of their own."""
    if not (found["word"] or found["minute"] or found["half"] or found["oclock"]):
        return None
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if found["half"]:
        hour = hour % 12 + (12 if found["half"] == "p" else 0)
    return _time(hour, minute, is_late and not found["half"])


def _spoken(found: re.Match[str], is_late: bool) -> time | None:
    minutes = 60 * (HOURS.index(found[2]) + 1) + QUARTERS[found[1]]
    return _time(minutes // 60, minutes % 60, is_late)


def _time(hour: int, minute: int, is_late: bool) -> time | None:
    hour += 12 if is_late and hour < 12 else 0
    return time(hour, minute) if hour < 24 and minute < 60 else None
