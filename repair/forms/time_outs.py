"""How long a time-out lasts, and the plan made in calm."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kit.fields import OnceForm, PlainText
from repair.models import LONGEST_TIME_OUT, SHORTEST_TIME_OUT

LENGTHS = (
    ("20", _("20 minutes")),
    ("40", _("40 minutes")),
    ("60", _("1 hour")),
    ("120", _("2 hours")),
    ("720", _("12 hours")),
    ("1440", _("24 hours")),
)
NOT_A_LENGTH = _("From 20 minutes to 24 hours.")


class Minutes(forms.IntegerField):
    """A number of minutes that a time-out may last."""

    default_error_messages = {"invalid": NOT_A_LENGTH}

    def to_python(self, value: Any) -> int | None:
        """Return the minutes, or None for nothing; nothing but decimal digits counts."""
        text = str(value or "").strip()
        if not text:
            return None
        if not text.isdecimal() or len(text) > 6:
            raise forms.ValidationError(NOT_A_LENGTH, code="invalid")
        minutes = int(text)
        if not SHORTEST_TIME_OUT <= timedelta(minutes=minutes) <= LONGEST_TIME_OUT:
            raise forms.ValidationError(NOT_A_LENGTH, code="invalid")
        return minutes


class TimeOutForm(OnceForm):
    """How long, by a tap or in minutes of one's own."""

    minutes = Minutes(required=False, label=_("How long do you need?"), widget=forms.RadioSelect(choices=LENGTHS))
    other = Minutes(
        required=False,
        label=_("Another length, in minutes"),
        widget=forms.NumberInput(attrs={"min": 20, "max": 1440, "inputmode": "numeric"}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two; a length of one's own wins."""
        clean = self.cleaned_data
        if not self.errors and not (clean.get("minutes") or clean.get("other")):
            self.add_error("minutes", _("Choose how long. From 20 minutes to 24 hours."))
        return clean

    def length(self) -> timedelta:
        """Return how long it is to last."""
        return timedelta(minutes=self.cleaned_data.get("other") or self.cleaned_data["minutes"])


class PlanForm(OnceForm):
    """The words that call a time-out, and what soothes."""

    signal_words = PlainText(
        longest=300,
        rows=2,
        label=_("Words or a sign that say: I need a time-out"),
        help_text=_("Short, and agreed on in a calm moment. A raised hand counts."),
    )
    soothing = PlainText(
        longest=2000,
        rows=4,
        required=False,
        label=_("What helps me settle"),
        help_text=_("One a line: a walk, cold water, music, breathing out slowly."),
    )

    def plan(self) -> dict[str, str]:
        """Return the plan."""
        return {name: self.cleaned_data[name] for name in ("signal_words", "soothing")}
