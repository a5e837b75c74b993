"""What a repair is opened for, what is written in its steps, and why it is opened again."""

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from kit.fields import OnceForm, PlainText, ShortLine, filled_anew
from repair.actions.repair_steps import Written
from repair.actions.repairs import Opening
from repair.models import Landed, Promise, RepairKind, RepairSide, Step, TimeOut

CHOOSE = {"required": _("Please choose one."), "invalid_choice": _("Please choose one.")}


class OpenForm(OnceForm):
    """What it is about; a new breach also asks who did it."""

    kind = forms.ChoiceField(
        choices=RepairKind.choices, widget=forms.RadioSelect, label=_("What was it?"), error_messages=CHOOSE
    )
    name = ShortLine(longest=120, label=_("A few words to find it again"), help_text=_("Both of you read them."))
    done_by_me = forms.ChoiceField(
        required=False,
        widget=forms.RadioSelect,
        label=_("Who did it?"),
        help_text=_("For a new breach."),
        error_messages=CHOOSE,
    )
    time_out = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, other: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        who = self.fields["done_by_me"]
        if isinstance(who, forms.ChoiceField):
            who.choices = [("yes", _("I did")), ("no", other)]

    def clean(self) -> dict[str, Any]:
        """Ask who did it where that decides who begins."""
        clean = self.cleaned_data
        if clean.get("kind") == RepairKind.BREACH and not clean.get("done_by_me") and "done_by_me" not in self.errors:
            self.add_error("done_by_me", CHOOSE["required"])
        return clean

    def opening(self, time_out: TimeOut | None) -> Opening:
        """Return what is opened, after which time-out."""
        clean = self.cleaned_data
        return Opening(RepairKind(clean["kind"]), clean["name"], clean["done_by_me"] == "yes", time_out)


ASKED = {
    Step.HAPPENED: (
        _("What happened, as you lived it"),
        _("What you saw, heard and felt. Your side needs no proof, and theirs may differ."),
    ),
    Step.OWN: (
        _("My part"),
        _("What you did, that it was wrong, and what it did to the other. No explanation yet."),
    ),
    Step.PATTERN: (
        _("What allowed it"),
        _("The hour, the tiredness, the old fear, the unsaid thing. Not who: what."),
    ),
}


class SideForm(forms.Form):
    """One's own side of a step. `seen` is when the stored one was written, so that no tab overwrites another."""

    words = PlainText(longest=5000, rows=7)
    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, step: Step, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stored: RepairSide | None = None
        self.stored_is_sealed = True
        self.fields["words"].label, self.fields["words"].help_text = ASKED[step]

    def clean_seen(self) -> datetime | None:
        """Return when the stored one was written, or None."""
        try:
            return parse_datetime(self.cleaned_data["seen"])
        except ValueError:
            return None

    def written(self) -> Written:
        """Return what was written."""
        return Written(self.cleaned_data["words"])

    def show_beside(self, stored: RepairSide | None, *, now: datetime) -> None:
        """Show what is stored beside what was written; sent again, the form replaces it."""
        self.stored, self.stored_is_sealed = stored, stored is None or stored.is_sealed(now)
        self.data = filled_anew(self.data, "seen", stored.written_at.isoformat() if stored else "")


class LandedForm(forms.Form):
    """How an owning landed, and what is still needed."""

    landed = forms.ChoiceField(
        choices=Landed.choices, widget=forms.RadioSelect, label=_("How did it land?"), error_messages=CHOOSE
    )
    needed = PlainText(longest=2000, rows=3, required=False, label=_("What is still needed?"))

    def written(self) -> Written:
        """Return what was written."""
        return Written(landed=Landed(self.cleaned_data["landed"]), needed=self.cleaned_data["needed"])


class ReopenForm(OnceForm):
    """Why a closed repair is opened again."""

    reason = PlainText(longest=1000, rows=3, label=_("Why open it again?"), help_text=_("You’ll both read it."))


class SideNoteForm(OnceForm):
    """Words added to one's own side after it opened."""

    words = PlainText(longest=2000, rows=3, label=_("Add a note"))


class ChoiceOfPromise(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes no [Promise] when it runs
    """Promises to choose from, each by its deed."""

    def label_from_instance(self, obj: Promise) -> str:
        """Return the deed."""
        return obj.deed


class ChoosePromiseForm(forms.Form):
    """One of one's own open promises."""

    promise = ChoiceOfPromise(
        queryset=Promise.objects.none(), empty_label=None, label=_("One of your open promises"), error_messages=CHOOSE
    )

    def __init__(self, *args: Any, promises: QuerySet[Promise], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["promise"]
        if isinstance(choice, ChoiceOfPromise):
            choice.queryset = promises
