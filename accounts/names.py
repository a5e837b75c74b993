"""What a person is called where no name was written; names are optional."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from accounts.models import User


def name_of(person: User, reader: User, *, inside: bool = False) -> str:
    """Return the name of one of two partners, or what the other, or they themselves, read for it.

    `inside` is for the middle of a sentence; a name reads the same there.
    """
    if person.name:
        return person.name
    if person.pk == reader.pk:
        return _("you") if inside else _("You")
    return _("your partner") if inside else _("Your partner")


def names_of_two(names: Sequence[str]) -> list[str]:
    """Return the names of two partners as a third person reads them, each apart from the other."""
    first, second = (*names, "", "")[:2]
    if first or second:
        other = _("{name}’s partner").format(name=first or second)
        return [first or other, second or other]
    return [_("The first partner"), _("The second partner")]
