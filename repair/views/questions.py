"""Questions: asked, kept for a night, read, brought to rest."""

from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.requests import SignedInRequest
from couples.access import standing_of
from kit.clock import database_now
from kit.paging import row_before
from kit.refusals import refusals, sent, status_of
from repair.actions import questions as actions
from repair.actions.questions import OwnQuestion, QuestionWithdrawn
from repair.forms.questions import AnswerForm, LengthenForm, QuestionForm
from repair.models import AnswerVersion, ClosedAs, How, Question
from repair.pages.questions import QuestionPage, is_earlier, question_page, questions_page
from repair.views.answering import answered, for_two, refused, say_taken_back


@require_safe
def questions(request: SignedInRequest) -> HttpResponse:
    """Show what is open between both, the drafts, and what came to rest."""
    standing = standing_of(request.user)
    page = questions_page(standing, before=row_before(request, _read, "closed_at"))
    return render(request, "repair/questions.html", {"standing": standing, "page": page})


def _read(user: User) -> QuerySet[Question]:
    """Return the questions whose lines a person reads, also the other's that were taken back."""
    return Question.objects.visible_to(user) | Question.objects.taken_back_from(user)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest, pk: UUID | None = None) -> HttpResponse:
    """Ask; with an earlier question's id, ask it again. Bodily detail is hinted at once, never held back."""
    standing = standing_of(request.user)
    before = _own(request, pk) if pk else None
    if request.method != "POST":
        form = QuestionForm(initial=_again(before))
        return _form_page(request, form, before=before) if standing.is_open else for_two(request, standing)
    return _take(request, QuestionForm(request.POST), before=before, is_draft=False)


@require_POST
def keep(request: SignedInRequest) -> HttpResponse:
    """Keep a question as a draft, for oneself, for as long as one likes."""
    return _take(request, QuestionForm(request.POST), before=None, is_draft=True)


def _take(request: SignedInRequest, form: QuestionForm, *, before: Question | None, is_draft: bool) -> HttpResponse:
    hint = form.is_valid() and form.needs_hint and not is_draft
    if form.is_valid() and not hint:
        with refusals(form):
            asking, now = form.asking(), database_now()
            actions.write_question(
                request.user, asking=asking, key=form.key, is_draft=is_draft, follows=before, now=now
            )
            messages.success(request, _("Kept for you alone.") if is_draft else _("Your question is asked."))
            return redirect("repair:questions")
    return _form_page(request, form, before=before, hint=hint)


def _form_page(
    request: SignedInRequest,
    form: QuestionForm,
    *,
    before: Question | None = None,
    hint: bool = False,
    further: bool = False,
) -> HttpResponse:
    page = {"form": form, "before": before, "hint": hint, "further": further, "standing": standing_of(request.user)}
    return render(request, "repair/question_form.html", page, status=status_of(form))


def _again(before: Question | None) -> dict[str, object]:
    if before is None:
        return {}
    days = before.answer_hours // 24
    return {"text": before.text, "need": before.need, "kind": before.kind, "how": before.how, "days": days}


def _own(request: SignedInRequest, pk: UUID) -> Question:
    return get_object_or_404(Question.objects.of(request.user), pk=pk)


@require_safe
def question(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show one question, its answers, and what may be done."""
    found = get_object_or_404(Question.objects.visible_to(request.user), pk=pk)
    standing = standing_of(request.user)
    page = {"inquiry": question_page(found, standing), "standing": standing, "lengthen_form": LengthenForm()}
    return render(request, "repair/question.html", page)


@require_POST
def ask(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Ask what was kept as a draft."""
    with refusals() as outcome:
        actions.ask_draft(_own(request, pk), by=request.user, now=database_now())
    return answered(request, outcome, then=redirect("repair:question", pk))


@require_POST
def drop(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Throw a draft away."""
    actions.drop_draft(_own(request, pk), by=request.user)
    messages.success(request, _("The draft is gone."))
    return redirect("repair:questions")


@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Ask further: the question comes to rest and the next one is linked to it."""
    before, standing = _own(request, pk), standing_of(request.user)
    if is_earlier(before, standing):
        return redirect("repair:question_again", pk)
    form = QuestionForm(sent(request), initial={"kind": before.kind, "how": before.how})
    hint = form.is_valid() and form.needs_hint
    if form.is_valid() and not hint:
        with refusals(form):
            actions.follow_up(before, by=request.user, asking=form.asking(), key=form.key, now=database_now())
            messages.success(request, _("Your question is asked."))
            return redirect("repair:questions")
    return _form_page(request, form, before=before, hint=hint, further=True)


@require_POST
def close(request: SignedInRequest, pk: UUID, closed_as: ClosedAs) -> HttpResponse:
    """Say that it is enough for now, or take it to a session."""
    with refusals() as outcome:
        actions.close_question(_own(request, pk), by=request.user, closed_as=closed_as, now=database_now())
    return answered(request, outcome, then=redirect("repair:question", pk))


@require_POST
def withdraw(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Take one's own question back; a dated line stays."""
    question = _own(request, pk)
    actions.withdraw_question(question, by=request.user, now=database_now())
    question.refresh_from_db()
    say_taken_back(request, is_so=question.closed_as == ClosedAs.WITHDRAWN)
    return redirect("repair:questions")


@require_POST
def lengthen(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Give the other more time."""
    found, form = _own(request, pk), LengthenForm(request.POST)
    if not form.is_valid():
        standing = standing_of(request.user)
        page = {"inquiry": question_page(found, standing), "standing": standing, "lengthen_form": form}
        return render(request, "repair/question.html", page, status=status_of(form))
    with refusals() as outcome:
        actions.lengthen_time(found, by=request.user, days=form.cleaned_data["days"], now=database_now())
    return answered(request, outcome, then=redirect("repair:question", pk))


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Answer, correct an answer, or add what is new."""
    return _answer(request, pk, is_draft=False)


@require_POST
def keep_answer(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Keep an answer as a draft; nobody else reads it."""
    return _answer(request, pk, is_draft=True)


def _answer(request: SignedInRequest, pk: UUID, *, is_draft: bool) -> HttpResponse:
    question = Question.objects.visible_to(request.user).with_id(pk)
    if question is None or question.is_draft:
        return _gone(request, pk)
    standing = standing_of(request.user)
    inquiry = question_page(question, standing)
    if inquiry.is_mine:
        return refused(request, OwnQuestion(), back=reverse("repair:question", args=[pk]))
    form, by, now = _answer_form(inquiry, request), request.user, database_now()
    if form.is_valid():
        with refusals(form):
            actions.answer_question(question, by=by, reply=form.reply(), key=form.key, is_draft=is_draft, now=now)
            messages.success(request, _("Kept for you alone.") if is_draft else _("Your answer is sent."))
            return redirect("repair:question", pk)
    page = {"inquiry": inquiry, "form": form, "standing": standing}
    return render(request, "repair/question_answer.html", page, status=status_of(form))


def _gone(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Answer 409 for a question that was taken back, with the words that were written; 404 for any other."""
    trace = Question.objects.taken_back_from(request.user).with_id(pk)
    if trace is None:
        raise Http404
    words = request.POST.get("words", "")
    return refused(request, QuestionWithdrawn(), back=reverse("repair:questions"), kept=words)


def _answer_form(inquiry: QuestionPage, request: SignedInRequest) -> AnswerForm:
    start = _answer_start(inquiry.draft) if inquiry.draft else {}
    return AnswerForm(sent(request), initial=start, is_first=inquiry.is_first, how=How(inquiry.question.how))


def _answer_start(draft: AnswerVersion) -> dict[str, object]:
    known = {None: "", True: "yes", False: "no"}
    start = {"once": draft.pk, "words": draft.words, "change": draft.change}
    return start | {"is_all_known": known[draft.is_all_known], "asked_for": known[draft.asked_for]}
