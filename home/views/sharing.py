"""Pausing, resuming, leaving: each alone, at once, without a reason, and never told to the other."""

from allauth.account.decorators import reauthentication_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import SignedInRequest
from couples.access import standing_of
from home.actions import leave_couple, pause_sharing, resume_sharing
from home.hotlines import directory
from kit.clock import database_now


@require_POST
def pause(request: SignedInRequest) -> HttpResponse:
    """Share nothing new from now on."""
    pause_sharing(request.user, now=database_now())
    return redirect("couples:home")


@require_POST
def resume(request: SignedInRequest) -> HttpResponse:
    """Share again; what was written meanwhile only if the box was ticked."""
    resume_sharing(request.user, share_meanwhile="share_meanwhile" in request.POST, now=database_now())
    return redirect("couples:home")


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True)
def leave(request: SignedInRequest) -> HttpResponse:
    """Say what leaving means; end the shared space at one press."""
    if request.method == "POST":
        leave_couple(request.user, now=database_now())
        return redirect("couples:home")
    standing = standing_of(request.user)
    if standing.partner is None:
        return redirect("couples:home")
    return render(request, "home/leave.html", {"standing": standing, "directory": directory()})
