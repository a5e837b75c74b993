"""Transparency agreements: offered by one, paused or ended by either, ended by a date."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import SignedInRequest
from couples.views.doors import standing_now
from kit.clock import database_now
from kit.paging import newest, row_before
from kit.refusals import refusals, sent, status_of
from repair.actions import agreements as actions
from repair.forms.agreements import AgreementForm
from repair.models import Agreement
from repair.views.answering import answered, for_two

SHOWN = 20


@require_safe
def agreements(request: SignedInRequest) -> HttpResponse:
    """Show what is offered now, and what came to its end."""
    standing, now = standing_now(request.user)
    today = standing.date_at(now)
    seen = Agreement.objects.visible_to(request.user)
    before = row_before(request, Agreement.objects.visible_to, "made_at")
    over, more = newest(seen.over(today, before=before), size=SHOWN)
    page = {
        "standing": standing,
        "running": list(seen.running(today)),
        "over": over,
        "later": over[-1].pk if more else None,
    }
    return render(request, "repair/agreements.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest, pk: UUID | None = None) -> HttpResponse:
    """Offer something to be seen for a while; with an earlier one's id, offer it anew."""
    standing, now = standing_now(request.user)
    before = _own(request, pk) if pk else None
    start = {"offered": before.offered, "why": before.why} if before else {}
    form = AgreementForm(sent(request), initial=start, today=standing.date_at(now))
    if not form.is_bound and not standing.is_open:
        return for_two(request, standing)
    if form.is_valid():
        with refusals(form):
            actions.offer_agreement(request.user, offer=form.offer(), key=form.key, now=now)
            messages.success(request, _("It’s offered. Either of you can pause or end it at any time."))
            return redirect("repair:agreements")
    page = {"form": form, "standing": standing}
    return render(request, "repair/agreement_form.html", page, status=status_of(form))


def _own(request: SignedInRequest, pk: UUID) -> Agreement:
    return get_object_or_404(Agreement.objects.of(request.user), pk=pk)


def _found(request: SignedInRequest, pk: UUID) -> Agreement:
    return get_object_or_404(Agreement.objects.visible_to(request.user), pk=pk)


@require_POST
def pause(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Pause it, by either, at once."""
    actions.pause_agreement(_found(request, pk), by=request.user, now=database_now())
    return redirect("repair:agreements")


@require_POST
def resume(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Resume what one offers oneself."""
    with refusals() as outcome:
        actions.resume_agreement(_own(request, pk), by=request.user, now=database_now())
    return answered(request, outcome, then=redirect("repair:agreements"))


@require_POST
def end(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """End it, by either, at once."""
    actions.end_agreement(_found(request, pk), by=request.user, now=database_now())
    return redirect("repair:agreements")
