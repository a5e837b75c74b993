"""Time-outs: called by either, with a time of return; and the plan made in calm."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from couples.access import Standing
from couples.views.doors import standing_now
from kit.clock import database_now
from kit.paging import row_before
from repair.actions import time_outs as actions
from repair.forms.time_outs import PlanForm, TimeOutForm
from repair.models import CalmPlan, Outcome, TimeOut
from repair.pages.time_outs import plans_of, time_outs_page
from repair.views.doors import BAD, for_two, press, sent, write


@require_http_methods(["GET", "HEAD", "POST"])
def time_outs(request: HttpRequest) -> HttpResponse:
    """Call a time-out, see how long it still runs, come back from it."""
    standing, now = standing_now(request.user)
    if request.method != "POST":
        return _page(request, standing, now, TimeOutForm()) if standing.is_open else for_two(request, standing)
    form, status = TimeOutForm(request.POST), BAD
    if form.is_valid():
        how = {"length": form.length(), "key": form.cleaned_data["once"], "now": now}
        status = write(form, lambda: actions.call_time_out(request.user, **how))
    if form.errors:
        return _page(request, standing, now, form, status=status)
    return redirect("repair:time_outs")


def _page(
    request: HttpRequest, standing: Standing, now: datetime, form: TimeOutForm, *, status: int = 200
) -> HttpResponse:
    before = row_before(request, lambda: TimeOut.objects.visible_to(request.user), "started_at")
    seen = time_outs_page(standing, before=before, now=now)
    page = {"standing": standing, "form": form, "seen": seen, "plans": plans_of(standing), "now": now}
    return render(request, "repair/time_outs.html", page, status=status)


def _found(request: HttpRequest, pk: UUID) -> TimeOut:
    return get_object_or_404(TimeOut.objects.visible_to(request.user), pk=pk)


@require_POST
def back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record the return, by either."""
    found, now, then = _found(request, pk), database_now(), redirect("repair:time_outs")
    return press(request, lambda: actions.return_from(found, by=request.user, now=now), then=then)


@require_POST
def outcome(request: HttpRequest, pk: UUID, outcome: Outcome) -> HttpResponse:
    """Say what became of it; again, later and let go are all fine."""
    found, now, then = _found(request, pk), database_now(), redirect("repair:time_outs")
    return press(request, lambda: actions.say_outcome(found, by=request.user, outcome=outcome, now=now), then=then)


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """Write one's own plan for heated moments, in calm; alone too."""
    standing, now = standing_now(request.user)
    mine = CalmPlan.objects.of(request.user).newest_first().first()
    start = {"signal_words": mine.signal_words, "soothing": mine.soothing} if mine else {}
    form, status = PlanForm(sent(request), initial=start), BAD
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data
        words = {"signal_words": clean["signal_words"], "soothing": clean["soothing"], "key": clean["once"]}
        status = write(form, lambda: actions.save_plan(request.user, now=now, **words))
    if request.method != "POST" or form.errors:
        page = {"standing": standing, "form": form, "plans": plans_of(standing)}
        return render(request, "repair/calm_plan.html", page, status=status if form.errors else 200)
    messages.success(request, _("Your plan stands."))
    return redirect("repair:time_outs" if standing.is_open else "repair:calm_plan")
