"""The therapist's couples, and one plain page for each."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import SignedInRequest
from couples.access import caring_for, grants_of_therapist
from couples.actions.grants import end_grant
from kit.clock import database_now
from kit.weeks import local_today
from therapy.actions import A_MINUTE, TooManyOpenings, open_couple
from therapy.caseload import cases
from therapy.pages import couple_page
from therapy.reading import read_couple


@require_safe
def caseload(request: SignedInRequest) -> HttpResponse:
    """List the couples whose grant is live; people who are no therapists find nothing here."""
    if not request.user.is_therapist:
        raise Http404
    now = database_now()
    grants = grants_of_therapist(request.user, now=now)
    if not grants:
        return render(request, "therapy/no_couples.html")
    return render(request, "therapy/caseload.html", {"cases": cases(grants, now=now)})


@require_POST
def end(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """End one's own reading of a couple, at once; both partners see that it ended."""
    now = database_now()
    end_grant(caring_for(request.user, pk, now=now).grant, now=now)
    messages.success(request, _("You no longer have access to this couple. Both can see that sharing has ended."))
    return redirect("therapy:caseload")


@require_safe
def couple(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show what both partners of one couple give; the opening is noted for them."""
    now = database_now()
    caring = caring_for(request.user, pk, now=now)
    try:
        open_couple(caring, by=request.user, now=now)
    except TooManyOpenings:
        refused = render(request, "429.html", status=429)
        refused["Retry-After"] = str(A_MINUTE.seconds)
        return refused
    read = read_couple(caring, now=now)
    page = couple_page(read, today=local_today(now, request.user.zone))
    return render(request, "therapy/couple.html", {"page": page, "caring": caring})
