"""The one notice of a day: asked, answered, added to, withdrawn."""

from datetime import date, timedelta

import pytest
from django.core.mail import EmailMessage

from accounts.models import User
from notices.actions import (
    announce_heads_up,
    announce_week,
    relay,
    settle_notice,
    stop_reminders,
    tick,
    withdraw_notices,
)
from notices.models import Delivery, Reminder, State
from tests.factories import NOW, make_reminder, make_user

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
MORNING = NOW - timedelta(hours=12)
DAY = timedelta(days=1)
READY = "Something is ready to read."


@pytest.fixture
def user() -> User:
    """A person who is reminded at 20:30 UTC, which is NOW."""
    user = make_user()
    make_reminder(user=user, now=MORNING)
    return user


def state_of(user: User, on: date = TODAY) -> str:
    """Return where the day's notice of a person stands."""
    return Delivery.objects.get(user=user, local_date=on).state


def test_settle_before_the_tick_leaves_nothing_to_send(user: User, mailoutbox: list[EmailMessage]) -> None:
    settle_notice(user, local_date=TODAY, now=MORNING)

    tick(now=NOW)
    relay(now=NOW)

    assert (state_of(user), mailoutbox) == (State.SETTLED, [])


def test_settle_after_the_tick_leaves_nothing_to_send(user: User, mailoutbox: list[EmailMessage]) -> None:
    tick(now=NOW)

    settle_notice(user, local_date=TODAY, now=NOW)
    relay(now=NOW)

    assert (state_of(user), mailoutbox) == (State.SETTLED, [])


def test_settle_after_it_was_sent_changes_nothing(user: User) -> None:
    tick(now=NOW)
    relay(now=NOW)

    settle_notice(user, local_date=TODAY, now=NOW)

    assert state_of(user) == State.SENT


def test_settle_twice_is_harmless(user: User) -> None:
    settle_notice(user, local_date=TODAY, now=MORNING)
    settle_notice(user, local_date=TODAY, now=NOW)

    assert Delivery.objects.get().finished_at == MORNING


def test_settle_of_yesterday_leaves_today_alone(user: User, mailoutbox: list[EmailMessage]) -> None:
    tick(now=NOW)

    settle_notice(user, local_date=TODAY - DAY, now=NOW)
    relay(now=NOW)

    assert (state_of(user), len(mailoutbox)) == (State.SENT, 1)


def test_settle_touches_nobody_else(user: User) -> None:
    other = make_user()
    make_reminder(user=other, now=MORNING)
    tick(now=NOW)

    settle_notice(user, local_date=TODAY, now=NOW)

    assert state_of(other) == State.PENDING


def test_week_goes_with_the_one_notice_of_the_day(user: User, mailoutbox: list[EmailMessage]) -> None:
    announce_week([(user.pk, TODAY)], now=MORNING)
    announce_heads_up([(user.pk, TODAY)], now=MORNING)
    tick(now=NOW)
    relay(now=NOW)
    tick(now=NOW + DAY)
    relay(now=NOW + DAY)

    assert [READY in mail.body for mail in mailoutbox] == [True, False]


def test_week_goes_though_a_check_in_settled_the_day_before_the_tick(
    user: User, mailoutbox: list[EmailMessage]
) -> None:
    announce_week([(user.pk, TODAY)], now=MORNING)
    settle_notice(user, local_date=TODAY, now=MORNING)

    tick(now=NOW)
    relay(now=NOW)

    row = Delivery.objects.get()
    assert (row.asks_check_in, row.state, len(mailoutbox)) == (False, State.SENT, 1)


def test_week_goes_though_a_check_in_settles_the_day_after_the_tick(user: User, mailoutbox: list[EmailMessage]) -> None:
    announce_week([(user.pk, TODAY)], now=MORNING)
    tick(now=NOW)

    settle_notice(user, local_date=TODAY, now=NOW)
    relay(now=NOW)

    assert (state_of(user), len(mailoutbox)) == (State.SENT, 1)


def test_week_within_the_window_revives_a_settled_notice(user: User, mailoutbox: list[EmailMessage]) -> None:
    tick(now=NOW)
    settle_notice(user, local_date=TODAY, now=NOW)

    announce_week([(user.pk, TODAY)], now=NOW)
    relay(now=NOW)

    assert [READY in mail.body for mail in mailoutbox] == [True]
    assert Reminder.objects.get().week_is_ready is False


def test_week_after_the_notice_was_sent_goes_with_the_next_day(user: User, mailoutbox: list[EmailMessage]) -> None:
    tick(now=NOW)
    relay(now=NOW)

    announce_week([(user.pk, TODAY)], now=NOW)
    relay(now=NOW)
    tick(now=NOW + DAY)
    relay(now=NOW + DAY)

    assert [READY in mail.body for mail in mailoutbox] == [False, True]


def test_week_after_the_window_goes_with_the_next_day(user: User, mailoutbox: list[EmailMessage]) -> None:
    settle_notice(user, local_date=TODAY, now=MORNING)
    tick(now=NOW)

    announce_week([(user.pk, TODAY)], now=NOW + timedelta(hours=3))
    relay(now=NOW + timedelta(hours=3))
    tick(now=NOW + DAY)
    relay(now=NOW + DAY)

    assert [READY in mail.body for mail in mailoutbox] == [True]


def test_week_waits_through_an_outage(user: User, mailoutbox: list[EmailMessage]) -> None:
    announce_week([(user.pk, TODAY)], now=MORNING)
    tick(now=NOW + timedelta(hours=3))
    relay(now=NOW + timedelta(hours=3))

    tick(now=NOW + DAY)
    relay(now=NOW + DAY)

    assert (state_of(user), [READY in mail.body for mail in mailoutbox]) == (State.EXPIRED, [True])


def test_week_of_who_turned_notices_off_is_not_kept(user: User) -> None:
    stop_reminders(user, now=MORNING)

    announce_week([(user.pk, TODAY)], now=MORNING)

    assert Reminder.objects.get().week_is_ready is False


def test_week_of_a_batch_reaches_each_on_their_own_date(mailoutbox: list[EmailMessage]) -> None:
    people = [make_user(zone=zone) for zone in ("UTC", "Pacific/Tongatapu")]
    for person in people:
        make_reminder(user=person, now=MORNING)

    announce_week([(people[0].pk, TODAY), (people[1].pk, TODAY + DAY)], now=MORNING)
    for instant in (NOW, NOW + timedelta(hours=11)):
        tick(now=instant)
        relay(now=instant)

    assert [(mail.to[0], READY in mail.body) for mail in mailoutbox] == [(p.email, True) for p in people]


def test_withdraw_takes_back_what_waits_for_whatever_reason(user: User, mailoutbox: list[EmailMessage]) -> None:
    announce_week([(user.pk, TODAY)], now=MORNING)
    tick(now=NOW)
    announce_heads_up([(user.pk, TODAY + DAY)], now=NOW)

    withdraw_notices([user.pk], now=NOW)
    relay(now=NOW)

    assert (state_of(user), mailoutbox) == (State.SETTLED, [])
    assert Reminder.objects.filter(week_is_ready=False, has_heads_up=False, is_on=True).count() == 1
