"""What changes an account, apart from the pages."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client

from accounts import actions
from accounts.models import Therapist, User
from tests.factories import NOW, make_staff, make_therapist, make_user
from tests.letters import letters_to

pytestmark = pytest.mark.django_db


def test_profile_is_changed_as_a_whole() -> None:
    user = make_user(zone="Europe/Vienna")

    actions.change_profile(user, name="Anna", zone="Pacific/Apia", language="en", now=NOW)

    user.refresh_from_db()
    assert (user.name, user.zone, user.language) == ("Anna", "Pacific/Apia", "en")


@pytest.mark.parametrize(("zone", "language"), [("../../etc/passwd", "en"), ("UTC", "xx")])
def test_profile_refuses_what_is_not_on_the_list(zone: str, language: str) -> None:
    user = make_user(zone="Europe/Vienna")

    with pytest.raises(ValueError, match="unknown zone or language"):
        actions.change_profile(user, name="Anna", zone=zone, language=language, now=NOW)

    user.refresh_from_db()
    assert user.zone == "Europe/Vienna"


def test_becoming_a_therapist_twice_is_one() -> None:
    user = make_user()

    first = actions.become_therapist(user, licence="", now=NOW)
    second = actions.become_therapist(user, licence="Psychologist 123, Vienna", now=NOW + timedelta(days=1))
    third = actions.become_therapist(user, licence="Somebody else", now=NOW + timedelta(days=2))

    assert first == second == third
    assert (third.licence, third.created_at, third.verified_at) == ("Psychologist 123, Vienna", NOW, None)


def test_the_page_makes_a_therapist_who_then_needs_a_second_step(client: Client) -> None:
    user = make_user()
    client.force_login(user)

    response = client.post("/accounts/therapist/", {"licence": "Psychologist 123, Vienna"})

    assert (response.status_code, response.url) == (302, "/therapy/")
    assert Therapist.objects.get().user == user
    assert client.get("/accounts/email/").url == "/accounts/2fa/"


def test_opening_the_page_makes_nobody_a_therapist(client: Client) -> None:
    client.force_login(make_user())

    response = client.get("/accounts/therapist/")

    assert response.status_code == 200
    assert not Therapist.objects.exists()


def test_a_licence_is_seen_once_and_can_be_unseen() -> None:
    therapist = make_therapist(verified_at=None)
    staff = make_staff()

    actions.verify_therapist(therapist, by=staff, now=NOW)
    actions.verify_therapist(therapist, by=make_staff(), now=NOW + timedelta(days=1))
    therapist.refresh_from_db()
    seen = (therapist.verified_at, therapist.verified_by)
    actions.withdraw_verification(therapist)
    therapist.refresh_from_db()

    assert seen == (NOW, staff)
    assert (therapist.verified_at, therapist.verified_by) == (None, None)


def test_a_finished_sign_up_is_not_reminded() -> None:
    user = make_user(email="anna@example.org")

    assert actions.remind_of_sign_up(user) is False
    assert letters_to("anna@example.org") == []


def test_sign_ups_are_forgotten_after_a_week() -> None:
    confirmed, fresh, stale = (make_user(created_at=NOW - timedelta(days=days)) for days in (30, 6, 7))
    for user in (fresh, stale):
        user.emailaddress_set.update(verified=False)
    never_asked = make_user(created_at=NOW - timedelta(days=30))
    never_asked.emailaddress_set.all().delete()

    count = actions.forget_unfinished_sign_ups(now=NOW)

    assert count == 1
    assert set(User.objects.all()) == {confirmed, fresh, never_asked}


def test_ended_sessions_are_forgotten_with_their_devices(client: Client) -> None:
    make_user(email="anna@example.org", password="a quiet green lamp")
    for browser in (client, Client()):
        browser.post("/accounts/login/", {"login": "anna@example.org", "password": "a quiet green lamp"})
    ended = client.session.session_key
    Session.objects.filter(pk=ended).update(expire_date=NOW)

    count = actions.forget_ended_sessions(now=NOW)

    assert count == 1
    assert list(UserSession.objects.values_list("session_key", flat=True)) == list(
        Session.objects.values_list("session_key", flat=True)
    )
