"""The zone of one's own: a device in another one is asked about, one that is known no more stops nobody."""

from datetime import timedelta

import pytest

from accounts.models import User
from kit.clock import database_now
from notices.actions import start_clock
from notices.actions.tick import tick
from notices.models import Delivery, Reminder
from tests.factories import make_user
from tests.people import browser_of

pytestmark = pytest.mark.django_db
NO_LONGER = b"We no longer know the time zone saved for you"


def test_zone_that_is_known_no_more_reads_in_utc_and_is_asked_for() -> None:
    lost, other = make_user(zone="Nowhere/Land"), make_user(zone="Europe/Vienna")
    browser = browser_of(lost)

    today, you = browser.get("/check-ins/today/"), browser.get("/you/")

    assert (today.status_code, you.status_code) == (200, 200)
    assert NO_LONGER in today.content
    assert b'<option value="" selected>Choose a time zone</option>' in you.content
    assert NO_LONGER not in browser_of(other).get("/check-ins/today/").content


def test_zone_that_is_known_no_more_stops_no_reminder() -> None:
    now = database_now()
    lost, other = make_user(zone="Nowhere/Land"), make_user(zone="UTC")
    for user in (lost, other):
        start_clock(user, now=now - timedelta(days=2))
    Reminder.objects.update(quiet_from=None, quiet_to=None, next_due_at=now - timedelta(minutes=1), next_on=now.date())

    tick(now=now)

    assert set(Delivery.objects.values_list("user", flat=True)) == {lost.pk, other.pk}


def test_following_a_device_moves_the_account_and_keeping_moves_nothing() -> None:
    user = make_user(name="Mara", zone="Europe/Vienna")
    browser = browser_of(user)

    kept = browser.post("/you/zone/keep/", {"zone": "US/Eastern"})
    page = browser.get("/check-ins/today/").content.decode()
    user.refresh_from_db()
    assert (kept.status_code, user.zone, user.declined_zones) == (302, "Europe/Vienna", ["America/New_York"])
    assert 'data-zone="Europe/Vienna" data-declined="America/New_York" hidden' in page
    moved = browser.post("/you/zone/", {"zone": "Asia/Calcutta"})

    assert moved.status_code == 302
    assert User.objects.values_list("name", "zone").get() == ("Mara", "Asia/Calcutta")


def test_following_into_a_zone_that_is_not_understood_asks_for_one() -> None:
    user = make_user(name="Mara", zone="Europe/Vienna")

    answer = browser_of(user).post("/you/zone/", {"zone": "Etc/GMT+5"})

    user.refresh_from_db()
    assert (answer.status_code, user.zone) == (400, "Europe/Vienna")
    assert b"Please pick a time zone from the list." in answer.content
