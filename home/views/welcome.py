"""The pages for everybody: the first one, help, privacy, and the quick way out."""

from contextlib import suppress

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from accounts.devices import COOKIE as DEVICE_COOKIE
from accounts.leaving import end_session
from couples.views.doors import take_kept_link
from home.actions import welcome
from home.context import rooms_of
from home.hotlines import directory
from kit.clock import database_now


@login_not_required
@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """Tell a visitor what this is; lead who is signed in to the link they came with, or to their first room."""
    if not request.user.is_authenticated:
        return render(request, "home/landing.html", {"directory": directory()})
    with suppress(DatabaseError):  # a database that takes no rows today still leads on; the clock starts another time
        welcome(request.user, now=database_now())
    return redirect(take_kept_link(request) or rooms_of(request.user)[0].route)


@login_not_required
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Show the help lines, those of the chosen country first; the directory for all others is always there."""
    country = request.GET.get("country", "")
    chosen = directory().of(country)
    page = {"directory": directory(), "chosen": chosen, "country": country.upper() if chosen else ""}
    return render(request, "home/help.html", page)


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Say in plain words what is kept, who reads it, and for how long."""
    return render(request, "home/privacy.html")


class Leaving(HttpResponse):
    """The way to a neutral site; the row of the session is deleted once the browser has it."""

    def __init__(self, session_key: str) -> None:
        super().__init__(status=303, headers={"Location": settings.EXIT_URL, "Clear-Site-Data": '"cache", "storage"'})
        self.session_key = session_key
        for cookie in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, DEVICE_COOKIE):
            self.delete_cookie(cookie, samesite="Lax")

    def close(self) -> None:
        """End the session; the server calls this after the last byte was sent."""
        try:
            end_session(self.session_key)
        finally:
            super().close()


@login_not_required
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def leave_at_once(request: HttpRequest) -> HttpResponse:
    """Go to a neutral site and end the session; a plain link, so that it needs no script.

    `SafePages` answers with it before any middleware that reads a row.
    """
    return Leaving(request.COOKIES.get(settings.SESSION_COOKIE_NAME, ""))
