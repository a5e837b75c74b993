"""One press that stops the notices, from the mail itself."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.models import User
from kit.clock import database_now
from notices.actions import stop_reminders
from notices.messages import NotOurs, read_stop_token


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Ask on GET, which a scanner may open; stop on POST, which a mail program may send (RFC 8058)."""
    user = get_object_or_404(User, pk=_owner(token))
    if request.method == "POST":
        stop_reminders(user, now=database_now())
    return render(request, "notices/stop.html", {"is_done": request.method == "POST"})


def _owner(token: str) -> UUID:
    try:
        return read_stop_token(token)
    except NotOurs:
        raise Http404 from None
