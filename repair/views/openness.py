"""Openness: what was shared before anybody asked."""

from itertools import chain
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import SignedInRequest
from couples.access import standing_of
from kit.clock import database_now
from kit.paging import CARDS, newest, row_before, with_those_of
from kit.refusals import refusals, sent, status_of
from repair.actions import openness as actions
from repair.forms.openness import OpennessForm, OpennessNoteForm
from repair.models import Openness, OpennessNote
from repair.views.answering import say_taken_back


@require_http_methods(["GET", "HEAD", "POST"])
def openness(request: SignedInRequest) -> HttpResponse:
    """Share something unasked, and read what was shared."""
    form = OpennessForm(sent(request))
    if form.is_valid():
        with refusals(form):
            words, now = form.cleaned_data["words"], database_now()
            actions.share_openness(request.user, words=words, key=form.key, now=now)
            messages.success(request, _("It is written down."))
            return redirect("repair:openness")
    return _page(request, form)


def _page(request: SignedInRequest, form: OpennessForm) -> HttpResponse:
    seen, gone = Openness.objects.visible_to(request.user), Openness.objects.taken_back_from(request.user)
    before = row_before(request, Openness.objects.lines_to, "shared_at")
    rows, more = newest(seen.newest_first(before=before), size=CARDS)
    traces = gone.newest_first(before=before)[: CARDS + 1]
    together = sorted(chain(rows, traces), key=lambda row: (row.shared_at, row.pk), reverse=True)
    shown = together[:CARDS]
    notes = OpennessNote.objects.visible_to(request.user).added_to(shown)
    page = {
        "form": form,
        "lines": with_those_of(shown, notes, "openness_id"),
        "later": shown[-1].pk if more or len(together) > CARDS else None,
        "standing": standing_of(request.user),
    }
    return render(request, "repair/openness.html", page, status=status_of(form))


def _own(request: SignedInRequest, pk: UUID) -> Openness:
    return get_object_or_404(Openness.objects.of(request.user), pk=pk)


@require_POST
def withdraw(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Take one's own openness back; where the other could read it, a dated line stays."""
    row = _own(request, pk)
    actions.withdraw_openness(row, by=request.user, now=database_now())
    row.refresh_from_db()
    if row.couple_id:
        say_taken_back(request, is_so=True)
    else:
        messages.success(request, _("It stays yours alone, also when you share again."))
    return redirect("repair:openness")


@require_http_methods(["GET", "HEAD", "POST"])
def note(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Add words to one's own openness."""
    row, now = _own(request, pk), database_now()
    form = OpennessNoteForm(sent(request))
    if form.is_valid():
        with refusals(form):
            actions.add_openness_note(row, by=request.user, words=form.cleaned_data["words"], key=form.key, now=now)
            messages.success(request, _("Your note stands with it."))
            return redirect("repair:openness")
    page = {"form": form, "row": row, "standing": standing_of(request.user)}
    return render(request, "repair/openness_note.html", page, status=status_of(form))
