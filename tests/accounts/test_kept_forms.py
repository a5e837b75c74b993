"""A session that ended while somebody wrote: their words come back to them, to nobody else, and nothing is sent."""

import time
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from accounts.kept import KEPT
from accounts.models import User
from checkins.models import CheckIn
from kit.clock import database_now
from tests.factories import make_user
from tests.letters import code_for

pytestmark = pytest.mark.django_db
PASSWORD = "a quiet green lamp"
TODAY = "/check-ins/today/"
FROM_TODAY = {"HTTP_REFERER": f"http://testserver{TODAY}"}
WRITTEN = {
    "safe": "7",
    "close": "6",
    "on_guard": "2",
    "words_for_me": "SENTINEL only for me",
    "csrfmiddlewaretoken": "x",
}


def sign_in(client: Client, user: User, to: str = TODAY) -> object:
    return client.post(f"/accounts/login/?next={to}", {"login": user.email, "password": PASSWORD})


@pytest.fixture
def anna(client: Client) -> User:
    """Make somebody who signed in on this device and whose session then ended."""
    user = make_user(email="anna@example.org", password=PASSWORD)
    sign_in(client, user)
    Session.objects.all().delete()
    return user


def test_words_come_back_after_signing_in_and_nothing_is_saved(client: Client, anna: User) -> None:
    sent = client.post(TODAY, WRITTEN, **FROM_TODAY)
    back = sign_in(client, anna)
    page, again = client.get(back.url).content.decode(), client.get(back.url).content.decode()

    assert (sent.status_code, sent.url) == (302, f"/accounts/login/?next={TODAY}")
    assert back.url == TODAY
    assert "Here are your words again." in page
    assert '"words_for_me": ["SENTINEL only for me"]' in page
    assert "SENTINEL" not in again
    assert not CheckIn.objects.exists()


def test_words_lie_sealed_and_for_an_hour(client: Client, anna: User) -> None:
    client.post(TODAY, WRITTEN, **FROM_TODAY)
    stored = Session.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_data FROM django_session")
        assert "SENTINEL" not in repr(cursor.fetchall()) + repr(stored.get_decoded())
    assert stored.expire_date <= database_now() + timedelta(hours=1)

    session = client.session
    session[KEPT] = {**session[KEPT], "at": time.time() - 3601}
    session.save()
    sign_in(client, anna)

    assert "SENTINEL" not in client.get(TODAY).content.decode()


def test_words_come_back_to_nobody_else(client: Client, anna: User) -> None:
    beth = make_user(email="beth@example.org", password=PASSWORD)

    client.post(TODAY, WRITTEN, **FROM_TODAY)
    sign_in(client, beth)
    hers = client.get(TODAY).content.decode()
    client.post("/accounts/logout/")
    sign_in(client, anna)

    assert "SENTINEL" not in hers + client.get(TODAY).content.decode()


def test_device_that_nobody_signed_in_on_keeps_nothing() -> None:
    stranger = Client()

    answer = stranger.post(TODAY, WRITTEN, **FROM_TODAY)

    assert answer.status_code == 302
    assert not Session.objects.exists()


def test_mailed_code_alone_brings_no_words_back(client: Client, anna: User) -> None:
    client.post(TODAY, WRITTEN, **FROM_TODAY)
    client.post("/accounts/login/code/", {"email": anna.email})
    client.post("/accounts/login/code/confirm/", {"code": code_for(anna.email)})

    page = client.get(TODAY).content.decode()
    assert Session.objects.get().expire_date > database_now() + timedelta(days=29)
    client.post(f"/accounts/reauthenticate/?next={TODAY}", {"password": PASSWORD})

    assert "SENTINEL" not in page
    assert "Your words are kept for an hour." in page
    assert "SENTINEL" in client.get(TODAY).content.decode()


def test_pressed_button_leads_to_its_page_with_a_line(client: Client, anna: User) -> None:
    answer = client.post("/couple/pause/", {}, HTTP_REFERER="http://testserver/couple/")
    back = sign_in(client, anna, to="/couple/")

    assert answer.url == "/accounts/login/?next=/couple/"
    assert "You were signed out, so nothing was done." in client.get(back.url).content.decode()


def test_form_from_another_site_leads_to_the_first_page(client: Client, anna: User) -> None:
    answer = client.post("/couple/pause/", {}, HTTP_REFERER="https://evil.test/couple/")

    assert answer.url == "/accounts/login/?next=/"


def test_passwords_are_never_kept(client: Client, anna: User) -> None:
    secret = {"oldpassword": PASSWORD, "password1": "SENTINEL password"}
    client.post("/accounts/password/change/", secret, HTTP_REFERER="http://testserver/accounts/password/change/")
    sign_in(client, anna)

    assert "SENTINEL" not in client.get("/accounts/password/change/").content.decode()


@pytest.mark.parametrize("path", ["/couple/pause/", "/you/person/", "/help/"])
def test_wrong_method_is_answered_in_our_frame(client: Client, path: str) -> None:
    client.force_login(make_user())

    answer = client.post(path) if path == "/help/" else client.get(path)

    assert (answer.status_code, bool(answer["Allow"])) == (405, True)
    assert b'href="/x/"' in answer.content


def test_session_slides_once_a_day(client: Client) -> None:
    user = make_user()
    client.force_login(user)
    session = client.session
    session["used_on"] = 1
    session.save()
    Session.objects.update(expire_date=database_now() + timedelta(days=1))

    client.get(TODAY)
    expires = Session.objects.get().expire_date
    answer = client.get(TODAY)

    assert timedelta(days=29) < expires - database_now() <= timedelta(days=30)
    assert (Session.objects.get().expire_date, "daybook" in answer.cookies) == (expires, False)
