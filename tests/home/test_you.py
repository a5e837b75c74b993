"""The You page: each form for itself, errors kept in it, and a true word about who sees what."""

from datetime import time
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from couples.access import standing_of
from couples.models import Consent, Level, Partner, Topic
from couples.pages import sharing_of
from home.seen import who_sees_what
from kit.clock import database_now
from notices.models import Reminder
from tests.factories import make_couple, make_grant, make_pause, make_therapist, make_topic, make_user
from tests.people import browser_of

pytestmark = pytest.mark.django_db
PERSON = {"name": "Mara", "zone": "Europe/Vienna", "language": "en"}
REMINDER = {"is_on": "on", "local_time": "20:30", "quiet_from": "21:30", "quiet_to": "08:00"}


@pytest.fixture
def mara() -> User:
    return make_user(name="Mara", zone="UTC")


@pytest.fixture
def client(mara: User) -> Client:
    return browser_of(mara)


# --- Name and zone ---
def test_a_name_and_a_zone_are_saved_and_the_reminder_follows(client: Client, mara: User) -> None:
    client.get("/")
    before = Reminder.objects.get(user=mara).next_due_at

    response = client.post("/you/person/", {**PERSON, "name": " Mara K. ", "zone": "Pacific/Auckland"})

    mara.refresh_from_db()
    assert response.url == "/you/"
    assert (mara.name, mara.zone) == ("Mara K.", "Pacific/Auckland")
    assert Reminder.objects.get(user=mara).next_due_at != before


@pytest.mark.parametrize(
    "zone",
    ["Foo/Bar", "europe/berlin", "../../etc/passwd", "/etc/passwd", "", "UTC\0", "America", "a" * 300],
)
def test_a_zone_that_is_not_on_the_list_is_refused(client: Client, mara: User, zone: str) -> None:
    response = client.post("/you/person/", {**PERSON, "name": "Somebody", "zone": zone})

    page = response.content.decode()
    mara.refresh_from_db()
    assert (response.status_code, mara.zone, mara.name) == (400, "UTC", "Mara")
    assert "Please pick a time zone from the list." in page
    assert 'value="Somebody"' in page


@pytest.mark.parametrize("name", ["\u202egnp.exe", "two\nlines", "x" * 61])
def test_a_name_that_turns_or_breaks_the_line_is_refused(client: Client, mara: User, name: str) -> None:
    response = client.post("/you/person/", {**PERSON, "name": name})

    mara.refresh_from_db()
    assert (response.status_code, mara.name) == (400, "Mara")


def test_what_is_not_on_the_form_is_not_changed(client: Client, mara: User) -> None:
    client.post("/you/person/", {**PERSON, "is_staff": "1", "email": "other@example.org", "id": str(uuid4())})

    mara.refresh_from_db()
    assert (mara.is_staff, mara.email.startswith("person"), mara.zone) == (False, True, "Europe/Vienna")


# --- The reminder ---
def test_a_reminder_is_set_even_before_the_first_page(client: Client, mara: User) -> None:
    response = client.post("/you/reminder/", {**REMINDER, "local_time": "07:30", "quiet_from": "", "quiet_to": ""})

    reminder = Reminder.objects.get(user=mara)
    assert response.url == "/you/"
    assert (reminder.is_on, reminder.local_time, reminder.quiet_from) == (True, time(7, 30), None)


def test_a_reminder_is_switched_off(client: Client, mara: User) -> None:
    client.post("/you/reminder/", {name: value for name, value in REMINDER.items() if name != "is_on"})

    assert Reminder.objects.get(user=mara).is_on is False


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("local_time", "24:00", "such as 07:30"),
        ("local_time", "7.30", "such as 07:30"),
        ("local_time", "25:61", "such as 07:30"),
        ("quiet_to", "21:30", "such as 07:30"),
        ("quiet_to", "", "Please write both times, or leave both empty."),
        ("local_time", "22:00", "within your quiet hours, 21:30 to 08:00"),
    ],
)
def test_a_time_that_cannot_be_is_refused_with_an_example(client: Client, field: str, value: str, said: str) -> None:
    response = client.post("/you/reminder/", {**REMINDER, field: value})

    assert (response.status_code, said in response.content.decode()) == (400, True)
    assert Reminder.objects.count() == 0


# --- Topics ---
def topic(name: str = "Saturdays", **more: str) -> dict[str, str]:
    """Return what the form for a topic sends."""
    return {"once": str(uuid4()), "topic": name, **more}


def test_a_topic_is_added_once_however_often_it_is_pressed(client: Client, mara: User) -> None:
    said = topic()

    for _press in range(3):
        client.post("/you/topics/", said)

    assert [(t.name, t.couple) for t in Topic.objects.of(mara)] == [("Saturdays", None)]


@pytest.mark.parametrize(("ticked", "shared"), [({}, False), ({"shared": "on"}, True)])
def test_a_topic_is_shared_only_if_ticked(client: Client, mara: User, ticked: dict[str, str], shared: bool) -> None:
    couple = make_couple(hurt=mara)
    other = couple.partners.exclude(user=mara).get().user

    client.post("/you/topics/", topic(**ticked))

    assert Topic.objects.visible_to(other).exists() is shared


@pytest.mark.parametrize("state", ["alone", "not open", "paused"])
def test_a_topic_cannot_be_shared_while_nothing_is(client: Client, mara: User, state: str) -> None:
    if state != "alone":
        make_couple(hurt=mara, opened=state != "not open")
    if state == "paused":
        make_pause(user=mara)

    page = client.get("/you/").content.decode()
    client.post("/you/topics/", topic(shared="on"))

    assert 'name="shared"' not in page
    assert Topic.objects.get().couple is None


def test_a_topic_is_put_away_by_its_author_alone(client: Client, mara: User) -> None:
    couple = make_couple(hurt=mara)
    hers = make_topic(author=mara, name="Saturdays", couple=couple)
    other = couple.partners.exclude(user=mara).get().user

    refused = browser_of(other).post(f"/you/topics/{hers.pk}/put-away/")
    offered = client.get("/you/").content.decode().count("Saturdays")
    client.post(f"/you/topics/{hers.pk}/put-away/")

    assert (refused.status_code, offered) == (404, 2)
    assert client.get("/you/").content.decode().count("Saturdays") == 0


@pytest.mark.parametrize("name", ["", "   ", "\u200b", "x" * 41, "\u202ex"])
def test_a_topic_without_words_is_refused(client: Client, name: str) -> None:
    response = client.post("/you/topics/", topic(name))

    assert (response.status_code, Topic.objects.count()) == (400, 0)


def test_twenty_topics_are_the_most(client: Client, mara: User) -> None:
    for number in range(20):
        make_topic(author=mara, name=f"Topic {number}")

    response = client.post("/you/topics/", topic("one more"))

    page = response.content.decode()
    assert (response.status_code, Topic.objects.count()) == (400, 20)
    assert "Twenty topics are the most." in page
    assert 'value="one more"' in page


# --- Who sees what ---
def told(user: User) -> dict[str, list[str]]:
    """Return the words of the table by what is written."""
    standing = standing_of(user)
    sharing = sharing_of(standing, now=database_now()) if standing.partner else None
    return {str(row.what): [str(cell.says) for cell in row.cells] for row in who_sees_what(standing, sharing)}


def test_a_person_alone_is_told_that_nobody_sees_anything(client: Client, mara: User) -> None:
    assert told(mara) == {}
    assert "You alone." in client.get("/you/").content.decode()


def test_the_table_follows_the_space(mara: User) -> None:
    make_couple(hurt=mara, opened=False)
    closed = told(mara)["Words for us"]
    Partner.objects.update(opened_at=database_now())
    opened = told(mara)["Words for us"]
    make_pause(user=mara)

    assert [closed, opened, told(mara)["Words for us"]] == [
        ["Not before the space is open"],
        ["Once the day has opened"],
        ["No, you share nothing new"],
    ]


def test_words_for_me_are_nobodys_at_any_level(mara: User) -> None:
    make_grant(couple=make_couple(hurt=mara), therapist=make_therapist(), active_at=database_now())
    seen = set()

    for level in Level.values:
        Consent.objects.update(level=level, gives_on_guard=True)
        seen.add(tuple(told(mara)["Words for me"]))

    assert seen == {("No, never", "No, never")}


@pytest.mark.parametrize(
    ("level", "given"),
    [
        (Level.NOTHING, []),
        (Level.SUMMARY, ["Your week in sentences"]),
        (
            Level.NUMBERS,
            [
                "Safe, close, hard talks",
                "Feeling rushed, hard moments",
                "What you send in the repair room",
                "Your week in sentences",
            ],
        ),
        (
            Level.WORDS,
            [
                "Safe, close, hard talks",
                "Feeling rushed, hard moments",
                "Words for us",
                "Notes of appreciation",
                "What you send in the repair room",
                "Questions you take to a session",
                "Your week in sentences",
            ],
        ),
    ],
)
def test_the_table_follows_ones_own_level_and_not_the_others(mara: User, level: Level, given: list[str]) -> None:
    make_grant(couple=make_couple(hurt=mara), therapist=make_therapist(), active_at=database_now())
    Consent.objects.filter(partner__user=mara).update(level=level)

    seen = [what for what, (_partner, therapist) in told(mara).items() if therapist not in ("Not given", "No, never")]

    assert seen == given


def test_on_guard_is_given_by_its_own_tick(mara: User) -> None:
    make_grant(couple=make_couple(hurt=mara), therapist=make_therapist(), active_at=database_now())
    without = told(mara)["On guard"][1]
    Consent.objects.filter(partner__user=mara).update(gives_on_guard=True)

    assert [without, told(mara)["On guard"][1]] == ["Not given", "Yes, you gave it"]
