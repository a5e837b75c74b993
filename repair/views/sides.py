"""The steps of a repair: written alone, opened together, noted and taken back."""

from datetime import datetime
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from couples.access import standing_of
from kit.clock import database_now
from repair.actions import sides as actions
from repair.actions.acting import NotYours
from repair.actions.sides import ChangedElsewhere, NotYet
from repair.forms.repairs import LandedForm, SideForm, SideNoteForm
from repair.models import RepairSide, Step
from repair.pages.hedges import Marked, look_over
from repair.pages.repairs import Log, StepSides, log_of
from repair.views.doors import BAD, CONFLICT, press, say_taken_back, sent, write
from repair.views.repairs import found

MORE = {
    NotYet: (gettext_lazy("This step opens after the one before it."), CONFLICT),
    NotYours: (gettext_lazy("This step is the other person’s to write."), CONFLICT),
    ChangedElsewhere: (
        gettext_lazy("This was also written in another tab or on another device. Save again to keep what is here."),
        CONFLICT,
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
def write_step(request: HttpRequest, pk: UUID, step: Step) -> HttpResponse:
    """Write one's own side of a step, or how the other's owning landed."""
    log = log_of(found(request, pk), request.user)
    mine = log.of(step)
    if request.method != "POST":
        if not mine.can_write:
            return redirect("repair:repair", pk)
        return _page(request, log, mine, _form(step, mine))
    form = _form(step, mine, request)
    looked = look_over(form, ["words"], request.POST) if step == Step.OWN else None
    if looked is not None:
        return _page(request, log, mine, form, looked=looked)
    status = _write(request, log, step, form, database_now()) if form.is_valid() else BAD
    if form.errors:
        return _page(request, log, mine, form, status=status)
    messages.success(request, _said(log, step))
    return redirect("repair:repair", pk)


def _form(step: Step, sides: StepSides, request: HttpRequest | None = None) -> SideForm | LandedForm:
    if step == Step.LANDED:
        return LandedForm(request.POST if request else None)
    if request:
        return SideForm(request.POST, step=step)
    if sides.mine is None:
        return SideForm(step=step)
    return SideForm(initial={"words": sides.mine.words, "seen": sides.mine.written_at.isoformat()}, step=step)


def _write(request: HttpRequest, log: Log, step: Step, form: forms.Form, now: datetime) -> int:
    """Write; what another tab wrote meanwhile is then shown beside what stands in the form."""
    how = {"step": step, "by": request.user, "written": form.written(), "seen": form.cleaned_data.get("seen")}
    status = write(form, lambda: actions.write_side(log.repair, now=now, **how), more=MORE)
    if form.errors and step != Step.LANDED:
        stored = RepairSide.objects.of(request.user).one_of(log.repair, step)
        form.data = form.data.copy()
        form.data["seen"] = stored.written_at.isoformat() if stored else ""
        form.stored = stored
    return status


def _said(log: Log, step: Step) -> str:
    """Return what is said after writing; it is the same whatever the other did."""
    if actions.is_sealed_step(log.repair, step):
        return _("Saved. It is open to both once both of you have written, or one of you has left it out.")
    return _("It is written down.")


def _page(
    request: HttpRequest,
    log: Log,
    sides: StepSides,
    form: forms.Form,
    *,
    status: int = 200,
    looked: list[Marked] | None = None,
) -> HttpResponse:
    page = {
        "log": log,
        "repair": log.repair,
        "sides": sides,
        "theirs": log.of(Step.OWN).theirs if sides.step == Step.LANDED else None,
        "form": form,
        "looked": looked,
        "can_look": sides.step == Step.OWN,
        "is_sealed": actions.is_sealed_step(log.repair, sides.step),
        "standing": standing_of(request.user),
    }
    return render(request, "repair/repair_step.html", page, status=status)


@require_POST
def pass_step(request: HttpRequest, pk: UUID, step: Step) -> HttpResponse:
    """Leave a step out; it then opens for both."""
    row, now, then = found(request, pk), database_now(), redirect("repair:repair", pk)
    return press(request, lambda: actions.pass_step(row, step=step, by=request.user, now=now), then=then, more=MORE)


def _own(request: HttpRequest, pk: UUID) -> RepairSide:
    return get_object_or_404(RepairSide.objects.of(request.user).select_related("author", "repair__author"), pk=pk)


@require_POST
def share(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Share what a pause kept back."""
    side, now = _own(request, pk), database_now()
    then = redirect("repair:repair", side.repair_id)
    return press(request, lambda: actions.share_side(side, by=request.user, now=now), then=then)


@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take one's own opened side back; a dated line stays."""
    side = _own(request, pk)
    actions.withdraw_side(side, by=request.user, now=database_now())
    side.refresh_from_db()
    say_taken_back(request, is_so=side.withdrawn_at is not None)
    return redirect("repair:repair", side.repair_id)


@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add words to one's own opened side; what is added to an owning is looked over like the owning."""
    side, now = _own(request, pk), database_now()
    if side.is_sealed:
        raise Http404
    form, status, looked = SideNoteForm(sent(request)), BAD, None
    if side.step == Step.OWN:
        looked = look_over(form, ["words"], request.POST)
    if looked is None and form.is_valid():
        words = {"words": form.cleaned_data["words"], "key": form.cleaned_data["once"]}
        status = write(form, lambda: actions.add_side_note(side, by=request.user, now=now, **words))
    if request.method != "POST" or looked is not None or form.errors:
        page = {"form": form, "side": side, "looked": looked, "can_look": side.step == Step.OWN}
        page |= {"standing": standing_of(request.user)}
        return render(request, "repair/side_note.html", page, status=status if form.errors else 200)
    messages.success(request, _("Your note stands with it."))
    return redirect("repair:repair", side.repair_id)
