"""Codes as people type them, the app's clock, the list of devices, and who to write to."""

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from accounts.codes import CodeField
from accounts.devices import browser_name
from accounts.messages import letter
from accounts.models import User
from tests.accounts.test_second_factor import AUTHENTICATE, code, signed_in
from tests.factories import give_second_factor, make_user
from tests.letters import code_for

pytestmark = pytest.mark.django_db
PASSWORD = "a quiet green lamp"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [(" ab3d-e5gh ", "ab3de5gh"), ("AB3D\u2013E5GH", "AB3DE5GH"), ("１２３ ４５６", "123456"), ("12 34.56", "123456")],
)
def test_code_is_its_letters_and_digits(typed: str, meant: str) -> None:
    assert CodeField().clean(typed) == meant


@pytest.mark.parametrize(
    "change", [str.lower, lambda code: f" {' '.join(code)} ", lambda code: code.replace("-", "\u2013")]
)
def test_mailed_code_is_taken_however_it_is_typed(client: Client, change: object) -> None:
    user = make_user(email="anna@example.org", password=PASSWORD)
    client.post("/accounts/login/code/", {"email": user.email})

    client.post("/accounts/login/code/confirm/", {"code": change(code_for(user.email))})

    assert signed_in(client)


@pytest.fixture
def anna() -> User:
    user = make_user(email="anna@example.org", password=PASSWORD)
    give_second_factor(user)
    return user


def half_in(user: User) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    return client


@pytest.mark.parametrize(("periods_ago", "is_good"), [(1, True), (0, True), (-1, True), (3, False), (-3, False)])
def test_code_of_the_app_is_good_one_step_either_side(anna: User, periods_ago: int, is_good: bool) -> None:
    client = half_in(anna)

    client.post(AUTHENTICATE, {"code": code(periods_ago=periods_ago)})

    assert signed_in(client) is is_good


def test_code_of_the_app_is_good_once_also_after_its_own_half_minute(anna: User) -> None:
    typed = code()
    first, second = half_in(anna), half_in(anna)

    first.post(AUTHENTICATE, {"code": typed})
    cache.delete(f"allauth.mfa.totp.used?user={anna.pk}&code={typed}")  # the library forgets it after thirty seconds
    answer = second.post(AUTHENTICATE, {"code": f"{typed[:3]} {typed[3:]}"})

    assert (signed_in(first), signed_in(second), answer.status_code) == (True, False, 400)


def test_passkey_is_offered_only_where_there_is_one(anna: User) -> None:
    without = half_in(anna).get(AUTHENTICATE).content.decode()

    assert "Use a passkey" not in without


def test_new_code_asked_for_at_once_keeps_the_page_and_says_to_wait(client: Client) -> None:
    make_user(email="anna@example.org", password=PASSWORD)
    client.post("/accounts/login/code/", {"email": "anna@example.org"})

    page = client.get("/accounts/login/code/confirm/").content.decode()
    answers = [client.post("/accounts/login/code/confirm/", {"action": "resend"}) for _press in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert 'data-behaviour="wait" data-seconds="10"' in page


def test_letter_to_the_old_address_names_somebody_to_write_to() -> None:
    words = letter("account/email/email_changed", {})

    assert settings.CONTACT_ADDRESS in repr(words)
    assert "@" in settings.CONTACT_ADDRESS


@pytest.mark.parametrize(
    ("agent", "name"), [(FIREFOX, "Firefox"), (CHROME, "Chrome"), (SAFARI, "Safari"), ("curl", "")]
)
def test_browser_has_a_name(agent: str, name: str) -> None:
    assert browser_name(agent) == name


def test_list_of_devices_tells_two_apart_and_ends_one_alone() -> None:
    user, stranger = (make_user(email=f"{name}@example.org", password=PASSWORD) for name in ("anna", "beth"))
    here, there, third = (Client(headers={"user-agent": agent}) for agent in (FIREFOX, CHROME, SAFARI))
    for browser in (here, there, third):
        browser.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
        browser.get("/you/")
    page = here.get("/accounts/sessions/").content.decode()
    other = UserSession.objects.get(user_agent=CHROME)
    theirs = Client()
    theirs.post("/accounts/login/", {"login": stranger.email, "password": PASSWORD})

    refused = theirs.post("/accounts/sessions/end/", {"session": other.pk})
    ended = here.post("/accounts/sessions/end/", {"session": other.pk})

    assert [name in page for name in ("Computer · Firefox", "Computer · Chrome", "Phone · Safari")] == [True] * 3
    assert (refused.status_code, ended.status_code) == (404, 302)
    assert [signed_in(browser) for browser in (here, there, third)] == [True, False, True]
