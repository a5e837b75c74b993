"""What couples send: one function for each letter, neutral on the outside."""

from typing import TypedDict

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse


class Drawn(TypedDict):
    """A letter as the outbox takes it."""

    subject: str
    text: str
    html: str


def _letter(name: str, route: str, token: str) -> Drawn:
    """Return subject, text and html of one letter around a link."""
    context = {"site_name": settings.SITE_NAME, "link": settings.SITE_URL + reverse(route, args=[token])}
    return {
        "subject": render_to_string(f"couples/email/{name}.subject.txt", context).strip(),
        "text": render_to_string(f"couples/email/{name}.txt", context),
        "html": render_to_string(f"couples/email/{name}.html", context),
    }


def invitation_letter(token: str) -> Drawn:
    """Invite the other person; names nobody and says nothing about why."""
    return _letter("invitation", "couples:join_link", token)


def therapist_letter(token: str) -> Drawn:
    """Invite a therapist; names nobody."""
    return _letter("therapist", "couples:therapist_link", token)
