"""Which date a promise means: that of the page it was written on; what both read is dated where their days end."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.models import User
from couples.access import standing_of
from kit.clock import database_now
from repair.actions.promise_dates import report_promise
from repair.actions.promises import Terms, add_promise_note, end_promise, make_promise
from repair.models import EndedAs, Promise, PromiseState, Repeats, Report
from repair.pages.promises import promises_page
from tests.factories import NOW
from tests.repair import rows
from tests.repair.pages import browser, today
from tests.repair.rows import TODAY, make_pair

pytestmark = pytest.mark.django_db
ZONES = ("Pacific/Kiritimati", "Pacific/Pago_Pago")
SAID = {
    "cue": "I leave work",
    "deed": "write you when I will be home",
    "deadline_words": "22:00",
    "noticed": "the message is on your phone",
    "repeats": "whenever",
}


def moved(user: User, zone: str) -> User:
    User.objects.filter(pk=user.pk).update(zone=zone)
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize("zone", ZONES)
def test_what_the_other_reads_is_dated_where_the_two_count_their_days(zone: str) -> None:
    _hurt, repairing, _couple = make_pair()
    repairing = moved(repairing, zone)
    terms = Terms("I leave work", "write you", "22:00", "you have it", Repeats.WHENEVER, first_on=TODAY)

    promise = make_promise(repairing, terms=terms, key=uuid4(), now=NOW)
    told = report_promise(promise, by=repairing, on=TODAY, report=Report.KEPT, now=NOW)
    note = add_promise_note(promise, by=repairing, words="at seven", key=uuid4(), now=NOW)
    end_promise(promise, by=repairing, ended_as=EndedAs.DONE, reason="", on=TODAY, now=NOW)

    promise.refresh_from_db()
    assert (promise.made_on, told.told_on, note.added_on, promise.end_said_on) == (TODAY,) * 4


def test_no_move_of_the_maker_changes_a_byte_of_what_the_other_reads() -> None:
    """The last date goes by where the two count their days, not where its maker is."""
    hurt, repairing, couple = make_pair()
    rows.make_promise(author=repairing, couple=couple, repeats=Repeats.ONCE, last_on=today())
    rows.make_promise(author=repairing, couple=couple, slot=2)
    paths = [reverse("repair:promises"), *(reverse("repair:promise", args=[one.pk]) for one in Promise.objects.all())]
    client = browser(hurt)

    read = []
    for zone in ("UTC", *ZONES):
        moved(repairing, zone)
        read.append([_without_tokens(client.get(path).content.decode()) for path in paths])

    assert read[0] == read[1] == read[2]


def _without_tokens(page: str) -> str:
    lines = (line for line in page.splitlines() if "csrfmiddlewaretoken" not in line and 'name="once"' not in line)
    return "\n".join(lines)


@pytest.mark.parametrize(("hours", "state"), [(0, PromiseState.OPEN), (3, PromiseState.OPEN), (4, PromiseState.PAST)])
def test_last_date_goes_by_for_the_other_by_the_date_of_both(hours: int, state: PromiseState) -> None:
    hurt, repairing, couple = make_pair()
    rows.make_promise(author=repairing, couple=couple, repeats=Repeats.ONCE, last_on=TODAY)
    moved(repairing, "Pacific/Kiritimati")

    [line] = promises_page(standing_of(hurt), now=NOW + timedelta(hours=hours)).theirs

    assert line.state == state


@pytest.mark.parametrize(("back", "status", "first_on"), [(0, 302, 0), (1, 302, 1), (2, 400, None), (-1, 302, -1)])
def test_promise_begins_on_the_date_its_page_shows(back: int, status: int, first_on: int | None) -> None:
    _hurt, repairing, _couple = make_pair()
    day = today() - timedelta(days=back)

    page = browser(repairing).post(reverse("repair:promise_new"), SAID | {"once": uuid4(), "day": day.isoformat()})

    begun = [promise.first_on for promise in Promise.objects.all()]
    assert (page.status_code, begun) == (status, [] if first_on is None else [today() - timedelta(days=first_on)])


def test_promise_of_an_old_page_keeps_its_words_and_can_be_sent_again() -> None:
    _hurt, repairing, _couple = make_pair()
    client = browser(repairing)
    old = SAID | {"once": uuid4(), "day": (today() - timedelta(days=5)).isoformat()}

    refused = client.post(reverse("repair:promise_new"), old)
    again = client.post(reverse("repair:promise_new"), old | {"day": refused.context["form"]["day"].value()})

    assert "This page is from another day." in refused.content.decode()
    assert refused.context["form"]["deed"].value() == SAID["deed"]
    assert (again.status_code, Promise.objects.get().first_on) == (302, today())


def test_due_date_of_yesterdays_page_may_be_yesterday() -> None:
    _hurt, repairing, _couple = make_pair()
    day = (today() - timedelta(days=1)).isoformat()

    said = SAID | {"once": uuid4(), "day": day, "repeats": "once", "due_on": day}
    browser(repairing).post(reverse("repair:promise_new"), said)

    assert Promise.objects.get().last_on == date.fromisoformat(day)


@pytest.mark.parametrize("route", ["done", "withdraw"])
def test_end_pressed_after_midnight_belongs_to_the_evening_its_page_shows(route: str) -> None:
    _hurt, repairing, couple = make_pair()
    promise = rows.make_promise(author=repairing, couple=couple, weekdays=127)
    yesterday = today() - timedelta(days=1)

    browser(repairing).post(reverse(f"repair:promise_{route}", args=[promise.pk]), {"day": yesterday.isoformat()})

    promise.refresh_from_db()
    assert (promise.ended_on, promise.end_said_on) == (yesterday - timedelta(days=1), today())


def test_pages_put_their_date_into_each_form_whose_meaning_depends_on_it() -> None:
    _hurt, repairing, couple = make_pair()
    promise = rows.make_promise(author=repairing, couple=couple, weekdays=127)
    client, day = browser(repairing), today()
    paths = [
        reverse("repair:promise_new"),
        *(f"/repair/promises/{promise.pk}/{word}" for word in ("", "change/", "withdraw/")),
    ]

    pages = [client.get(path).content.decode() for path in paths]

    assert [f'name="day" value="{day:%Y-%m-%d}"' in page for page in pages] == [True] * 4
    assert reverse("repair:promise_kept", args=[promise.pk, day]) in pages[1]
    assert database_now().date() == day
