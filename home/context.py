"""What every page's frame needs."""

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.kept import give_back
from accounts.models import User
from couples.access import has_couple
from kit.words import Words


@dataclass(frozen=True)
class Room:
    """One place in the bar: its route, its words, its icon, and the addresses that belong to it."""

    route: str
    label: Words
    icon: str
    under: tuple[str, ...]

    @cached_property
    def url(self) -> str:
        """Return its address."""
        return reverse(self.route)


TODAY = Room("home:today", _("Today"), "sun", ("/check-ins/",))
TRAJECTORY = Room("trajectory:page", _("Trajectory"), "trend", ("/trajectory/",))
REPAIR = Room("repair:room", _("Repair"), "repair", ("/repair/",))
EVIDENCE = Room("repair:evidence", _("Evidence"), "evidence", ("/evidence/",))
COUPLES = Room("therapy:caseload", _("Couples"), "people", ("/therapy/",))
YOU = Room("home:you", _("You"), "you", ("/you/", "/couple/", "/accounts/", "/j/", "/t/"))


def frame(request: HttpRequest) -> dict[str, object]:
    """Return the neutral name, and the rooms of the person who is signed in."""
    user = getattr(request, "user", None)
    rooms = rooms_of(user) if user and user.is_authenticated else ()
    return {
        "site_name": settings.SITE_NAME,
        "given_back": give_back(request) if rooms else None,
        "rooms": [
            {"url": r.url, "label": r.label, "icon": r.icon, "current": request.path.startswith(r.under)} for r in rooms
        ],
    }


def rooms_of(user: User) -> tuple[Room, ...]:
    """Return a person's rooms, the first one first; only a therapist's cost a query."""
    if not user.is_therapist:
        return (TODAY, REPAIR, EVIDENCE, TRAJECTORY, YOU)
    if has_couple(user):
        return (TODAY, REPAIR, EVIDENCE, TRAJECTORY, COUPLES, YOU)
    return (COUPLES, YOU)
