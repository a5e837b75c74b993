"""What may be asked and answered."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kit.fields import OnceForm, PlainText, YesNo
from repair.actions.questions import Asking, Reply
from repair.models import ANSWER_HOURS, AnswerChange, How, QuestionKind
from repair.wording.graphic import asks_for_detail

DAYS = ((2, _("Two days")), (3, _("Three days")), (7, _("A week")), (14, _("Two weeks")), (30, _("A month")))


class QuestionForm(OnceForm):
    """A question, the need behind it, and how and by when an answer would help."""

    text = PlainText(longest=2000, rows=3, label=_("Your question"))
    need = PlainText(
        longest=2000, rows=2, required=False, label=_("What you need it for"), help_text=_("This helps to answer well.")
    )
    kind = forms.ChoiceField(choices=QuestionKind.choices, widget=forms.RadioSelect, label=_("What is it about?"))
    how = forms.ChoiceField(choices=How.choices, widget=forms.RadioSelect, label=_("How would you like the answer?"))
    days = forms.TypedChoiceField(choices=DAYS, coerce=int, label=_("By when would it help?"), initial=2)
    hinted = forms.BooleanField(required=False, widget=forms.HiddenInput)

    @property
    def needs_hint(self) -> bool:
        """Say whether a night's rest should be offered once before this is asked."""
        return asks_for_detail(self.cleaned_data["text"]) and not self.cleaned_data["hinted"]

    def asking(self) -> Asking:
        """Return what is asked."""
        clean = self.cleaned_data
        hours = 24 * clean["days"] if clean["days"] else ANSWER_HOURS
        return Asking(clean["text"], clean["need"], QuestionKind(clean["kind"]), How(clean["how"]), hours)


class LengthenForm(forms.Form):
    """How much time the other may take, counted from asking."""

    days = forms.TypedChoiceField(choices=DAYS[1:], coerce=int, label=_("How much time altogether?"))


class AnswerForm(OnceForm):
    """An answer, or what has changed about one."""

    words = PlainText(rows=6, label=_("Your answer"))
    is_all_known = YesNo(label=_("Is this all you know?"))
    change = forms.ChoiceField(
        choices=[
            (AnswerChange.CORRECTION, _("It corrects what I said")),
            (AnswerChange.NEW_INFORMATION, _("It is new")),
        ],
        widget=forms.RadioSelect,
        label=_("How does it go with what you said before?"),
    )
    asked_for = YesNo(required=True, label=_("Were you asked for it?"))

    def __init__(self, *args: Any, is_first: bool, how: How, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_first:
            del self.fields["change"], self.fields["asked_for"]
        if how != How.WRITTEN:
            self.fields["words"].required = False
            self.fields["words"].help_text = _("If you talked, a word about when is enough. Empty is fine too.")

    def reply(self) -> Reply:
        """Return what is answered."""
        clean = self.cleaned_data
        change = AnswerChange(clean["change"]) if clean.get("change") else None
        return Reply(clean["words"], clean["is_all_known"], change, clean.get("asked_for"))
