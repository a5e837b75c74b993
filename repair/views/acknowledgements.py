"""Acknowledgements: written in versions, looked over before they go, and how they landed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from couples.access import standing_of
from kit.clock import database_now
from kit.paging import newest, row_before
from repair.actions import acknowledgements as actions
from repair.actions.acting import NotYours
from repair.forms.acknowledgements import AcknowledgementForm, DraftForm, LandingForm
from repair.models import PARTS, Acknowledgement, AcknowledgementVersion
from repair.pages.acknowledgements import acknowledged
from repair.pages.hedges import look_over
from repair.views.doors import BAD, CONFLICT, say_taken_back, sent, write

SHOWN = 20
OTHERS = {NotYours: (gettext_lazy("Only the one it was written for can say this."), CONFLICT)}


def found(request: HttpRequest, pk: UUID) -> Acknowledgement:
    """Return an acknowledgement this person may read, or 404."""
    return get_object_or_404(Acknowledgement.objects.visible_to(request.user), pk=pk)


def own(request: HttpRequest, pk: UUID) -> Acknowledgement:
    """Return one's own acknowledgement, or 404."""
    return get_object_or_404(Acknowledgement.objects.of(request.user), pk=pk)


@require_safe
def acknowledgements(request: HttpRequest) -> HttpResponse:
    """Show the acknowledgements of both."""
    seen = Acknowledgement.objects.visible_to(request.user)
    before = row_before(request, lambda: seen, "begun_at")
    rows, more = newest(seen.newest_first(before=before), size=SHOWN)
    page = {"standing": standing_of(request.user), "rows": rows, "later": rows[-1].pk if more else None}
    return render(request, "repair/acknowledgements.html", page)


@require_safe
def acknowledgement(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one acknowledgement with all that followed."""
    standing, held = standing_of(request.user), found(request, pk)
    page = {"standing": standing, "told": acknowledged(held, standing, now=database_now())}
    return render(request, "repair/acknowledgement.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def write_one(request: HttpRequest, pk: UUID | None = None) -> HttpResponse:
    """Write an acknowledgement, or with an id a new version of one's own."""
    held = own(request, pk) if pk else None
    page = {"standing": standing_of(request.user), "held": held}
    if request.method != "POST":
        return render(request, "repair/acknowledgement_form.html", page | {"form": _start(held)})
    is_draft = "keep" in request.POST
    may_be_unfinished = is_draft or "look" in request.POST
    form = (DraftForm if may_be_unfinished else AcknowledgementForm)(request.POST)
    looked = None if is_draft else look_over(form, PARTS, request.POST)
    if looked is not None:
        return render(
            request, "repair/acknowledgement_form.html", page | {"form": _as_it_stands(form), "looked": looked}
        )
    written, status = [], BAD
    if form.is_valid():
        words = {"parts": form.parts(), "key": form.cleaned_data["once"], "now": database_now()}
        how = {"is_draft": is_draft, "acknowledgement": held, **words}
        status = write(form, lambda: written.append(actions.write_acknowledgement(request.user, **how)))
    if form.errors:
        return render(request, "repair/acknowledgement_form.html", page | {"form": form}, status=status)
    messages.success(request, _("Kept for you alone.") if is_draft else _("It is sent. How it lands may take time."))
    return redirect("repair:acknowledgement", written[0].acknowledgement_id)


def _start(held: Acknowledgement | None) -> AcknowledgementForm:
    """Return an empty form, one's draft, or the words of the version before."""
    versions = list(AcknowledgementVersion.objects.of(held.author).of_one(held)) if held else []
    if not versions:
        return AcknowledgementForm()
    start = {name: getattr(versions[0], name) for name in PARTS}
    return AcknowledgementForm(initial=start | ({"once": versions[0].pk} if versions[0].is_draft else {}))


def _as_it_stands(form: AcknowledgementForm) -> AcknowledgementForm:
    """Return the form to send from, with the words that were looked over: what is still empty is no error yet."""
    return AcknowledgementForm(initial={name: form[name].value() for name in ("once", *PARTS)})


@require_POST
def drop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Throw one's own draft away."""
    actions.drop_acknowledgement_draft(own(request, pk), by=request.user)
    messages.success(request, _("The draft is gone."))
    return redirect("repair:acknowledgements")


@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take back a version one sent; a dated line stays."""
    version = get_object_or_404(AcknowledgementVersion.objects.of(request.user).sent(), pk=pk)
    actions.withdraw_version(version, by=request.user, now=database_now())
    say_taken_back(request, is_so=True)
    return redirect("repair:acknowledgement", version.acknowledgement_id)


@require_http_methods(["GET", "HEAD", "POST"])
def landing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say how the other's version landed."""
    version = get_object_or_404(AcknowledgementVersion.objects.visible_to(request.user).sent(), pk=pk)
    form, status = LandingForm(sent(request)), BAD
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data
        said = {"landed": clean["landed"], "needed": clean["needed"], "key": clean["once"]}
        act = {"by": request.user, "now": database_now(), **said}
        status = write(form, lambda: actions.say_landing(version, **act), more=OTHERS)
    if request.method != "POST" or form.errors:
        page = {"form": form, "version": version, "standing": standing_of(request.user)}
        return render(request, "repair/landing.html", page, status=status if form.errors else 200)
    messages.success(request, _("Thank you for saying so."))
    return redirect("repair:acknowledgement", version.acknowledgement_id)
