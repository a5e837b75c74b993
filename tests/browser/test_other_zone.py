"""A device in another time zone than the account: one quiet question, and never a silent move."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.factories import make_user

pytestmark = pytest.mark.django_db(transaction=True)
QUESTION = "This device is in another time zone:"


def test_device_in_another_zone_is_asked_about_once(phone: Callable[..., Page], look: Callable[[Page], None]) -> None:
    user = make_user(name="Mara", zone="Europe/Vienna")
    page = phone(user, "/check-ins/today/", timezone_id="Asia/Calcutta")

    expect(page.get_by_text(QUESTION)).to_be_visible()
    look(page)
    page.get_by_role("button", name="Keep Europe/Vienna").click()
    expect(page.get_by_text(QUESTION)).to_be_hidden()
    user.refresh_from_db()
    assert user.zone == "Europe/Vienna"
    assert len(user.declined_zones) == 1

    page = phone(user, "/check-ins/today/", timezone_id="Pacific/Auckland")
    page.get_by_role("button", name="Move to Pacific/Auckland").click()
    expect(page.get_by_text(QUESTION)).to_be_hidden()
    user.refresh_from_db()
    assert user.zone == "Pacific/Auckland"


def test_zone_of_another_name_with_the_same_clock_asks_nothing(phone: Callable[..., Page]) -> None:
    page = phone(make_user(zone="Europe/Vienna"), "/check-ins/today/", timezone_id="Europe/Berlin")

    expect(page.get_by_text(QUESTION)).to_be_hidden()
