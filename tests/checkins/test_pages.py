"""Pages that write a note or an appreciation: kept once, and never lost."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from checkins.models import Appreciation, CheckInNote
from couples.models import Topic
from kit.clock import database_now
from tests.checkins.days import pair
from tests.factories import NOW, make_appreciation, make_check_in, make_pause
from tests.people import browser_of

pytestmark = pytest.mark.django_db
NOTES = "/check-ins/appreciation/"


def test_key_of_somebody_else_s_row_is_treated_as_new() -> None:
    hurt, repairing, couple = pair()
    theirs = make_appreciation(author=repairing, couple=couple)

    answer = browser_of(hurt).post(NOTES, {"once": str(theirs.pk), "deed": "You called"})

    assert answer.status_code == 302
    assert sorted(note.deed for note in Appreciation.objects.all()) == ["You called", "You made tea"]


def test_other_words_under_a_used_key_come_back_with_a_new_key() -> None:
    hurt, _repairing, _couple = pair()
    browser, key = browser_of(hurt), str(uuid4())
    browser.post(NOTES, {"once": key, "deed": "You called"})

    answer = browser.post(NOTES, {"once": key, "deed": "You called late"})

    assert (answer.status_code, answer.context["form"]["deed"].value()) == (409, "You called late")
    assert answer.context["form"]["once"].value() != key
    assert Appreciation.objects.get().deed == "You called"


def test_every_appreciation_is_reached_page_by_page() -> None:
    hurt, repairing, couple = pair()
    for number in range(45):
        author, at = (hurt, repairing)[number % 2], NOW - timedelta(days=number)
        make_appreciation(author=author, couple=couple, deed=f"deed {number}.", written_at=at, delivered_at=at)
    browser, address, found = browser_of(hurt), NOTES, []

    while address:
        page = browser.get(address)
        found.append([note.deed for note in page.context["notes"]])
        further = re.search(r'href="(\?before=[0-9a-f-]+)"', page.content.decode())  # a row, never its minute
        address = further and NOTES + further[1]

    assert [len(some) for some in found] == [20, 20, 5]
    assert [deed for some in found for deed in some] == [f"deed {number}." for number in range(45)]


def test_note_in_a_pause_is_given_back() -> None:
    hurt, _repairing, couple = pair()
    now = database_now()
    day = make_check_in(author=hurt, couple=couple, on=now.date() - timedelta(days=2))
    make_pause(user=hurt)

    answer = browser_of(hurt).post(f"/check-ins/{day.local_date}/note/", {"once": str(uuid4()), "words": "one more"})

    assert (answer.status_code, CheckInNote.objects.count()) == (409, 0)
    assert b"one more" in answer.content


def test_topic_with_another_name_under_a_used_key_is_asked_again() -> None:
    hurt, _repairing, _couple = pair()
    browser, key = browser_of(hurt), str(uuid4())
    browser.post("/you/topics/", {"once": key, "topic": "the garage"})

    answer = browser.post("/you/topics/", {"once": key, "topic": "the car"})

    assert (answer.status_code, Topic.objects.get().name) == (409, "the garage")


def test_day_is_said_to_be_taken_back_only_when_it_was() -> None:
    hurt, _repairing, couple = pair()
    now = database_now()
    today, before = now.date(), now.date() - timedelta(days=2)
    make_check_in(author=hurt, couple=couple, on=today)
    make_check_in(author=hurt, couple=couple, on=before)

    said = [
        str(*browser_of(hurt).post(f"/check-ins/{on}/withdraw/", follow=True).context["messages"])
        for on in (today, before)
    ]

    assert said == [
        "This day has not opened: only you can read it. You can change it or take it away.",
        "Taken back. The date stays, your words are yours alone again.",
    ]
