"""Sharing with a therapist: asked by one, agreed to by both, ended by anyone."""

from functools import partial
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import SignedInRequest
from couples.access import Partnered
from couples.actions import grants
from couples.actions.grants import BothNeedToAgree, GivesMore, OneTherapistAtATime
from couples.actions.invitations import TooManyInvitations
from couples.forms import AgreeForm, LevelForm, TherapistForm
from couples.models import Grant
from couples.pages import Sharing, sharing_of
from couples.views.doors import closed, for_partners, too_many
from couples.views.inviting import ON_ITS_WAY
from kit.clock import database_now
from kit.refusals import refusals


@require_safe
@for_partners
def therapist(request: SignedInRequest, standing: Partnered) -> HttpResponse:
    """Show how the couple stands with a therapist, and this partner's own level."""
    return _page(request, standing)


@require_POST
@reauthentication_required
@for_partners
def invite_therapist(request: SignedInRequest, standing: Partnered) -> HttpResponse:
    """Invite a therapist and agree for oneself."""
    form = TherapistForm(request.POST)
    if not form.is_valid():
        return _page(request, standing, form=form, status=400)
    try:
        grants.invite_therapist(standing.partner, **form.cleaned_data, now=database_now())
    except OneTherapistAtATime:
        return redirect("couples:therapist")
    except TooManyInvitations:
        return too_many(request)
    except BothNeedToAgree:
        return closed(request)
    messages.success(request, ON_ITS_WAY)
    return redirect("couples:therapist")


@require_POST
@reauthentication_required
@for_partners
def agree(request: SignedInRequest, standing: Partnered, pk: UUID) -> HttpResponse:
    """Agree to a therapist at one's own level."""
    return _give(request, standing, pk, grants.consent, AgreeForm(request.POST))


@require_POST
@for_partners
def change_level(request: SignedInRequest, standing: Partnered, pk: UUID) -> HttpResponse:
    """Change one's own level; it holds from the next page on. Giving more asks who is there, giving less never does."""
    try:
        return _give(request, standing, pk, grants.change_level, LevelForm(request.POST))
    except GivesMore:
        return _give_more(request, standing, pk)


@reauthentication_required
def _give_more(request: SignedInRequest, standing: Partnered, pk: UUID) -> HttpResponse:
    return _give(request, standing, pk, partial(grants.change_level, may_give_more=True), LevelForm(request.POST))


def _give(
    request: SignedInRequest, standing: Partnered, pk: UUID, action: grants.Giving, form: LevelForm
) -> HttpResponse:
    grant = _grant(standing, pk)
    if not form.is_valid():
        return _page(request, standing, form=form, status=400)
    with refusals() as outcome:
        action(grant, partner=standing.partner, **form.cleaned_data, now=database_now())
        messages.success(request, _("Saved."))
        return redirect("couples:therapist")
    return _page(request, standing, refused=outcome.refusal.message, status=outcome.refusal.status)


@require_POST
@for_partners
def end_therapist(request: SignedInRequest, standing: Partnered, pk: UUID) -> HttpResponse:
    """End the sharing at once; nobody is told who did."""
    grants.end_grant(_grant(standing, pk), now=database_now())
    return redirect("couples:therapist")


def _grant(standing: Partnered, pk: UUID) -> Grant:
    return get_object_or_404(Grant.objects.visible_to(standing.user), pk=pk, couple=standing.couple)


def _page(
    request: SignedInRequest,
    standing: Partnered,
    *,
    form: LevelForm | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    sharing = sharing_of(standing, now=database_now())
    page = {"standing": standing, "sharing": sharing, "form": form or _form(sharing), "refused": refused}
    return render(request, "couples/therapist.html", page, status=status)


def _form(sharing: Sharing) -> LevelForm:
    if sharing.grant is None:
        return TherapistForm()
    if sharing.mine is None:
        return AgreeForm(initial={"therapist": sharing.grant.therapist_id})
    return LevelForm(initial={"level": sharing.mine.level, "gives_on_guard": sharing.mine.gives_on_guard})
