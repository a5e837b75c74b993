"""The You page: name, reminder, who sees what, own topics; each form has its own address."""

from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.actions import decline_zone
from accounts.forms import DeviceZoneForm, ProfileForm
from accounts.models import User
from accounts.requests import SignedInRequest
from couples.access import Partnered, Standing, standing_of
from couples.actions.topics import add_topic, retire_topic, share_topic
from couples.models import Topic
from couples.pages import sharing_of
from home.actions import reminder_of, save_profile
from home.forms import TopicForm
from home.seen import who_sees_what
from kit.clock import database_now
from kit.prepared import prepared
from kit.refusals import refusals, status_of
from notices.actions import set_reminder
from notices.forms import ReminderForm


@require_safe
def you(request: SignedInRequest) -> HttpResponse:
    """Show everything a person sets for themselves."""
    return _page(request, standing_of(request.user))


@require_POST
def save_person(request: SignedInRequest) -> HttpResponse:
    """Save name, time zone and language."""
    form = ProfileForm(request.POST)
    if not form.is_valid():
        return _page(request, standing_of(request.user), status=400, profile_form=form)
    save_profile(request.user, **form.cleaned_data, now=database_now())
    return _saved(request)


@require_POST
def use_zone(request: SignedInRequest) -> HttpResponse:
    """Follow a device into its zone; one that is not understood is asked for on the page."""
    person, form = request.user, DeviceZoneForm(request.POST)
    said = {"name": person.name, "language": person.language}
    if not form.is_valid():
        profile_form = ProfileForm({**said, "zone": ""})
        return _page(request, standing_of(person), status=400, profile_form=profile_form)
    save_profile(person, **said, zone=form.cleaned_data["zone"], now=database_now())
    messages.success(request, _("Saved."))
    return redirect("home:today")


@require_POST
def keep_zone(request: SignedInRequest) -> HttpResponse:
    """Keep the account's zone, and ask no more about the device's."""
    form = DeviceZoneForm(request.POST)
    if form.is_valid():
        decline_zone(request.user, zone=form.cleaned_data["zone"])
    return redirect("home:today")


@require_POST
def save_reminder(request: SignedInRequest) -> HttpResponse:
    """Save when the reminder comes, and when it never does."""
    form = ReminderForm(request.POST)
    if not form.is_valid():
        return _page(request, standing_of(request.user), status=400, reminder_form=form)
    set_reminder(request.user, **form.cleaned_data, now=database_now())
    return _saved(request)


@require_POST
def save_topic(request: SignedInRequest) -> HttpResponse:
    """Add a topic; shared with the couple only if ticked while that is possible."""
    standing = standing_of(request.user)
    form = TopicForm(request.POST, standing=standing)
    if not form.is_valid():
        return _page(request, standing, status=400, topic_form=form)
    couple = standing.shares_with if form.cleaned_data.get("shared") else None
    with refusals(form):
        name, now = form.cleaned_data["topic"], database_now()
        add_topic(request.user, key=form.key, name=name, couple=couple, now=now)
        return _saved(request)
    return _page(request, standing, status=status_of(form), topic_form=form)


@require_POST
def share(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Share one's own topic with the partner."""
    topic = get_object_or_404(Topic.objects.of(request.user), pk=pk)
    with refusals() as outcome:
        share_topic(topic, by=request.user)
    if outcome.refusal:
        messages.info(request, outcome.refusal.message)
        return redirect("home:you")
    return _saved(request)


@require_POST
def put_topic_away(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Offer a topic no more."""
    retire_topic(get_object_or_404(Topic.objects.of(request.user), pk=pk), by=request.user, now=database_now())
    return _saved(request)


@prepared
def _topics_of(user: User) -> QuerySet[Topic]:
    return Topic.objects.of(user).offered()


def _saved(request: SignedInRequest) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect("home:you")


def _page(request: SignedInRequest, standing: Standing, *, status: int = 200, **bound: object) -> HttpResponse:
    """Draw the page, with the form that has something to mend in place of its fresh one."""
    person = request.user
    sharing = sharing_of(standing, now=standing.read_at) if isinstance(standing, Partnered) else None
    page = {
        "standing": standing,
        "writes_days": bool(standing.partner) or not person.is_therapist,
        "profile_form": ProfileForm(initial={"name": person.name, "zone": person.zone, "language": person.language}),
        "reminder_form": ReminderForm.of(reminder_of(person)),
        "topic_form": TopicForm(standing=standing),
        "topics": _topics_of(user=person),
        "who_sees": who_sees_what(standing, sharing),
        **bound,
    }
    return render(request, "home/you.html", page, status=status)
