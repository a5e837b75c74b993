"""The two links that letters carry, into a couple and to read along: opening one changes nothing, saying yes takes a press."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from couples.actions import grants, invitations
from couples.actions.invitations import AcceptedBefore, LinkNoLongerWorks, TakenBySomebodyElse
from couples.views.doors import keep_link, link_over, signed_in
from kit.clock import database_now


@dataclass(frozen=True)
class Link:
    """One kind of link: how it is looked up and accepted, the page that says what that means, and where it leads."""

    find: Callable[..., object]
    take: Callable[..., object]
    page: str
    route: str
    leads_to: str


INTO_A_COUPLE = Link(
    invitations.find_invitation, invitations.accept_invitation, "couples/join.html", "couples:join", "couples:home"
)
TO_READ_ALONG = Link(
    grants.find_therapist_invitation,
    grants.accept_grant,
    "couples/accept_grant.html",
    "couples:accept_grant",
    "therapy:caseload",
)


@login_not_required
@require_safe
def show(request: HttpRequest, token: str, link: Link) -> HttpResponse:
    """Say what a yes means; opening it changes nothing, however often and by whomever."""
    try:
        link.find(token, by=signed_in(request), now=database_now())
    except AcceptedBefore:
        return redirect(link.leads_to)
    except LinkNoLongerWorks:
        return link_over(request)
    return render(request, link.page, {"token": token})


@login_not_required
@require_POST
def keep(request: HttpRequest, token: str, link: Link, then: str = "account_login") -> HttpResponse:
    """Keep the link while its reader signs in or up."""
    try:
        link.find(token, by=signed_in(request), now=database_now())
    except LinkNoLongerWorks:
        return link_over(request)
    if signed_in(request):
        return redirect(link.route, token)
    return keep_link(request, link.route, token, then=then)


@login_not_required
@require_POST
def accept(request: HttpRequest, token: str, link: Link) -> HttpResponse:
    """Say yes, as far as who was invited can: those who invited still say theirs."""
    if signed_in(request) is None:
        return keep(request, token, link)
    try:
        link.take(token, by=request.user, now=database_now())
    except TakenBySomebodyElse:
        return link_over(request, status=409)
    except LinkNoLongerWorks:
        return link_over(request)
    return redirect(link.leads_to)
