"""The pages for everybody, and where each is led."""

import json
import re
from datetime import date

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client, override_settings

from home.hotlines import FILE, directory
from notices.models import Reminder
from tests.factories import make_couple, make_therapist, make_user
from tests.people import browser_of, rows

pytestmark = pytest.mark.django_db
FORBIDDEN = re.compile(r"\b(?:missed|failed|ignored|overdue|streak|score)\b", re.I)


# --- The first page ---
def test_a_visitor_reads_what_this_is_before_anything_is_asked(client: Client) -> None:
    response = client.get("/")

    page = response.content.decode()
    assert response.status_code == 200
    assert response.cookies == {}
    assert re.findall(r"<title>(.*)</title>", page) == ["Daybook"]
    for said in ("What the other person can see", "Does somebody else use this device?", "18 and over", "116 016"):
        assert page.count(said) == 1


def test_a_person_goes_to_today_and_gets_one_reminder_clock() -> None:
    person = make_user(zone="Europe/Vienna")
    client = browser_of(person)

    answers = [client.get("/").url for _time in range(2)]

    assert answers == ["/check-ins/today/"] * 2
    assert Reminder.objects.filter(user=person).count() == 1


def test_a_therapist_without_a_couple_goes_to_the_couples_and_is_asked_for_no_days() -> None:
    therapist = make_therapist()

    response = browser_of(therapist.user).get("/")

    assert response.url == "/therapy/"
    assert Reminder.objects.count() == 0


def test_a_therapist_who_is_a_partner_goes_to_today() -> None:
    therapist = make_therapist()
    make_couple(hurt=therapist.user)

    assert browser_of(therapist.user).get("/").url == "/check-ins/today/"


@pytest.mark.parametrize(
    ("is_therapist", "is_partner", "rooms"),
    [
        (False, False, ["Today", "Repair", "Evidence", "Trajectory", "You"]),
        (False, True, ["Today", "Repair", "Evidence", "Trajectory", "You"]),
        (True, False, ["Couples", "You"]),
        (True, True, ["Today", "Repair", "Evidence", "Trajectory", "Couples", "You"]),
    ],
)
def test_everybody_has_their_rooms(is_therapist: bool, is_partner: bool, rooms: list[str]) -> None:
    person = make_user()
    if is_therapist:
        make_therapist(user=person)
    if is_partner:
        make_couple(hurt=person)

    shown = browser_of(person).get("/you/").context["rooms"]

    assert [str(room["label"]) for room in shown] == rooms
    assert [room["current"] for room in shown] == [False] * (len(rooms) - 1) + [True]


# --- The way out ---
def test_leaving_ends_the_session_and_takes_its_cookie(client: Client) -> None:
    client.force_login(make_user())
    client.get("/you/")

    response = client.get("/x/")

    assert (response.status_code, response.headers["Location"]) == (303, settings.EXIT_URL)
    assert response.headers["Cache-Control"] == "no-store, private"
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert {name: cookie["max-age"] for name, cookie in response.cookies.items()} == {
        "daybook": 0,
        "form": 0,
        "device": 0,
    }
    assert Session.objects.count() == 0
    assert client.get("/you/").status_code == 302


def test_leaving_works_signed_out_and_goes_where_the_deployer_says(client: Client) -> None:
    with override_settings(EXIT_URL="https://weather.example/"):
        response = client.get("/x/")

    assert (response.status_code, response.headers["Location"]) == (303, "https://weather.example/")


# --- Help ---
def test_every_help_line_names_its_source_and_the_day_it_was_read() -> None:
    read = json.loads(FILE.read_text(encoding="utf-8"))

    for entry in [read["directory"], *read["lines"]]:
        assert re.fullmatch(r"https?://\S+", entry["source"])
        assert date(2026, 1, 1) <= date.fromisoformat(entry["checked"])
    for line in read["lines"]:
        assert [line[fact] for fact in ("country", "place", "name", "voice", "emergency") if not line[fact]] == []
        assert re.fullmatch(r"[\d -]+", line["voice"])


def test_help_lines_are_there_without_signing_in_and_dial_nothing(client: Client) -> None:
    response = client.get("/help/")

    page = response.content.decode()
    assert response.status_code == 200
    assert [line.voice for line in directory().lines if line.voice not in page] == []
    assert "tel:" not in page
    assert response.cookies == {}


def test_a_chosen_country_comes_first_and_the_directory_stays(client: Client) -> None:
    page = client.get("/help/?country=nz").content.decode()

    assert re.findall(r"<h2>(.*)</h2>", page) == ["Women&#x27;s Refuge crisis line", "Lila.help"]


@pytest.mark.parametrize("country", ["", "AT", "ZZ", "x" * 5000, "../../etc/passwd", "<script>"])
def test_an_unknown_country_gets_the_directory_and_every_line(client: Client, country: str) -> None:
    page = client.get("/help/", {"country": country}).content.decode()

    assert len(re.findall(r"<h2>", page)) == 1 + len(directory().lines)
    assert "Call the emergency number of the place you are in." in page


def test_help_says_the_same_to_everybody_who_is_signed_out_whatever_the_network(client: Client) -> None:
    pages = {client.get("/help/", REMOTE_ADDR=network).content for network in ("198.51.100.7", "203.0.113.9")}

    assert len(pages) == 1


@pytest.mark.parametrize("page", ["/", "/help/", "/privacy/"])
def test_pages_for_everybody_change_no_row_and_shame_nobody(client: Client, page: str) -> None:
    before = rows()

    response = client.get(page)

    assert FORBIDDEN.findall(response.content.decode()) == []
    assert rows() == before


# --- A form that is too old ---
def test_an_old_form_gives_the_text_back() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user())

    response = client.post("/you/topics/", {"topic": "the <b>garden</b>", "password": "secret"})

    page = response.content.decode()
    assert response.status_code == 403
    assert "This page is out of date." in page
    assert "Your text is below; send it again." in page
    assert "the &lt;b&gt;garden&lt;/b&gt;" in page
    assert "secret" not in page
