"""Today, and the page of one day: the check-in and what it opens."""

from datetime import date, datetime
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest
from checkins.actions import AlreadyOpen, DateNotOffered, WrittenElsewhere, dates_offered, submit_check_in, writing
from checkins.days import Day, day_of
from checkins.forms import CheckInForm, DayNoteForm, initial_of
from checkins.models import CheckIn
from checkins.reading import Turn
from couples.access import Standing
from couples.views.doors import standing_now
from home.beside import beside, topics_offered
from kit.fields import filled_anew
from kit.weeks import local_today
from kit.zones import known_zone
from repair.pages.due import items_of


@require_http_methods(["GET", "HEAD"])
def today(request: SignedInRequest) -> HttpResponse:
    """Show the person's own date. Its form goes to the page of that date, also when midnight has passed (ruling 35)."""
    standing, now = standing_now(request.user)
    return _day_page(request, standing, local_today(now, request.user.zone), now)


@require_http_methods(["GET", "HEAD", "POST"])
def day(request: SignedInRequest, on: date) -> HttpResponse:
    """Show one past day, or fill in one of the last two."""
    if request.method == "POST":
        return _take(request, on)
    standing, now = standing_now(request.user)
    return _day_page(request, standing, on, now)


def _day_page(request: SignedInRequest, standing: Standing, on: date, now: datetime) -> HttpResponse:
    there = beside(standing, on=on, now=now)
    seen = day_of(standing, on, now=now, words=there["words"])
    if on > local_today(now, request.user.zone) and seen.mine is None and not seen.words_for_me:
        raise Http404  # own words of a date stay readable, also after flying back over the date line
    form = None
    if on in dates_offered(request.user, now=now) and (
        seen.mine is None or ("change" in request.GET and seen.can_change)
    ):
        answered = initial_of(seen.mine, seen.own, seen.words_for_me)
        form = CheckInForm(partner=standing.partner, read_topics=lambda: there["topics"], initial=answered)
    return _render(request, standing, seen, form, now, there=there)


def _take(request: SignedInRequest, on: date) -> HttpResponse:
    """Take the answers for a date, as long as it may still be filled in."""
    clash, status = "", 400
    try:
        with writing(request.user) as turn:
            now = turn.read_at
            read_topics = partial(topics_offered, user=turn.user)
            form = CheckInForm(request.POST, partner=turn.partner, read_topics=read_topics)
            if form.is_valid():
                answers, seen = form.answers(), form.cleaned_data["seen"]
                return _saved(request, submit_check_in(turn, on=on, answers=answers, seen=seen, now=now), turn)
    except DateNotOffered as refusal:
        form.add_error(None, refusal)
    except WrittenElsewhere as other:
        form.data = filled_anew(form.data, "seen", other.check_in.changed_at.isoformat())
        clash, status = "elsewhere", 409
    except AlreadyOpen:
        clash, status = "open", 409
    standing, now = standing_now(request.user)  # the day may have opened while this press waited
    there = beside(standing, on=on, now=now)
    seen = day_of(standing, on, now=now, words=there["words"])
    return _render(request, standing, seen, form, now, there=there, status=status, clash=clash)


def _saved(request: SignedInRequest, check_in: CheckIn, turn: Turn) -> HttpResponse:
    is_shared = turn.couple is not None and check_in.couple_id == turn.couple.pk
    if not is_shared or check_in.has_opened(turn.couple, turn.read_at):
        messages.success(request, _("Saved."))  # else the page itself says when the day opens
    is_today = check_in.local_date == local_today(turn.read_at, turn.user.zone)
    return redirect("home:today") if is_today else redirect("home:day", check_in.local_date)


def _render(
    request: SignedInRequest,
    standing: Standing,
    seen: Day,
    form: CheckInForm | None,
    now: datetime,
    *,
    there: dict[str, list[Any]],
    status: int = 200,
    clash: str = "",
) -> HttpResponse:
    today = local_today(now, request.user.zone)
    offered = dates_offered(request.user, now=now)
    if form:
        form.say_who_reads(is_shared=standing.shares_with is not None)
    page = {
        "standing": standing,
        "day": seen,
        "form": form,
        "note_form": DayNoteForm() if seen.is_open and seen.mine else None,
        "due": items_of(there) if seen.on == today else (),
        "received": there["unanswered"] if standing.is_open else [],
        "today": today,
        "other_days": [on for on in offered if on != seen.on],
        "is_offered": seen.on in offered,
        "clash": clash,
        "has_known_zone": bool(known_zone(request.user.zone)),
        "own_zone": request.user.zone.replace("_", " "),
    }
    return render(request, "home/today.html", page, status=status)
