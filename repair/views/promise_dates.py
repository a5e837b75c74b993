"""What the maker says of one date, how the other saw it, and the owning after it did not come about."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from kit.clock import database_now
from repair.actions import promises as actions
from repair.forms.promises import OwnForm
from repair.models import Promise, PromiseDate, Report, Seen
from repair.pages.hedges import look_over
from repair.views.doors import BAD, CONFLICT, press, write

MORE = {
    actions.NotDue: (gettext_lazy("For this date that cannot be said, or not any more."), BAD),
    actions.WordStands: (
        gettext_lazy("After seven days the word given stands. You can still say that you saw it too, or add a note."),
        CONFLICT,
    ),
}


@require_POST
def report(request: HttpRequest, pk: UUID, on: date, report: Report) -> HttpResponse:
    """Say how one's own promise went on a date."""
    promise = get_object_or_404(Promise.objects.of(request.user), pk=pk)
    now = database_now()
    then = redirect("repair:promises")
    if report == Report.MISSED:
        then = redirect("repair:promise_own", pk, on)
    return press(
        request,
        lambda: actions.report_promise(promise, by=request.user, on=on, report=report, now=now),
        then=then,
        more=MORE,
        thanks="" if report == Report.MISSED else _("It is written down."),
    )


@require_POST
def see(request: HttpRequest, pk: UUID, seen: Seen) -> HttpResponse:
    """Say how one saw what the other reported."""
    row = get_object_or_404(PromiseDate.objects.from_the_other(request.user), pk=pk)
    now = database_now()
    then = redirect("repair:promises")
    return press(
        request,
        lambda: actions.see_promise(row, by=request.user, seen=seen, now=now),
        then=then,
        more=MORE,
        thanks=_("Thank you for saying so."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, pk: UUID, on: date) -> HttpResponse:
    """Write the few words after a promise did not come about."""
    dates = PromiseDate.objects.of(request.user).select_related("promise__author")
    row = get_object_or_404(dates, promise=pk, due_on=on, report=Report.MISSED)
    if request.method != "POST":
        return render(request, "repair/promise_own.html", {"row": row, "form": OwnForm()})
    form, now, status = OwnForm(request.POST), database_now(), BAD
    looked = look_over(form, ["words"], request.POST)
    if looked is not None:
        return render(request, "repair/promise_own.html", {"row": row, "form": form, "looked": looked})
    if form.is_valid():
        words = form.cleaned_data["words"]
        status = write(form, lambda: actions.own_promise(row, by=request.user, words=words, now=now), more=MORE)
    if form.errors:
        return render(request, "repair/promise_own.html", {"row": row, "form": form}, status=status)
    messages.success(request, _("It is said."))
    return redirect("repair:promise", pk)
