"""Hard moments: one's own until shared, and they reset nothing."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import SignedInRequest
from couples.access import standing_of
from kit.clock import database_now
from kit.paging import CARDS, newest, place_before
from kit.refusals import refusals, sent, status_of
from kit.weeks import local_today
from repair.actions import moments as actions
from repair.actions.moments import MomentTold
from repair.forms.moments import MomentForm
from repair.models import HardMoment
from repair.views.answering import answered, say_taken_back

NOW_SHARED = gettext_lazy("It is written down, and the other person can read it.")


@require_safe
def moments(request: SignedInRequest) -> HttpResponse:
    """Show one's own moments and what the other shared."""
    rows, more = newest(HardMoment.objects.lines_to(request.user, before=place_before(request)), size=CARDS)
    page = {"standing": standing_of(request.user), "moments": rows, "later": rows[-1] if more else None}
    return render(request, "repair/moments.html", page)


def _own(request: SignedInRequest, pk: UUID) -> HardMoment:
    return get_object_or_404(HardMoment.objects.of(request.user), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Write a hard moment down, for oneself or shared at once."""
    now, share = database_now(), "share" in request.POST
    today = local_today(now, request.user.zone)
    form = MomentForm(sent(request), initial={"happened_on": today}, today=today)
    if form.is_valid():
        with refusals(form):
            actions.write_moment(request.user, told=form.told(), key=form.key, share=share, now=now)
            messages.success(request, NOW_SHARED if share else _("Kept for you alone."))
            return redirect("repair:moments")
    page = {"form": form, "standing": standing_of(request.user)}
    return render(request, "repair/moment_form.html", page, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Change one's own moment; once shared, fill in what is empty."""
    moment, now = _own(request, pk), database_now()
    form = MomentForm(sent(request), initial=_start(moment), today=local_today(now, request.user.zone))
    if form.is_valid():
        with refusals(form):
            actions.change_moment(moment, by=request.user, told=form.told(), now=now)
            if "share" in request.POST:
                actions.share_moment(moment, by=request.user, now=now)
            messages.success(request, _("Saved."))
            return redirect("repair:moments")
    page = {"form": form, "moment": moment, "standing": standing_of(request.user)}
    return render(request, "repair/moment_form.html", page, status=status_of(form))


def _start(moment: HardMoment) -> dict[str, object]:
    start = {name: getattr(moment, name) for name in MomentTold.__dataclass_fields__}
    return start | {"met": "" if moment.met is None else str(moment.met)}


@require_POST
def share(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Let the other read one's own moment."""
    with refusals() as outcome:
        actions.share_moment(_own(request, pk), by=request.user, now=database_now())
    return answered(request, outcome, then=redirect("repair:moments"))


@require_POST
def withdraw(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Take back what one shared; a dated line stays."""
    moment = _own(request, pk)
    actions.withdraw_moment(moment, by=request.user, now=database_now())
    moment.refresh_from_db()
    say_taken_back(request, is_so=moment.withdrawn_at is not None)
    return redirect("repair:moments")
