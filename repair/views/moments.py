"""Hard moments: one's own until shared, and they reset nothing."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from couples.access import standing_of
from kit.clock import database_now
from kit.paging import CARDS, newest, place_before
from kit.weeks import local_today
from repair.actions import moments as actions
from repair.actions.moments import Told
from repair.forms.moments import MomentForm
from repair.models import HardMoment
from repair.views.doors import BAD, press, say_taken_back, write


@require_safe
def moments(request: HttpRequest) -> HttpResponse:
    """Show one's own moments and what the other shared."""
    rows, more = newest(HardMoment.objects.lines_to(request.user, before=place_before(request)), size=CARDS)
    page = {"standing": standing_of(request.user), "moments": rows, "later": rows[-1] if more else None}
    return render(request, "repair/moments.html", page)


def _own(request: HttpRequest, pk: UUID) -> HardMoment:
    return get_object_or_404(HardMoment.objects.of(request.user), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write a hard moment down, for oneself or shared at once."""
    now = database_now()
    today = local_today(now, request.user.zone)
    page = {"standing": standing_of(request.user)}
    if request.method != "POST":
        page["form"] = MomentForm(initial={"happened_on": today}, today=today)
        return render(request, "repair/moment_form.html", page)
    form, status, share = MomentForm(request.POST, today=today), BAD, "share" in request.POST
    if form.is_valid():
        how = {"told": form.told(), "key": form.cleaned_data["once"], "share": share, "now": now}
        status = write(form, lambda: actions.write_moment(request.user, **how))
    if form.errors:
        return render(request, "repair/moment_form.html", page | {"form": form}, status=status)
    messages.success(
        request, _("It is written down, and the other person can read it.") if share else _("Kept for you alone.")
    )
    return redirect("repair:moments")


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change one's own moment; once shared, fill in what is empty."""
    moment, now = _own(request, pk), database_now()
    today = local_today(now, request.user.zone)
    page = {"moment": moment, "standing": standing_of(request.user)}
    if request.method != "POST":
        start = {name: getattr(moment, name) for name in Told.__dataclass_fields__}
        form = MomentForm(initial=start | {"met": "" if moment.met is None else str(moment.met)}, today=today)
        return render(request, "repair/moment_form.html", page | {"form": form})
    form, status = MomentForm(request.POST, today=today), BAD
    if form.is_valid():
        status = write(form, lambda: _keep(request, moment, form, now))
    if form.errors:
        return render(request, "repair/moment_form.html", page | {"form": form}, status=status)
    messages.success(request, _("Saved."))
    return redirect("repair:moments")


def _keep(request: HttpRequest, moment: HardMoment, form: MomentForm, now: datetime) -> None:
    """Save the changes, and share them if that is what was pressed."""
    actions.change_moment(moment, by=request.user, told=form.told(), now=now)
    if "share" in request.POST:
        actions.share_moment(moment, by=request.user, now=now)


@require_POST
def share(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let the other read one's own moment."""
    moment, now, then = _own(request, pk), database_now(), redirect("repair:moments")
    return press(request, lambda: actions.share_moment(moment, by=request.user, now=now), then=then)


@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take back what one shared; a dated line stays."""
    moment = _own(request, pk)
    actions.withdraw_moment(moment, by=request.user, now=database_now())
    moment.refresh_from_db()
    say_taken_back(request, is_so=moment.withdrawn_at is not None)
    return redirect("repair:moments")
