"""The explanation behind its lock: written in its own form, read when it is asked for."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from couples.access import standing_of
from kit.clock import database_now
from repair.actions import acknowledgements as actions
from repair.forms.acknowledgements import ExplanationForm
from repair.models import Explanation
from repair.pages.acknowledgements import acknowledged
from repair.views.acknowledgements import OTHERS, found, own
from repair.views.doors import BAD, press, say_taken_back, sent, write


@require_http_methods(["GET", "HEAD", "POST"])
def explain(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write how it came to it; one's own until it is asked for."""
    held, now = own(request, pk), database_now()
    standing = standing_of(request.user)
    told = acknowledged(held, standing, now=now)
    start = {"words": told.explanation.words} if told.explanation else {}
    form, status = ExplanationForm(sent(request), initial=start), BAD
    if request.method == "POST" and form.is_valid():
        words = {"words": form.cleaned_data["words"], "key": form.cleaned_data["once"]}
        status = write(form, lambda: actions.write_explanation(held, by=request.user, now=now, **words))
    if request.method != "POST" or form.errors:
        page = {"form": form, "told": told, "standing": standing}
        return render(request, "repair/explanation.html", page, status=status if form.errors else 200)
    messages.success(request, _("It is written down."))
    return redirect("repair:acknowledgement", pk)


@require_POST
def unlock(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask to read the explanation, whether or not there is one."""
    held, now, then = found(request, pk), database_now(), redirect("repair:acknowledgement", pk)
    return press(request, lambda: actions.unlock_explanation(held, by=request.user, now=now), then=then, more=OTHERS)


@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take back one's own explanation."""
    explanation = get_object_or_404(Explanation.objects.of(request.user), pk=pk)
    actions.withdraw_explanation(explanation, by=request.user, now=database_now())
    explanation.refresh_from_db()
    say_taken_back(request, is_so=explanation.withdrawn_at is not None)
    return redirect("repair:acknowledgement", explanation.acknowledgement_id)
