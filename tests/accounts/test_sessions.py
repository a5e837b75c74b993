"""Sessions end when they should, and the list of devices shows no place."""

import time

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client, override_settings

from accounts.devices import device_kind
from accounts.models import User
from tests.factories import make_staff, make_therapist, make_user

pytestmark = pytest.mark.django_db
OWN = "/accounts/email/"
SIGN_IN = f"/accounts/login/?next={OWN}"
PASSWORD = "a quiet green lamp"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148"
LAPTOP = "Mozilla/5.0 (X11; Linux x86_64) Chrome/140"


def last_seen(client: Client, *, minutes_ago: int) -> None:
    session = client.session
    session["seen_at"] = time.time() - 60 * minutes_ago
    session.save()


@pytest.mark.parametrize("make", [make_staff, lambda: make_therapist().user], ids=["staff", "therapist"])
def test_staff_and_therapists_are_signed_out_after_fifteen_quiet_minutes(client: Client, make: object) -> None:
    client.force_login(make())
    client.get(OWN)
    last_seen(client, minutes_ago=16)

    response = client.get(OWN)

    assert (response.status_code, response.url) == (302, SIGN_IN)
    assert client.cookies["daybook"].value == ""


def test_a_request_within_fifteen_minutes_starts_them_anew(client: Client) -> None:
    client.force_login(make_staff())
    client.get(OWN)
    last_seen(client, minutes_ago=14)

    client.get(OWN)

    assert time.time() - client.session["seen_at"] < 60


def test_a_partner_stays_signed_in(client: Client) -> None:
    client.force_login(make_user())
    client.get(OWN)
    last_seen(client, minutes_ago=600)

    assert client.get(OWN).status_code == 200


def test_a_session_that_never_was_leads_to_sign_in(client: Client) -> None:
    client.cookies["daybook"] = "x" * 32

    response = client.get(OWN)

    assert (response.status_code, response.url, client.cookies["daybook"].value) == (302, SIGN_IN, "")


def test_the_session_of_a_deleted_person_ends(client: Client) -> None:
    user = make_user()
    client.force_login(user)
    user.delete()

    response = client.get(OWN)

    assert (response.status_code, response.url, client.cookies["daybook"].value) == (302, SIGN_IN, "")


def test_the_session_of_a_disabled_person_ends(client: Client) -> None:
    user = make_user()
    client.force_login(user)
    User.objects.filter(pk=user.pk).update(is_active=False)

    response = client.get(OWN)

    assert (response.status_code, response.url, client.cookies["daybook"].value) == (302, SIGN_IN, "")


def test_a_new_password_ends_older_sessions(client: Client) -> None:
    user = make_user(password=PASSWORD)
    client.force_login(user)
    User.objects.filter(pk=user.pk).update(password=make_password("another quiet lamp"))

    response = client.get(OWN)

    assert (response.status_code, response.url, client.cookies["daybook"].value) == (302, SIGN_IN, "")


def test_changing_the_password_ends_all_other_sessions() -> None:
    user = make_user(password=PASSWORD)
    here, elsewhere = Client(), Client()
    here.force_login(user)
    elsewhere.force_login(user)

    answers = {"oldpassword": PASSWORD, "password1": "another quiet lamp"}
    response = here.post("/accounts/password/change/", answers)

    assert response.status_code == 302
    assert (here.get(OWN).status_code, elsewhere.get(OWN).status_code) == (200, 302)


def test_the_list_shows_kind_and_day_only(client: Client) -> None:
    make_user(email="anna@example.org", password=PASSWORD)
    answers = {"login": "anna@example.org", "password": PASSWORD}
    Client().post("/accounts/login/", answers, HTTP_USER_AGENT=PHONE, REMOTE_ADDR="198.51.100.7")
    client.post("/accounts/login/", answers, HTTP_USER_AGENT=LAPTOP, REMOTE_ADDR="198.51.100.7")

    page = client.get("/accounts/sessions/").content.decode()

    assert ("Phone" in page, "Computer" in page) == (True, True)
    assert [word for word in ("198.51.100", "iPhone", "Mozilla", "Linux", "minute") if word in page] == []


def test_everywhere_else_is_signed_out_at_once(client: Client) -> None:
    make_user(email="anna@example.org", password=PASSWORD)
    answers = {"login": "anna@example.org", "password": PASSWORD}
    elsewhere = Client()
    elsewhere.post("/accounts/login/", answers)
    client.post("/accounts/login/", answers)

    client.post("/accounts/sessions/")

    assert (client.get(OWN).status_code, elsewhere.get(OWN).status_code) == (200, 302)


@override_settings(SESSION_COOKIE_SECURE=True)
def test_the_session_cookie_is_out_of_reach_for_scripts(client: Client) -> None:
    make_user(email="anna@example.org", password=PASSWORD)

    client.post("/accounts/login/", {"login": "anna@example.org", "password": PASSWORD})

    cookie = client.cookies["daybook"]
    assert (cookie["httponly"], cookie["secure"], cookie["samesite"]) == (True, True, "Lax")


def test_signing_out_clears_what_the_browser_stored(client: Client) -> None:
    client.force_login(make_user())

    answers = [client.get(OWN), client.post("/accounts/logout/")]

    assert [answer.headers.get("Clear-Site-Data") for answer in answers] == [None, '"storage"']


@pytest.mark.parametrize(
    ("user_agent", "kind"),
    [
        (PHONE, "Phone"),
        ("Mozilla/5.0 (Linux; Android 15; Pixel 9) Chrome/140 Mobile Safari", "Phone"),
        ("Mozilla/5.0 (Linux; Android 15; SM-X910) Chrome/140 Safari", "Tablet"),
        ("Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X)", "Tablet"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64)", "Computer"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)", "Computer"),
        (LAPTOP, "Computer"),
        ("", "Another device"),
        ("curl/8", "Another device"),
    ],
)
def test_a_device_is_named_by_its_kind(user_agent: str, kind: str) -> None:
    assert device_kind(user_agent) == kind
