"""Time-outs: each calls, ends and leaves one for themselves; and the plan made in calm."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import SignedInRequest
from couples.views.doors import standing_now
from kit.clock import database_now
from kit.paging import row_before
from kit.refusals import refusals, sent, status_of
from repair.actions import time_outs as actions
from repair.forms.time_outs import PlanForm, TimeOutForm
from repair.models import CalmPlan, TimeOut, TimeOutOutcome
from repair.pages.time_outs import plans_of, time_outs_page
from repair.views.answering import answered


@require_http_methods(["GET", "HEAD", "POST"])
def time_outs(request: SignedInRequest) -> HttpResponse:
    """Call a time-out or take longer, see how long one still runs; alone and in a pause too."""
    standing, now = standing_now(request.user)
    form = TimeOutForm(sent(request))
    if form.is_valid():
        with refusals(form):
            actions.call_time_out(request.user, length=form.length(), key=form.key, now=now)
            return redirect("repair:time_outs")
    before = row_before(request, TimeOut.objects.visible_to, "started_at")
    seen = time_outs_page(standing, before=before, now=now)
    page = {"standing": standing, "form": form, "seen": seen, "plans": plans_of(standing), "now": now}
    return render(request, "repair/time_outs.html", page, status=status_of(form))


def _found(request: SignedInRequest, pk: UUID) -> TimeOut:
    return get_object_or_404(TimeOut.objects.visible_to(request.user), pk=pk)


@require_POST
def back(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Say "I'm back", for oneself."""
    actions.say_back(_found(request, pk), by=request.user, now=database_now())
    return redirect("repair:time_outs")


@require_POST
def end(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """End early what one called oneself."""
    time_out = get_object_or_404(TimeOut.objects.of(request.user), pk=pk)
    with refusals() as outcome:
        actions.end_time_out(time_out, by=request.user, now=database_now())
    return answered(request, outcome, then=redirect("repair:time_outs"))


@require_POST
def become(request: SignedInRequest, pk: UUID, became: TimeOutOutcome) -> HttpResponse:
    """Say for oneself what to do next; again, later and let go are all fine."""
    with refusals() as outcome:
        actions.say_outcome(_found(request, pk), by=request.user, outcome=became, now=database_now())
    return answered(request, outcome, then=redirect("repair:time_outs"))


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: SignedInRequest) -> HttpResponse:
    """Write one's own plan for heated moments, in calm; alone too."""
    standing, now = standing_now(request.user)
    mine = CalmPlan.objects.of(request.user).newest_first().first()
    start = {"signal_words": mine.signal_words, "soothing": mine.soothing} if mine else {}
    form = PlanForm(sent(request), initial=start)
    if form.is_valid():
        with refusals(form):
            actions.save_plan(request.user, **form.plan(), key=form.key, now=now)
            messages.success(request, _("Your plan stands."))
            return redirect("repair:time_outs")
    page = {"standing": standing, "form": form, "plans": plans_of(standing)}
    return render(request, "repair/calm_plan.html", page, status=status_of(form))
