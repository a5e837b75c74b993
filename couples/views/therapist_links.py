"""The link a therapist gets: opening it changes nothing, accepting takes a press when signed in."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from couples.actions import grants
from couples.actions.invitations import LinkNoLongerWorks
from couples.views.doors import keep_link, link_over, signed_in
from trustrebuild.clock import database_now


@login_not_required
@require_safe
def show(request: HttpRequest, token: str) -> HttpResponse:
    """Say what accepting means."""
    try:
        grants.find_therapist_invitation(token, by=signed_in(request), now=database_now())
    except LinkNoLongerWorks:
        return link_over(request)
    return render(request, "couples/accept_grant.html", {"token": token})


@login_not_required
@require_POST
def keep(request: HttpRequest, token: str, then: str = "account_login") -> HttpResponse:
    """Keep the link while its reader signs in or up."""
    try:
        grants.find_therapist_invitation(token, by=signed_in(request), now=database_now())
    except LinkNoLongerWorks:
        return link_over(request)
    if signed_in(request):
        return redirect("couples:accept_grant", token)
    return keep_link(request, "couples:accept_grant", token, then=then)


@login_not_required
@require_POST
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Accept as the couple's therapist; it opens once both partners agreed."""
    if signed_in(request) is None:
        return keep(request, token)
    try:
        grants.accept_grant(token, by=request.user, now=database_now())
    except LinkNoLongerWorks:
        return link_over(request)
    return redirect("therapy:caseload")
