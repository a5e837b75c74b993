"""Who the session belongs to, read with what every request asks about them."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from accounts.models import User


class SignInBackend(AuthenticationBackend):
    """Signs in by address; brings a person's therapist row along, so that nobody asks for it again."""

    def get_user(self, user_id: Any) -> User | None:
        """Return the active person of a session, or nobody."""
        user = User.objects.select_related("therapist").filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None
