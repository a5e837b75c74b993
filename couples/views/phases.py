"""The phase: seen by both, moved by who was hurt, forward or back; readiness for one's own eyes."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from couples.access import Standing, movers_of, standing_of
from couples.actions import phases as actions
from couples.actions.phases import NotOffered, NotYourMove, SpaceNotOpen
from couples.forms import ReadinessForm
from couples.models import Phase, Word
from couples.phasing import phasing_of, readiness_of
from couples.views.doors import for_partners
from kit.clock import database_now


@require_safe
def phase(request: HttpRequest) -> HttpResponse:
    """Show where the two are; a person whose space is not open is invited."""
    standing = standing_of(request.user)
    return _page(request, standing)


def _page(request: HttpRequest, standing: Standing, *, said: str = "", status: int = 200) -> HttpResponse:
    page: dict[str, object] = {"standing": standing, "phases": list(Phase), "said": said}
    if standing.is_open:
        page["phasing"] = phasing_of(standing, now=database_now())
    return render(request, "couples/phase.html", page, status=status)


def _press(request: HttpRequest, standing: Standing, act: Callable[[], object]) -> HttpResponse:
    """Do what one button says; a refusal is said on the page."""
    try:
        act()
    except NotYourMove:
        said = _("The one who was hurt moves the phase; the other says ready or not yet.")
    except NotOffered:
        said = _("The phase moved meanwhile. From here it goes one step at a time.")
    except SpaceNotOpen:
        said = _("While you pause, or before your space is open to both, nothing is said here.")
    else:
        return redirect("couples:phase")
    return _page(request, standing, said=said, status=409)


@require_POST
@for_partners
def move(request: HttpRequest, standing: Standing, towards: Phase) -> HttpResponse:
    """Say yes to a phase; where both are needed it moves with the second yes."""
    now = database_now()
    return _press(request, standing, lambda: actions.say_yes(request.user, towards=towards, now=now))


@require_POST
@for_partners
def stay(request: HttpRequest, standing: Standing) -> HttpResponse:
    """Take one's own yes back."""
    return _press(request, standing, lambda: actions.take_back_yes(request.user))


@require_POST
@for_partners
def say(request: HttpRequest, standing: Standing, word: Word) -> HttpResponse:
    """Say ready or not yet, as the one who does not move it."""
    now = database_now()
    return _press(request, standing, lambda: actions.say_word(request.user, word=word, now=now))


@require_http_methods(["GET", "HEAD", "POST"])
@for_partners
def readiness(request: HttpRequest, standing: Standing) -> HttpResponse:
    """Answer the readiness list for oneself; for who moves the phase."""
    now = database_now()
    if standing.partner not in movers_of(standing, now=now):
        return redirect("couples:phase")
    lines = readiness_of(standing, Phase(actions.phase_now(standing.couple).phase))
    form = ReadinessForm(request.POST if request.method == "POST" else None, lines=lines)
    if request.method == "POST" and form.is_valid():
        actions.answer_readiness(request.user, answers=form.answers(), now=now)
        messages.success(request, _("Kept for you alone."))
        return redirect("couples:phase")
    return render(request, "couples/readiness.html", {"form": form}, status=400 if form.errors else 200)
