"""Second chances: the short form for a small missed moment."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import SignedInRequest
from couples.access import standing_of
from kit.clock import database_now
from kit.paging import CARDS, newest, row_before, with_those_of
from kit.refusals import refusals, sent, status_of
from repair.actions import chances as actions
from repair.forms.chances import ChanceAnswerForm, ChanceForm
from repair.models import SecondChance, SecondChanceAnswer
from repair.pages.hedges import look_over
from repair.views.answering import for_two, say_taken_back


@require_safe
def chances(request: SignedInRequest) -> HttpResponse:
    """Show what was asked by either, and what was answered."""
    before = row_before(request, SecondChance.objects.lines_to, "written_at")
    shown, more = newest(SecondChance.objects.lines_to(request.user, before=before), size=CARDS)
    answers = SecondChanceAnswer.objects.visible_to(request.user).given_to(shown)
    page = {
        "standing": standing_of(request.user),
        "lines": with_those_of(shown, answers, "chance_id"),
        "later": shown[-1].pk if more else None,
    }
    return render(request, "repair/chances.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Say what one missed, and ask to try again."""
    standing = standing_of(request.user)
    form = ChanceForm(sent(request))
    if not form.is_bound and not standing.is_open:
        return for_two(request, standing)
    looked = look_over(form, ("missed", "again"), request.POST)
    if looked is None and form.is_valid():
        with refusals(form):
            actions.ask_second_chance(request.user, **form.said(), key=form.key, now=database_now())
            messages.success(request, _("It is asked. They answer when they like, or not at all."))
            return redirect("repair:chances")
    page = {"form": form, "standing": standing, "looked": looked}
    return render(request, "repair/chance_form.html", page, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Answer the other's second chance."""
    chance = get_object_or_404(SecondChance.objects.from_the_other(request.user), pk=pk)
    form = ChanceAnswerForm(sent(request))
    if form.is_valid():
        with refusals(form):
            actions.answer_chance(chance, by=request.user, **form.answer(), key=form.key, now=database_now())
            messages.success(request, _("Thank you for saying so."))
            return redirect("repair:chances")
    shown = chance if chance.withdrawn_at is None else None
    page = {"form": form, "chance": shown, "standing": standing_of(request.user)}
    return render(request, "repair/chance_answer.html", page, status=status_of(form))


@require_POST
def withdraw(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Take one's own back; a dated line stays."""
    chance = get_object_or_404(SecondChance.objects.of(request.user), pk=pk)
    actions.withdraw_chance(chance, by=request.user, now=database_now())
    say_taken_back(request, is_so=True)
    return redirect("repair:chances")
