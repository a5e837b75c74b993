"""What can be done with an opened day, and appreciation."""

from datetime import date
from functools import partial
from http.client import BAD_REQUEST
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import SignedInRequest
from checkins import actions
from checkins.days import appreciations
from checkins.forms import AppreciationForm, DayNoteForm
from checkins.models import Answer, Appreciation, CheckIn
from couples.views.doors import standing_now
from kit.clock import database_now
from kit.paging import row_before
from kit.refusals import refusals, sent, status_of


def _my_day(request: SignedInRequest, on: date) -> CheckIn:
    return get_object_or_404(CheckIn.objects.of(request.user).select_related("author"), local_date=on)


@require_POST
def note(request: SignedInRequest, on: date) -> HttpResponse:
    """Add words to one's own opened day."""
    check_in = _my_day(request, on)
    form, now = DayNoteForm(request.POST), database_now()
    if form.is_valid():
        with refusals(form):
            actions.add_note(check_in, by=request.user, words=form.cleaned_data["words"], key=form.key, now=now)
            messages.success(request, _("Your note stands with the day."))
            return redirect("home:day", on)
    return render(request, "checkins/note.html", {"form": form, "on": on}, status=status_of(form))


@require_POST
def withdraw(request: SignedInRequest, on: date) -> HttpResponse:
    """Take one's own opened day back; the line stays. A day that is sealed stays as it is."""
    actions.withdraw_check_in(_my_day(request, on), by=request.user, now=database_now())
    if _my_day(request, on).withdrawn_at:
        messages.success(request, _("Taken back. The date stays, your words are yours alone again."))
    else:
        messages.info(request, _("This day has not opened: only you can read it. You can change it or take it away."))
    return redirect("home:day", on)


@require_POST
def delete(request: SignedInRequest, on: date) -> HttpResponse:
    """Take one's own answers away while the day is sealed."""
    with refusals():
        actions.delete_check_in(_my_day(request, on), by=request.user, now=database_now())
        messages.success(request, _("Your answers for this day are gone."))
        return redirect("home:day", on)
    return render(request, "checkins/already_open.html", {"on": on, "form": DayNoteForm()}, status=409)


@require_http_methods(["GET", "HEAD", "POST"])
def appreciation(request: SignedInRequest) -> HttpResponse:
    """Write an appreciation, and read those given and received."""
    standing, now = standing_now(request.user)
    form = AppreciationForm(sent(request))
    if standing.is_open and form.is_valid():
        with refusals(form):
            actions.appreciate(standing, **form.said(), key=form.key, now=now)
            messages.success(request, _("It is written down."))
            return redirect("checkins:appreciation")
    before = row_before(request, partial(Appreciation.objects.visible_to, now=now), "written_at")
    notes, later = appreciations(standing, now=now, before=before)
    page = {"form": form, "standing": standing, "notes": notes, "later": later, "now": now}
    status = BAD_REQUEST if form.is_bound and not standing.is_open else status_of(form)
    return render(request, "checkins/appreciation.html", page, status=status)


def _answer(request: SignedInRequest, pk: UUID, answer: Answer) -> HttpResponse:
    now = database_now()
    note = get_object_or_404(Appreciation.objects.given_to(request.user, now=now), pk=pk)
    with refusals() as outcome:
        actions.answer_appreciation(note, by=request.user, answer=answer, now=now)
        messages.success(request, _("Thank you for saying so."))
    if outcome.refusal:
        messages.info(request, outcome.refusal.message)
    return redirect("home:today")


@require_POST
def thanks(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Say thanks for an appreciation."""
    return _answer(request, pk, Answer.THANKS)


@require_POST
def hard_to_take_in(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Say that it is hard to take in today."""
    return _answer(request, pk, Answer.HARD)


@require_POST
def withdraw_note(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Take back one's own appreciation."""
    note = get_object_or_404(Appreciation, pk=pk, author=request.user)
    actions.withdraw_appreciation(note, by=request.user, now=database_now())
    messages.success(request, _("Taken back."))
    return redirect("checkins:appreciation")
