"""The front page of the repair room: what is due today, and a door to each thing."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.requests import SignedInRequest
from couples.views.doors import standing_now
from kit.weeks import local_today
from repair.pages.due import due_today

# One door for each thing: route, icon, name, what it is for. The order is that of the page.
DOORS = (
    ("repair:time_outs", "clock", _("Time-out"), _("Space, and a time to come back.")),
    ("repair:repairs", "repair", _("Repairs"), _("One thing that hurt, looked at by both, until it can rest.")),
    ("repair:acknowledgements", "write", _("Acknowledgement"), _("What was done, said plainly and whole.")),
    ("repair:promises", "check", _("Promises"), _("Small, specific, and seen by both.")),
    ("repair:questions", "question", _("Questions"), _("What you need to know, in your time and theirs.")),
    ("repair:openness", "sun", _("Openness"), _("What was shared before anyone asked.")),
    ("repair:moments", "care", _("Hard moments and dates"), _("What brings it up, what helps, and how it was met.")),
    ("repair:agreements", "key", _("Open for a while"), _("What one of you offers to be seen, until a date.")),
    ("couples:phase", "growing", _("Where the two of you are"), _("Owning, finding each other, growing close.")),
    ("repair:evidence", "evidence", _("Evidence"), _("What was kept and shared. For a bad night, and for a good one.")),
)


@require_safe
def room(request: SignedInRequest) -> HttpResponse:
    """Show what is due today and the doors."""
    standing, now = standing_now(request.user)
    items = due_today(standing, on=local_today(now, request.user.zone), now=now)
    doors = [{"route": route, "icon": icon, "name": name, "text": text} for route, icon, name, text in DOORS]
    return render(request, "repair/room.html", {"standing": standing, "items": items, "doors": doors})
