"""Signing in: by password, by a mailed code, by a new password; and where it leads."""

import pytest
from django.test import Client

from accounts.models import User
from tests.factories import give_second_factor, make_user
from tests.letters import code_for, letters_to, link_for

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"
CODE = "/accounts/login/code/"
RESET = "/accounts/password/reset/"
PASSWORD = "a quiet green lamp"
ELSEWHERE = [
    "//evil.test",
    "https://evil.test/",
    "http://testserver/you/",
    "javascript:alert(1)",
    "\\\\evil",
    "/\\evil.test",
    "/you/\r\nSet-Cookie: a=b",
    "you/",
]


@pytest.fixture
def anna() -> User:
    return make_user(email="anna@example.org", password=PASSWORD)


def sign_in(client: Client, **changes: str) -> object:
    return client.post(LOGIN, {"login": "anna@example.org", "password": PASSWORD, **changes})


def signed_in(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def test_password_leads_home(client: Client, anna: User) -> None:
    response = sign_in(client)

    assert (response.status_code, response.url) == (302, "/")
    assert signed_in(client) == str(anna.pk)


def test_address_is_read_in_any_letter_case(client: Client, anna: User) -> None:
    sign_in(client, login=" Anna@Example.ORG ")

    assert signed_in(client) == str(anna.pk)


def test_sign_in_leads_to_the_page_that_was_wanted(client: Client, anna: User) -> None:
    response = sign_in(client, next="/check-ins/today/")

    assert response.url == "/check-ins/today/"


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_sign_in_never_leads_to_another_site(client: Client, anna: User, wanted: str) -> None:
    response = sign_in(client, next=wanted)

    assert (response.status_code, response.url) == (302, "/")


@pytest.mark.parametrize("address", ["anna@example.org", "nobody@example.org"])
def test_wrong_password_and_unknown_address_are_answered_alike(client: Client, anna: User, address: str) -> None:
    response = sign_in(client, login=address, password="not the password")

    assert response.status_code == 400
    assert "This address and this password do not go together." in response.content.decode()
    assert signed_in(client) is None


def test_sign_in_gives_a_new_session(client: Client, anna: User) -> None:
    client.get(LOGIN)
    client.cookies["daybook"] = before = "a" * 32

    sign_in(client)

    assert client.cookies["daybook"].value != before
    assert client.session.session_key == client.cookies["daybook"].value


def test_signing_out_ends_the_session_on_the_server(client: Client, anna: User) -> None:
    sign_in(client)
    stolen = Client()
    stolen.cookies["daybook"] = client.cookies["daybook"].value

    client.post("/accounts/logout/")

    assert stolen.get("/accounts/email/").url == "/accounts/login/?next=/accounts/email/"


def test_signing_out_is_a_post(client: Client, anna: User) -> None:
    sign_in(client)

    client.get("/accounts/logout/")

    assert signed_in(client) == str(anna.pk)


def test_mailed_code_signs_in(client: Client, anna: User) -> None:
    client.post(CODE, {"email": "anna@example.org"})

    response = client.post("/accounts/login/code/confirm/", {"code": code_for("anna@example.org").lower()})

    assert (response.status_code, response.url) == (302, "/")
    assert signed_in(client) == str(anna.pk)


def test_mailed_code_also_asks_for_the_second_step(client: Client, anna: User) -> None:
    give_second_factor(anna)
    client.post(CODE, {"email": "anna@example.org"})

    response = client.post("/accounts/login/code/confirm/", {"code": code_for("anna@example.org")})

    assert (response.url, signed_in(client)) == ("/accounts/2fa/authenticate/", None)


@pytest.mark.parametrize("route", [CODE, RESET])
def test_code_and_reset_never_tell_whether_there_is_an_account(anna: User, route: str) -> None:
    known, unknown = Client(), Client()

    answers = [known.post(route, {"email": "anna@example.org"}), unknown.post(route, {"email": "beth@example.org"})]
    pages = [client.get(answer.url).content for client, answer in zip((known, unknown), answers, strict=True)]
    lines = [[line for line in page.splitlines() if b"csrfmiddlewaretoken" not in line] for page in pages]

    assert (answers[0].status_code, answers[0].url) == (answers[1].status_code, answers[1].url)
    assert lines[0] == [line.replace(b"beth@", b"anna@") for line in lines[1]]


def test_an_address_without_an_account_is_told_by_mail_only(client: Client) -> None:
    client.post(RESET, {"email": "beth@example.org"})

    (letter,) = letters_to("beth@example.org")
    assert letter["subject"] == "About your sign-in"


def test_reset_goes_to_the_stored_address_on_the_configured_host(client: Client, anna: User) -> None:
    client.post(RESET, {"email": "ANNA@example.org"}, HTTP_HOST="localhost")

    (letter,) = letters_to("anna@example.org")
    assert "http://testserver/accounts/password/reset/key/" in letter["text"]
    assert "localhost" not in letter["text"]


def test_reset_sets_the_password_and_ends_other_sessions(client: Client, anna: User) -> None:
    elsewhere = Client()
    sign_in(elsewhere)
    client.post(RESET, {"email": "anna@example.org"})
    form = client.get(link_for("anna@example.org")).url

    client.post(form, {"password1": "another quiet lamp"})

    anna.refresh_from_db()
    assert anna.check_password("another quiet lamp")
    assert elsewhere.get("/accounts/email/").status_code == 302
    assert letters_to("anna@example.org")[-1]["subject"] == "A change to your account"


def test_reset_link_works_once(client: Client, anna: User) -> None:
    client.post(RESET, {"email": "anna@example.org"})
    link = link_for("anna@example.org")
    client.post(client.get(link).url, {"password1": "another quiet lamp"})

    page = Client().get(link)

    assert "This link" in page.content.decode()
    assert page.context["token_fail"] is True


def test_a_disabled_account_does_not_sign_in(client: Client, anna: User) -> None:
    User.objects.filter(pk=anna.pk).update(is_active=False)

    response = sign_in(client)

    assert (response.url, signed_in(client)) == ("/accounts/inactive/", None)


def test_an_address_that_was_not_confirmed_gets_a_new_code(client: Client, anna: User) -> None:
    anna.emailaddress_set.update(verified=False)

    response = sign_in(client)

    assert (response.url, signed_in(client)) == ("/accounts/confirm-email/", None)
    assert code_for("anna@example.org")


@pytest.mark.parametrize("page", ["/accounts/email/", "/accounts/2fa/", "/accounts/sessions/", "/accounts/therapist/"])
def test_own_pages_need_a_sign_in(client: Client, page: str) -> None:
    response = client.get(page)

    assert (response.status_code, response.url) == (302, f"/accounts/login/?next={page}")
