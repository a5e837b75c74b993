"""Several at once on real connections: ticks, relays, and a check-in among them."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection

from accounts.models import User
from notices.actions import announce_week, relay, settle_notice, tick, withdraw_notices
from notices.models import OPEN_STATES, Delivery, Reminder, State
from tests.factories import NOW, make_reminder, make_user

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(settings.ON_SQLITE, reason="SQLite has one writer; there is no race to test"),
]
TODAY = NOW.date()


def at_once(*works: Callable[[], object]) -> None:
    """Run all of them at the same moment, each on a connection of its own; raise what one raised."""
    barrier, problems = Barrier(len(works)), []

    def run(work: Callable[[], object]) -> None:
        try:
            barrier.wait(10)
            work()
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []


def make_due(number: int) -> list[User]:
    """Make people whose reminder is due at NOW."""
    people = [make_user() for _person in range(number)]
    for user in people:
        make_reminder(user=user, now=NOW - timedelta(hours=12))
    return people


def relay_all() -> None:
    """Relay until nothing is ready."""
    while relay(now=NOW, limit=7)["claimed"]:
        pass


def sent_to() -> list[str]:
    """Return the addresses of all mails, sorted."""
    return sorted(message.to[0] for message in mail.outbox)


def test_five_ticks_at_once_write_each_row_once() -> None:
    people = make_due(60)

    at_once(*[lambda: tick(now=NOW)] * 5)

    assert sorted(Delivery.objects.values_list("user_id", flat=True)) == sorted(user.pk for user in people)
    assert Reminder.objects.filter(next_on=TODAY).count() == 0


def test_five_relays_at_once_send_each_mail_once() -> None:
    people = make_due(60)
    tick(now=NOW)

    at_once(*[relay_all] * 5)

    assert sent_to() == sorted(user.email for user in people)
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.SENT}


def test_ticks_and_relays_at_once_send_each_mail_once() -> None:
    people = make_due(40)

    at_once(*[lambda: tick(now=NOW, limit=5), relay_all] * 3)
    tick(now=NOW)
    relay_all()

    assert sent_to() == sorted(user.email for user in people)


def test_check_in_that_races_the_tick_always_wins() -> None:
    people = make_due(40)

    def check_in() -> None:
        for user in people:
            settle_notice(user, local_date=TODAY, now=NOW)

    at_once(check_in, lambda: [tick(now=NOW, limit=3) for _batch in range(20)])
    tick(now=NOW)
    relay_all()

    assert (mail.outbox, set(Delivery.objects.values_list("state", flat=True))) == ([], {State.SETTLED})


def test_check_in_that_races_tick_and_relay_leaves_nothing_to_send_later() -> None:
    people = make_due(40)

    def check_in() -> None:
        for user in people:
            settle_notice(user, local_date=TODAY, now=NOW)

    at_once(check_in, lambda: tick(now=NOW), relay_all, relay_all)
    tick(now=NOW)
    before = sent_to()
    relay_all()

    assert (sent_to(), len(set(before))) == (before, len(before))
    assert Delivery.objects.filter(state__in=OPEN_STATES).count() == 0


def test_news_and_a_check_in_at_once_end_in_one_mail() -> None:
    people = make_due(30)

    def check_in() -> None:
        for user in people:
            settle_notice(user, local_date=TODAY, now=NOW)

    at_once(check_in, lambda: announce_week([(user.pk, TODAY) for user in people], now=NOW), lambda: tick(now=NOW))
    tick(now=NOW)
    relay_all()
    tick(now=NOW + timedelta(days=1))
    for row in Delivery.objects.filter(state=State.PENDING):
        settle_notice(row.user, local_date=row.local_date, now=NOW + timedelta(days=1))
    while relay(now=NOW + timedelta(days=1))["claimed"]:
        pass

    assert sent_to() == sorted(user.email for user in people)


def test_leaving_in_opposite_order_while_ticking_locks_nobody_out() -> None:
    people = [user.pk for user in make_due(30)]

    at_once(
        lambda: withdraw_notices(people, now=NOW),
        lambda: withdraw_notices(people[::-1], now=NOW),
        lambda: tick(now=NOW),
        lambda: announce_week([(pk, TODAY) for pk in people[::-1]], now=NOW),
    )

    assert Reminder.objects.count() == 30
