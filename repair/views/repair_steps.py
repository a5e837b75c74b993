"""The steps of a repair: written alone, opened together, noted and taken back."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import SignedInRequest
from couples.access import standing_of
from kit.clock import database_now
from kit.refusals import refusals, sent, status_of
from repair.actions import repair_steps as actions
from repair.forms.repairs import LandedForm, SideForm, SideNoteForm
from repair.models import RepairSide, Step
from repair.pages.hedges import MarkedPhrase, look_over
from repair.pages.repairs import RepairPage, StepSides, repair_page
from repair.views.answering import answered, say_taken_back
from repair.views.repairs import found


@require_http_methods(["GET", "HEAD", "POST"])
def write_step(request: SignedInRequest, pk: UUID, step: Step) -> HttpResponse:
    """Write one's own side of a step, or how the other's owning landed."""
    now = database_now()
    log = repair_page(found(request, pk), standing_of(request.user), now=now)
    mine = log.of(step)
    form = _form(step, mine, request)
    if not form.is_bound and not mine.can_write:
        return redirect("repair:repair", pk)
    looked = look_over(form, ["words"], request.POST) if step == Step.OWN else None
    if looked is None and form.is_valid():
        with refusals(form) as outcome:
            seen = form.cleaned_data.get("seen")
            actions.write_side(log.repair, step=step, by=request.user, written=form.written(), seen=seen, now=now)
            messages.success(request, _said(log, step))
            return redirect("repair:repair", pk)
        if outcome.refusal and step != Step.LANDED:
            form.show_beside(RepairSide.objects.of(request.user).one_of(log.repair, step), now=now)
    return _page(request, log, mine, form, looked=looked)


def _form(step: Step, sides: StepSides, request: SignedInRequest) -> SideForm | LandedForm:
    if step == Step.LANDED:
        return LandedForm(sent(request))
    stored = sides.mine
    start = {"words": stored.words, "seen": stored.written_at.isoformat()} if stored else {}
    return SideForm(sent(request), initial=start, step=step)


def _said(log: RepairPage, step: Step) -> str:
    """Return what is said after writing; it is the same whatever the other did."""
    if actions.is_sealed_step(log.repair, step):
        return _("Saved. It opens once you’ve both written, or at the end of the day if one of you skips it.")
    return _("Saved.")


def _page(
    request: SignedInRequest,
    log: RepairPage,
    sides: StepSides,
    form: SideForm | LandedForm,
    *,
    looked: list[MarkedPhrase] | None,
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
    return render(request, "repair/repair_step.html", page, status=status_of(form))


@require_POST
def pass_step(request: SignedInRequest, pk: UUID, step: Step) -> HttpResponse:
    """Skip a step; it opens for both at the end of the day."""
    with refusals() as outcome:
        actions.pass_step(found(request, pk), step=step, by=request.user, now=database_now())
    return answered(request, outcome, then=redirect("repair:repair", pk))


def _own(request: SignedInRequest, pk: UUID) -> RepairSide:
    return get_object_or_404(RepairSide.objects.of(request.user).select_related("author", "repair__author"), pk=pk)


@require_POST
def share(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Share what a pause kept back."""
    side = _own(request, pk)
    with refusals() as outcome:
        actions.share_side(side, by=request.user, now=database_now())
    return answered(request, outcome, then=redirect("repair:repair", side.repair_id))


@require_POST
def withdraw(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Take one's own opened side back; a dated line stays."""
    side = _own(request, pk)
    actions.withdraw_side(side, by=request.user, now=database_now())
    side.refresh_from_db()
    say_taken_back(request, is_so=side.withdrawn_at is not None)
    return redirect("repair:repair", side.repair_id)


@require_http_methods(["GET", "HEAD", "POST"])
def note(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Add words to one's own opened side; what is added to an owning is looked over like the owning."""
    side, now = _own(request, pk), database_now()
    if side.is_sealed(now):
        raise Http404
    form, is_owning = SideNoteForm(sent(request)), side.step == Step.OWN
    looked = look_over(form, ["words"], request.POST) if is_owning else None
    if looked is None and form.is_valid():
        with refusals(form):
            actions.add_side_note(side, by=request.user, words=form.cleaned_data["words"], key=form.key, now=now)
            messages.success(request, _("Your note stands with it."))
            return redirect("repair:repair", side.repair_id)
    page = {"form": form, "side": side, "looked": looked, "can_look": is_owning}
    page |= {"standing": standing_of(request.user)}
    return render(request, "repair/repair_step_note.html", page, status=status_of(form))
