"""Sign-in, with its mail going through the outbox. It stands here because accounts knows no notices."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from accounts.adapter import AccountAdapter
from accounts.models import User
from kit.clock import database_now
from notices.actions import post_letter, start_clock


class PostingAccountAdapter(AccountAdapter):
    """The adapter that the settings name."""

    def post(self, *, to: str, subject: str, text: str, html: str, user: User | None) -> None:
        """Put a letter of sign-in into the outbox."""
        post_letter(to=to, subject=subject, text=text, html=html, now=database_now(), user=user)

    def post_login(self, request: HttpRequest, user: User, **about: Any) -> HttpResponse:
        """Start a person's clock with their first sign-in, whichever page it leads to; not for therapists."""
        if not user.is_therapist:
            start_clock(user, now=database_now())
        return super().post_login(request, user, **about)
