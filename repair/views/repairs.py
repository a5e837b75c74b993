"""Repair logs as a whole: the list, opening, one log, its promise, rest, opening again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.names import name_of
from couples.access import Standing, standing_of
from couples.views.doors import standing_now
from kit.clock import database_now
from kit.paging import row_before
from repair.actions import repairs as actions
from repair.actions.acting import AlreadyOver, NotYours
from repair.forms.repairs import ChoosePromiseForm, OpenForm, ReopenForm
from repair.models import Promise, Repair, TimeOut
from repair.pages.repairs import log_of, logs_page
from repair.views.doors import BAD, CONFLICT, for_two, press, sent, write

HAS_PROMISE = {
    AlreadyOver: (gettext_lazy("One promise is enough for a repair; there is one already."), CONFLICT),
    NotYours: (gettext_lazy("A promise is linked by the one who made it."), CONFLICT),
}
IS_OPEN = {AlreadyOver: (gettext_lazy("It was opened again meanwhile."), CONFLICT)}


def found(request: HttpRequest, pk: UUID) -> Repair:
    """Return a repair this person may read, or 404."""
    return get_object_or_404(Repair.objects.visible_to(request.user).select_related("author", "done_by"), pk=pk)


@require_safe
def repairs(request: HttpRequest) -> HttpResponse:
    """Show what is open, what came to rest lately, and, folded away, what rested long ago."""
    standing, now = standing_now(request.user)
    before = row_before(request, lambda: Repair.objects.visible_to(request.user), "closed_at")
    opened_before = row_before(request, lambda: Repair.objects.visible_to(request.user), "opened_at", name="open")
    logs = logs_page(standing, now=now, before=before, opened_before=opened_before)
    page = {"standing": standing, "logs": logs, "unfolded": before is not None}
    return render(request, "repair/repairs.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Open a repair for two."""
    standing, now = standing_now(request.user)
    if request.method != "POST" and not standing.is_open:
        return for_two(request, standing)
    other = name_of(standing.other.user, request.user) if standing.other else _("Your partner")
    if request.method != "POST":
        form = OpenForm(initial={"time_out": request.GET.get("time_out", "")}, other=other)
        return _open_page(request, standing, form)
    form, status, opened = OpenForm(request.POST, other=other), BAD, []
    if form.is_valid():
        opening = form.opening(_time_out(request, form.cleaned_data["time_out"]))
        how = {"opening": opening, "key": form.cleaned_data["once"], "now": now}
        status = write(form, lambda: opened.append(actions.open_repair(request.user, **how)))
    if form.errors:
        return _open_page(request, standing, form, status=status)
    return redirect("repair:repair", opened[0].pk)


def _time_out(request: HttpRequest, pk: UUID | None) -> TimeOut | None:
    return TimeOut.objects.visible_to(request.user).with_id(pk) if pk else None


def _open_page(request: HttpRequest, standing: Standing, form: OpenForm, *, status: int = 200) -> HttpResponse:
    running = TimeOut.objects.visible_to(request.user).running(database_now())
    page = {"form": form, "standing": standing, "running": running}
    return render(request, "repair/repair_form.html", page, status=status)


@require_safe
def repair(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one repair, step by step."""
    return render(request, "repair/repair.html", _page_of(request, found(request, pk)))


def _page_of(request: HttpRequest, row: Repair) -> dict[str, object]:
    log = log_of(row, request.user)
    promise = _promise_of(request, row)
    return {"standing": standing_of(request.user), "log": log, "repair": row, "promise": promise}


def _promise_of(request: HttpRequest, row: Repair) -> Promise | None:
    return Promise.objects.visible_to(request.user).with_id(row.promise_id) if row.promise_id else None


@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Link one of one's own open promises to a repair."""
    row, mine = found(request, pk), Promise.objects.of(request.user).open().order_by("made_at")
    form, status = ChoosePromiseForm(sent(request), promises=mine), BAD
    if request.method == "POST" and form.is_valid():
        promise = form.cleaned_data["promise"]
        how = {"promise": promise, "by": request.user, "now": database_now()}
        status = write(form, lambda: actions.link_promise(row, **how), more=HAS_PROMISE)
    if request.method != "POST" or form.errors:
        page = _page_of(request, row) | {"form": form}
        return render(request, "repair/repair_promise.html", page, status=status if form.errors else 200)
    messages.success(request, _("The promise stands with this repair."))
    return redirect("repair:repair", pk)


@require_POST
def rest(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Bring a repair to rest, by either."""
    row, now, then = found(request, pk), database_now(), redirect("repair:repair", pk)
    return press(request, lambda: actions.close_repair(row, by=request.user, now=now), then=then)


@require_http_methods(["GET", "HEAD", "POST"])
def again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open a repair at rest again, with a reason."""
    row, now = found(request, pk), database_now()
    form, status = ReopenForm(sent(request)), BAD
    if request.method == "POST" and form.is_valid():
        words = {"reason": form.cleaned_data["reason"], "key": form.cleaned_data["once"]}
        act = {"by": request.user, "now": now, **words}
        status = write(form, lambda: actions.reopen_repair(row, **act), more=IS_OPEN)
    if request.method != "POST" or form.errors:
        page = {"form": form, "repair": row, "standing": standing_of(request.user)}
        return render(request, "repair/repair_again.html", page, status=status if form.errors else 200)
    messages.success(request, _("It is open again. What was written stands."))
    return redirect("repair:repair", pk)
