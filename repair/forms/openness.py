"""What may be shared unasked."""

from django.utils.translation import gettext_lazy as _

from kit.fields import OnceForm, PlainText


class OpennessForm(OnceForm):
    """Something shared before the other had to ask."""

    words = PlainText(longest=5000, rows=4, label=_("What do you share?"))


class OpennessNoteForm(OnceForm):
    """Words added later."""

    words = PlainText(longest=2000, rows=3, label=_("Add a note"))
