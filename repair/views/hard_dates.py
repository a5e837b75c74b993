"""Hard dates: what would help, a discreet heads-up, and a line beforehand."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from couples.access import standing_of
from kit.clock import database_now
from kit.paging import place_before
from kit.weeks import local_today
from repair.actions import moments as actions
from repair.actions.acting import AlreadyOver, AlreadyShared, NotYours
from repair.forms.moments import DateForm, LineForm
from repair.models import HardDate
from repair.pages.hard_dates import dates_of
from repair.views.doors import BAD, CONFLICT, press, sent, write

MORE = {
    NotYours: (gettext_lazy("The line before a date comes from the other person."), CONFLICT),
    AlreadyOver: (gettext_lazy("This date does not come any more."), CONFLICT),
    AlreadyShared: (gettext_lazy("Your line for this time stands already."), CONFLICT),
}


@require_safe
def hard_dates(request: HttpRequest) -> HttpResponse:
    """Show the dates of both: what comes, and what has been."""
    today = local_today(database_now(), request.user.zone)
    before = place_before(request)
    dates = dates_of(request.user, today, before=before)
    page = {"standing": standing_of(request.user), "dates": dates, "unfolded": before is not None}
    return render(request, "repair/hard_dates.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Mark a date that may be hard, for oneself or for both."""
    now = database_now()
    today = local_today(now, request.user.zone)
    page = {"standing": standing_of(request.user)}
    if request.method != "POST":
        return render(request, "repair/hard_date_form.html", page | {"form": DateForm(today=today)})
    form, status, share = DateForm(request.POST, today=today), BAD, "share" in request.POST
    if form.is_valid():
        how = {"marked": form.marked(), "key": form.cleaned_data["once"], "share": share, "now": now}
        status = write(form, lambda: actions.mark_date(request.user, **how))
    if form.errors:
        return render(request, "repair/hard_date_form.html", page | {"form": form}, status=status)
    messages.success(request, _("It is marked for both of you.") if share else _("Kept for you alone."))
    return redirect("repair:hard_dates")


def _own(request: HttpRequest, pk: UUID) -> HardDate:
    return get_object_or_404(HardDate.objects.of(request.user), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def line(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write the other a line before their date."""
    row, now = get_object_or_404(HardDate.objects.visible_to(request.user), pk=pk), database_now()
    form, status = LineForm(sent(request)), BAD
    if request.method == "POST" and form.is_valid():
        words = {"words": form.cleaned_data["words"], "key": form.cleaned_data["once"]}
        status = write(form, lambda: actions.write_line(row, by=request.user, now=now, **words), more=MORE)
    if request.method != "POST" or form.errors:
        coming = row.next_on(local_today(now, request.user.zone))
        page = {"form": form, "row": row, "coming": coming, "standing": standing_of(request.user)}
        return render(request, "repair/hard_date_line.html", page, status=status if form.errors else 200)
    messages.success(request, _("Your line stands with the date."))
    return redirect("repair:hard_dates")


@require_POST
def share(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let the other know of one's own date."""
    row, now, then = _own(request, pk), database_now(), redirect("repair:hard_dates")
    return press(request, lambda: actions.share_date(row, by=request.user, now=now), then=then)


@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take one's own date away: no heads-up goes any more."""
    actions.withdraw_date(_own(request, pk), by=request.user, now=database_now())
    messages.success(request, _("Taken away. Nothing is announced any more."))
    return redirect("repair:hard_dates")
