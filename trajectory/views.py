"""The trajectory page, and one past week."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from couples.access import standing_of
from trajectory.models import WeeklySummary
from trajectory.pages import own_chart, readings_until, week_page
from trustrebuild.clock import database_now
from trustrebuild.weeks import WEEK, local_today, week_of


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show the newest closed week, the own chart, and the weeks before."""
    standing, now = standing_of(request.user), database_now()
    readings = readings_until(request.user, week_of(local_today(now, request.user.zone)))
    summary = _summary(request, readings[0].week) if readings else None
    shown = {
        "standing": standing,
        "newest": week_page(standing, readings[0], summary) if readings else None,
        "chart": own_chart(standing, readings, now=now),
        "before": [reading.week for reading in readings[1:]],
    }
    return render(request, "trajectory/page.html", shown)


@require_safe
def week(request: HttpRequest, on: date) -> HttpResponse:
    """Show one closed week of one's own; a date that is no Monday of one is no address."""
    standing = standing_of(request.user)
    readings = readings_until(request.user, on + WEEK, weeks=2)
    reading = next((reading for reading in readings if reading.week == on), None)
    if reading is None:
        raise Http404
    weeks = {reading.week for reading in readings}
    shown = {
        "standing": standing,
        "week": week_page(standing, reading, _summary(request, on)),
        "previous": on - WEEK if on - WEEK in weeks else None,
        "next": on + WEEK if on + WEEK in weeks else None,
    }
    return render(request, "trajectory/week.html", shown)


def _summary(request: HttpRequest, on: date) -> WeeklySummary | None:
    return WeeklySummary.objects.visible_to(request.user).current().filter(week=on).first()
