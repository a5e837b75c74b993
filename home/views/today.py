"""Today, and the page of one day: the check-in and what it opens."""

from datetime import date, datetime
from functools import partial

from django.contrib import messages
from django.db.models import UUIDField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from checkins.actions import AlreadyOpen, DateNotOffered, WrittenElsewhere, dates_offered, submit_check_in
from checkins.days import Day, day_of, received
from checkins.forms import CheckInForm, NoteForm, initial_of
from couples.access import Standing
from couples.models import Topic
from couples.views.doors import standing_now
from repair.due import due_today
from trustrebuild.prepared import Prepared
from trustrebuild.weeks import local_today

_topics_offered = Prepared(lambda user: Topic.objects.visible_to(user).offered(), user=UUIDField())


@require_http_methods(["GET", "HEAD", "POST"])
def today(request: HttpRequest) -> HttpResponse:
    """Show or take the check-in of the person's own date."""
    standing, now = standing_now(request.user)
    return _day_page(request, standing, local_today(now, request.user.zone), now)


@require_http_methods(["GET", "HEAD", "POST"])
def day(request: HttpRequest, on: date) -> HttpResponse:
    """Show one past day, or fill in one of the last two."""
    standing, now = standing_now(request.user)
    if on > local_today(now, request.user.zone) and request.method != "POST":
        raise Http404  # who sends one is told which days can be filled in
    return _day_page(request, standing, on, now)


def _day_page(request: HttpRequest, standing: Standing, on: date, now: datetime) -> HttpResponse:
    if request.method == "POST":
        return _take(request, standing, on, now)
    seen = day_of(standing, on, now=now)
    offered = dates_offered(request.user, now=now)
    writes = on in offered and (seen.mine is None or ("change" in request.GET and seen.can_change))
    form = _form(standing, now, initial=initial_of(seen.mine, seen.own, seen.words_for_me)) if writes else None
    return _render(request, standing, seen, form, now, offered=offered)


def _take(request: HttpRequest, standing: Standing, on: date, now: datetime) -> HttpResponse:
    form = _form(standing, now, data=request.POST)
    if not form.is_valid():
        return _render(request, standing, day_of(standing, on, now=now), form, now, status=400)
    try:
        check_in = submit_check_in(standing, on=on, answers=form.answers(), seen=form.cleaned_data["seen"], now=now)
    except DateNotOffered:
        form.add_error(None, _("You can fill in today, or the last two days."))
        return _render(request, standing, day_of(standing, on, now=now), form, now, status=400)
    except WrittenElsewhere as other:
        form.data = form.data.copy()
        form.data["seen"] = other.check_in.changed_at.isoformat()
        return _render(request, standing, day_of(standing, on, now=now), form, now, status=409, clash="elsewhere")
    except AlreadyOpen:
        return _render(request, standing, day_of(standing, on, now=now), form, now, status=409, clash="open")
    if standing.shares_with is None or check_in.is_open(now):
        messages.success(request, _("Saved."))  # else the page itself says when the day opens
    is_today = on == local_today(now, request.user.zone)
    return redirect("checkins:today") if is_today else redirect("checkins:day", on)


def _form(standing: Standing, now: datetime, **kwargs: object) -> CheckInForm:
    read_topics = partial(_topics_offered, user=standing.user.pk)
    is_shared = standing.shares_with is not None
    return CheckInForm(partner=standing.partner, read_topics=read_topics, is_shared=is_shared, **kwargs)


def _render(
    request: HttpRequest,
    standing: Standing,
    seen: Day,
    form: CheckInForm | None,
    now: datetime,
    *,
    status: int = 200,
    clash: str = "",
    offered: list[date] | None = None,
) -> HttpResponse:
    today = local_today(now, request.user.zone)
    page = {
        "standing": standing,
        "day": seen,
        "form": form,
        "note_form": NoteForm() if seen.is_open and seen.mine else None,
        "due": due_today(standing, on=seen.on, now=now) if seen.on == today else (),
        "received": received(standing, now=now) if standing.is_open else [],
        "today": today,
        "other_days": [on for on in offered or dates_offered(request.user, now=now) if on != seen.on],
        "clash": clash,
    }
    return render(request, "home/today.html", page, status=status)
