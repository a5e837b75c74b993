"""The evidence file."""

from datetime import date, datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import SignedInRequest
from couples.views.doors import standing_now
from repair.pages.evidence import Cursor, evidence_page
from repair.pages.evidence_kinds import EVIDENCE_KINDS


@require_safe
def evidence(request: SignedInRequest) -> HttpResponse:
    """Show one page of the evidence file, narrowed to a kind or a month."""
    standing, now = standing_now(request.user)
    page = evidence_page(
        standing,
        now=now,
        kind=request.GET.get("kind", ""),
        month=_month(request.GET.get("month", "")),
        before=Cursor.parse(request.GET.get("before", "")),
    )
    return render(request, "repair/evidence.html", {"page": page, "kinds": EVIDENCE_KINDS, "standing": standing})


def _month(text: str) -> date | None:
    """Return the first day of a month written as 2026-03, or None."""
    try:
        return datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007  a month has no zone
    except ValueError:
        return None
