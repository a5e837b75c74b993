"""Sign-in, with its mail going through the outbox. It stands here because accounts knows no notices."""

from accounts.adapter import AccountAdapter
from accounts.models import User
from notices.actions import post_letter
from trustrebuild.clock import database_now


class PostingAccountAdapter(AccountAdapter):
    """The adapter that the settings name."""

    def post(self, *, to: str, subject: str, text: str, html: str, user: User | None) -> None:
        """Put a letter of sign-in into the outbox."""
        post_letter(to=to, subject=subject, text=text, html=html, now=database_now(), user=user)
