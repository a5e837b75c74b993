"""What one missed, and whether to try again; and the answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kit.fields import OnceForm, PlainText
from repair.forms.repairs import CHOOSE
from repair.models import SMALL_KINDS, ChanceReply


class ChanceForm(OnceForm):
    """A small missed moment, and the wish to try again."""

    kind = forms.ChoiceField(
        choices=[(kind.value, kind.label) for kind in SMALL_KINDS],
        widget=forms.RadioSelect,
        label=_("What was it?"),
        error_messages=CHOOSE,
    )
    missed = PlainText(longest=1000, rows=3, label=_("What I missed"))
    again = PlainText(longest=1000, rows=2, label=_("May I try again?"), help_text=_("What you would do this time."))

    def said(self) -> dict[str, Any]:
        """Return what was missed, and the wish."""
        return {name: self.cleaned_data[name] for name in ("kind", "missed", "again")}


class ChanceAnswerForm(OnceForm):
    """Yes, later, or not now; words if one likes."""

    reply = forms.ChoiceField(
        choices=ChanceReply.choices, widget=forms.RadioSelect, label=_("Your answer"), error_messages=CHOOSE
    )
    words = PlainText(longest=1000, rows=2, required=False, label=_("A few words"))

    def answer(self) -> dict[str, Any]:
        """Return the answer."""
        return {name: self.cleaned_data[name] for name in ("reply", "words")}
