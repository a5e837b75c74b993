"""What an acknowledgement says, how it landed, and the explanation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kit.fields import OnceForm, PlainText
from repair.actions.acknowledgements import Parts
from repair.forms.repairs import CHOOSE
from repair.models import ACKNOWLEDGEMENT_PARTS, Landed


class AcknowledgementForm(OnceForm):
    """What I did, that it was wrong, what it did to you, what I will do differently, what you could see."""

    what = PlainText(longest=3000, rows=4, label=_("What I did"), help_text=_("By its name, and the whole of it."))
    wrong = PlainText(longest=2000, rows=3, label=_("That it was wrong"), help_text=_("Without “but” and without why."))
    effect = PlainText(longest=3000, rows=4, label=_("What it did to you"), help_text=_("As you have heard it."))
    differently = PlainText(longest=2000, rows=3, label=_("What I will do differently"))
    visible_if = PlainText(longest=2000, rows=3, label=_("What you could see if I do"))

    def parts(self) -> Parts:
        """Return what it says."""
        return Parts(**{name: self.cleaned_data[name] for name in ACKNOWLEDGEMENT_PARTS})


class DraftForm(AcknowledgementForm):
    """The same, kept for oneself: nothing needs to be finished, but something must be there."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name in ACKNOWLEDGEMENT_PARTS:
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        """Ask for a word in any of the parts."""
        clean = self.cleaned_data
        if not self.errors and not any(clean.get(name) for name in ACKNOWLEDGEMENT_PARTS):
            self.add_error("what", _("Please write something, or leave this page."))
        return clean


class LandingForm(OnceForm):
    """How it landed, and what is still needed."""

    landed = forms.ChoiceField(
        choices=Landed.choices, widget=forms.RadioSelect, label=_("How did it land?"), error_messages=CHOOSE
    )
    needed = PlainText(longest=2000, rows=3, required=False, label=_("What is still needed?"))

    def said(self) -> dict[str, Any]:
        """Return how it landed."""
        return {name: self.cleaned_data[name] for name in ("landed", "needed")}


class ExplanationForm(OnceForm):
    """How it came to it."""

    words = PlainText(
        longest=5000,
        rows=7,
        label=_("How it came to it"),
        help_text=_("An explanation is no excuse. It waits here until it is asked for."),
    )
