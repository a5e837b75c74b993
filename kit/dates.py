"""Dates in words: many times on a page, where only the names of the months depend on the language, and as typed."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _


def short_dates(days: Iterable[date]) -> list[str]:
    """Return dates as in tables: 5 Jan 2026."""
    months = _names("M", get_language())
    return [f"{on.day} {months[on.month - 1]} {on.year}" for on in days]


def days_and_months(days: Iterable[date]) -> list[str]:
    """Return dates as in sentences about this year: 5 January."""
    months = _names("F", get_language())
    return [f"{on.day} {months[on.month - 1]}" for on in days]


def long_dates(days: Iterable[date]) -> list[str]:
    """Return dates with their year: 5 January 2026."""
    months = _names("F", get_language())
    return [f"{on.day} {months[on.month - 1]} {on.year}" for on in days]


def long_date(on: date) -> str:
    """Return one date with its year: 5 January 2026."""
    return long_dates([on])[0]


def week_span(monday: date) -> str:
    """Return the dates of a week: 3 to 9 November 2026, 30 November to 6 December 2026."""
    sunday = monday + timedelta(days=6)
    months = _names("F", get_language())
    first = str(monday.day)
    if monday.month != sunday.month:
        first = f"{first} {months[monday.month - 1]}"
    if monday.year != sunday.year:
        first = f"{first} {monday.year}"
    return _("%(first)s to %(last)s") % {"first": first, "last": long_date(sunday)}


def short_day(on: date) -> str:
    """Return a date on the line of a chart: 5 Jan."""
    return f"{on.day} {short_month(on)}"


def short_month(on: date) -> str:
    """Return a month on the line of a chart: Jan."""
    return _names("M", get_language())[on.month - 1]


@cache
def _names(form: str, language: str | None) -> tuple[str, ...]:
    """Return the twelve names in the language that is active; they are the same for everybody."""
    return tuple(date_format(date(2000, month, 1), form) for month in range(1, 13))


ENGLISH = "january february march april may june july august september october november december".split()
TYPED = (
    re.compile(r"(?P<year>\d{4})[-/. ]\s*(?P<month>\d{1,2})[-/. ]\s*(?P<day>\d{1,2})\.?", re.ASCII),
    re.compile(r"(?P<day>\d{1,2})\.\s*(?P<month>\d{1,2})\.\s*(?P<year>\d{4})", re.ASCII),
    re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?[\s-]*(?P<name>[^\W\d_]{3,})[.,]?[\s-]*(?P<year>\d{4})"),
    re.compile(r"(?P<name>[^\W\d_]{3,})\.?\s*(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s*(?P<year>\d{4})"),
)


class UnknownForm(ValueError):
    """A date that could mean two days, or none; the form that is wanted has to be said."""


def read_date(text: str) -> date:
    """Return the date that somebody typed: 2027-12-01, 2027/12/1, 1.12.2027, 1 Dec 2027, December 1, 2027.

    12/01/2027 is a day in January here and in December there: `UnknownForm`, as for any other text.
    A date that the calendar does not have is a plain `ValueError`.
    """
    found = next(filter(None, (form.fullmatch(text.strip().casefold()) for form in TYPED)), None)
    if found is None:
        raise UnknownForm(text)
    said = found.groupdict()
    return date(int(said["year"]), int(said.get("month") or _month(said["name"])), int(said["day"]))


def _month(beginning: str) -> int:
    """Return the month whose name begins so, in English or the language that is active."""
    for names in (ENGLISH, _names("F", get_language())):
        for number, name in enumerate(names, start=1):
            if name.casefold().startswith(beginning):
                return number
    raise UnknownForm(beginning)
