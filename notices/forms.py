"""What a person chooses about their reminder."""

from datetime import time

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
        """Return the form filled with what stands now."""
        return cls(initial={name: getattr(reminder, name) for name in cls.base_fields})

    def clean(self) -> dict[str, object]:
        """Refuse half a pair of quiet hours, an empty one, and a time inside them."""
        cleaned = super().clean()
        start, end, at = (cleaned.get(name) for name in ("quiet_from", "quiet_to", "local_time"))
        if self.errors:
            return cleaned
        if (start is None) != (end is None):
            empty = "quiet_from" if start is None else "quiet_to"
            self.add_error(empty, _("Please write both times, or leave both empty."))
        elif start is not None and start == end:
            self.add_error("quiet_to", _("Please choose an end that differs from the start, such as 07:30."))
        elif within(at, start, end):
            self._refuse_quiet_time(start, end)
        return cleaned

    def _refuse_quiet_time(self, start: time, end: time) -> None:
        words = _("That is within your quiet hours, %(start)s to %(end)s. Please choose another time.")
        self.add_error("local_time", words % {"start": f"{start:%H:%M}", "end": f"{end:%H:%M}"})
