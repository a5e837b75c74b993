"""What the pages of the repair room share: the page for two, writing once, and what is said when it cannot be."""

from collections.abc import Callable
from http import HTTPStatus
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from couples.access import Standing
from repair.actions.acting import AlreadyOver, AlreadyShared, NotShared, TooMany, WrittenBefore

CONFLICT, BAD = HTTPStatus.CONFLICT, HTTPStatus.BAD_REQUEST
SAID = {
    WrittenBefore: (_("This was saved before, with other words. Save again to keep this one as well."), CONFLICT),
    NotShared: (
        _("While you pause, or before your space is open to both, this cannot be shared. Your words stay here."),
        CONFLICT,
    ),
    AlreadyShared: (_("This was already shared. You can add a note to it."), CONFLICT),
    AlreadyOver: (_("This came to its end before."), CONFLICT),
    TooMany: (_("As many as fit at a time are open. Bring one to rest first."), BAD),
}
Refusals = dict[type[Exception], tuple[object, HTTPStatus]]


def refusal_of(refusal: Exception, more: Refusals | None = None) -> tuple[object, HTTPStatus]:
    """Return what is said about a refusal, and the status of the answer."""
    return (SAID | (more or {}))[type(refusal)]


def write(form: forms.Form, act: Callable[[], object], *, more: Refusals | None = None) -> HTTPStatus:
    """Do one act with a valid form; a refusal is said in the form, whose words stay. Return the status.

    `more` adds refusals of this act, or other words for a known one.
    """
    try:
        act()
    except tuple(SAID | (more or {})) as refusal:
        said, status = refusal_of(refusal, more)
        form.add_error(None, said)
        if isinstance(refusal, WrittenBefore):
            form.data = form.data.copy()
            form.data["once"] = str(uuid4())
        return status
    return HTTPStatus.OK


def refused(request: HttpRequest, refusal: Exception, *, back: str, more: Refusals | None = None) -> HttpResponse:
    """Answer a press that can no longer be done, with the way back."""
    said, status = refusal_of(refusal, more)
    return render(request, "repair/refused.html", {"said": said, "back": back}, status=status)


def sent(request: HttpRequest) -> QueryDict | None:
    """Return what a form was sent with, also when it is empty; None for a form that was only asked for."""
    return request.POST if request.method == "POST" else None


def say_taken_back(request: HttpRequest, *, is_so: bool) -> None:
    """Say what stands after a press to take back: what only its author can read stays as it is."""
    if is_so:
        messages.success(request, _("Taken back. The date stays, your words are yours alone again."))
    else:
        messages.info(request, _("Nothing was taken back: only you can read this."))


def press(
    request: HttpRequest,
    act: Callable[[], object],
    *,
    then: HttpResponse,
    more: Refusals | None = None,
    thanks: str = "",
) -> HttpResponse:
    """Do what one button says, with `thanks` for it, and go on; a refusal is a page with the way back."""
    try:
        act()
    except tuple(SAID | (more or {})) as refusal:
        return refused(request, refusal, back=then.url, more=more)
    if thanks:
        messages.success(request, thanks)
    return then


def for_two(request: HttpRequest, standing: Standing) -> HttpResponse:
    """Invite a person whose space is not open: nothing is wrong, this just needs two."""
    return render(request, "repair/for_two.html", {"standing": standing})
