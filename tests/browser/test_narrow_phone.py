"""A phone of 320 pixels: no page is wider than it, whoever looks."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from accounts.forms import LONGEST_NAME
from accounts.models import User
from kit.clock import database_now
from tests.access_table import ROUTES
from tests.test_access import OUR_ROUTES, fill
from tests.world import build_world

pytestmark = pytest.mark.django_db(transaction=True)
NARROW = {"width": 320, "height": 640}
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
OF_ALLAUTH = ("/accounts/email/", "/accounts/password/change/", "/accounts/2fa/", "/accounts/sessions/")


def paths_of(visitor: str, ids: dict[str, object]) -> list[str]:
    """Return the address of every page that this visitor can read; `healthz` is none."""
    names = [name for name in OUR_ROUTES if ROUTES[name].expected("get", visitor) == {200} and name != "home:healthz"]
    return [fill(OUR_ROUTES[name], ids, name) for name in names]


def test_no_page_is_wider_than_a_narrow_phone(phone: Callable[..., Page], browser_page: Callable[..., Page]) -> None:
    world = build_world(now=database_now())
    User.objects.filter(pk=world.people["repairing"].pk).update(name="W" * LONGEST_NAME)
    wide = []

    partner = phone(world.people["hurt"], "/", viewport=NARROW)
    therapist = phone(world.people["therapist"], "/", viewport=NARROW)
    visitor = browser_page(viewport=NARROW)
    for page, paths in (
        (partner, [*paths_of("hurt", world.ids), *OF_ALLAUTH]),
        (therapist, ["/therapy/", f"/therapy/{world.couple.pk}/"]),
        (visitor, ["/", "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"]),
    ):
        for path in paths:
            page.goto(path)
            wide += [path] if page.evaluate(WIDER) else []

    assert wide == []
