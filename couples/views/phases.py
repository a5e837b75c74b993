"""The phase: seen by both, moved by the hurt partner, forward or back; readiness for one's own eyes."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import SignedInRequest
from couples.access import Partnered, Standing, movers_of, standing_of
from couples.actions import phases as actions
from couples.forms import ReadinessForm
from couples.models import Phase, PhaseMove, Word
from couples.phasing import phasing_of, readiness_of
from couples.views.doors import for_partners
from kit.clock import database_now
from kit.refusals import Refusal, refusals, sent, status_of


@require_safe
def phase(request: SignedInRequest) -> HttpResponse:
    """Show where the two are; a person whose space is not open is invited."""
    standing = standing_of(request.user)
    return _page(request, standing)


def _page(request: SignedInRequest, standing: Standing, refusal: Refusal | None = None) -> HttpResponse:
    page: dict[str, object] = {"standing": standing, "phases": list(Phase), "said": refusal and refusal.message}
    if isinstance(standing, Partnered) and standing.is_open:
        page["phasing"] = phasing_of(standing, now=database_now())
    return render(request, "couples/phase.html", page, status=refusal.status if refusal else 200)


@require_POST
@for_partners
def move(request: SignedInRequest, standing: Partnered, towards: Phase) -> HttpResponse:
    """Say yes to a phase; where both are needed it moves with the second yes."""
    with refusals() as outcome:
        actions.say_yes(request.user, towards=towards, now=database_now())
        return redirect("couples:phase")
    return _page(request, standing, outcome.refusal)


@require_POST
@for_partners
def take_back(request: SignedInRequest, standing: Partnered, pk: UUID) -> HttpResponse:
    """Take back a move of one's own, for ten minutes; one that is gone changes nothing."""
    moved = PhaseMove.objects.visible_to(request.user).with_id(pk)
    with refusals() as outcome:
        if moved:
            actions.take_back_move(moved, by=request.user, now=database_now())
        return redirect("couples:phase")
    return _page(request, standing, outcome.refusal)


@require_POST
@for_partners
def stay(request: SignedInRequest, standing: Partnered) -> HttpResponse:
    """Take one's own yes back."""
    actions.take_back_yes(request.user)
    return redirect("couples:phase")


@require_POST
@for_partners
def say(request: SignedInRequest, standing: Partnered, word: Word) -> HttpResponse:
    """Say ready or not yet, as the partner who does not move it."""
    with refusals() as outcome:
        actions.say_word(request.user, word=word, now=database_now())
        return redirect("couples:phase")
    return _page(request, standing, outcome.refusal)


@require_http_methods(["GET", "HEAD", "POST"])
@for_partners
def readiness(request: SignedInRequest, standing: Partnered) -> HttpResponse:
    """Answer the readiness list for oneself; for who moves the phase."""
    now = database_now()
    if standing.partner not in movers_of(standing, now=now):
        return redirect("couples:phase")
    lines = readiness_of(standing, Phase(actions.phase_now(standing.couple).phase))
    form = ReadinessForm(sent(request), lines=lines)
    if form.is_valid():
        actions.answer_readiness(request.user, answers=form.answers(), now=now)
        messages.success(request, _("Kept for you alone."))
        return redirect("couples:phase")
    return render(request, "couples/readiness.html", {"form": form}, status=status_of(form))
