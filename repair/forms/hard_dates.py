"""What is said of a hard date, and the line before it."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kit.fields import LocalDate, OnceForm, PlainText, ShortLine
from repair.actions.hard_dates import HardDateSaid
from repair.forms.moments import EARLIEST, WholeNumber
from repair.forms.page_day import DatedForm, PageDay
from repair.forms.promises import farthest
from repair.models import LONGEST_NOTICE_DAYS


class DateForm(OnceForm, DatedForm):
    """A date that may be hard, what would help, and how early the other hears of it."""

    falls_on = LocalDate(label=_("Which date?"))
    yearly = forms.BooleanField(required=False, label=_("It comes every year"))
    name = ShortLine(longest=120, label=_("What is it?"), help_text=_("A few words are enough."))
    helps = PlainText(longest=1000, rows=3, required=False, label=_("What would help on that day?"))
    notice_days = WholeNumber(
        least=0,
        most=LONGEST_NOTICE_DAYS,
        said=_("From 0 to 30 days."),
        initial=3,
        label=_("How many days before does the other hear of it?"),
        help_text=_("They get a discreet line in their reminder of that day: no names, no words of yours."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["day"] = self.today = today

    def clean(self) -> dict[str, Any]:
        """Take a date that comes: within two years, or each year since it was."""
        clean = self.cleaned_data
        on, first = clean.get("falls_on"), EARLIEST if clean.get("yearly") else clean.get("day", self.today)
        if on and not first <= on <= farthest(self.today):
            self.add_error(
                "falls_on", _("Choose a date from today to two years from now, or one that comes every year.")
            )
        return clean

    def marked(self) -> HardDateSaid:
        """Return what was said."""
        return HardDateSaid(**{name: self.cleaned_data[name] for name in HardDateSaid.__dataclass_fields__})


class LineForm(OnceForm):
    """A line before the other's date, for the time its page shows."""

    words = PlainText(
        longest=1000, rows=3, label=_("Your line"), help_text=_("“I know what day it is. I am home at four.”")
    )
    for_on = PageDay()

    def __init__(self, *args: Any, coming: date | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["for_on"] = self.coming = coming

    def line(self) -> dict[str, Any]:
        """Return the words, and the time of the date that they are for."""
        return {"words": self.cleaned_data["words"], "on": self.cleaned_data["for_on"] or self.coming}
