"""What is wrong gets the right answer: the status, the field, plain words, the text kept, nothing written."""

import json

import pytest
from django.test import Client

from accounts.models import Therapist, User
from notices.models import Delivery
from tests.factories import make_user

pytestmark = pytest.mark.django_db
SIGN_UP = "/accounts/signup/"
ANSWERS = {
    "email": "anna@example.org",
    "password1": "a quiet green lamp",
    "name": "Anna",
    "zone": "Europe/Vienna",
    "of_age": "on",
}
ZONES = ["Foo/Bar", "europe/berlin", "../../etc/passwd", "/etc/passwd", "", "UTC\0", "America", "a" * 300]
ADDRESSES = ["a@b", f"{'a' * 243}@example.org", "ＡＢ＠x", "anna@example.org.", "mıke@example.org", "x\r\nBcc: b@x.org"]
PASSPORTS = [
    "",
    "x",
    "5",
    "[]",
    "[1]",
    "{}",
    '{"id": 1}',
    '{"response": {"userHandle": "x"}}',
    "null",
    "NaN",
    "[" * 9000,
]


def sign_up(**changes: str) -> object:
    return Client().post(SIGN_UP, {**ANSWERS, **changes})


@pytest.mark.parametrize("zone", ZONES)
def test_a_zone_comes_from_the_list(zone: str) -> None:
    response = sign_up(zone=zone)

    assert response.status_code == 400
    assert response.context["form"].errors == {"zone": ["Please pick a time zone from the list."]}
    assert not User.objects.exists()


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_looks_like_one(address: str) -> None:
    response = sign_up(email=address)

    assert response.status_code == 400
    assert response.context["form"].errors == {"email": ["That does not look like an e-mail address."]}
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("route", ["/accounts/password/reset/", "/accounts/login/code/"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_looks_like_one_wherever_it_is_asked(client: Client, route: str, address: str) -> None:
    response = client.post(route, {"email": address})

    assert response.status_code == 400
    assert response.context["form"].errors == {"email": ["That does not look like an e-mail address."]}


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("0zx7qkw", "Please use at least 12 characters."),
        ("anna@example.org", "Please use something other than your e-mail address."),
        ("ANNA@example.org", "Please use something other than your e-mail address."),
        ("telechargement", "This password is one of the first that anybody would try. Please choose another."),
        ("x" * 1001, "Please use at most 1,000 characters."),
        ("x" * 4096, "Please use at most 1,000 characters."),
        ("", "Please write a password."),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(password: str, reason: str) -> None:
    response = sign_up(password1=password)

    assert response.status_code == 400
    assert response.context["form"].errors == {"password1": [reason]}
    assert not User.objects.exists()


@pytest.mark.parametrize("password", [" " * 12, "🌿" * 12, "x" * 1000, "ein grüner Tisch"])
def test_a_long_password_of_any_characters_is_taken(password: str) -> None:
    response = sign_up(password1=password)

    assert response.status_code == 302
    assert User.objects.get().check_password(password)


@pytest.mark.parametrize("name", ["Anna\r\nBcc: beth@example.org", "Anna\u202e", "An\0na", "A" * 61])
def test_a_name_is_one_readable_line(name: str) -> None:
    response = sign_up(name=name)

    assert response.status_code == 400
    assert list(response.context["form"].errors) == ["name"]
    assert not User.objects.exists()


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "{{7*7}}", "${7*7}", "%n", "=cmd()", "Zoë 🌿"])
def test_a_name_is_kept_as_it_is_written(name: str) -> None:
    sign_up(name=name)

    assert User.objects.get().name == name


def test_what_was_written_stays_in_the_form() -> None:
    response = sign_up(zone="Foo/Bar")

    page = response.content.decode()
    assert 'value="anna@example.org"' in page
    assert 'value="Anna"' in page
    assert "a quiet green lamp" not in page


def test_fields_that_are_not_asked_change_nothing() -> None:
    sign_up(is_staff="on", is_superuser="on", id="00000000-0000-4000-8000-000000000000", language="xx")

    user = User.objects.get()
    assert (user.is_staff, user.is_superuser, user.language) == (False, False, "en")
    assert str(user.pk) != "00000000-0000-4000-8000-000000000000"


@pytest.mark.parametrize("host", ["evil.test", "testserver.evil.test", "testserver:80@evil.test"])
def test_another_host_is_not_served(client: Client, host: str) -> None:
    assert client.get(SIGN_UP, HTTP_HOST=host).status_code == 400


def test_a_forwarded_host_is_not_heard(client: Client) -> None:
    response = client.get("/accounts/email/", HTTP_X_FORWARDED_HOST="evil.test")

    assert response.url == "/accounts/login/?next=/accounts/email/"


def test_too_many_fields_are_refused(client: Client) -> None:
    assert client.post(SIGN_UP, {f"field{number}": "x" for number in range(1001)}).status_code == 400


def test_too_large_a_body_is_refused(client: Client) -> None:
    assert client.post(SIGN_UP, {"name": "x" * 3_000_000}).status_code == 400


def test_a_body_without_its_boundary_is_refused(client: Client) -> None:
    response = client.post(SIGN_UP, b"--x\r\n", content_type="multipart/form-data")

    assert response.status_code == 400


@pytest.mark.parametrize("language", ["xx-XX", "en;q=" + "9" * 10_000, "de,en;q=0.5", "\u20ac"])
def test_a_strange_language_gets_the_default_one(client: Client, language: str) -> None:
    response = client.get(SIGN_UP, HTTP_ACCEPT_LANGUAGE=language)

    assert response.status_code == 200
    assert '<html lang="en"' in response.content.decode()


@pytest.mark.parametrize("cookie", ["x" * 8192, "%00", '"', "ü"])
def test_a_strange_cookie_is_nobody(client: Client, cookie: str) -> None:
    client.cookies["device"] = cookie
    client.cookies["daybook"] = cookie

    assert client.get("/accounts/login/").status_code == 200


@pytest.mark.parametrize("credential", PASSPORTS)
def test_a_strange_passkey_leads_back_to_sign_in(client: Client, credential: str) -> None:
    client.get("/accounts/2fa/webauthn/login/", HTTP_ACCEPT="application/json")

    response = client.post("/accounts/2fa/webauthn/login/", {"credential": credential})

    assert (response.status_code, response.url) == (302, "/accounts/login/")


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace"])
@pytest.mark.parametrize("route", ["/accounts/therapist/", "/accounts/2fa/", "/accounts/login/"])
def test_other_methods_are_not_allowed(client: Client, method: str, route: str) -> None:
    if route != "/accounts/login/":
        client.force_login(make_user())

    response = getattr(client, method)(route)

    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]


@pytest.mark.parametrize("licence", ["A" * 201, "one\ntwo", "A\u202eB"])
def test_a_licence_is_one_readable_line(client: Client, licence: str) -> None:
    client.force_login(make_user())

    response = client.post("/accounts/therapist/", {"licence": licence})

    assert response.status_code == 400
    assert not Therapist.objects.exists()


def test_json_is_no_form(client: Client) -> None:
    response = client.post("/accounts/login/", json.dumps({"login": []}), content_type="application/json")

    assert response.status_code == 400
