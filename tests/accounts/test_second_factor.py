"""The second step at sign-in: required of therapists and staff, kept sealed, and hard to take away."""

import json
import time
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.db import connection
from django.test import Client

from accounts.actions import ask_second_factor_reset, perform_due_resets, stop_second_factor_reset
from accounts.models import SecondFactorReset, User
from tests.factories import NOW, give_second_factor, make_staff, make_therapist, make_user
from tests.letters import letters_to

pytestmark = pytest.mark.django_db
PASSWORD = "a quiet green lamp"
SEED = "JBSWY3DPEHPK3PXP"
AUTHENTICATE = "/accounts/2fa/authenticate/"
SET_UP = "/accounts/2fa/"
THREE_DAYS = timedelta(hours=72)


def code(*, seed: str = SEED, periods_ago: int = 0) -> str:
    return format_hotp_value(hotp_value(seed, int(time.time()) // 30 - periods_ago))


@pytest.fixture
def anna() -> User:
    user = make_user(email="anna@example.org", password=PASSWORD)
    give_second_factor(user, secret=SEED)
    return user


@pytest.fixture
def half_in(client: Client, anna: User) -> Client:
    client.post("/accounts/login/", {"login": anna.email, "password": PASSWORD})
    return client


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_the_password_alone_is_not_enough(half_in: Client) -> None:
    assert half_in.get("/accounts/email/").status_code == 302
    assert not signed_in(half_in)


def test_the_code_of_the_app_signs_in(half_in: Client) -> None:
    response = half_in.post(AUTHENTICATE, {"code": code()})

    assert (response.status_code, response.url) == (302, "/")
    assert signed_in(half_in)


@pytest.mark.parametrize("wrong", ["12345", "abcdef", "٣٣٣٣٣٣", "0000000", "😀", "old"])
def test_every_wrong_code_gets_the_same_answer(half_in: Client, wrong: str) -> None:
    response = half_in.post(AUTHENTICATE, {"code": code(periods_ago=2) if wrong == "old" else wrong})

    assert response.status_code == 400
    assert "That code did not work." in response.content.decode()
    assert not signed_in(half_in)


def test_a_code_works_once(half_in: Client, anna: User) -> None:
    used = code()
    half_in.post(AUTHENTICATE, {"code": used})
    again = Client()
    again.post("/accounts/login/", {"login": anna.email, "password": PASSWORD})

    response = again.post(AUTHENTICATE, {"code": used})

    assert response.status_code == 400
    assert not signed_in(again)


def test_a_recovery_code_works_once(half_in: Client, anna: User) -> None:
    owner = Client()
    owner.force_login(anna)
    confirm(owner)
    owner.post("/accounts/2fa/recovery-codes/generate/")
    spare = Authenticator.objects.get(user=anna, type="recovery_codes").wrap().get_unused_codes()[0]
    half_in.post(AUTHENTICATE, {"code": spare})
    again = Client()
    again.post("/accounts/login/", {"login": anna.email, "password": PASSWORD})

    response = again.post(AUTHENTICATE, {"code": spare})

    assert (signed_in(half_in), response.status_code, signed_in(again)) == (True, 400, False)


def confirm(client: Client) -> None:
    """Give the password once more."""
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})


def test_the_sixth_wrong_code_waits(half_in: Client) -> None:
    answers = [half_in.post(AUTHENTICATE, {"code": "000000"}).status_code for _try in range(6)]

    assert answers == [400] * 5 + [429]


def test_setting_up_asks_for_the_password_again(client: Client) -> None:
    client.force_login(make_user(password=PASSWORD))

    page = "/accounts/2fa/totp/activate/"

    response = client.get(page)

    assert (response.status_code, response.url) == (302, f"/accounts/reauthenticate/?{urlencode({'next': page})}")


def test_who_signed_in_just_now_is_not_asked_again(client: Client) -> None:
    make_user(email="beth@example.org", password=PASSWORD)
    client.post("/accounts/login/", {"login": "beth@example.org", "password": PASSWORD})

    assert client.get("/accounts/2fa/totp/activate/").status_code == 200


def test_secrets_lie_sealed_in_the_database(client: Client) -> None:
    user = make_user(email="beth@example.org", password=PASSWORD)
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    seed = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    client.post("/accounts/2fa/totp/activate/", {"code": code(seed=seed)})

    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        stored = json.dumps(cursor.fetchall(), default=str)
    kinds = {each.type for each in Authenticator.objects.filter(user=user)}

    assert kinds == {"totp", "recovery_codes"}
    assert seed not in stored
    assert Authenticator.objects.get(user=user, type="totp").wrap().validate_code(code(seed=seed))


def test_a_change_of_the_second_step_is_told_by_mail(client: Client, anna: User, settings: object) -> None:
    client.force_login(anna)
    confirm(client)

    client.post("/accounts/2fa/totp/deactivate/")

    assert letters_to("anna@example.org")[-1]["subject"] == "A change to your account"
    assert not Authenticator.objects.filter(user=anna).exists()


@pytest.mark.parametrize(
    "make",
    [lambda: make_staff(has_second_factor=False), lambda: make_therapist(has_second_factor=False).user],
    ids=["staff", "therapist"],
)
@pytest.mark.parametrize("page", ["/admin/", "/accounts/email/", "/accounts/therapist/"])
def test_staff_and_therapists_set_up_their_second_step_first(client: Client, make: object, page: str) -> None:
    client.force_login(make())

    answers = [client.get(page), client.post(page)]

    assert [(answer.status_code, answer.url) for answer in answers] == [(302, SET_UP)] * 2


@pytest.mark.parametrize("page", [SET_UP, "/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/add/"])
def test_setting_up_is_open_without_a_further_password(client: Client, page: str) -> None:
    client.force_login(make_staff(has_second_factor=False))

    assert client.get(page).status_code == 200


def test_with_a_second_step_the_pages_open(client: Client) -> None:
    client.force_login(make_staff())

    assert client.get("/admin/").status_code == 200


def test_recovery_codes_alone_are_no_second_step(client: Client) -> None:
    staff = make_staff(has_second_factor=False)
    Authenticator.objects.create(user=staff, type="recovery_codes", data={"seed": "", "used_mask": 0})
    client.force_login(staff)

    assert client.get("/admin/").url == SET_UP


def test_a_partner_may_do_without(client: Client) -> None:
    client.force_login(make_user())

    assert client.get("/accounts/email/").status_code == 200


def test_the_embedded_demo_does_without(client: Client, settings: object) -> None:
    settings.EMBEDDED = True
    client.force_login(make_staff(has_second_factor=False))

    assert client.get("/admin/").status_code == 200


def test_a_reset_tells_the_owner_and_waits_three_days(anna: User) -> None:
    reset = ask_second_factor_reset(anna, by=make_staff(), now=NOW)

    (letter,) = letters_to("anna@example.org")
    assert reset.due_at == NOW + THREE_DAYS
    assert f"http://testserver/accounts/second-step/{reset.pk}/stop/" in letter["text"]
    assert "21 March 2026" in letter["text"]
    assert perform_due_resets(now=NOW + THREE_DAYS - timedelta(seconds=1)) == 0
    assert Authenticator.objects.filter(user=anna).exists()


def test_asking_for_a_reset_twice_is_one(anna: User) -> None:
    staff = make_staff()

    first = ask_second_factor_reset(anna, by=staff, now=NOW)
    second = ask_second_factor_reset(anna, by=staff, now=NOW + timedelta(hours=1))

    assert first == second
    assert len(letters_to("anna@example.org")) == 1


def test_a_due_reset_is_performed_once(anna: User) -> None:
    reset = ask_second_factor_reset(anna, by=make_staff(), now=NOW)

    counts = [perform_due_resets(now=NOW + THREE_DAYS) for _run in range(2)]

    reset.refresh_from_db()
    assert counts == [1, 0]
    assert reset.done_at == NOW + THREE_DAYS
    assert not Authenticator.objects.filter(user=anna).exists()
    assert len(letters_to("anna@example.org")) == 2


def test_the_owner_stops_a_reset_from_the_mail(client: Client, anna: User) -> None:
    now = NOW + timedelta(days=10_000)
    reset = ask_second_factor_reset(anna, by=make_staff(), now=now)
    page = f"/accounts/second-step/{reset.pk}/stop/"

    client.get(page)
    untouched = SecondFactorReset.objects.get().stopped_at
    response = client.post(page, follow=True)

    assert untouched is None
    assert "It stays. Nothing was removed." in response.content.decode()
    assert perform_due_resets(now=now + THREE_DAYS) == 0
    assert Authenticator.objects.filter(user=anna).exists()


def test_a_reset_is_not_stopped_after_its_time(anna: User) -> None:
    reset = ask_second_factor_reset(anna, by=make_staff(), now=NOW)

    assert stop_second_factor_reset(reset, now=NOW + THREE_DAYS) is False


def test_a_reset_that_never_was_is_not_found(client: Client) -> None:
    assert client.get("/accounts/second-step/00000000-0000-4000-8000-000000000000/stop/").status_code == 404


def test_a_waiting_reset_shows_at_the_next_sign_in(half_in: Client, anna: User) -> None:
    ask_second_factor_reset(anna, by=make_staff(), now=NOW + timedelta(days=10_000))
    cache.clear()

    half_in.post(AUTHENTICATE, {"code": code()})
    page = half_in.get(SET_UP).content.decode()

    assert "Somebody asked to remove the second step from your sign-in." in page
    assert "/stop/" in page
