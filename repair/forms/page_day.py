"""The date of the page that a form stands on: it travels in the form, so that midnight changes nothing that was meant."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from kit.fields import filled_anew
from kit.weeks import DAY

ANOTHER_DAY = _("This page is from another day. Please look at the dates, then send it again.")


class PageDay(forms.DateField):
    """The date a page shows, unseen in its form; what a page without one means is the present date."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False, input_formats=["%Y-%m-%d"])


class DatedForm(forms.Form):
    """A form whose meaning depends on the date its page shows."""

    day = PageDay()
    today: date

    def clean_day(self) -> date:
        """Return the page's date while it is not further than a day from the present one; else ask to look again."""
        day: date = self.cleaned_data["day"] or self.today
        if abs(day - self.today) > DAY:
            self.data = filled_anew(self.data, self.add_prefix("day"), self.today.isoformat())
            self.add_error(None, ANOTHER_DAY)
            return self.today
        return day
