"""What an action refuses, and how a view says so: `with refusals(form):` act, and leave the view when it worked."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from kit.words import Words


class Refusal(ValidationError):
    """What cannot be done: its words for the one who asked, and the status of the page that says them.

    Each action's refusals are subclasses with words of their own, or are raised with them. `field` names the
    form's field they stand at, if there is one.
    """

    said: Words = _("That is not possible now.")
    status = HTTPStatus.CONFLICT
    field: str | None = None

    def __init__(self, said: Words | None = None) -> None:
        super().__init__(self.said if said is None else said)


class WrittenBefore(Refusal):
    """The form was saved before, with other words; it takes a new key, so that sent again it keeps both."""

    said = _("This was saved before, with other words. Save again to keep this one as well.")


@dataclass
class Outcome:
    """What became of an act: it was done, unless there is a refusal."""

    refusal: Refusal | None = None


@contextmanager
def refusals(form: forms.Form | None = None) -> Iterator[Outcome]:
    """Stop at the first refusal and go on after the block; a form says it, and its words stay in it."""
    outcome = Outcome()
    try:
        yield outcome
    except Refusal as refusal:
        outcome.refusal = refusal
        if form is not None:
            form.add_error(refusal.field, refusal)


def sent(request: HttpRequest) -> QueryDict | None:
    """Return what a form was sent with, also when it is empty; None for a form that was only asked for."""
    return request.POST if request.method == "POST" else None


def status_of(form: forms.BaseForm) -> HTTPStatus:
    """Return the status of a form's page: that of a refusal, 400 for another error, 200 for none."""
    errors = [error for errors in form.errors.as_data().values() for error in errors]
    refused = (error.status for error in errors if isinstance(error, Refusal))
    return next(refused, HTTPStatus.BAD_REQUEST if errors else HTTPStatus.OK)
