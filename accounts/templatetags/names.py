"""Names of the two partners in templates."""

from django import template

from accounts.models import User
from accounts.names import name_of

register = template.Library()
register.filter("called", name_of)


@register.filter
def called_inside(person: User, reader: User) -> str:
    """Return a name for the middle of a sentence."""
    return name_of(person, reader, inside=True)
