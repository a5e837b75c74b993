"""What every page's frame needs."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

ROOMS = (
    ("checkins:today", _("Today"), "today"),
    ("trajectory:page", _("Trajectory"), "trajectory"),
    ("home:you", _("You"), "you"),
)


def frame(request: HttpRequest) -> dict[str, object]:
    """Return the neutral name and the rooms of who is signed in."""
    return {"site_name": settings.SITE_NAME, "rooms": _rooms(request)}


def _rooms(request: HttpRequest) -> list[dict[str, object]]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    return [
        {"url": reverse(route), "label": label, "icon": icon, "current": request.path == reverse(route)}
        for route, label, icon in ROOMS
    ]
