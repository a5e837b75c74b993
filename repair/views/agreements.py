"""Transparency agreements: offered by one, paused by either, ended by a date."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from couples.access import standing_of
from couples.views.doors import standing_now
from kit.clock import database_now
from kit.paging import newest, row_before
from kit.weeks import local_today
from repair.actions import openness as actions
from repair.actions.acting import NotYours
from repair.forms.openness import AgreementForm
from repair.models import Agreement
from repair.views.doors import BAD, CONFLICT, for_two, press, write

SHOWN = 20
MORE = {NotYours: (gettext_lazy("Whoever paused it can go on with it."), CONFLICT)}


@require_safe
def agreements(request: HttpRequest) -> HttpResponse:
    """Show what is offered now, and what came to its end."""
    today = local_today(database_now(), request.user.zone)
    seen = Agreement.objects.visible_to(request.user)
    before = row_before(request, lambda: seen, "made_at")
    over, more = newest(seen.over(today, before=before), size=SHOWN)
    page = {
        "standing": standing_of(request.user),
        "running": list(seen.running(today)),
        "over": over,
        "later": over[-1].pk if more else None,
    }
    return render(request, "repair/agreements.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, pk: UUID | None = None) -> HttpResponse:
    """Offer something to be seen for a while; with an earlier one's id, offer it anew."""
    standing, now = standing_now(request.user)
    today = local_today(now, request.user.zone)
    before = _own(request, pk) if pk else None
    if request.method != "POST":
        start = {"offered": before.offered, "why": before.why} if before else {}
        page = {"form": AgreementForm(initial=start, today=today), "standing": standing}
        return render(request, "repair/agreement_form.html", page) if standing.is_open else for_two(request, standing)
    form, status = AgreementForm(request.POST, today=today), BAD
    if form.is_valid():
        how = {"offer": form.offer(), "key": form.cleaned_data["once"], "now": now}
        status = write(form, lambda: actions.offer_agreement(request.user, **how))
    if form.errors:
        return render(request, "repair/agreement_form.html", {"form": form, "standing": standing}, status=status)
    messages.success(request, _("It is offered. Either of you can pause it at any time."))
    return redirect("repair:agreements")


def _own(request: HttpRequest, pk: UUID) -> Agreement:
    return get_object_or_404(Agreement.objects.of(request.user), pk=pk)


def _found(request: HttpRequest, pk: UUID) -> Agreement:
    return get_object_or_404(Agreement.objects.visible_to(request.user), pk=pk)


@require_POST
def pause(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Pause it, by either, at once."""
    found, now = _found(request, pk), database_now()
    then = redirect("repair:agreements")
    return press(request, lambda: actions.pause_agreement(found, by=request.user, now=now), then=then)


@require_POST
def resume(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Go on with what one paused oneself."""
    found, now = _found(request, pk), database_now()
    then = redirect("repair:agreements")
    return press(request, lambda: actions.resume_agreement(found, by=request.user, now=now), then=then, more=MORE)


@require_POST
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End what one offered oneself."""
    found, now = _own(request, pk), database_now()
    then = redirect("repair:agreements")
    return press(request, lambda: actions.end_agreement(found, by=request.user, now=now), then=then)
