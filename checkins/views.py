"""What can be done with an opened day, and appreciation."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from checkins import actions
from checkins.days import appreciations
from checkins.forms import AppreciationForm, NoteForm
from checkins.models import Answer, Appreciation, CheckIn
from couples.actions.once import WrittenBefore
from couples.views.doors import standing_now
from kit.clock import database_now
from kit.paging import row_before


def _my_day(request: HttpRequest, on: date) -> CheckIn:
    return get_object_or_404(CheckIn.objects.of(request.user).select_related("author"), local_date=on)


@require_POST
def note(request: HttpRequest, on: date) -> HttpResponse:
    """Add words to one's own opened day."""
    check_in = _my_day(request, on)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return render(request, "checkins/note.html", {"form": form, "on": on}, status=400)
    words, key = form.cleaned_data["words"], form.cleaned_data["once"]
    try:
        actions.add_note(check_in, by=request.user, words=words, key=key, now=database_now())
    except CheckIn.DoesNotExist:
        form.add_error(None, _("This day was taken away meanwhile. Your words stay here."))
        return render(request, "checkins/note.html", {"form": form, "on": on}, status=409)
    except actions.NotShared:
        form.add_error(None, _("While you pause, this cannot be shared. Your words stay here."))
        return render(request, "checkins/note.html", {"form": form, "on": on}, status=409)
    except WrittenBefore:
        form.say_saved_before()
        return render(request, "checkins/note.html", {"form": form, "on": on}, status=409)
    messages.success(request, _("Your note stands with the day."))
    return redirect("home:day", on)


@require_POST
def withdraw(request: HttpRequest, on: date) -> HttpResponse:
    """Take one's own opened day back; the line stays. A day that is sealed stays as it is."""
    actions.withdraw_check_in(_my_day(request, on), by=request.user, now=database_now())
    if _my_day(request, on).withdrawn_at:
        messages.success(request, _("Taken back. The date stays, your words are yours alone again."))
    else:
        messages.info(request, _("This day has not opened: only you can read it. You can change it or take it away."))
    return redirect("home:day", on)


@require_POST
def delete(request: HttpRequest, on: date) -> HttpResponse:
    """Take one's own answers away while the day is sealed."""
    try:
        actions.delete_check_in(_my_day(request, on), by=request.user, now=database_now())
    except actions.AlreadyOpen:
        return render(request, "checkins/already_open.html", {"on": on, "form": NoteForm()}, status=409)
    messages.success(request, _("Your answers for this day are gone."))
    return redirect("home:day", on)


@require_http_methods(["GET", "HEAD", "POST"])
def appreciation(request: HttpRequest) -> HttpResponse:
    """Write an appreciation, and read those given and received."""
    standing, now = standing_now(request.user)
    form = AppreciationForm(request.POST if request.method == "POST" else None)
    status = 400 if form.is_bound else 200
    if standing.is_open and form.is_valid():
        said = dict(form.cleaned_data)
        try:
            actions.appreciate(standing, key=said.pop("once"), now=now, **said)
        except WrittenBefore:
            form.say_saved_before()
            status = 409
        else:
            messages.success(request, _("It is written down."))
            return redirect("checkins:appreciation")
    before = row_before(request, lambda: Appreciation.objects.visible_to(request.user, now=now), "written_at")
    notes, later = appreciations(standing, now=now, before=before)
    page = {"form": form, "standing": standing, "notes": notes, "later": later, "now": now}
    return render(request, "checkins/appreciation.html", page, status=status)


def _answer(request: HttpRequest, pk: UUID, answer: Answer) -> HttpResponse:
    now = database_now()
    note = get_object_or_404(Appreciation.objects.given_to(request.user, now=now), pk=pk)
    try:
        actions.answer_appreciation(note, by=request.user, answer=answer, now=now)
    except actions.NotShared:
        messages.info(request, _("While you pause, nothing goes to the other person. It waits here for you."))
    else:
        messages.success(request, _("Thank you for saying so."))
    return redirect("home:today")


@require_POST
def thanks(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say thanks for an appreciation."""
    return _answer(request, pk, Answer.THANKS)


@require_POST
def hard_to_take_in(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that it is hard to take in today."""
    return _answer(request, pk, Answer.HARD)


@require_POST
def withdraw_note(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take back one's own appreciation."""
    note = get_object_or_404(Appreciation.objects.given_by(request.user), pk=pk)
    actions.withdraw_appreciation(note, by=request.user, now=database_now())
    messages.success(request, _("Taken back."))
    return redirect("checkins:appreciation")
