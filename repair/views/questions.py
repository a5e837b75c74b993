"""Questions: asked, kept for a night, read, brought to rest."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from couples.access import standing_of
from kit.clock import database_now
from kit.paging import row_before
from repair.actions import questions as actions
from repair.actions.acting import TooMany
from repair.forms.questions import LengthenForm, QuestionForm
from repair.models import ClosedAs, Question
from repair.pages.questions import inquiry_of, questions_page
from repair.views.doors import BAD, for_two, press, say_taken_back, write

FIVE = {TooMany: (gettext_lazy("Five questions are open. Bring one to rest first; this one stays in the form."), BAD)}
SHORTER = {actions.NotLonger: (gettext_lazy("The time can only be made longer, up to a month."), BAD)}


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """Show what is open between both, the drafts, and what came to rest."""
    standing = standing_of(request.user)
    page = questions_page(standing, before=row_before(request, lambda: _read(request.user), "closed_at"))
    return render(request, "repair/questions.html", {"standing": standing, "page": page})


def _read(user: User) -> QuerySet[Question]:
    """Return the questions whose lines a person reads, also the other's that were taken back."""
    return Question.objects.visible_to(user) | Question.objects.taken_back_from(user)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, pk: UUID | None = None) -> HttpResponse:
    """Ask; with an earlier question's id, ask it again. Bodily detail is hinted at once, never held back."""
    standing = standing_of(request.user)
    before = _own(request, pk) if pk else None
    if request.method != "POST":
        form = QuestionForm(initial=_again(before))
        return _form_page(request, form, before=before) if standing.is_open else for_two(request, standing)
    return _take(request, QuestionForm(request.POST), before=before, is_draft=False)


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep a question as a draft, for oneself, for as long as one likes."""
    return _take(request, QuestionForm(request.POST), before=None, is_draft=True)


def _take(request: HttpRequest, form: QuestionForm, *, before: Question | None, is_draft: bool) -> HttpResponse:
    status, now = BAD, database_now()
    if form.is_valid():
        if form.needs_hint and not is_draft:
            return _form_page(request, form, before=before, hint=True)
        how = {"asking": form.asking(), "key": form.cleaned_data["once"], "now": now}
        how |= {"is_draft": is_draft, "follows": before}
        status = write(form, lambda: actions.write_question(request.user, **how), more=FIVE)
    if form.errors:
        return _form_page(request, form, before=before, status=status)
    messages.success(request, _("Kept for you alone.") if is_draft else _("Your question is asked."))
    return redirect("repair:questions")


def _form_page(
    request: HttpRequest,
    form: QuestionForm,
    *,
    before: Question | None = None,
    hint: bool = False,
    further: bool = False,
    status: int = 200,
) -> HttpResponse:
    page = {"form": form, "before": before, "hint": hint, "further": further, "standing": standing_of(request.user)}
    return render(request, "repair/question_form.html", page, status=status)


def _again(before: Question | None) -> dict[str, object]:
    if before is None:
        return {}
    days = before.answer_hours // 24
    return {"text": before.text, "need": before.need, "kind": before.kind, "how": before.how, "days": days}


def _own(request: HttpRequest, pk: UUID) -> Question:
    return get_object_or_404(Question.objects.of(request.user), pk=pk)


@require_safe
def question(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one question, its answers, and what may be done."""
    found = get_object_or_404(Question.objects.visible_to(request.user), pk=pk)
    page = {"inquiry": inquiry_of(found, request.user), "standing": standing_of(request.user)}
    return render(request, "repair/question.html", page | {"lengthen_form": LengthenForm()})


@require_POST
def ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask what was kept as a draft."""
    draft, now = _own(request, pk), database_now()
    then = redirect("repair:question", pk)
    return press(request, lambda: actions.ask_draft(draft, by=request.user, now=now), then=then, more=FIVE)


@require_POST
def drop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Throw a draft away."""
    actions.drop_draft(_own(request, pk), by=request.user)
    messages.success(request, _("The draft is gone."))
    return redirect("repair:questions")


@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask further: the question comes to rest and the next one is linked to it."""
    before, now = _own(request, pk), database_now()
    if request.method != "POST":
        start = {"kind": before.kind, "how": before.how}
        return _form_page(request, QuestionForm(initial=start), before=before, further=True)
    form, status = QuestionForm(request.POST), BAD
    if form.is_valid():
        if form.needs_hint:
            return _form_page(request, form, before=before, hint=True, further=True)
        status = _follow_up(form, before, request, now)
    if form.errors:
        return _form_page(request, form, before=before, further=True, status=status)
    messages.success(request, _("Your question is asked."))
    return redirect("repair:questions")


def _follow_up(form: QuestionForm, before: Question, request: HttpRequest, now: datetime) -> int:
    how = {"by": request.user, "asking": form.asking(), "key": form.cleaned_data["once"], "now": now}
    return write(form, lambda: actions.follow_up(before, **how), more=FIVE)


@require_POST
def close(request: HttpRequest, pk: UUID, closed_as: ClosedAs) -> HttpResponse:
    """Say that it is enough for now, or take it to a session."""
    found, now = _own(request, pk), database_now()
    how = {"by": request.user, "closed_as": closed_as, "now": now}
    return press(request, lambda: actions.close_question(found, **how), then=redirect("repair:question", pk))


@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take one's own question back; a dated line stays."""
    question = _own(request, pk)
    actions.withdraw_question(question, by=request.user, now=database_now())
    question.refresh_from_db()
    say_taken_back(request, is_so=question.closed_as == ClosedAs.WITHDRAWN)
    return redirect("repair:questions")


@require_POST
def lengthen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give the other more time."""
    found, form, now = _own(request, pk), LengthenForm(request.POST), database_now()
    if not form.is_valid():
        page = {"inquiry": inquiry_of(found, request.user), "standing": standing_of(request.user)}
        return render(request, "repair/question.html", page | {"lengthen_form": form}, status=BAD)
    days = form.cleaned_data["days"]
    then = redirect("repair:question", pk)
    return press(
        request, lambda: actions.lengthen_time(found, by=request.user, days=days, now=now), then=then, more=SHORTER
    )
