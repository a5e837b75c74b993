"""Where the two stand: roles and endings show nothing that is not theirs to show."""

from datetime import timedelta
from itertools import product

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import Therapist, User
from checkins.models import Appreciation
from couples.models import AccessEvent, Couple, Grant, Partner, Role, Topic, Verb
from kit.clock import database_now
from tests.checkins.days import read_by
from tests.factories import (
    make_appreciation,
    make_check_in,
    make_couple,
    make_grant,
    make_invitation,
    make_therapist,
    make_topic,
    make_user,
    partner_of,
)
from tests.people import browser_of

pytestmark = pytest.mark.django_db


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


# --- Roles ---
def test_roles_change_no_read(couple: Couple, mara: User, jonas: User) -> None:
    now = database_now()
    make_check_in(author=mara, couple=couple, on=now.date() - timedelta(days=2))
    make_check_in(author=jonas, couple=couple, on=now.date())
    make_appreciation(author=jonas, couple=couple, delivered_at=now)
    make_topic(author=mara, name="Saturdays", couple=couple)
    reads = set()

    for hers, his in product(Role.values, repeat=2):
        Partner.objects.filter(user=mara).update(role=hers)
        Partner.objects.filter(user=jonas).update(role=his)
        rows = [read_by(u, now) for u in (mara, jonas)]
        rows += [Appreciation.objects.visible_to(u, now=now) for u in (mara, jonas)]
        rows += [Topic.objects.visible_to(u) for u in (mara, jonas)]
        reads.add(tuple(tuple(sorted(row.pk for row in found)) for found in rows))

    assert [len(found) for found in next(iter(reads))] == [1, 2, 1, 1, 1, 1]
    assert len(reads) == 1


@pytest.mark.parametrize("role", ["", "therapist", "HURT", "hurt "])
def test_a_role_that_is_none_is_refused(couple: Couple, mara: User, role: str) -> None:
    response = browser_of(mara).post("/couple/role/", {"role": role})

    assert (response.status_code, "Please choose one." in response.content.decode()) == (400, True)
    assert partner_of(mara).role == Role.HURT


def test_the_other_ones_part_is_told_once_the_space_is_open(couple: Couple, mara: User, jonas: User) -> None:
    told = "Jonas says: “I want to repair”."
    open_page = browser_of(mara).get("/couple/").content.decode()
    Partner.objects.filter(user=jonas).update(opened_at=None)

    closed_page = browser_of(mara).get("/couple/").content.decode()

    assert (told in open_page, told in closed_page) == (True, False)


# --- Whose pages these are ---
@pytest.mark.parametrize("page", ["role/", "open/", "therapist/"])
def test_a_person_alone_finds_no_page_and_a_former_partner_reads_that_it_is_closed(
    couple: Couple, mara: User, page: str
) -> None:
    Couple.objects.filter(pk=couple.pk).update(ended_at=database_now())

    alone = browser_of(make_user()).get(f"/couple/{page}")
    former = browser_of(mara).get(f"/couple/{page}")

    assert (alone.status_code, former.status_code) == (404, 404)
    assert ["This shared space is closed." in r.content.decode() for r in (alone, former)] == [False, True]


def test_an_old_tab_saves_nothing_after_the_couple_ended(couple: Couple, mara: User) -> None:
    Couple.objects.filter(pk=couple.pk).update(ended_at=database_now())

    answers = [
        browser_of(mara).post("/couple/role/", {"role": "both"}).status_code,
        browser_of(mara).post("/couple/open/").status_code,
        browser_of(mara).post("/couple/therapist/invite/", {"address": "o@e.org", "level": "words"}).status_code,
    ]

    assert answers == [404, 404, 404]
    assert (Partner.objects.get(user=mara).role, Grant.objects.count()) == (Role.HURT, 0)


def test_what_changed_names_nobody_and_no_private_act(couple: Couple, mara: User, jonas: User) -> None:
    for verb in (Verb.PAUSED, Verb.OPENED, Verb.LEVEL_SET, Verb.CONSENTED, Verb.RESUMED):
        AccessEvent.objects.create(couple=couple, actor=mara, owner=mara, verb=verb, happened_at=database_now())

    titles = [[str(line.title) for line in browser_of(u).get("/couple/").context["history"]] for u in (mara, jonas)]

    assert titles == [["The two of you joined."]] * 2


def test_pages_take_few_queries_however_much_there_is(
    couple: Couple, mara: User, okafor: Therapist, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make_grant(couple=couple, therapist=okafor, active_at=database_now())
    for number in range(15):
        make_topic(author=mara, name=f"Topic {number}")
        AccessEvent.objects.create(couple=couple, verb=Verb.GRANT_ASKED, happened_at=database_now())
    client = browser_of(mara)

    for page in ("/couple/", "/couple/therapist/", "/you/", "/couple/role/", "/couple/leave/"):
        with django_assert_max_num_queries(12):
            assert client.get(page).status_code == 200


def test_the_page_of_a_person_alone_takes_few_queries(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    person = make_user()
    for _number in range(10):
        make_invitation(inviter=person, cancelled_at=database_now())
    make_invitation(inviter=person)
    client = browser_of(person)

    for page in ("/couple/", "/couple/invite/", "/you/"):
        with django_assert_max_num_queries(9):
            assert client.get(page).status_code == 200
