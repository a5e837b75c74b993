"""Path converters: a calendar date that exists."""

from datetime import date

from django.urls import register_converter

FIRST, LAST = date(1900, 1, 1), date(2999, 12, 31)  # so that weeks can be added to any date of an address


class DayConverter:
    """An ISO date; one that does not exist, or that nobody lives on, is no address."""

    regex = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        """Return the date; `ValueError` makes it a 404."""
        on = date.fromisoformat(value)
        if not FIRST <= on <= LAST:
            raise ValueError(value)
        return on

    def to_url(self, value: date) -> str:
        """Return the date as ISO text."""
        return value.isoformat()


register_converter(DayConverter, "day")
