"""Pages of accounts that django-allauth does not have."""

from uuid import UUID

from allauth.mfa.base.views import IndexView
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actions import become_therapist, stop_second_factor_reset
from accounts.forms import LicenceForm
from accounts.models import SecondFactorReset
from accounts.requests import SignedInRequest
from kit.clock import database_now

LONGEST_KEY = 18  # digits that the database takes as a number


@require_http_methods(["GET", "HEAD", "POST"])
def therapist(request: SignedInRequest) -> HttpResponse:
    """Let a signed-in person say that they work with couples."""
    form = LicenceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        form = LicenceForm(request.POST)
        if form.is_valid():
            become_therapist(request.user, now=database_now(), **form.cleaned_data)
            return redirect("therapy:caseload")
    return render(request, "accounts/therapist.html", {"form": form}, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD"])
def second_step(request: SignedInRequest) -> HttpResponse:
    """Show the second factors of a person, and a reset of them that waits."""
    waiting = SecondFactorReset.objects.visible_to(request.user).waiting(database_now()).first()
    page: HttpResponse = IndexView.as_view(extra_context={"waiting": waiting})(request)
    return page


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def stop_reset(request: HttpRequest, reset_id: UUID) -> HttpResponse:
    """Stop the reset of a second factor, from the link in the mail; its id is the secret.

    It needs no sign-in: stopping can only keep an account as safe as it was.
    """
    now = database_now()
    reset = get_object_or_404(SecondFactorReset, pk=reset_id)
    if request.method == "POST":
        stop_second_factor_reset(reset, now=now)
        return redirect("accounts:stop_reset", reset_id=reset.pk)
    return render(request, "accounts/stop_reset.html", {"reset": reset, "is_open": reset.is_open(now)})


@require_POST
def end_session(request: SignedInRequest) -> HttpResponse:
    """Sign out one of one's own devices; the others stay."""
    named = request.POST.get("session", "")
    key = named if named.isascii() and named.isdecimal() and len(named) <= LONGEST_KEY else 0
    get_object_or_404(UserSession, pk=key, user=request.user).end()
    messages.success(request, _("Signed out there."))
    return redirect("usersessions_list")
