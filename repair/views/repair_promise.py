"""The one promise a repair ends in, made on the spot."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from couples.access import standing_of
from kit.clock import database_now
from kit.weeks import local_today
from repair.actions.acting import AlreadyOver, TooMany
from repair.actions.repairs import promise_in_repair
from repair.forms.promises import PromiseForm
from repair.views.doors import BAD, sent, write
from repair.views.promises import THREE
from repair.views.repairs import HAS_PROMISE, found

MORE = {AlreadyOver: HAS_PROMISE[AlreadyOver], TooMany: THREE[TooMany]}


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make a promise that stands with a repair."""
    row, now = found(request, pk), database_now()
    form = PromiseForm(sent(request), user=request.user, today=local_today(now, request.user.zone))
    page = {"form": form, "standing": standing_of(request.user)}
    if request.method != "POST":
        return render(request, "repair/promise_form.html", page)
    status = BAD
    if form.is_valid():
        words = {"terms": form.terms(), "key": form.cleaned_data["once"]}
        status = write(form, lambda: promise_in_repair(row, by=request.user, now=now, **words), more=MORE)
    if form.errors:
        return render(request, "repair/promise_form.html", page, status=status)
    messages.success(request, _("Your promise stands."))
    return redirect("repair:repair", pk)
