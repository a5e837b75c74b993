"""A person's clock starts when they first sign in, whichever page that leads to."""

import pytest
from django.test import Client

from notices.models import Reminder
from tests.factories import make_therapist, make_user

pytestmark = pytest.mark.django_db
PASSWORD = "a quiet evening at home"


@pytest.mark.parametrize("page", ["/", "/check-ins/today/"])
def test_clock_starts_with_the_first_sign_in(client: Client, page: str) -> None:
    person = make_user(password=PASSWORD)

    client.post(f"/accounts/login/?next={page}", {"login": person.email, "password": PASSWORD})

    assert Reminder.objects.get().user == person


def test_clock_of_who_only_works_with_couples_does_not_start(client: Client) -> None:
    person = make_user(password=PASSWORD)
    make_therapist(user=person, has_second_factor=False)

    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})

    assert Reminder.objects.count() == 0


def test_clock_that_was_stopped_stays_stopped(client: Client) -> None:
    person = make_user(password=PASSWORD)
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    Reminder.objects.update(is_on=False)

    Client().post("/accounts/login/", {"login": person.email, "password": PASSWORD})

    assert Reminder.objects.get().is_on is False
