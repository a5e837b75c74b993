"""One's own address and password: changed by who proves themselves, and told to the old address."""

import time

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from tests.factories import make_user
from tests.letters import code_for, letters_to

pytestmark = pytest.mark.django_db
ADDRESS = "/accounts/email/"
CONFIRM = "/accounts/confirm-email/"
AGAIN = "/accounts/reauthenticate/"
PASSWORD = "a quiet green lamp"
CHANGE = {"email": "anna@new.example", "action_add": ""}


@pytest.fixture
def anna(client: Client) -> User:
    user = make_user(email="anna@example.org", password=PASSWORD)
    client.force_login(user)
    return user


def test_a_new_address_needs_the_password_once_more(client: Client, anna: User) -> None:
    response = client.post(ADDRESS, CHANGE)

    assert (response.status_code, response.url) == (302, f"{AGAIN}?next=%2Faccounts%2Femail%2F")
    assert letters_to("anna@new.example") == []


def test_after_the_password_the_change_goes_on_by_itself(client: Client, anna: User) -> None:
    client.post(ADDRESS, CHANGE)

    response = client.post(AGAIN, {"password": PASSWORD, "next": ADDRESS})

    assert response.url == CONFIRM
    assert len(letters_to("anna@new.example")) == 1


def test_the_code_makes_the_new_address_hold(client: Client, anna: User) -> None:
    client.post(AGAIN, {"password": PASSWORD})
    client.post(ADDRESS, CHANGE)
    before = User.objects.get().email

    response = client.post(CONFIRM, {"code": code_for("anna@new.example")})

    assert before == "anna@example.org"
    assert response.url == ADDRESS
    assert User.objects.get().email == "anna@new.example"
    assert [(a.email, a.verified) for a in anna.emailaddress_set.all()] == [("anna@new.example", True)]
    assert letters_to("anna@example.org")[-1]["subject"] == "A change to your account"


def test_a_proof_is_good_for_five_minutes(client: Client, anna: User) -> None:
    client.post(AGAIN, {"password": PASSWORD})
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] = time.time() - 301
    session.save()

    response = client.post(ADDRESS, CHANGE)

    assert response.url.startswith(AGAIN)


def test_a_code_by_mail_is_no_proof(client: Client) -> None:
    make_user(email="anna@example.org", password=PASSWORD)
    client.post("/accounts/login/code/", {"email": "anna@example.org"})
    client.post("/accounts/login/code/confirm/", {"code": code_for("anna@example.org")})

    response = client.post(ADDRESS, CHANGE)

    assert response.url.startswith(AGAIN)


def test_the_address_of_somebody_else_is_asked_for_like_any_other(client: Client, anna: User) -> None:
    make_user(email="beth@example.org")
    client.post(AGAIN, {"password": PASSWORD})

    answers = []
    for address in ("beth@example.org", "nobody@example.org"):
        cache.clear()
        response = client.post(ADDRESS, {"email": address, "action_add": ""})
        page = client.get(CONFIRM).content.replace(address.encode(), b"")
        lines = [line for line in page.splitlines() if b"csrfmiddlewaretoken" not in line]
        answers.append((response.status_code, response.url, lines))

    assert answers[0] == answers[1]


def test_the_address_of_somebody_else_is_never_taken(client: Client, anna: User) -> None:
    make_user(email="beth@example.org")
    client.post(AGAIN, {"password": PASSWORD})
    client.post(ADDRESS, {"email": "beth@example.org", "action_add": ""})

    response = client.post(CONFIRM, {"code": code_for("beth@example.org")})

    anna.refresh_from_db()
    assert response.status_code == 400
    assert anna.email == "anna@example.org"


def test_a_new_password_needs_the_present_one(client: Client, anna: User) -> None:
    response = client.post("/accounts/password/change/", {"oldpassword": "no", "password1": "another quiet lamp"})

    anna.refresh_from_db()
    assert response.status_code == 400
    assert "That is not your present password." in response.content.decode()
    assert anna.check_password(PASSWORD)


def test_a_wrong_password_is_no_proof(client: Client, anna: User) -> None:
    response = client.post(AGAIN, {"password": "no", "next": ADDRESS})

    assert response.status_code == 400
    assert "That is not your password." in response.content.decode()
    assert client.post(ADDRESS, CHANGE).url.startswith(AGAIN)


@pytest.mark.parametrize("wanted", ["//evil.test", "https://evil.test/", "javascript:alert(1)", "/\\evil.test"])
def test_a_proof_never_leads_to_another_site(client: Client, anna: User, wanted: str) -> None:
    response = client.post(AGAIN, {"password": PASSWORD, "next": wanted})

    assert (response.status_code, response.url) == (302, "/")


def test_a_stale_form_is_refused(anna: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(anna)

    response = browser.post("/accounts/therapist/", {"licence": "Psychologist 123"})

    assert response.status_code == 403
    assert not hasattr(User.objects.get(), "therapist")
