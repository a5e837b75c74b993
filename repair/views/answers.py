"""Answers: sent or kept as a draft, and every version stays."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from couples.access import standing_of
from kit.clock import database_now
from repair.actions import questions as actions
from repair.actions.acting import NotYours
from repair.forms.questions import AnswerForm
from repair.models import Question
from repair.pages.questions import Inquiry, inquiry_of
from repair.views.doors import BAD, CONFLICT, refused, write

WITHDRAWN = (gettext_lazy("This question was withdrawn."), CONFLICT)
MORE = {
    actions.QuestionWithdrawn: WITHDRAWN,
    NotYours: (gettext_lazy("This is your own question. Only the other person can answer it."), CONFLICT),
}


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Answer, correct an answer, or add what is new."""
    return _answer(request, pk, is_draft=False)


@require_POST
def keep(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep an answer as a draft; nobody else reads it."""
    return _answer(request, pk, is_draft=True)


def _answer(request: HttpRequest, pk: UUID, *, is_draft: bool) -> HttpResponse:
    question = Question.objects.visible_to(request.user).with_id(pk)
    if question is None or question.is_draft:
        return _gone(request, pk)
    inquiry = inquiry_of(question, request.user)
    if inquiry.is_mine:
        return refused(request, NotYours(), back=redirect("repair:question", pk).url, more=MORE)
    if request.method != "POST":
        return _form_page(request, inquiry, _form(inquiry))
    form, now, status = _form(inquiry, request), database_now(), BAD
    if form.is_valid():
        how = {"reply": form.reply(), "key": form.cleaned_data["once"], "now": now, "is_draft": is_draft}
        status = write(form, lambda: actions.answer_question(question, by=request.user, **how), more=MORE)
    if form.errors:
        return _form_page(request, inquiry, form, status=status)
    messages.success(request, _("Kept for you alone.") if is_draft else _("Your answer is sent."))
    return redirect("repair:question", pk)


def _gone(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Answer 409 for a question that was taken back, with the words that were written; 404 for any other."""
    trace = Question.objects.taken_back_from(request.user).with_id(pk)
    if trace is None:
        raise Http404
    page = {"said": WITHDRAWN[0], "back": redirect("repair:questions").url, "kept": request.POST.get("words", "")}
    return render(request, "repair/refused.html", page, status=CONFLICT)


def _form(inquiry: Inquiry, request: HttpRequest | None = None) -> AnswerForm:
    kind = {"is_first": inquiry.is_first, "how": inquiry.question.how}
    if request:
        return AnswerForm(request.POST, **kind)
    draft = inquiry.draft
    if draft is None:
        return AnswerForm(**kind)
    known = {None: "", True: "yes", False: "no"}
    start = {"once": draft.pk, "words": draft.words, "is_all_known": known[draft.is_all_known]}
    return AnswerForm(initial=start | {"change": draft.change, "asked_for": known[draft.asked_for]}, **kind)


def _form_page(request: HttpRequest, inquiry: Inquiry, form: AnswerForm, *, status: int = 200) -> HttpResponse:
    page = {"inquiry": inquiry, "form": form, "standing": standing_of(request.user)}
    return render(request, "repair/answer_form.html", page, status=status)
