"""What a request passes on its way to a page: whose session it is, the second factor, the time zone."""

import time
from collections.abc import Callable
from contextlib import suppress

from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils import timezone

from accounts.actions import record_lost_texts
from accounts.adapter import lacks_second_factor
from accounts.kept import keep_form
from accounts.models import User
from kit.clock import database_now
from kit.encryption import LOST
from kit.zones import rules_of

View = Callable[[HttpRequest], HttpResponse]
QUIET_SECONDS = 15 * 60
A_DAY_SECONDS = 24 * 3600
NOTED_EVERY_SECONDS = 60
OPEN_WITHOUT_SECOND_FACTOR = {
    "accounts:second_step",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "account_reauthenticate",
    "account_logout",
    "home:exit",
    "home:help",
    "home:healthz",
    "home:privacy",
}


def living_session(get_response: View) -> View:
    """End a session whose person is gone, and one of staff or a therapist after fifteen quiet minutes.

    With the session the browser forgets what our pages stored; its cache holds none of them.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        was_signed_in = request.user.is_authenticated
        if not was_signed_in and SESSION_KEY in request.session:
            request.session.flush()
        elif request.user.is_authenticated and request.user.needs_second_factor and _was_quiet(request):
            logout(request)
        elif request.user.is_authenticated:
            slide(request, request.user)
        response = get_response(request)
        if was_signed_in and not request.user.is_authenticated:
            response.headers.setdefault("Clear-Site-Data", '"storage"')
        return response

    middleware.process_exception = _lead_out  # type: ignore[attr-defined]  # where Django looks for it
    return middleware


def _lead_out(request: HttpRequest, problem: Exception) -> HttpResponse | None:
    """Lead to the sign-in who waited for a lock while their account was erased."""
    if isinstance(problem, User.DoesNotExist) and request.user.is_authenticated:
        is_gone = not User.objects.filter(pk=request.user.pk).exists()
        return redirect(request.path) if is_gone else None
    return None


def _was_quiet(request: HttpRequest) -> bool:
    """Say whether the last request is too long ago; note this one, at most once a minute."""
    now = time.time()
    quiet: float = now - request.session.get("seen_at", now)
    if "seen_at" not in request.session or quiet > NOTED_EVERY_SECONDS:
        request.session["seen_at"] = now
    return quiet > QUIET_SECONDS


class SignInRequired(LoginRequiredMiddleware):
    """Lead who is not signed in to the sign-in, and from there to the page they were on.

    What they had written is kept for them; a press is not done later by itself.
    """

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseRedirect:
        """Keep a form that was sent; lead to the sign-in."""
        if request.method != "POST":
            return super().handle_no_permission(request, view_func)
        return redirect_to_login(
            keep_form(request), self.get_login_url(view_func), self.get_redirect_field_name(view_func)
        )


def slide(request: HttpRequest, user: User) -> None:
    """Let a session go on for its full time from today: noted once a day, not with every request."""
    today, signed_in_at = int(time.time()) // A_DAY_SECONDS, user.last_login
    since = int(signed_in_at.timestamp()) // A_DAY_SECONDS if signed_in_at else 0
    if request.session.get("used_on", since) != today:
        request.session["used_on"] = today


def second_factor(get_response: View) -> View:
    """Lead therapists and staff to set up their second factor before anything else."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if lacks_second_factor(request.user) and not _is_open(request.path_info):
            return redirect("mfa_index")
        return get_response(request)

    return middleware


def _is_open(path: str) -> bool:
    """Say whether a page may be seen before the second factor is set up; what is not there may."""
    try:
        return resolve(path).view_name in OPEN_WITHOUT_SECOND_FACTOR
    except Resolver404:
        return True


def own_zone(get_response: View) -> View:
    """Show times in the reader's zone."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return get_response(request)
        with timezone.override(rules_of(request.user.zone)):
            return get_response(request)

    return middleware


def lost_texts(get_response: View) -> View:
    """Note for the staff which texts of a page did not open; a page needs nobody to write that down."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if LOST:
            with suppress(DatabaseError):
                record_lost_texts(now=database_now())
        return response

    return middleware


def refused_form(get_response: View) -> View:
    """Answer 400 when a form of the sign-in pages is shown again with what to mend.

    The library's views take a PUT for a POST; no page here is meant for one.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method == "PUT":
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        response = get_response(request)
        shown = getattr(response, "context_data", None) or {}
        if request.method == "POST" and response.status_code == 200 and getattr(shown.get("form"), "errors", None):
            response.status_code = 400
        return response

    return middleware
