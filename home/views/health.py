"""Whether it is well, said to everybody in one word."""

from datetime import UTC, datetime
from functools import cache

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from kit.clock import database_now
from notices.health import examine


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer ok, or 503 and red; the parts are for staff."""
    if _is_well():
        return JsonResponse({"status": "ok"})
    return JsonResponse({"status": "red"}, status=503)


def _is_well() -> bool:
    try:
        now = database_now()
        return examine(now=now, app_now=datetime.now(UTC), serving_since=_serving_since()).is_good
    except DatabaseError:
        return False


@cache
def _serving_since() -> datetime:
    """Return when this process was first asked: what grew old before has a minute to catch up."""
    return database_now()
