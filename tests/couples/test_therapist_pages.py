"""Sharing with a therapist, as the pages of the two show it: levels, endings, links."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.contrib.messages import get_messages

from accounts.models import Therapist, User
from couples.actions.grants import end_grant
from couples.models import AccessEvent, Consent, Couple, Grant, Level
from kit.clock import database_now
from tests.factories import give_second_factor, make_couple, make_grant, make_therapist, make_user
from tests.letters import letters_to, link_for
from tests.people import body, browser_of

pytestmark = pytest.mark.django_db
PASSWORD = "a quiet green lamp"
PAGES = ("/couple/", "/couple/therapist/", "/you/")


@pytest.fixture
def mara() -> User:
    return make_user(name="Mara")


@pytest.fixture
def jonas() -> User:
    return make_user(name="Jonas")


@pytest.fixture
def couple(mara: User, jonas: User) -> Couple:
    return make_couple(hurt=mara, repairing=jonas)


@pytest.fixture
def okafor() -> Therapist:
    return make_therapist(user=make_user(name="Dr. Okafor"))


def seen_by(user: User) -> list[bytes]:
    """Return the pages about the couple as one of the two sees them."""
    return [body(browser_of(user).get(page)) for page in PAGES]


def test_inviting_agreeing_and_accepting_open_it_for_the_therapist(couple: Couple, mara: User, jonas: User) -> None:
    address, okafor = "okafor@example.org", make_user(name="Dr. Okafor", email="okafor@example.org")
    browser_of(mara).post("/couple/therapist/invite/", {"address": address, "level": "words", "gives_on_guard": "on"})
    link = link_for(address)
    grant = Grant.objects.get()

    shown = browser_of(okafor).get(link)
    browser_of(jonas).post(f"/couple/therapist/{grant.pk}/agree/", {"level": "nothing"})
    accepted = browser_of(okafor).post(f"/couple/therapist/join/{link.split('/')[2]}/accept/")

    grant.refresh_from_db()
    assert (shown.status_code, accepted.url) == (200, "/therapy/")
    assert grant.is_open(database_now())
    assert set(Consent.objects.values_list("level", "gives_on_guard")) == {("words", True), ("nothing", False)}
    assert "Dr. Okafor" in browser_of(jonas).get("/couple/").content.decode()


def test_who_accepts_from_another_address_is_shown_to_both_and_reads_nothing_before_both_said_yes(
    couple: Couple, mara: User, jonas: User
) -> None:
    address, other = "okafor@example.org", make_user(name="Dr. Okafor", email="clinic@practice.example")
    give_second_factor(other)
    browser_of(mara).post("/couple/therapist/invite/", {"address": address, "level": "words"})
    agree = f"/couple/therapist/{Grant.objects.get().pk}/agree/"
    browser_of(jonas).post(agree, {"level": "words"})
    browser_of(other).post(f"/couple/therapist/join/{link_for(address).split('/')[2]}/accept/")

    pages = [browser_of(user).get("/couple/therapist/").content.decode() for user in (mara, jonas)]
    said = {
        "level": "numbers",
        "therapist": browser_of(mara).get("/couple/therapist/").context["form"]["therapist"].value(),
    }
    stale = browser_of(mara).post(agree, {"level": "words"})
    reads = []
    for user in (mara, jonas):
        reads.append(browser_of(other).get(f"/therapy/{couple.pk}/").status_code)
        browser_of(user).post(agree, said)

    for page in pages:
        assert [word in page for word in ("Dr. Okafor", "c…@practice.example", address, "clinic@")] == [
            True,
            True,
            True,
            False,
        ]
    assert (stale.status_code, "Please look who it is." in stale.content.decode()) == (409, True)
    assert (reads, browser_of(other).get(f"/therapy/{couple.pk}/").status_code) == ([404, 404], 200)


def test_a_link_that_was_passed_on_opens_nothing_for_who_has_it(couple: Couple, mara: User, jonas: User) -> None:
    address, thief = "okafor@example.org", make_user(name="", email="thief@example.net")
    give_second_factor(thief)
    browser_of(mara).post("/couple/therapist/invite/", {"address": address, "level": "words"})
    grant = Grant.objects.get()
    browser_of(jonas).post(f"/couple/therapist/{grant.pk}/agree/", {"level": "words"})

    browser_of(thief).post(f"/couple/therapist/join/{link_for(address).split('/')[2]}/accept/")
    read = browser_of(thief).get(f"/therapy/{couple.pk}/")
    card = browser_of(jonas).get("/couple/").content.decode()
    page = browser_of(jonas).get("/couple/therapist/").content.decode()
    browser_of(jonas).post(f"/couple/therapist/{grant.pk}/end/")

    grant.refresh_from_db()
    assert (read.status_code, grant.active_at, grant.ended_at is None) == (404, None, False)
    assert ("Look whether it is your therapist." in card, "No name was written" in page) == (True, True)


def test_the_link_of_a_therapist_is_dead_for_the_two_and_once_used(couple: Couple, mara: User, jonas: User) -> None:
    address = "okafor@example.org"
    browser_of(mara).post("/couple/therapist/invite/", {"address": address, "level": "summary"})
    link = link_for(address)
    accept = f"/couple/therapist/join/{link.split('/')[2]}/accept/"
    before = Therapist.objects.count()

    own = [browser_of(user).get(link) for user in (mara, jonas)] + [browser_of(jonas).post(accept)]
    browser_of(make_user()).post(accept)
    used = [browser_of(make_user()).get(link), browser_of(make_user()).post(accept)]
    browser_of(mara).post(f"/couple/therapist/{Grant.objects.get().pk}/end/")
    ended = browser_of(make_user()).get(link)

    assert (before, Therapist.objects.count()) == (0, 1)
    assert {response.status_code for response in [*own, *used, ended]} == {410}
    assert len({body(response) for response in [*used, ended]}) == 1


def test_a_signed_out_therapist_is_led_back_to_the_link(couple: Couple, mara: User) -> None:
    address = "okafor@example.org"
    browser_of(mara).post("/couple/therapist/invite/", {"address": address, "level": "summary"})
    path = f"/couple/therapist/join/{link_for(address).split('/')[2]}/"
    client = browser_of(None)

    answers = [client.post(path + what).url for what in ("sign-up/", "sign-in/", "accept/")]
    kept = client.session["kept_link"]

    assert answers == ["/accounts/signup/", "/accounts/login/", "/accounts/login/"]
    assert kept == path


def test_a_level_is_its_owners_alone(couple: Couple, mara: User, jonas: User, okafor: Therapist) -> None:
    grant = make_grant(couple=couple, therapist=okafor, levels=(Level.WORDS, Level.WORDS), active_at=database_now())
    pages = set()

    for level in Level.values:
        client = browser_of(mara)
        response = client.post(f"/couple/therapist/{grant.pk}/level/", {"level": level})
        assert [str(message) for message in get_messages(response.wsgi_request)] == ["Saved."]
        pages.add(tuple(seen_by(jonas)))

    assert len(pages) == 1
    assert Consent.objects.get(partner__user=mara).level == Level.WORDS


@pytest.mark.parametrize("more", [{"level": "words"}, {"level": "summary", "gives_on_guard": "on"}])
def test_giving_more_from_an_unlocked_phone_asks_for_the_password(
    jonas: User, okafor: Therapist, more: dict[str, str]
) -> None:
    mara = make_user(name="Mara", password=PASSWORD)
    couple = make_couple(hurt=mara, repairing=jonas)
    grant = make_grant(couple=couple, therapist=okafor, levels=(Level.NUMBERS, Level.WORDS), active_at=database_now())
    client, path = browser_of(mara), f"/couple/therapist/{grant.pk}/level/"
    mine = Consent.objects.filter(partner__user=mara)

    less = client.post(path, {"level": "summary"})
    lowered = mine.get().level
    asked = client.post(path, more)
    still = mine.get().level, mine.get().gives_on_guard
    given = client.post(asked.url, {"password": PASSWORD, "next": path})
    again = client.post(path, {"level": "words", "gives_on_guard": "on"})

    assert (less.url, lowered) == ("/couple/therapist/", "summary")
    assert (asked.url, still) == (f"/accounts/reauthenticate/?{urlencode({'next': path})}", ("summary", False))
    assert (given.url, again.url) == ("/couple/therapist/", "/couple/therapist/")
    assert (mine.get().level, mine.get().gives_on_guard) == ("words", True)


def test_who_has_not_agreed_cannot_slip_in_by_a_level(couple: Couple, mara: User, jonas: User) -> None:
    browser_of(mara).post("/couple/therapist/invite/", {"address": "o@example.org", "level": "words"})

    response = browser_of(jonas).post(f"/couple/therapist/{Grant.objects.get().pk}/level/", {"level": "words"})

    assert (response.status_code, "Both of you need to agree." in response.content.decode()) == (409, True)
    assert Consent.objects.count() == 1


def test_agreeing_after_it_was_taken_back_is_409(couple: Couple, mara: User, jonas: User) -> None:
    browser_of(mara).post("/couple/therapist/invite/", {"address": "o@example.org", "level": "words"})
    grant = Grant.objects.get()
    browser_of(mara).post(f"/couple/therapist/{grant.pk}/end/")

    response = browser_of(jonas).post(f"/couple/therapist/{grant.pk}/agree/", {"level": "words"})

    assert (response.status_code, "Both of you need to agree." in response.content.decode()) == (409, True)


def test_a_second_press_invites_one_therapist(couple: Couple, mara: User) -> None:
    said = {"address": "o@example.org", "level": "summary"}

    answers = [browser_of(mara).post("/couple/therapist/invite/", said).url for _press in range(2)]

    assert answers == ["/couple/therapist/"] * 2
    assert (Grant.objects.count(), len(letters_to("o@example.org"))) == (1, 1)


def test_bad_input_about_a_therapist_is_refused_and_kept(couple: Couple, mara: User) -> None:
    response = browser_of(mara).post("/couple/therapist/invite/", {"address": "nonsense", "level": "everything"})

    page = response.content.decode()
    assert (response.status_code, 'value="nonsense"' in page) == (400, True)
    assert "That does not look like an e-mail address." in page
    assert "Please choose one." in page


def test_another_couples_grant_does_not_exist(couple: Couple, okafor: Therapist, mara: User) -> None:
    foreign = make_grant(couple=make_couple(), therapist=okafor, active_at=database_now())

    for user in (mara, make_user()):
        for what in ("agree", "level", "end"):
            response = browser_of(user).post(f"/couple/therapist/{foreign.pk}/{what}/", {"level": "words"})
            assert response.status_code == 404

    foreign.refresh_from_db()
    assert foreign.ended_at is None


@pytest.mark.parametrize("who", ["mara", "jonas"])
def test_an_ending_reads_the_same_whoever_ended_it(
    couple: Couple, mara: User, jonas: User, okafor: Therapist, who: str
) -> None:
    reader, now, endings = {"mara": mara, "jonas": jonas}[who], database_now(), set()

    for ending in ("mara", "jonas", "the therapist", "the 90 days"):
        Grant.objects.all().delete()
        AccessEvent.objects.all().delete()
        grant = make_grant(couple=couple, therapist=okafor, active_at=now - timedelta(days=1))
        if ending == "the 90 days":
            Grant.objects.update(expires_at=now)
        elif ending == "the therapist":
            end_grant(grant, now=now)
        else:
            browser_of({"mara": mara, "jonas": jonas}[ending]).post(f"/couple/therapist/{grant.pk}/end/")
        endings.add(tuple(seen_by(reader)))

    assert len(endings) == 1
    assert [page.count(b"Sharing with the therapist has ended.") for page in next(iter(endings))] == [2, 1, 0]
