"""Words for templates of the repair room; nothing here asks the database."""

from django import template
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from repair.models import Promise

register = template.Library()


@register.filter
def weekday_words(promise: Promise) -> str:
    """Return the weekdays of a promise: "Every day", "Mondays", "Mon, Wed, Fri"."""
    numbers = promise.weekday_numbers
    if len(numbers) == 7:
        return _("Every day")
    if len(numbers) == 1:
        return _("Every %(day)s") % {"day": WEEKDAYS[numbers[0]]}
    return ", ".join(str(WEEKDAYS_ABBR[number]) for number in numbers)
