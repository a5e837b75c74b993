"""What the pages of the repair room answer alike: a press that worked or was refused, a taking back, the page for two."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from accounts.requests import SignedInRequest
from couples.access import Standing
from kit.refusals import Outcome, Refusal


def answered(request: SignedInRequest, outcome: Outcome, *, then: HttpResponseRedirect) -> HttpResponse:
    """Go on after a press; a refusal is a page with the way there."""
    return refused(request, outcome.refusal, back=then.url) if outcome.refusal else then


def refused(request: SignedInRequest, refusal: Refusal, *, back: str, kept: str = "") -> HttpResponse:
    """Say why nothing was changed, with the way back and the words that are kept nowhere else."""
    page = {"said": refusal.message, "back": back, "kept": kept}
    return render(request, "repair/refused.html", page, status=refusal.status)


def say_taken_back(request: SignedInRequest, *, is_so: bool) -> None:
    """Say what a press to take back did: nothing, where only the author could read it anyway."""
    if is_so:
        messages.success(request, _("Taken back. The date stays, your words are yours alone again."))
    else:
        messages.info(request, _("Nothing was taken back: only you can read this."))


def for_two(request: SignedInRequest, standing: Standing) -> HttpResponse:
    """Invite a person whose space is not open: nothing is wrong, this just needs two."""
    return render(request, "repair/for_two.html", {"standing": standing})
