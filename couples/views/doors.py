"""Who may open a page about a couple, and the page of a link that no longer works."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.models import User
from accounts.requests import SignedInRequest
from couples.access import Partnered, Standing, standing_of
from couples.models import Couple
from kit.clock import database_now

View = Callable[..., HttpResponse]
KEPT_LINK = "kept_link"
A_DAY_SECONDS = 24 * 3600


def standing_now(user: User) -> tuple[Standing, datetime]:
    """Return where a person stands and the present instant, for a partner in one query."""
    standing = standing_of(user)
    return standing, standing.read_at or database_now()


def for_partners(view: View) -> View:
    """Hand the standing to a view of partners; whose couple is over reads so, all others get 404."""

    @wraps(view)
    def door(request: SignedInRequest, **named: object) -> HttpResponse:
        standing = standing_of(request.user)
        if not isinstance(standing, Partnered):
            return closed(request)
        return view(request, standing, **named)

    return door


def closed(request: SignedInRequest) -> HttpResponse:
    """Answer 404: "This shared space is closed." to a person who was in one, the plain page to others."""
    if not Couple.objects.left_by(request.user).exists():
        raise Http404
    return render(request, "couples/closed.html", status=404)


def link_over(request: HttpRequest, *, status: int = 410) -> HttpResponse:
    """Answer with the one page for every link that does not work, whatever the reason."""
    return render(request, "couples/link_over.html", status=status)


def too_many(request: HttpRequest) -> HttpResponse:
    """Answer 429 to the sixth invitation of a day."""
    response = render(request, "couples/too_many.html", status=429)
    response.headers["Retry-After"] = str(A_DAY_SECONDS)
    return response


def signed_in(request: HttpRequest) -> User | None:
    """Return who is signed in, if anybody."""
    return request.user if request.user.is_authenticated else None


def keep_link(request: HttpRequest, route: str, token: str, *, then: str) -> HttpResponse:
    """Remember a link in the session on the server, never in an address, and go on to sign in or up."""
    request.session[KEPT_LINK] = reverse(route, args=[token])
    return redirect(then)


def take_kept_link(request: HttpRequest) -> str | None:
    """Return the path of the link that was kept before signing in, once."""
    path: str | None = request.session.pop(KEPT_LINK, None)
    return path
