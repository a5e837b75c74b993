"""Acknowledgements: written in versions, looked over before they go, and how they landed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import SignedInRequest
from couples.access import standing_of
from kit.clock import database_now
from kit.paging import newest, row_before
from kit.refusals import refusals, sent, status_of
from repair.actions import acknowledgements as actions
from repair.forms.acknowledgements import AcknowledgementForm, DraftForm, ExplanationForm, LandingForm
from repair.models import ACKNOWLEDGEMENT_PARTS, Acknowledgement, AcknowledgementVersion, Explanation
from repair.pages.acknowledgements import acknowledgement_page
from repair.pages.hedges import look_over
from repair.views.answering import answered, say_taken_back

SHOWN = 20
SENT = gettext_lazy("It is sent. How it lands may take time.")


def _found(request: SignedInRequest, pk: UUID) -> Acknowledgement:
    """Return an acknowledgement this person may read, or 404."""
    return get_object_or_404(Acknowledgement.objects.visible_to(request.user), pk=pk)


def _own(request: SignedInRequest, pk: UUID) -> Acknowledgement:
    """Return one's own acknowledgement, or 404."""
    return get_object_or_404(Acknowledgement.objects.of(request.user), pk=pk)


@require_safe
def acknowledgements(request: SignedInRequest) -> HttpResponse:
    """Show the acknowledgements of both."""
    seen = Acknowledgement.objects.visible_to(request.user)
    before = row_before(request, Acknowledgement.objects.visible_to, "begun_at")
    rows, more = newest(seen.newest_first(before=before), size=SHOWN)
    page = {"standing": standing_of(request.user), "rows": rows, "later": rows[-1].pk if more else None}
    return render(request, "repair/acknowledgements.html", page)


@require_safe
def acknowledgement(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show one acknowledgement with all that followed."""
    standing, held = standing_of(request.user), _found(request, pk)
    page = {"standing": standing, "told": acknowledgement_page(held, standing, now=database_now())}
    return render(request, "repair/acknowledgement.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def write_one(request: SignedInRequest, pk: UUID | None = None) -> HttpResponse:
    """Write an acknowledgement, or with an id a new version of one's own."""
    held = _own(request, pk) if pk else None
    is_draft, now = "keep" in request.POST, database_now()
    form = _form(request, held, may_be_unfinished=is_draft or "look" in request.POST)
    looked = None if is_draft else look_over(form, ACKNOWLEDGEMENT_PARTS, request.POST)
    if looked is None and form.is_valid():
        with refusals(form):
            version = actions.write_acknowledgement(
                request.user, acknowledgement=held, parts=form.parts(), key=form.key, is_draft=is_draft, now=now
            )
            messages.success(request, _("Kept for you alone.") if is_draft else SENT)
            return redirect("repair:acknowledgement", version.acknowledgement_id)
    shown = form if looked is None else _as_it_stands(form)
    page = {"form": shown, "looked": looked, "held": held, "standing": standing_of(request.user)}
    return render(request, "repair/acknowledgement_form.html", page, status=status_of(form))


def _form(request: SignedInRequest, held: Acknowledgement | None, *, may_be_unfinished: bool) -> AcknowledgementForm:
    if request.method == "POST":
        return (DraftForm if may_be_unfinished else AcknowledgementForm)(request.POST)
    return AcknowledgementForm(initial=_start(held) if held else {})


def _start(held: Acknowledgement) -> dict[str, object]:
    """Return one's draft, or the words of the version before."""
    newest = AcknowledgementVersion.objects.of(held.author).of_one(held).first()
    if newest is None:
        return {}
    start = {name: getattr(newest, name) for name in ACKNOWLEDGEMENT_PARTS}
    return start | ({"once": newest.pk} if newest.is_draft else {})


def _as_it_stands(form: AcknowledgementForm) -> AcknowledgementForm:
    """Return the form to send from, with the words that were looked over: what is still empty is no error yet."""
    return AcknowledgementForm(initial={name: form[name].value() for name in ("once", *ACKNOWLEDGEMENT_PARTS)})


@require_POST
def drop(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Throw one's own draft away."""
    actions.drop_acknowledgement_draft(_own(request, pk), by=request.user)
    messages.success(request, _("The draft is gone."))
    return redirect("repair:acknowledgements")


@require_POST
def withdraw(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Take back a version one sent; a dated line stays."""
    version = get_object_or_404(AcknowledgementVersion.objects.of(request.user).sent(), pk=pk)
    actions.withdraw_version(version, by=request.user, now=database_now())
    say_taken_back(request, is_so=True)
    return redirect("repair:acknowledgement", version.acknowledgement_id)


@require_http_methods(["GET", "HEAD", "POST"])
def landing(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Say how the other's version landed."""
    version = get_object_or_404(AcknowledgementVersion.objects.visible_to(request.user).sent(), pk=pk)
    form = LandingForm(sent(request))
    if form.is_valid():
        with refusals(form):
            actions.say_landing(version, by=request.user, **form.said(), key=form.key, now=database_now())
            messages.success(request, _("Thank you for saying so."))
            return redirect("repair:acknowledgement", version.acknowledgement_id)
    page = {"form": form, "version": version, "standing": standing_of(request.user)}
    return render(request, "repair/acknowledgement_landing.html", page, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
def explain(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Write how it came to it; one's own until it is asked for."""
    held, now = _own(request, pk), database_now()
    standing = standing_of(request.user)
    told = acknowledgement_page(held, standing, now=now)
    start = {"words": told.explanation.words} if told.explanation else {}
    form = ExplanationForm(sent(request), initial=start)
    if form.is_valid():
        with refusals(form):
            words = form.cleaned_data["words"]
            actions.write_explanation(held, by=request.user, words=words, key=form.key, now=now)
            messages.success(request, _("It is written down."))
            return redirect("repair:acknowledgement", pk)
    page = {"form": form, "told": told, "standing": standing}
    return render(request, "repair/acknowledgement_explanation.html", page, status=status_of(form))


@require_POST
def unlock_explanation(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Ask to read the explanation, whether or not there is one."""
    with refusals() as outcome:
        actions.unlock_explanation(_found(request, pk), by=request.user, now=database_now())
    return answered(request, outcome, then=redirect("repair:acknowledgement", pk))


@require_POST
def withdraw_explanation(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Take back one's own explanation."""
    explanation = get_object_or_404(Explanation.objects.of(request.user), pk=pk)
    actions.withdraw_explanation(explanation, by=request.user, now=database_now())
    explanation.refresh_from_db()
    say_taken_back(request, is_so=explanation.withdrawn_at is not None)
    return redirect("repair:acknowledgement", explanation.acknowledgement_id)
