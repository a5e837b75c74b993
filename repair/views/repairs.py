"""Repair logs as a whole: the list, opening, one log, its promise, closing, opening again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.names import name_of
from accounts.requests import SignedInRequest
from couples.access import standing_of
from couples.views.doors import standing_now
from kit.clock import database_now
from kit.paging import row_before
from kit.refusals import refusals, sent, status_of
from kit.weeks import local_today
from repair.actions import repairs as actions
from repair.forms.promises import PromiseForm
from repair.forms.repairs import ChoosePromiseForm, OpenForm, ReopenForm
from repair.models import Promise, Repair, TimeOut
from repair.pages.repairs import repair_page, repairs_page
from repair.views.answering import answered, for_two


def found(request: SignedInRequest, pk: UUID) -> Repair:
    """Return a repair this person may read, or 404."""
    return get_object_or_404(Repair.objects.visible_to(request.user).select_related("author", "done_by"), pk=pk)


@require_safe
def repairs(request: SignedInRequest) -> HttpResponse:
    """Show what is open, what was closed lately, and, archived, what was closed long ago."""
    standing, now = standing_now(request.user)
    before = row_before(request, Repair.objects.visible_to, "closed_at")
    opened_before = row_before(request, Repair.objects.visible_to, "opened_at", name="open")
    logs = repairs_page(standing, now=now, before=before, opened_before=opened_before)
    page = {"standing": standing, "logs": logs, "unfolded": before is not None}
    return render(request, "repair/repairs.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Open a repair for two."""
    standing, now = standing_now(request.user)
    other = name_of(standing.other.user, request.user) if standing.other else _("Your partner")
    form = OpenForm(sent(request), initial={"time_out": request.GET.get("time_out", "")}, other=other)
    if not form.is_bound and not standing.is_open:
        return for_two(request, standing)
    if form.is_valid():
        with refusals(form):
            opening = form.opening(_time_out(request, form.cleaned_data["time_out"]))
            opened = actions.open_repair(request.user, opening=opening, key=form.key, now=now)
            return redirect("repair:repair", opened.pk)
    running = TimeOut.objects.visible_to(request.user).running(database_now())
    page = {"form": form, "standing": standing, "running": running}
    return render(request, "repair/repair_form.html", page, status=status_of(form))


def _time_out(request: SignedInRequest, pk: UUID | None) -> TimeOut | None:
    return TimeOut.objects.visible_to(request.user).with_id(pk) if pk else None


@require_safe
def repair(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show one repair, step by step."""
    return render(request, "repair/repair.html", _page_of(request, found(request, pk)))


def _page_of(request: SignedInRequest, row: Repair) -> dict[str, object]:
    standing = standing_of(request.user)
    log, promise = repair_page(row, standing, now=database_now()), _promise_of(request, row)
    return {"standing": standing, "log": log, "repair": row, "promise": promise}


def _promise_of(request: SignedInRequest, row: Repair) -> Promise | None:
    return Promise.objects.visible_to(request.user).with_id(row.promise_id) if row.promise_id else None


@require_http_methods(["GET", "HEAD", "POST"])
def link(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Link one of one's own open promises to a repair."""
    row, mine = found(request, pk), Promise.objects.of(request.user).unended()
    mine = mine.of_couple(row.couple_id).order_by("made_at")
    form = ChoosePromiseForm(sent(request), promises=mine)
    if form.is_valid():
        with refusals(form):
            actions.link_promise(row, promise=form.cleaned_data["promise"], by=request.user, now=database_now())
            messages.success(request, _("The promise stands with this repair."))
            return redirect("repair:repair", pk)
    page = _page_of(request, row) | {"form": form}
    return render(request, "repair/repair_promise.html", page, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
def promise(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Make a promise that stands with a repair."""
    row, now = found(request, pk), database_now()
    form = PromiseForm(sent(request), user=request.user, today=local_today(now, request.user.zone))
    if form.is_valid():
        with refusals(form):
            actions.promise_in_repair(row, by=request.user, terms=form.terms(), key=form.key, now=now)
            messages.success(request, _("Your promise stands."))
            return redirect("repair:repair", pk)
    page = {"form": form, "standing": standing_of(request.user)}
    return render(request, "repair/promise_form.html", page, status=status_of(form))


@require_POST
def close(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Propose to close a repair, close it with the other, or put away one with nothing in it."""
    with refusals() as outcome:
        actions.close_repair(found(request, pk), by=request.user, now=database_now())
    return answered(request, outcome, then=redirect("repair:repair", pk))


@require_POST
def keep_open(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Answer "not yet" to a proposed closing, or take one's own back."""
    with refusals() as outcome:
        actions.keep_repair_open(found(request, pk), by=request.user, now=database_now())
    return answered(request, outcome, then=redirect("repair:repair", pk))


@require_http_methods(["GET", "HEAD", "POST"])
def again(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Open a closed repair again, with a reason."""
    row, now = found(request, pk), database_now()
    form = ReopenForm(sent(request))
    if form.is_valid():
        with refusals(form):
            actions.reopen_repair(row, by=request.user, reason=form.cleaned_data["reason"], key=form.key, now=now)
            messages.success(request, _("It’s open again. What was written stays as it is."))
            return redirect("repair:repair", pk)
    page = {"form": form, "repair": row, "standing": standing_of(request.user)}
    return render(request, "repair/repair_again.html", page, status=status_of(form))
