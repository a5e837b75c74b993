"""What the pages about a couple ask."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.addresses import NOT_AN_ADDRESS, AddressField
from couples.models import Level, ReadinessItem, ReadyAnswer, Role
from kit.fields import Zone
from kit.words import Words

LEVELS = {
    Level.NOTHING: _("Nothing"),
    Level.SUMMARY: _("The weekly sentences"),
    Level.NUMBERS: _("Sentences and numbers"),
    Level.WORDS: _("Sentences, numbers and words"),
}


def other_address(label: Words) -> AddressField:
    """Return a field for somebody else's address: the browser offers none of one's own."""
    widget = forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"})
    return AddressField(label=label, widget=widget, error_messages={"required": NOT_AN_ADDRESS})


class InviteForm(forms.Form):
    """Whom to invite."""

    address = other_address(_("Their e-mail address"))


class DayZoneForm(forms.Form):
    """Where the days of the two end."""

    zone = Zone(label=_("Time zone of our shared days"))


class RoleForm(forms.Form):
    """What a person calls their own part."""

    role = forms.ChoiceField(
        label=_("Which is closest to you?"),
        choices=[(role.value, capfirst(role.label)) for role in (Role.HURT, Role.REPAIRING, Role.BOTH)],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one."), "invalid_choice": _("Please choose one.")},
    )


class LevelForm(forms.Form):
    """How much of one's own the therapist reads."""

    level = forms.ChoiceField(
        label=_("What may the therapist read of yours?"),
        help_text=_(
            "The weekly sentences are made from all your own days, including ones you kept to yourself. "
            "The therapist reads a week once it is over, and only if every day you wrote in it is shared."
        ),
        choices=[(level.value, words) for level, words in LEVELS.items()],
        initial=Level.SUMMARY,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one."), "invalid_choice": _("Please choose one.")},
    )
    gives_on_guard = forms.BooleanField(
        label=_("Also how much I was on guard"),
        help_text=_("Without it the therapist sees “safe” and “close” apart, and nothing made of all three."),
        required=False,
    )


class AgreeForm(LevelForm):
    """One's own yes: how much to give, and to whom, as far as somebody had accepted when the page was drawn."""

    therapist = forms.UUIDField(required=False, widget=forms.HiddenInput)


class TherapistForm(LevelForm):
    """Which therapist to invite, and how much of one's own to give."""

    address = other_address(_("The therapist's e-mail address"))
    field_order = ["address", "level", "gives_on_guard"]


class ReadinessForm(forms.Form):
    """One list, each line answered yes, partly, no, or left out."""

    def __init__(self, *args: Any, lines: list[tuple[ReadinessItem, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = [item for item, _answer in lines]
        for item, answer in lines:
            self.fields[item.value] = forms.ChoiceField(
                label=item.label,
                choices=ReadyAnswer.choices,
                initial=answer,
                required=False,
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": _("Please choose one.")},
            )

    def answers(self) -> dict[ReadinessItem, str]:
        """Return the answers by line, empty where none was given."""
        return {item: self.cleaned_data[item.value] for item in self.items}
