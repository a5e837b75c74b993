"""What is told of a hard moment."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kit.fields import LocalDate, OnceForm, PlainText, Scale
from kit.words import Words
from repair.actions.moments import MomentTold
from repair.models import LONGEST_SETTLING_MINUTES

MET = (
    ("2", _("Very well")),
    ("1", _("Well")),
    ("0", _("So-so")),
    ("-1", _("Not so well")),
    ("-2", _("It hurt more")),
)
EARLIEST = date(1950, 1, 1)


class WholeNumber(forms.IntegerField):
    """A whole number between two, in decimal digits; refused in one sentence."""

    def __init__(self, *, least: int, most: int, said: Words, **kwargs: Any) -> None:
        self.least, self.most, self.said = least, most, said
        widget = forms.NumberInput(attrs={"min": least, "max": most, "inputmode": "numeric"})
        super().__init__(widget=widget, error_messages={"required": said}, **kwargs)

    def to_python(self, value: Any) -> int | None:
        """Return the number, or None for nothing."""
        text = str("" if value is None else value).strip()
        if not text:
            return None
        if not text.isdecimal() or len(text) > 6 or not self.least <= int(text) <= self.most:
            raise forms.ValidationError(self.said, code="invalid")
        return int(text)


class MomentForm(OnceForm):
    """What brought it up, how strong it was, how long it stayed, what was needed, how it was met."""

    happened_on = LocalDate(label=_("When was it?"))
    cue = PlainText(
        longest=1000, rows=2, label=_("What brought it up?"), help_text=_("A song, a place, a message, a date.")
    )
    strength = Scale(label=_("How strong was it?"), low=_("hardly there"), high=_("the strongest"))
    settled_minutes = WholeNumber(
        least=0,
        most=LONGEST_SETTLING_MINUTES,
        said=_("Minutes as a whole number, at most a week."),
        required=False,
        label=_("After how many minutes had it settled?"),
    )
    needed = PlainText(longest=1000, rows=2, required=False, label=_("What I needed"))
    met = forms.TypedChoiceField(
        choices=MET, coerce=int, empty_value=None, required=False, widget=forms.RadioSelect, label=_("How was it met?")
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_happened_on(self) -> date:
        """Refuse a date that has not come, or lies too far back."""
        on: date = self.cleaned_data["happened_on"]
        if not EARLIEST <= on <= self.today:
            raise forms.ValidationError(_("Choose today or a date before it."))
        return on

    def told(self) -> MomentTold:
        """Return what was told."""
        return MomentTold(**{name: self.cleaned_data[name] for name in MomentTold.__dataclass_fields__})
