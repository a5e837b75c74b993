"""Hard dates: what would help, a discreet heads-up, and a line beforehand."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import SignedInRequest
from couples.access import standing_of
from kit.clock import database_now
from kit.paging import place_before
from kit.refusals import refusals, sent, status_of
from kit.weeks import local_today
from repair.actions import hard_dates as actions
from repair.forms.hard_dates import DateForm, LineForm
from repair.models import HardDate
from repair.pages.hard_dates import hard_dates_page
from repair.views.answering import answered


@require_safe
def hard_dates(request: SignedInRequest) -> HttpResponse:
    """Show the dates of both: what comes, and what has been."""
    today = local_today(database_now(), request.user.zone)
    before = place_before(request)
    standing = standing_of(request.user)
    dates = hard_dates_page(standing, today, before=before)
    page = {"standing": standing, "dates": dates, "unfolded": before is not None}
    return render(request, "repair/hard_dates.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Mark a date that may be hard, for oneself or for both."""
    now, share = database_now(), "share" in request.POST
    form = DateForm(sent(request), today=local_today(now, request.user.zone))
    if form.is_valid():
        with refusals(form):
            actions.mark_date(request.user, marked=form.marked(), key=form.key, share=share, now=now)
            messages.success(request, _("It is marked for both of you.") if share else _("Kept for you alone."))
            return redirect("repair:hard_dates")
    page = {"form": form, "standing": standing_of(request.user)}
    return render(request, "repair/hard_date_form.html", page, status=status_of(form))


def _own(request: SignedInRequest, pk: UUID) -> HardDate:
    return get_object_or_404(HardDate.objects.of(request.user), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def line(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Write the other a line before their date."""
    row, now = get_object_or_404(HardDate.objects.visible_to(request.user), pk=pk), database_now()
    coming = row.next_on(local_today(now, request.user.zone))
    form = LineForm(sent(request), coming=coming)
    if form.is_valid():
        with refusals(form):
            actions.write_line(row, by=request.user, key=form.key, now=now, **form.line())
            messages.success(request, _("Your line stands with the date."))
            return redirect("repair:hard_dates")
    page = {"form": form, "row": row, "coming": coming, "standing": standing_of(request.user)}
    return render(request, "repair/hard_date_line.html", page, status=status_of(form))


@require_POST
def share(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Let the other know of one's own date."""
    with refusals() as outcome:
        actions.share_date(_own(request, pk), by=request.user, now=database_now())
    return answered(request, outcome, then=redirect("repair:hard_dates"))


@require_POST
def withdraw(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Take one's own date away: no heads-up goes any more."""
    actions.withdraw_date(_own(request, pk), by=request.user, now=database_now())
    messages.success(request, _("Taken away. Nothing is announced any more."))
    return redirect("repair:hard_dates")
