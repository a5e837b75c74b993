"""The promises of both: made, read, made anew, ended, noted."""

from datetime import date, datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import SignedInRequest
from couples.access import standing_of
from couples.views.doors import standing_now
from kit.clock import database_now
from kit.paging import LATER, day_before, newest
from kit.refusals import refusals, sent, status_of
from kit.weeks import local_today
from repair.actions import promise_dates
from repair.actions import promises as actions
from repair.forms.promises import ChangePromiseForm, EndForm, OwnForm, PromiseForm, PromiseNoteForm, words_of
from repair.models import EndedAs, Promise, PromiseDate, Report, Seen
from repair.pages.hedges import look_over
from repair.pages.promises import promise_line, promises_page, weeks_of
from repair.views.answering import answered, for_two


@require_safe
def promises(request: SignedInRequest) -> HttpResponse:
    """Show the open promises of both with their weeks, and the ended ones."""
    standing, now = standing_now(request.user)
    page = {"standing": standing, "ledger": promises_page(standing, now=now)}
    return render(request, "repair/promises.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Make a promise."""
    standing, now = standing_now(request.user)
    form = PromiseForm(sent(request), user=request.user, today=local_today(now, request.user.zone))
    if not form.is_bound and not standing.is_open:
        return for_two(request, standing)
    if form.is_valid():
        with refusals(form):
            actions.make_promise(request.user, terms=form.terms(), key=form.key, now=now)
            messages.success(request, _("Your promise stands."))
            return redirect("repair:promises")
    page = {"form": form, "standing": standing}
    return render(request, "repair/promise_form.html", page, status=status_of(form))


def _found(request: SignedInRequest, pk: UUID) -> Promise:
    return get_object_or_404(Promise.objects.visible_to(request.user), pk=pk)


def _own(request: SignedInRequest, pk: UUID) -> Promise:
    return get_object_or_404(Promise.objects.of(request.user), pk=pk)


@require_safe
def promise(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show one promise: its history, its weeks, its notes."""
    return _promise_page(request, _found(request, pk), database_now(), PromiseNoteForm())


def _promise_page(request: SignedInRequest, found: Promise, now: datetime, note_form: PromiseNoteForm) -> HttpResponse:
    dates = found.dates.visible_to(request.user).due_before(day_before(request))
    said, later = newest(dates, size=LATER)
    standing = standing_of(request.user)
    page = {
        "line": promise_line(found, standing, now=now),
        "weeks": weeks_of((row, row.stands(now)) for row in reversed(said)),
        "later": said[-1].due_on if later else None,
        "versions": list(Promise.objects.visible_to(request.user).told_in(found.thread)),
        "notes": list(found.notes.visible_to(request.user).order_by("added_at", "pk")),
        "note_form": note_form,
        "standing": standing,
    }
    return render(request, "repair/promise.html", page, status=status_of(note_form))


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Make an open promise anew."""
    old, now = _own(request, pk), database_now()
    today = local_today(now, request.user.zone)
    form = ChangePromiseForm(sent(request), initial=words_of(old), user=request.user, today=today)
    if form.is_valid():
        with refusals(form):
            reason = form.cleaned_data["reason"]
            actions.change_promise(old, by=request.user, terms=form.terms(), reason=reason, key=form.key, now=now)
            messages.success(request, _("Made anew. The one before stays readable."))
            return redirect("repair:promises")
    page = {"form": form, "promise": old, "standing": standing_of(request.user)}
    return render(request, "repair/promise_form.html", page, status=status_of(form))


@require_POST
def done(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Say that a promise has done its work."""
    return _end(request, _own(request, pk), EndedAs.DONE, _end_form(request, database_now()))


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Take one's own promise back, with or without a reason; the line stays."""
    found, form = _own(request, pk), _end_form(request, database_now())
    if form.is_bound:
        return _end(request, found, EndedAs.WITHDRAWN, form)
    return render(request, "repair/promise_end.html", {"form": form, "promise": found})


def _end_form(request: SignedInRequest, now: datetime) -> EndForm:
    return EndForm(sent(request), today=local_today(now, request.user.zone))


def _end(request: SignedInRequest, found: Promise, ended_as: EndedAs, form: EndForm) -> HttpResponse:
    if not form.is_valid():
        page = {"form": form, "promise": found}
        return render(request, "repair/promise_end.html", page, status=status_of(form))
    said = {"ended_as": ended_as, "reason": form.cleaned_data["reason"], "on": form.cleaned_data["day"]}
    with refusals() as outcome:
        actions.end_promise(found, by=request.user, now=database_now(), **said)
        messages.success(request, _("It came to its end. What was kept stays in the evidence."))
    return answered(request, outcome, then=redirect("repair:promise", found.pk))


@require_POST
def note(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Add words to a promise that was already shared."""
    found, form, now = _found(request, pk), PromiseNoteForm(request.POST), database_now()
    if form.is_valid():
        with refusals(form):
            actions.add_promise_note(found, by=request.user, words=form.cleaned_data["words"], key=form.key, now=now)
            messages.success(request, _("Your note stands with it."))
            return redirect(reverse("repair:promise", args=[pk]) + "#notes")
    return _promise_page(request, found, now, form)


@require_POST
def report(request: SignedInRequest, pk: UUID, on: date, report: Report) -> HttpResponse:
    """Say how one's own promise went on a date."""
    is_missed = report == Report.MISSED
    with refusals() as outcome:
        promise_dates.report_promise(_own(request, pk), by=request.user, on=on, report=report, now=database_now())
        if not is_missed:
            messages.success(request, _("It is written down."))
    then = redirect("repair:promise_own", pk, on) if is_missed else redirect("repair:promises")
    return answered(request, outcome, then=then)


@require_POST
def see(request: SignedInRequest, pk: UUID, seen: Seen) -> HttpResponse:
    """Say how one saw what the other reported."""
    row = get_object_or_404(PromiseDate.objects.from_the_other(request.user), pk=pk)
    with refusals() as outcome:
        promise_dates.see_promise(row, by=request.user, seen=seen, now=database_now())
        messages.success(request, _("Thank you for saying so."))
    return answered(request, outcome, then=redirect("repair:promises"))


@require_http_methods(["GET", "HEAD", "POST"])
def own_missed(request: SignedInRequest, pk: UUID, on: date) -> HttpResponse:
    """Write the few words after a promise did not come about."""
    dates = PromiseDate.objects.of(request.user).select_related("promise__author")
    row = get_object_or_404(dates, promise=pk, due_on=on, report=Report.MISSED)
    form = OwnForm(sent(request))
    looked = look_over(form, ["words"], request.POST)
    if looked is None and form.is_valid():
        with refusals(form):
            promise_dates.own_promise(row, by=request.user, words=form.cleaned_data["words"], now=database_now())
            messages.success(request, _("It is said."))
            return redirect("repair:promise", pk)
    page = {"row": row, "form": form, "looked": looked}
    return render(request, "repair/promise_own.html", page, status=status_of(form))
