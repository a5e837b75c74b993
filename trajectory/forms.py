"""The monthly self-check."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kit.fields import Scale
from trajectory.models import STATEMENTS, RepairFelt
from trajectory.self_check import STATEMENT_WORDS


class SelfCheckForm(forms.Form):
    """Five statements and two questions for oneself; every one may stay open."""

    month = forms.DateField(required=False, widget=forms.HiddenInput)  # the first of the month that the page asks about
    repair = forms.ChoiceField(
        required=False,
        choices=[choice for choice in RepairFelt.choices if choice[0]],
        widget=forms.RadioSelect,
        label=_("For me the repair is"),
    )

    def __init__(self, *args: Any, asked: list[date], **kwargs: Any) -> None:
        """Take the months that may be answered for, the present one first."""
        super().__init__(*args, **kwargs)
        self.asked = asked
        scales = {name: Scale(required=False, label=STATEMENT_WORDS[name]) for name in STATEMENTS}
        self.fields = scales | self.fields

    def clean(self) -> dict[str, Any]:
        """Refuse a month that has gone by; a page that names none means the present one."""
        said = super().clean() or self.cleaned_data
        said["month"] = said.get("month") or self.asked[0]
        if said["month"] not in self.asked:
            raise forms.ValidationError(
                _("This page asked about an earlier month. Nothing was saved; your answers are still here."),
                code="late",
            )
        return said

    def answered(self) -> dict[str, Any]:
        """Return the month, and what was answered for it."""
        answers = dict(self.cleaned_data)
        return {"month": answers.pop("month"), "answers": answers}

    def scales(self) -> list[forms.BoundField]:
        """Return the statements in their order."""
        return [self[name] for name in STATEMENTS]
