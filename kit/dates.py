"""Dates in words, many times on a page: only the names of the months depend on the language."""

from collections.abc import Iterable
from datetime import date
from functools import cache

from django.utils.formats import date_format
from django.utils.translation import get_language


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
