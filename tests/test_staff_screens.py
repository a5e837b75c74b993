"""Every address of the staff screens, with a row that is there: exact answers to staff, to visitors and to all others."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.contrib import admin
from django.db import models, transaction
from django.urls import get_resolver

from accounts.models import LostText, SecondFactorReset, Therapist, User
from couples.models import Couple, Grant, Invitation
from kit.clock import database_now
from kit.weeks import week_of
from notices.actions import post_letter
from notices.models import Delivery, Heartbeat
from tests.people import body
from tests.test_access import ask, fill, leaks, walk
from tests.world import World, build_world
from trajectory.models import UnclosedWeek

pytestmark = pytest.mark.django_db
OTHERS = ("hurt", "therapist", "stranger")
# What staff get for GET and for an empty POST: lists are read, no row is added, typed over or deleted.
OF_A_MODEL = {"": (200, 200), "add/": (403, 403), "{}/history/": (200, 200), "{}/delete/": (403, 403)}
OF_A_MODEL |= {"{}/change/": (200, 403), "{}/": (302, 302)}
OF_ALL = {
    "admin/": (200, 200),
    "admin/login/": (302, 302),
    "admin/logout/": (405, 200),
    "admin/accounts/user/find/": (405, 302),
    "admin/jsi18n/": (200, 405),
    "admin/{an app}/": (200, 200),
    "admin/{no page}": (404, 404),
}
MODELS = (User, Therapist, SecondFactorReset, Delivery, Heartbeat, Couple, Invitation, Grant, UnclosedWeek, LostText)
ADDRESSES = OF_ALL | {
    f"admin/{model._meta.app_label}/{model._meta.model_name}/{end.format('<path:object_id>')}": statuses
    for model in MODELS
    for end, statuses in OF_A_MODEL.items()
}
PATTERNS = {"^(?P<app_label>accounts|notices|couples|trajectory)/$": "{an app}/", "(?P<url>.*)$": "{no page}"}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: object) -> Iterator[World]:
    """Build everybody once, and a row for each screen; each request is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        now = database_now()
        world = build_world(now=now)
        hurt = world.people["hurt"]
        SecondFactorReset.objects.create(user=hurt, asked_at=now, due_at=now + timedelta(hours=72))
        UnclosedWeek.objects.create(owner_id=hurt.pk, week=week_of(now.date()), problem="ValueError", happened_at=now)
        Heartbeat.objects.create(job="relay", beat_at=now)
        LostText.objects.create(model="couples.Topic", column="name", row=str(hurt.pk), seen_at=now)
        post_letter(to=hurt.email, subject="SENTINEL:hurt:letter", text="SENTINEL:hurt:letter", html="", now=now)
        yield world
        transaction.set_rollback(True)


def test_every_staff_screen_has_a_line() -> None:
    found = {path for name, path in walk(get_resolver()) if name.startswith("admin:")}
    for pattern, plain in PATTERNS.items():
        found = {path.replace(pattern, plain) for path in found}

    assert found == set(ADDRESSES)
    assert set(admin.site._registry) == set(MODELS)


def address(path: str, world: World) -> str:
    """Return an address with the id of a row of its model."""
    shown = next((model for model in MODELS if f"/{model._meta.model_name}/" in path), None)
    row = _row(shown, world) if shown else None
    filled = fill(path.replace("{an app}", "couples").replace("{no page}", "nothing/here/"), {"object_id": row})
    assert "none" not in filled.split("/")
    return filled


def _row(model: type[models.Model], world: World) -> object:
    return world.people["hurt"].pk if model is User else model.objects.values_list("pk", flat=True).first()


@pytest.fixture(scope="module")
def absent(world: World) -> dict[str, bytes]:
    """Return, for each of the others, the page of an address that is not there."""
    return {other: body(ask(world.client(other), "get", "/nothing/here/")) for other in OTHERS}


@pytest.mark.parametrize("path", sorted(ADDRESSES))
def test_staff_screen_answers_staff_as_its_line_says_and_is_absent_for_all_others(
    world: World, absent: dict[str, bytes], path: str
) -> None:
    url = address(path, world)
    gets, posts = (
        {visitor: ask(world.client(visitor), method, url) for visitor in ("staff", "anonymous", *OTHERS)}
        for method in ("get", "post")
    )

    assert (gets["staff"].status_code, posts["staff"].status_code, leaks(gets["staff"], "staff")) == (
        *ADDRESSES[path],
        [],
    )
    for answer in (gets["anonymous"], posts["anonymous"]):
        assert (answer.status_code, answer.url.partition("?")[0]) == (302, "/accounts/login/")
    for other in OTHERS:
        assert (gets[other].status_code, body(gets[other]), posts[other].status_code) == (404, absent[other], 404)
