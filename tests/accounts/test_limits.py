"""Guessing and flooding are slowed by account and network, and never lock anybody out."""

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from accounts.models import User
from tests.factories import make_user
from tests.letters import letters_to

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"
RESET = "/accounts/password/reset/"
PASSWORD = "a quiet green lamp"


@pytest.fixture
def anna() -> User:
    return make_user(email="anna@example.org", password=PASSWORD)


def guess(client: Client, *, login: str = "anna@example.org", network: str = "198.51.100.7") -> int:
    return client.post(LOGIN, {"login": login, "password": "a wrong guess"}, REMOTE_ADDR=network).status_code


@pytest.mark.parametrize("login", ["anna@example.org", "nobody@example.org"])
def test_the_sixth_wrong_password_within_a_minute_waits(client: Client, anna: User, login: str) -> None:
    answers = [guess(client, login=login) for _try in range(6)]

    assert answers == [400] * 5 + [429]


def test_who_waits_is_told_for_how_long(client: Client, anna: User) -> None:
    for _try in range(5):
        guess(client)

    response = client.post(LOGIN, {"login": anna.email, "password": PASSWORD}, REMOTE_ADDR="198.51.100.7")

    assert (response.status_code, response.headers["Retry-After"]) == (429, "300")
    assert "A little too fast" in response.content.decode()


def test_guesses_from_elsewhere_do_not_lock_the_account(anna: User) -> None:
    for _try in range(8):
        guess(Client())

    owner = Client()
    response = owner.post(LOGIN, {"login": anna.email, "password": PASSWORD}, REMOTE_ADDR="203.0.113.9")

    assert (response.status_code, response.url) == (302, "/")


def test_guesses_in_the_same_home_do_not_lock_a_known_device(anna: User) -> None:
    owner = Client(REMOTE_ADDR="198.51.100.7")
    owner.post(LOGIN, {"login": anna.email, "password": PASSWORD})
    owner.post("/accounts/logout/")

    answers = [guess(Client()) for _try in range(50)]
    response = owner.post(LOGIN, {"login": anna.email, "password": PASSWORD})

    assert answers[-1] == 429
    assert (response.status_code, response.url) == (302, "/")


def test_a_known_device_may_guess_ten_times_a_minute(anna: User) -> None:
    device = Client()
    device.post(LOGIN, {"login": anna.email, "password": PASSWORD})
    device.post("/accounts/logout/")

    answers = [guess(device) for _try in range(11)]

    assert answers == [400] * 10 + [429]


def test_a_device_known_for_one_account_is_not_known_for_another(anna: User) -> None:
    make_user(email="beth@example.org", password=PASSWORD)
    device = Client(REMOTE_ADDR="198.51.100.7")
    device.post(LOGIN, {"login": "beth@example.org", "password": PASSWORD})
    device.post("/accounts/logout/")

    answers = [guess(device) for _try in range(6)]

    assert answers == [400] * 5 + [429]


def test_a_forged_device_is_not_known(client: Client, anna: User) -> None:
    client.cookies["device"] = "eyJkZXZpY2UiOiAieCJ9:1xxxxx:yyyyyyyyyy"

    answers = [guess(client) for _try in range(6)]

    assert answers == [400] * 5 + [429]


def test_the_device_cookie_names_no_account(client: Client, anna: User) -> None:
    client.post(LOGIN, {"login": anna.email, "password": PASSWORD})

    cookie = client.cookies["device"]

    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert "anna" not in cookie.value
    assert str(anna.pk) not in cookie.value


def test_no_full_network_address_is_kept(client: Client, anna: User) -> None:
    client.post(LOGIN, {"login": anna.email, "password": PASSWORD}, REMOTE_ADDR="198.51.100.7")
    Client().post(LOGIN, {"login": anna.email, "password": PASSWORD}, REMOTE_ADDR="2001:db8:1:2:3::4")

    assert sorted(UserSession.objects.values_list("ip", flat=True)) == ["198.51.100.0", "2001:db8:1::"]


@pytest.mark.parametrize("address", ["anna@example.org", "nobody@example.org"])
def test_the_fourth_reset_within_an_hour_waits(client: Client, anna: User, address: str) -> None:
    answers = [client.post(RESET, {"email": address}).status_code for _try in range(4)]

    assert answers == [302] * 3 + [429]
    assert len(letters_to(address)) == 3


def test_the_eleventh_reset_of_a_network_waits(client: Client) -> None:
    answers = [client.post(RESET, {"email": f"a{number}@example.org"}).status_code for number in range(11)]

    assert answers == [302] * 10 + [429]


@pytest.mark.parametrize("address", ["anna@example.org", "nobody@example.org"])
def test_the_sixth_code_within_an_hour_waits(anna: User, address: str) -> None:
    answers = [Client().post("/accounts/login/code/", {"email": address}).status_code for _try in range(6)]

    assert answers == [302] * 5 + [429]


def test_the_eleventh_sign_up_of_a_network_waits() -> None:
    answers = [
        Client()
        .post(
            "/accounts/signup/",
            {"email": f"a{number}@example.org", "password1": PASSWORD, "zone": "UTC", "of_age": "on"},
        )
        .status_code
        for number in range(11)
    ]

    assert answers == [302] * 10 + [429]
    assert User.objects.count() == 10


def test_mending_a_form_does_not_use_up_the_sign_ups(client: Client) -> None:
    answers = [client.post("/accounts/signup/", {"email": "a@b"}).status_code for _try in range(12)]

    assert answers == [400] * 12
