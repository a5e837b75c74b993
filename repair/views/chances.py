"""Second chances: the short form for a small missed moment."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from couples.access import standing_of
from kit.clock import database_now
from kit.paging import CARDS, newest, row_before, with_those_of
from repair.actions import chances as actions
from repair.actions.acting import AlreadyOver, NotYours
from repair.forms.chances import ChanceAnswerForm, ChanceForm
from repair.models import SecondChance, SecondChanceAnswer
from repair.pages.hedges import look_over
from repair.views.doors import BAD, CONFLICT, for_two, say_taken_back, sent, write

MORE = {
    AlreadyOver: (gettext_lazy("This was taken back."), CONFLICT),
    NotYours: (gettext_lazy("The other person answers this one, when they like."), CONFLICT),
}


@require_safe
def chances(request: HttpRequest) -> HttpResponse:
    """Show what was asked by either, and what was answered."""
    before = row_before(request, lambda: SecondChance.objects.lines_to(request.user), "written_at")
    shown, more = newest(SecondChance.objects.lines_to(request.user, before=before), size=CARDS)
    answers = SecondChanceAnswer.objects.visible_to(request.user).given_to(shown)
    page = {
        "standing": standing_of(request.user),
        "lines": with_those_of(shown, answers, "chance_id"),
        "later": shown[-1].pk if more else None,
    }
    return render(request, "repair/chances.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Say what one missed, and ask to try again."""
    standing = standing_of(request.user)
    if request.method != "POST" and not standing.is_open:
        return for_two(request, standing)
    form = ChanceForm(sent(request))
    page = {"form": form, "standing": standing}
    if request.method != "POST":
        return render(request, "repair/chance_form.html", page)
    looked = look_over(form, ("missed", "again"), request.POST)
    if looked is not None:
        return render(request, "repair/chance_form.html", page | {"looked": looked})
    status = BAD
    if form.is_valid():
        clean = form.cleaned_data
        said = {name: clean[name] for name in ("kind", "missed", "again")}
        how = {"key": clean["once"], "now": database_now()}
        status = write(form, lambda: actions.ask_second_chance(request.user, **said, **how))
    if form.errors:
        return render(request, "repair/chance_form.html", page, status=status)
    messages.success(request, _("It is asked. They answer when they like, or not at all."))
    return redirect("repair:chances")


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Answer the other's second chance."""
    chance = get_object_or_404(SecondChance.objects.from_the_other(request.user), pk=pk)
    form, status = ChanceAnswerForm(sent(request)), BAD
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data
        said = {"reply": clean["reply"], "words": clean["words"], "key": clean["once"]}
        act = {"by": request.user, "now": database_now(), **said}
        status = write(form, lambda: actions.answer_chance(chance, **act), more=MORE)
    if request.method != "POST" or form.errors:
        shown = chance if chance.withdrawn_at is None else None
        page = {"form": form, "chance": shown, "standing": standing_of(request.user)}
        return render(request, "repair/chance_answer.html", page, status=status if form.errors else 200)
    messages.success(request, _("Thank you for saying so."))
    return redirect("repair:chances")


@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take one's own back; a dated line stays."""
    chance = get_object_or_404(SecondChance.objects.of(request.user), pk=pk)
    actions.withdraw_chance(chance, by=request.user, now=database_now())
    say_taken_back(request, is_so=True)
    return redirect("repair:chances")
