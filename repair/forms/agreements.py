"""What may be offered to be seen for a while."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from kit.fields import LocalDate, OnceForm, PlainText
from repair.actions.agreements import Offer
from repair.models import LONGEST_AGREEMENT_DAYS


class AgreementForm(OnceForm):
    """What is offered to be seen, why, when both look at it again, and when it ends by itself."""

    offered = PlainText(longest=1000, rows=3, label=_("What may the other see or know?"))
    why = PlainText(longest=1000, rows=2, label=_("What is it for?"))
    review_on = LocalDate(label=_("When do you look at it together?"))
    ends_on = LocalDate(label=_("When does it end?"), help_text=_("At most 90 days from today; then it is asked anew."))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        """Keep the dates in their order, and the end within ninety days."""
        clean = self.cleaned_data
        review, end = clean.get("review_on"), clean.get("ends_on")
        if review and review < self.today:
            self.add_error("review_on", _("Choose today or a later date."))
        if end and not self.today < end <= self.today + timedelta(days=LONGEST_AGREEMENT_DAYS):
            self.add_error("ends_on", _("Choose a date from tomorrow to 90 days from today."))
        elif review and end and review > end:
            self.add_error("review_on", _("Look at it together before it ends."))
        return clean

    def offer(self) -> Offer:
        """Return what is offered."""
        return Offer(**{name: self.cleaned_data[name] for name in ("offered", "why", "review_on", "ends_on")})
