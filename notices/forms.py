"""What a person chooses about their reminder."""

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kit.fields import LocalTime
from notices.models import Reminder
from notices.windows import within


class ReminderForm(forms.Form):
    """When a person is reminded, and when never."""

    is_on = forms.BooleanField(label=_("Remind me by e-mail"), required=False)
    local_time = LocalTime(label=_("At"))
    quiet_from = LocalTime(label=_("Never from"), required=False)
    quiet_to = LocalTime(label=_("until"), required=False)

    @classmethod
    def of(cls, reminder: Reminder) -> "ReminderForm":
        """Return the form, filled with the present settings."""
        return cls(initial={name: getattr(reminder, name) for name in cls.base_fields})

    def clean(self) -> dict[str, Any]:
        """Refuse half a pair of quiet hours, an empty one, and a time inside them."""
        said = self.cleaned_data
        if self.errors:
            return said
        start, end = said["quiet_from"], said["quiet_to"]
        if start is None or end is None:
            if start != end:
                empty = "quiet_from" if start is None else "quiet_to"
                self.add_error(empty, _("Please write both times, or leave both empty."))
        elif start == end:
            self.add_error("quiet_to", _("Please choose an end that differs from the start, such as 07:30."))
        elif within(said["local_time"], start, end):
            self._refuse_quiet_time(start, end)
        return said

    def _refuse_quiet_time(self, start: time, end: time) -> None:
        words = _("That is within your quiet hours, %(start)s to %(end)s. Please choose another time.")
        self.add_error("local_time", words % {"start": f"{start:%H:%M}", "end": f"{end:%H:%M}"})
