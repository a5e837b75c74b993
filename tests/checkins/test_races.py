"""A check-in beside the tick, and one taken away beside the partner's: on real connections."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, connections, transaction
from django.http import HttpResponse
from django.test import Client

from accounts.models import User
from checkins.actions import delete_check_in, submit_check_in, writing
from checkins.models import CheckIn
from couples.models import Couple
from kit.clock import database_now
from notices.actions import tick
from notices.models import Delivery, State
from tests.checkins.days import TODAY, answers, pair, submit
from tests.factories import LONG_AGO, NOW, make_reminder, make_user

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time"),
]


def tick_elsewhere() -> int:
    """Tick on a connection of its own, which waits for a lock no longer than two seconds."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '2s'")
        return tick(now=NOW)
    finally:
        connections.close_all()


def test_tick_does_not_wait_for_a_check_in_that_is_being_written() -> None:
    hurt, _repairing, _couple = pair()
    make_reminder(user=hurt, now=NOW - timedelta(hours=12))

    with transaction.atomic(), ThreadPoolExecutor(1) as pool:
        submit(hurt, on=TODAY - timedelta(days=1))
        moved = pool.submit(tick_elsewhere).result()

    todays = Delivery.objects.get(user=hurt, local_date=TODAY)
    assert (moved, todays.state) == (1, State.PENDING)


def answer_elsewhere(author: User) -> CheckIn:
    """Check in on a connection of its own."""
    try:
        return submit(author)
    finally:
        connections.close_all()


def until_somebody_waits() -> None:
    """Return once a connection waits for a lock that another one holds."""
    with connection.cursor() as cursor:
        for _look in range(100_000):
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
    raise AssertionError("nobody waited")


def test_check_in_does_not_open_for_one_that_is_being_taken_away() -> None:
    hurt, repairing, couple = pair()
    going = submit(hurt)

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            delete_check_in(going, by=hurt, now=NOW)
            answered = pool.submit(answer_elsewhere, repairing)
            until_somebody_waits()
        answer = answered.result()

    assert (CheckIn.objects.get(), answer.has_opened(couple, NOW)) == (answer, False)


def test_check_in_locks_its_person_before_the_couple() -> None:
    """Whoever pauses locks in this order too: the other way round the two would wait for each other."""
    hurt, _repairing, couple = pair()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            User.objects.select_for_update(no_key=True).get(pk=hurt.pk)
            written = pool.submit(answer_elsewhere, hurt)
            until_somebody_waits()
            is_free = Couple.objects.select_for_update(skip_locked=True).filter(pk=couple.pk).exists()
        written.result()

    assert is_free


def post_elsewhere(client: Client, safe: str = "6") -> HttpResponse:
    """Send a check-in by a browser, on a connection of its own."""
    try:
        return client.post(f"/check-ins/{database_now().date()}/", {"safe": safe, "close": "5", "on_guard": "3"})
    finally:
        connections.close_all()


def test_check_in_that_waits_while_its_account_goes_leads_to_the_sign_in() -> None:
    person = make_user(created_at=LONG_AGO)
    client = Client()
    client.force_login(person)

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            User.objects.select_for_update().get(pk=person.pk)
            posted = pool.submit(post_elsewhere, client)
            until_somebody_waits()
            person.delete()
        answer = posted.result()

    assert (answer.status_code, client.get(answer.url).status_code) == (302, 302)
    assert CheckIn.objects.count() == 0


def test_change_that_waits_while_the_day_opens_is_given_back_beside_the_open_day() -> None:
    hurt, repairing, _couple = pair()
    client = Client()
    client.force_login(hurt)
    client.post(f"/check-ins/{database_now().date()}/", {"safe": "6", "close": "5", "on_guard": "3"})

    with ThreadPoolExecutor(1) as pool:
        with writing(repairing) as turn:
            posted = pool.submit(post_elsewhere, client, "1")
            until_somebody_waits()
            now = database_now()
            submit_check_in(turn, on=now.date(), answers=answers(words_for_us="came home on time"), now=now)
        answer = posted.result()

    assert (answer.status_code, CheckIn.objects.get(author=hurt).safe) == (409, 6)
    assert b"came home on time" in answer.content


def note_elsewhere(client: Client) -> HttpResponse:
    """Add a note to today by a browser, on a connection of its own."""
    try:
        return client.post(f"/check-ins/{database_now().date()}/note/", {"words": "one more", "once": str(uuid4())})
    finally:
        connections.close_all()


def test_note_that_waits_while_its_day_is_taken_away_is_given_back() -> None:
    hurt, _repairing, _couple = pair()
    client = Client()
    client.force_login(hurt)
    going = submit(hurt, on=database_now().date(), now=database_now())

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            delete_check_in(going, by=hurt, now=database_now())
            added = pool.submit(note_elsewhere, client)
            until_somebody_waits()
        answer = added.result()

    assert answer.status_code == 409
    assert b"one more" in answer.content
