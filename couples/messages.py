"""What couples send: one function for each letter, neutral on the outside."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from couples.models import Invitation


def _letter(name: str, context: dict[str, object]) -> dict[str, str]:
    """Return subject, text and html of one letter."""
    context = {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL, **context}
    return {
        "subject": render_to_string(f"couples/email/{name}.subject.txt", context).strip(),
        "text": render_to_string(f"couples/email/{name}.txt", context),
        "html": render_to_string(f"couples/email/{name}.html", context),
    }


def invitation_letter(invitation: Invitation, token: str) -> dict[str, str]:
    """Invite the other person; names nobody and says nothing about why."""
    link = settings.SITE_URL + reverse("couples:join", args=[token])
    return _letter("invitation", {"link": link, "expires_at": invitation.expires_at})


def therapist_letter(token: str) -> dict[str, str]:
    """Invite a therapist; names nobody."""
    link = settings.SITE_URL + reverse("couples:accept_grant", args=[token])
    return _letter("therapist", {"link": link})
