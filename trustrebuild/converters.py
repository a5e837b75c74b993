"""Path converters: a calendar date that exists."""

from datetime import date

from django.urls import register_converter


class DayConverter:
    """An ISO date; one that does not exist is no address."""

    regex = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        """Return the date; `ValueError` makes it a 404."""
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        """Return the date as ISO text."""
        return value.isoformat()


register_converter(DayConverter, "day")
