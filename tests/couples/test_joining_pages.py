"""Inviting and joining, as two people do it in their browsers."""

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.models import User
from couples.access import standing_of
from couples.models import Couple, Invitation, Partner
from tests.factories import make_couple, make_user
from tests.letters import code_for, letters_to, link_for
from tests.people import body, browser_of, rows

pytestmark = pytest.mark.django_db
JONAS = "jonas@example.org"
ON_ITS_WAY = "If it can be delivered, it is on its way."
OVER = "This link no longer works."


@pytest.fixture
def mara() -> User:
    return make_user(email="mara@example.org", name="Mara")


@pytest.fixture
def jonas() -> User:
    return make_user(email=JONAS, name="Jonas")


@pytest.fixture
def link(mara: User) -> str:
    browser_of(mara).post("/couple/invite/", {"address": JONAS})
    return link_for(JONAS)


def path_of(link: str, what: str = "") -> str:
    """Return the address under /couple/ of a letter's link."""
    return f"/couple/join/{link.split('/')[2]}/{what}"


def the_invitation() -> Invitation:
    return Invitation.objects.get()


def test_two_people_come_to_an_open_space(mara: User, jonas: User, link: str) -> None:
    hers, his = browser_of(mara), browser_of(jonas)

    shown = his.get(link).content.decode()
    accepted = his.post(path_of(link, "accept/"), follow=True).content.decode()
    asked = hers.get("/couple/").content.decode()
    confirmed = hers.post(f"/couple/invitation/{the_invitation().pk}/confirm/", follow=True).content.decode()
    hers.post("/couple/role/", {"role": "hurt"})
    hers.post("/couple/open/")
    half_open = [body(client.get("/couple/")) for client in (hers, his)]
    his.post("/couple/open/")

    words = re.findall(r"<li>(\w+)</li>", accepted)
    assert "Are you typing this yourself?" in shown
    assert (len(words), words) == (4, the_invitation().words.split())
    assert re.findall(r"<li>(\w+)</li>", asked) == words
    assert ("Jonas" in asked, "Mara" in accepted) == (True, False)
    assert "Not open yet" in confirmed
    assert [page.count(b"Not open yet") for page in half_open] == [1, 1]
    assert [b"opened it from your side" in page for page in half_open] == [True, False]
    assert (standing_of(mara).is_open, standing_of(mara).partner.role) == (True, "hurt")


def test_link_of_ones_own_yes_leads_to_where_one_stands(mara: User, jonas: User, link: str) -> None:
    his = browser_of(jonas)
    his.post(path_of(link, "accept/"))

    waiting = [his.get(address).url for address in (link, path_of(link))]
    browser_of(mara).post(f"/couple/invitation/{the_invitation().pk}/confirm/")
    joined = his.get(link).url
    others = [client.get(link).status_code for client in (Client(), browser_of(mara), browser_of(make_user()))]

    assert (waiting, joined, others) == (["/couple/"] * 2, "/couple/", [410] * 3)


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_the_link_a_hundred_times_changes_no_row(mara: User, jonas: User, link: str, method: str) -> None:
    browsers = [Client(), browser_of(jonas), browser_of(mara)]
    before, sessions = rows(), Session.objects.count()

    answers = {getattr(client, method)(address).status_code for client in browsers for address in (link, path_of(link))}
    for _time in range(100):
        getattr(browsers[0], method)(link)

    assert answers == {200, 410}
    assert (rows(), Session.objects.count()) == (before, sessions)
    assert "daybook" not in browsers[0].cookies


def test_every_dead_link_is_the_same_page(mara: User, jonas: User, link: str) -> None:
    linked, stranger = make_user(), make_user()
    make_couple(hurt=linked)
    client = browser_of(stranger)
    dead = {"truncated": client.get(link[:-2] + "/"), "wrong": client.get(path_of("/j/wrong/"))}
    dead["own"] = browser_of(mara).get(link)
    dead["while linked"] = browser_of(linked).get(link)
    browser_of(jonas).post(path_of(link, "accept/"))
    dead["used"] = client.get(link)
    dead["pressed when used"] = client.post(path_of(link, "accept/"))
    Invitation.objects.update(accepted_by=None, accepted_at=None, cancelled_at=the_invitation().created_at)
    dead["cancelled"] = client.get(link)
    Invitation.objects.update(cancelled_at=None, expires_at=the_invitation().created_at)
    dead["expired"] = client.get(link)

    assert {response.status_code for response in dead.values()} == {410}
    assert len({body(response) for response in dead.values()}) == 1
    assert OVER in dead["used"].content.decode()


def test_a_third_account_gets_409_once_the_two_are_a_couple(mara: User, jonas: User, link: str) -> None:
    browser_of(jonas).post(path_of(link, "accept/"))
    browser_of(mara).post(f"/couple/invitation/{the_invitation().pk}/confirm/")
    third = browser_of(make_user())
    before = body(browser_of(mara).get("/couple/"))

    response = third.post(path_of(link, "accept/"))

    assert (response.status_code, body(response)) == (409, body(third.get(link)))
    assert body(browser_of(mara).get("/couple/")) == before


def test_signing_in_leads_back_to_the_link_and_no_address_shows_it(jonas: User, link: str) -> None:
    jonas.set_password("a quiet green lamp")
    jonas.save()
    client = Client()

    kept = client.post(path_of(link, "sign-in/"))
    signed_in = client.post(kept.url, {"login": JONAS, "password": "a quiet green lamp"})
    landed = client.get(signed_in.url)
    again = client.get("/")

    assert (kept.url, signed_in.url) == ("/accounts/login/", "/")
    assert (landed.url, again.url) == (path_of(link), "/check-ins/today/")


def test_signing_up_leads_back_to_the_link(link: str) -> None:
    client = Client()
    person = {"email": JONAS, "password1": "a quiet green lamp", "name": "Jonas", "zone": "UTC", "of_age": "on"}

    kept = client.post(path_of(link, "sign-up/"))
    client.post(kept.url, person)
    confirmed = client.post("/accounts/confirm-email/", {"code": code_for(JONAS)})

    assert kept.url == "/accounts/signup/"
    assert client.get(confirmed.url).url == path_of(link)


def test_pressing_join_signed_out_keeps_the_link_and_joins_nothing(link: str) -> None:
    client = Client()

    response = client.post(path_of(link, "accept/"))

    assert response.url == "/accounts/login/"
    assert client.session["kept_link"] == path_of(link)
    assert the_invitation().accepted_at is None


def test_a_dead_link_is_not_kept() -> None:
    client = Client()

    response = client.post("/couple/join/nothing/sign-in/")

    assert response.status_code == 410
    assert Session.objects.count() == 0


@pytest.mark.parametrize(
    "address",
    ["mara@example.org", "MARA@example.org", "linked@example.org", "nobody@example.org", "mara+a@example.org"],
)
def test_inviting_answers_the_same_for_every_address(mara: User, address: str) -> None:
    make_couple(hurt=make_user(email="linked@example.org"))

    response = browser_of(mara).post("/couple/invite/", {"address": address}, follow=True)

    assert response.redirect_chain == [("/couple/", 302)]
    assert ON_ITS_WAY in response.content.decode()


def test_inviting_oneself_sends_no_letter(mara: User) -> None:
    browser_of(mara).post("/couple/invite/", {"address": "Mara@Example.org"})

    assert letters_to("mara@example.org") == []


def test_the_sixth_invitation_of_a_day_is_429(mara: User) -> None:
    client = browser_of(mara)

    answers = [client.post("/couple/invite/", {"address": f"f{n}@example.org"}).status_code for n in range(6)]
    response = client.post("/couple/invite/", {"address": "f6@example.org"})

    assert answers == [302] * 5 + [429]
    assert (response.headers["Retry-After"], "Five invitations a day" in response.content.decode()) == ("86400", True)


@pytest.mark.parametrize(
    "address", ["", " ", "a@b", "x" * 250 + "@example.org", "a@example.org\r\nBcc: b@example.org", "a\0@b.org"]
)
def test_what_is_no_address_is_refused_and_kept_in_the_form(mara: User, address: str) -> None:
    response = browser_of(mara).post("/couple/invite/", {"address": address})

    assert response.status_code == 400
    assert "That does not look like an e-mail address." in response.content.decode()
    assert Invitation.objects.count() == 0


def test_who_is_in_a_couple_is_led_there_instead_of_inviting(mara: User) -> None:
    make_couple(hurt=mara)

    assert browser_of(mara).get("/couple/invite/").url == "/couple/"
    assert browser_of(mara).post("/couple/invite/", {"address": JONAS}).url == "/couple/"


def test_sending_again_says_the_same_whether_or_not_a_letter_goes_out(mara: User, link: str) -> None:
    client = browser_of(mara)
    again = f"/couple/invitation/{the_invitation().pk}/resend/"

    pages = [body(client.post(again, follow=True)) for _time in range(3)]

    assert pages[0] == pages[1] == pages[2]
    assert len(letters_to(JONAS)) == 2


def test_an_invitation_that_ran_out_looks_the_same_to_its_inviter(mara: User, link: str) -> None:
    client = browser_of(mara)
    before = body(client.get("/couple/"))

    Invitation.objects.update(expires_at=the_invitation().created_at - timedelta(days=1))

    assert body(client.get("/couple/")) == before


def test_only_the_two_reach_an_invitation(mara: User, jonas: User, link: str) -> None:
    stranger = browser_of(make_user())
    browser_of(jonas).post(path_of(link, "accept/"))

    for what in ("confirm", "cancel", "resend"):
        assert stranger.post(f"/couple/invitation/{the_invitation().pk}/{what}/").status_code == 404
    joiner = browser_of(jonas).post(f"/couple/invitation/{the_invitation().pk}/confirm/", follow=True)

    assert Couple.objects.count() == 0
    assert "That invitation is over." in joiner.content.decode()


def test_a_second_press_of_yes_is_harmless(mara: User, jonas: User, link: str) -> None:
    browser_of(jonas).post(path_of(link, "accept/"))
    client = browser_of(mara)
    confirm = f"/couple/invitation/{the_invitation().pk}/confirm/"

    first = body(client.post(confirm, follow=True))
    second = body(client.post(confirm, follow=True))

    assert first == second
    assert Partner.objects.count() == 2


def test_saying_that_it_is_not_right_ends_it_for_both(mara: User, jonas: User, link: str) -> None:
    browser_of(jonas).post(path_of(link, "accept/"))

    browser_of(jonas).post(f"/couple/invitation/{the_invitation().pk}/cancel/")

    pages = [browser_of(user).get("/couple/").content.decode() for user in (mara, jonas)]
    assert ["How inviting works" in page for page in pages] == [True, True]
    assert browser_of(make_user()).get(link).status_code == 410
