"""What a view is asked with."""

from django.http import HttpRequest

from accounts.models import User


class SignedInRequest(HttpRequest):
    """A request of a person: `LoginRequiredMiddleware` lets nobody else reach a view.

    Only a type: what is under `@login_not_required` gets a plain `HttpRequest`.
    """

    user: User
