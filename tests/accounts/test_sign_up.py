"""Signing up: an own account, an address that is proved, and no word about anybody else's."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.factories import make_user
from tests.letters import code_for, letters_to

pytestmark = pytest.mark.django_db
SIGN_UP = "/accounts/signup/"
CONFIRM = "/accounts/confirm-email/"
ANSWERS = {
    "email": "anna@example.org",
    "password1": "a quiet green lamp",
    "name": "Anna",
    "zone": "Europe/Vienna",
    "of_age": "on",
}


def sign_up(client: Client, **changes: str) -> object:
    return client.post(SIGN_UP, {**ANSWERS, **changes})


def without_token(page: bytes) -> list[bytes]:
    return [line for line in page.splitlines() if b"csrfmiddlewaretoken" not in line]


def test_sign_up_makes_an_account_with_name_and_zone(client: Client) -> None:
    response = sign_up(client)

    user = User.objects.get()
    assert (user.email, user.name, user.zone) == ("anna@example.org", "Anna", "Europe/Vienna")
    assert (response.status_code, response.url) == (302, CONFIRM)
    assert len(user.plain_data_key()) == 32


def test_sign_up_ends_signed_in_at_the_first_page_after_the_code(client: Client) -> None:
    sign_up(client)

    response = client.post(CONFIRM, {"code": code_for("anna@example.org")})

    user = User.objects.get()
    assert (response.status_code, response.url) == (302, "/")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert user.emailaddress_set.get().verified


def test_sign_up_without_a_code_is_not_signed_in(client: Client) -> None:
    sign_up(client)

    response = client.post(CONFIRM, {"code": "BBBB-BBBB"})

    assert response.status_code == 400
    assert "That code did not work." in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_sign_up_needs_neither_name_nor_script(client: Client) -> None:
    page = client.get(SIGN_UP).content.decode()

    sign_up(client, name="", zone="UTC")

    assert '<option value="" selected>Choose a time zone</option>' in page
    assert (User.objects.get().name, User.objects.get().zone) == ("", "UTC")


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Asia/Calcutta", "Asia/Calcutta"),
        ("US/Eastern", "America/New_York"),
        ("Etc/UTC", "UTC"),
        ("Japan", "Asia/Tokyo"),
    ],
)
def test_sign_up_understands_what_a_browser_calls_its_zone(client: Client, said: str, kept: str) -> None:
    sign_up(client, zone=said)

    assert User.objects.get().zone == kept


@pytest.mark.parametrize("said", ["Etc/GMT+5", "Moon/Base", ""])
def test_sign_up_asks_for_a_zone_it_does_not_understand(client: Client, said: str) -> None:
    response = sign_up(client, zone=said)

    page = response.content.decode()
    assert (response.status_code, User.objects.exists()) == (400, False)
    assert "Please pick a time zone from the list." in page
    assert '<option value="" selected>Choose a time zone</option>' in page


def test_sign_up_is_for_people_of_age(client: Client) -> None:
    answers = {name: value for name, value in ANSWERS.items() if name != "of_age"}

    response = client.post(SIGN_UP, answers)

    assert response.status_code == 400
    assert "This is for people of 18 and over." in response.content.decode()
    assert not User.objects.exists()


def test_a_known_address_gets_the_same_answer_as_an_unknown_one() -> None:
    make_user(email="anna@example.org")
    known, unknown = Client(), Client()

    answers = [sign_up(known), sign_up(unknown, email="beth@example.org")]
    pages = [client.get(CONFIRM).content.replace(b"beth@", b"anna@") for client in (known, unknown)]

    assert [(a.status_code, a.url, a.content, sorted(a.cookies)) for a in answers] == [
        (302, CONFIRM, b"", sorted(answers[0].cookies))
    ] * 2
    assert without_token(pages[0]) == without_token(pages[1])


def test_a_wrong_code_for_a_known_address_is_answered_like_one_for_an_unknown_one() -> None:
    make_user(email="anna@example.org")
    known, unknown = Client(), Client()
    sign_up(known)
    sign_up(unknown, email="beth@example.org")

    answers = [[c.post(CONFIRM, {"code": "BBBB-BBBB"}) for _try in range(3)] for c in (known, unknown)]

    shown = [[(a.status_code, a.headers.get("Location")) for a in some] for some in answers]
    assert shown == [[(400, None), (400, None), (302, "/accounts/login/")]] * 2


def test_a_known_address_is_told_by_mail_and_nothing_changes(client: Client) -> None:
    owner = make_user(email="anna@example.org", name="Owner")

    sign_up(client)

    (letter,) = letters_to("anna@example.org")
    assert letter["subject"] == "About your sign-up"
    assert User.objects.get() == owner


def test_a_signed_in_person_is_led_home(client: Client) -> None:
    client.force_login(make_user())

    response = client.get(SIGN_UP)

    assert (response.status_code, response.url) == (302, "/")


def test_the_code_can_be_sent_again(client: Client) -> None:
    sign_up(client)
    first = code_for("anna@example.org")
    cache.clear()

    response = client.post(CONFIRM, {"action": "resend"})

    assert response.url == CONFIRM
    assert code_for("anna@example.org") != first


@pytest.mark.parametrize(
    "name", ["account_signup", "account_login", "account_reset_password", "account_request_login_code"]
)
def test_pages_before_the_door_are_public_and_neutral(client: Client, name: str) -> None:
    page = client.get(reverse(name)).content.decode().lower()

    assert "<title>daybook</title>" in page
    assert [word for word in ("trust", "therap", "couple", "partner", "affair", "repair") if word in page] == []
