"""What stands in every state of the house: the way out, help, and the first page."""

import time
from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from home.views import welcome

View = Callable[[HttpRequest], HttpResponse]
WAY_OUT = "/x/"
FOR_EVERYBODY: dict[str, View] = {
    "/": welcome.landing,
    "/help/": welcome.help_page,
    "/privacy/": welcome.privacy,
}
SESSION_NOT_SAVED = 400  # Django takes any failure to save one for a session that was ended meanwhile
LONG_SECONDS = 1
LEFT_ALONE_SECONDS = 10


class SafePages:
    """Let nothing that reads or writes rows stand between a person and these pages.

    It stands before the session, which the way out never comes to. The other pages are drawn
    as for a visitor when their own answer fails. One that failed only after a long wait is
    not tried again for ten seconds, for whoever asks next.
    """

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response
        self.away_until = 0.0  # on the monotonic clock

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one request."""
        path = request.path_info.rstrip("/") + "/"
        if path == WAY_OUT:
            return welcome.leave_at_once(request)
        if path not in FOR_EVERYBODY:
            return self.get_response(request)
        return self._own(request) or _as_for_a_visitor(request, FOR_EVERYBODY[path])

    def _own(self, request: HttpRequest) -> HttpResponse | None:
        """Return the page of the person who asks, None when it cannot be drawn."""
        asked_at = time.monotonic()
        if asked_at < self.away_until:
            return None
        response = self.get_response(request)
        if response.status_code < 500 and response.status_code != SESSION_NOT_SAVED:
            return response
        failed_at = time.monotonic()
        if failed_at - asked_at > LONG_SECONDS:
            self.away_until = failed_at + LEFT_ALONE_SECONDS
        return None


def _as_for_a_visitor(request: HttpRequest, view: View) -> HttpResponse:
    """Draw a page from a request that nobody's session has touched."""
    request.get_host()  # which refuses a host that is not ours
    plain = WSGIRequest(request.META)
    plain.user = AnonymousUser()
    with translation.override(translation.get_language_from_request(plain)):
        return view(plain)
