"""A check-in beside the tick, and one taken away beside the partner's: on real connections."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction

from accounts.models import User
from checkins.actions import delete_check_in
from checkins.models import CheckIn
from couples.models import Couple
from notices.actions import tick
from notices.models import Delivery, State
from tests.checkins.days import TODAY, pair, submit
from tests.factories import NOW, make_reminder

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
    hurt, repairing, _couple = pair()
    going = submit(hurt)

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            delete_check_in(going, by=hurt, now=NOW)
            answered = pool.submit(answer_elsewhere, repairing)
            until_somebody_waits()
        answered.result()

    assert CheckIn.objects.get().is_open(NOW) is False


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
