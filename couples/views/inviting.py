"""Inviting a partner, and the inviter's own yes to the person who joined."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import SignedInRequest
from couples.access import standing_of
from couples.actions import invitations
from couples.actions.invitations import AlreadyInACouple, TooManyInvitations
from couples.forms import DayZoneForm, InviteForm
from couples.models import Invitation
from couples.views.doors import too_many
from kit.clock import database_now
from kit.refusals import refusals, sent, status_of

ON_ITS_WAY = gettext_lazy("If it can be delivered, it is on its way.")


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: SignedInRequest) -> HttpResponse:
    """Invite the other person; the answer is the same for every address."""
    if standing_of(request.user).partner:
        return redirect("couples:home")
    form = InviteForm(sent(request))
    if not form.is_valid():
        return render(request, "couples/invite.html", {"form": form}, status=status_of(form))
    try:
        invitations.invite(request.user, address=form.cleaned_data["address"], now=database_now())
    except TooManyInvitations:
        return too_many(request)
    except AlreadyInACouple:
        return redirect("couples:home")
    messages.success(request, ON_ITS_WAY)
    return redirect("couples:home")


@require_POST
def confirm(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Say yes to the person who joined: the words are the same."""
    invitation = get_object_or_404(Invitation.objects.visible_to(request.user), pk=pk)
    with refusals():
        invitations.confirm_invitation(invitation, by=request.user, now=database_now())
        return redirect("couples:home")
    return _it_is_over(request)


@require_http_methods(["GET", "HEAD", "POST"])
def day_zone(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Choose in which zone the days of the two will end; nothing is there for the other, who would read the choice."""
    invitation, now = get_object_or_404(Invitation.objects.visible_to(request.user), pk=pk), database_now()
    if not invitations.may_choose_day_zone(invitation, by=request.user, now=now):
        raise Http404
    chosen = {"zone": invitation.day_zone or request.user.zone}
    form = DayZoneForm(request.POST if request.method == "POST" else None, initial=chosen)
    if not form.is_valid():
        page = {"form": form, "invitation": invitation}
        return render(request, "couples/day_zone.html", page, status=400 if form.is_bound else 200)
    with refusals():
        invitations.choose_day_zone(invitation, by=request.user, zone=form.cleaned_data["zone"], now=now)
        return redirect("couples:home")
    return _it_is_over(request)


@require_POST
def cancel(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Withdraw an invitation, or one's joining; the other is not told who did."""
    invitation = get_object_or_404(Invitation.objects.visible_to(request.user), pk=pk)
    invitations.cancel_invitation(invitation, by=request.user, now=database_now())
    return redirect("couples:home")


@require_POST
def resend(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Send an invitation once more; the answer is the same whether or not a letter goes out."""
    invitation = get_object_or_404(Invitation.objects.visible_to(request.user), pk=pk)
    with refusals():
        invitations.resend_invitation(invitation, by=request.user, now=database_now())
        messages.success(request, ON_ITS_WAY)
        return redirect("couples:home")
    return _it_is_over(request)


def _it_is_over(request: SignedInRequest) -> HttpResponse:
    """Go back to where the person stands; say so only if that is not a couple."""
    if standing_of(request.user).partner is None:
        messages.info(request, _("That invitation is over."))
    return redirect("couples:home")
