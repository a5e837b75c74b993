"""A clock that was ahead for a while, and was put right: nobody is silent for as long as it was wrong."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.mail import EmailMessage

from notices.actions import move_clock, relay, set_reminder, tick
from notices.actions.breaker import CHANNEL, OPENS_AFTER
from notices.models import Breaker, Delivery, Reminder, State
from tests.factories import NOW, make_reminder, make_user
from tests.notices.outbox import MINUTE, post, remind

pytestmark = pytest.mark.django_db
DAY, YEAR = timedelta(days=1), timedelta(days=365)


@pytest.mark.parametrize("ahead", [4 * DAY, 30 * DAY, YEAR, 10 * YEAR])
@pytest.mark.parametrize("zone", ["UTC", "Europe/Vienna", "Pacific/Kiritimati", "America/Los_Angeles"])
def test_a_tick_under_a_clock_that_was_ahead_silences_nobody(ahead: timedelta, zone: str) -> None:
    user = make_user(zone=zone)
    plan = make_reminder(user=user, now=NOW)
    tick(now=NOW + ahead)
    assert Reminder.objects.get().next_on > plan.next_on

    tick(now=NOW)
    back = Reminder.objects.get()
    tick(now=plan.next_due_at)

    assert (back.next_on, back.next_due_at, back.next_until) == (plan.next_on, plan.next_due_at, plan.next_until)
    row = Delivery.objects.get()
    assert (row.local_date, row.state, row.due_at) == (plan.next_on, State.PENDING, plan.next_due_at)


def test_a_notice_that_went_out_is_not_sent_again(mailoutbox: list[EmailMessage]) -> None:
    (user,) = remind()
    relay(now=NOW)
    tick(now=NOW + YEAR)

    for hours in range(12):
        tick(now=NOW + timedelta(hours=hours))
        relay(now=NOW + timedelta(hours=hours))

    assert [mail.to for mail in mailoutbox] == [[user.email]]


def test_what_is_set_or_moved_under_such_a_clock_is_mended_too() -> None:
    user = make_user()
    plan = make_reminder(user=user)
    rhythm = {"local_time": plan.local_time, "quiet_from": plan.quiet_from, "quiet_to": plan.quiet_to}

    for act in (
        lambda: set_reminder(user, is_on=True, **rhythm, now=NOW + YEAR),
        lambda: move_clock(user, now=NOW + YEAR),
    ):
        act()
        tick(now=NOW)
        assert Reminder.objects.get().next_due_at == plan.next_due_at


def test_a_plan_of_the_coming_days_is_left_alone() -> None:
    reminder = make_reminder(user=make_user())

    tick(now=reminder.next_due_at - 2 * DAY)

    assert Reminder.objects.get().next_due_at == reminder.next_due_at


def test_a_letter_that_would_wait_for_a_year_goes_now(mailoutbox: list[EmailMessage]) -> None:
    post(now=NOW + YEAR)

    tick(now=NOW)
    relay(now=NOW)

    assert len(mailoutbox) == 1


def test_a_letter_taken_under_such_a_clock_is_taken_up_again(mailoutbox: list[EmailMessage]) -> None:
    post()
    Delivery.objects.update(state=State.TAKEN, claim=uuid4(), lease_until=NOW + YEAR)

    tick(now=NOW)
    relay(now=NOW + MINUTE)

    assert len(mailoutbox) == 1


def test_the_mail_provider_is_not_left_in_peace_for_a_year(mailoutbox: list[EmailMessage]) -> None:
    post()
    Breaker.objects.create(channel=CHANNEL, failures=OPENS_AFTER, open_until=NOW + YEAR)

    relay(now=NOW)

    assert (len(mailoutbox), Breaker.objects.get().failures) == (1, 0)
