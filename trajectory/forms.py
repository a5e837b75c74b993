"""The monthly self-check."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kit.fields import Scale
from trajectory.models import STATEMENTS, RepairFelt
from trajectory.self_check import STATEMENT_WORDS


class SelfCheckForm(forms.Form):
    """Five statements and two questions for oneself; every one may stay open."""

    repair = forms.ChoiceField(
        required=False,
        choices=[choice for choice in RepairFelt.choices if choice[0]],
        widget=forms.RadioSelect,
        label=_("For me the repair is"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scales = {name: Scale(required=False, label=STATEMENT_WORDS[name]) for name in STATEMENTS}
        self.fields = scales | self.fields

    def scales(self) -> list[forms.BoundField]:
        """Return the statements in their order."""
        return [self[name] for name in STATEMENTS]
