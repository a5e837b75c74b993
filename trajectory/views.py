"""The trajectory page, one past week, the switch for words, and the monthly self-check."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import SignedInRequest
from couples.access import standing_of
from couples.views.doors import standing_now
from kit.clock import database_now
from kit.refusals import sent, status_of
from kit.weeks import WEEK, local_today, week_of
from trajectory import actions
from trajectory.forms import SelfCheckForm
from trajectory.models import STATEMENTS, RepairFelt, SelfCheck
from trajectory.pages import other_charts, own_chart, signs_beside, week_links, week_page
from trajectory.reading import newest_check, newest_reading, readings_until, summary_of, weeks_until, words_turned_on
from trajectory.sentences import finished


@require_safe
def page(request: SignedInRequest) -> HttpResponse:
    """Show the newest closed week, the own chart, and the weeks before."""
    standing, now = standing_now(request.user)
    this_week = week_of(local_today(now, request.user.zone))
    reading, on = newest_reading(request.user, this_week), words_turned_on(standing)
    summary = summary_of(request.user, reading.week) if reading else None
    check = newest_check(request.user)
    shown = {
        "standing": standing,
        "newest": week_page(standing, reading, summary, on=on) if reading else None,
        "chart": own_chart(standing, now=now),
        "before": week_links(weeks_until(request.user, this_week)[1:]),
        "self_check": check,
        "finished": finished() if check and check.repair == RepairFelt.FINISHED else "",
        "words_are_on": request.user.pk in on,
    }
    return render(request, "trajectory/page.html", shown)


@require_safe
def charts(request: SignedInRequest) -> HttpResponse:
    """Show the other charts of one's own last half-year."""
    standing, now = standing_now(request.user)
    return render(request, "trajectory/charts.html", {"charts": other_charts(standing, now=now)})


@require_safe
def week(request: SignedInRequest, on: date) -> HttpResponse:
    """Show one closed week of one's own; a date that is no Monday of one is no address."""
    standing = standing_of(request.user)
    readings = readings_until(request.user, on + WEEK, weeks=2)
    reading = next((reading for reading in readings if reading.week == on), None)
    if reading is None:
        raise Http404
    weeks = {reading.week for reading in readings}
    shown = {
        "standing": standing,
        "week": week_page(standing, reading, summary_of(request.user, on), on=words_turned_on(standing)),
        "previous": on - WEEK if on - WEEK in weeks else None,
        "next": on + WEEK if on + WEEK in weeks else None,
    }
    return render(request, "trajectory/week.html", shown)


@require_POST
def words_on(request: SignedInRequest) -> HttpResponse:
    """Let words about oneself reach the partner from the next week on."""
    actions.turn_words(request.user, is_on=True, now=database_now())
    messages.success(request, _("On. It counts from the next week on."))
    return redirect("trajectory:page")


@require_POST
def words_off(request: SignedInRequest) -> HttpResponse:
    """Keep words about oneself to oneself, at once."""
    actions.turn_words(request.user, is_on=False, now=database_now())
    messages.success(request, _("Off. Nothing is said about you."))
    return redirect("trajectory:page")


@require_http_methods(["GET", "HEAD", "POST"])
def self_check(request: SignedInRequest) -> HttpResponse:
    """Ask the monthly questions; every one may stay open."""
    standing, now = standing_now(request.user)
    today, asked = local_today(now, request.user.zone), actions.months_asked(request.user, now=now)
    present = SelfCheck.objects.visible_to(request.user).of_month(asked[0]).first()
    initial = {name: getattr(present, name) for name in (*STATEMENTS, "repair")} if present else {}
    form = SelfCheckForm(sent(request), initial=initial, asked=asked)
    if form.is_valid():
        actions.answer_self_check(standing, now=now, **form.answered())
        messages.success(request, _("Saved."))
        return redirect("trajectory:page")
    reading = newest_reading(request.user, week_of(today), weeks=4)
    signs = signs_beside(reading, summary_of(request.user, reading.week) if reading else None)
    statements = [(field, signs.get(field.name, "")) for field in form.scales()]
    shown = {"form": form, "statements": statements, "month": asked[0]}
    return render(request, "trajectory/self_check.html", shown, status=status_of(form))
