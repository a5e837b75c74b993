"""The promises of both: made, read, made anew, ended, noted."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from couples.access import standing_of
from couples.views.doors import standing_now
from kit.clock import database_now
from kit.paging import LATER, day_before, newest
from kit.weeks import local_today
from repair.actions import promises as actions
from repair.actions.acting import TooMany
from repair.forms.promises import ChangePromiseForm, EndForm, NoteForm, PromiseForm, words_of
from repair.models import EndedAs, Promise
from repair.pages.promises import ledger_of, line_of, weeks_of
from repair.views.doors import BAD, for_two, press, write

THREE = {
    TooMany: (gettext_lazy("Three promises are open. Bring one to its end first; small and few is stronger."), BAD)
}


@require_safe
def promises(request: HttpRequest) -> HttpResponse:
    """Show the open promises of both with their weeks, and the ended ones."""
    standing, now = standing_now(request.user)
    page = {"standing": standing, "ledger": ledger_of(standing, now=now)}
    return render(request, "repair/promises.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Make a promise."""
    standing, now = standing_now(request.user)
    if request.method != "POST" and not standing.is_open:
        return for_two(request, standing)
    sent = request.POST if request.method == "POST" else None
    form = PromiseForm(sent, user=request.user, today=local_today(now, request.user.zone))
    if request.method != "POST":
        return render(request, "repair/promise_form.html", {"form": form, "standing": standing})
    status = BAD
    if form.is_valid():
        key = form.cleaned_data["once"]
        status = write(
            form, lambda: actions.make_promise(request.user, terms=form.terms(), key=key, now=now), more=THREE
        )
    if form.errors:
        return render(request, "repair/promise_form.html", {"form": form, "standing": standing}, status=status)
    messages.success(request, _("Your promise stands."))
    return redirect("repair:promises")


def _found(request: HttpRequest, pk: UUID) -> Promise:
    return get_object_or_404(Promise.objects.visible_to(request.user), pk=pk)


def _own(request: HttpRequest, pk: UUID) -> Promise:
    return get_object_or_404(Promise.objects.of(request.user), pk=pk)


@require_safe
def promise(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one promise: its history, its weeks, its notes."""
    found = _found(request, pk)
    return _promise_page(request, found, database_now())


def _promise_page(
    request: HttpRequest, found: Promise, now: datetime, *, note_form: NoteForm | None = None, status: int = 200
) -> HttpResponse:
    dates = found.dates.visible_to(request.user).due_before(day_before(request))
    said, later = newest(dates, size=LATER)
    standing = standing_of(request.user)
    page = {
        "line": line_of(found, standing, now=now),
        "weeks": weeks_of((row, row.stands(now)) for row in reversed(said)),
        "later": said[-1].due_on if later else None,
        "versions": list(Promise.objects.visible_to(request.user).told_in(found.thread)),
        "notes": list(found.notes.visible_to(request.user).order_by("added_at", "pk")),
        "note_form": note_form or NoteForm(),
        "standing": standing,
    }
    return render(request, "repair/promise.html", page, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make an open promise anew."""
    old, now = _own(request, pk), database_now()
    of_today = {"user": request.user, "today": local_today(now, request.user.zone)}
    page = {"promise": old, "standing": standing_of(request.user)}
    if request.method != "POST":
        page["form"] = ChangePromiseForm(initial=words_of(old), **of_today)
        return render(request, "repair/promise_form.html", page)
    form = ChangePromiseForm(request.POST, **of_today)
    status = _change(form, old, request, now) if form.is_valid() else BAD
    if form.errors:
        return render(request, "repair/promise_form.html", page | {"form": form}, status=status)
    messages.success(request, _("Made anew. The one before stays readable."))
    return redirect("repair:promises")


def _change(form: ChangePromiseForm, old: Promise, request: HttpRequest, now: datetime) -> int:
    clean = form.cleaned_data
    words = {"terms": form.terms(), "reason": clean["reason"], "key": clean["once"]}
    return write(form, lambda: actions.change_promise(old, by=request.user, now=now, **words))


@require_POST
def done(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that a promise has done its work."""
    return _end(request, _own(request, pk), EndedAs.DONE, "")


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take one's own promise back, with or without a reason; the line stays."""
    found = _own(request, pk)
    form = EndForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _end(request, found, EndedAs.WITHDRAWN, form.cleaned_data["reason"])
    page = {"form": form, "promise": found}
    return render(request, "repair/promise_end.html", page, status=BAD if form.errors else 200)


def _end(request: HttpRequest, found: Promise, ended_as: EndedAs, reason: str) -> HttpResponse:
    how = {"by": request.user, "ended_as": ended_as, "reason": reason, "now": database_now()}
    then = redirect("repair:promise", found.pk)
    response = press(request, lambda: actions.end_promise(found, **how), then=then)
    if response is then:
        messages.success(request, _("It came to its end. What was kept stays in the evidence."))
    return response


@require_POST
def note(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add words to a promise that was already shared."""
    found, form, now = _found(request, pk), NoteForm(request.POST), database_now()
    status = BAD
    if form.is_valid():
        words = {"words": form.cleaned_data["words"], "key": form.cleaned_data["once"]}
        status = write(form, lambda: actions.add_promise_note(found, by=request.user, now=now, **words))
    if form.errors:
        return _promise_page(request, found, now, note_form=form, status=status)
    messages.success(request, _("Your note stands with it."))
    return redirect(reverse("repair:promise", args=[pk]) + "#notes")
