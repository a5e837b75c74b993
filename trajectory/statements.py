"""The monthly self-check in words: five signs of repair, and two questions for oneself."""

from django.utils.translation import gettext_lazy as _

STATEMENT_WORDS = {
    "safer": _("I feel safer with my partner than a month ago."),
    "calmer": _("Our hard talks are calmer."),
    "less_defence": _("I defend myself less."),
    "followed": _("Apologies are followed by what was said."),
    "closer": _("Closeness is coming back."),
    "same_things": _("We want the same things."),
}
