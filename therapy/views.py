"""The therapist's couples, and one plain page for each."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from couples.access import caring_for, grants_of_therapist
from therapy.actions import A_MINUTE, TooManyOpenings, open_couple
from therapy.pages import couple_page
from therapy.reading import names_of_couples, read_couple
from trustrebuild.clock import database_now
from trustrebuild.weeks import local_today


@require_safe
def caseload(request: HttpRequest) -> HttpResponse:
    """List the couples whose grant is live; who is no therapist finds nothing here."""
    if not request.user.is_therapist:
        raise Http404
    grants = grants_of_therapist(request.user, now=database_now())
    if not grants:
        return render(request, "therapy/no_couples.html")
    names = names_of_couples([grant.couple_id for grant in grants])
    couples = [{"grant": grant, "names": names[grant.couple_id]} for grant in grants]
    return render(request, "therapy/caseload.html", {"couples": couples})


@require_safe
def couple(request: HttpRequest, pk: UUID) -> HttpResponse:
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
