"""The relay: wanted or not, and sent once."""

from datetime import time
from uuid import uuid4

import pytest
from django.core.mail import EmailMessage

from accounts.models import User
from kit.encryption import Sealed
from notices.actions import post_letter, relay, retry_given_up
from notices.models import Breaker, Delivery, Kind, Reminder, State
from tests.factories import NOW
from tests.notices.outbox import MINUTE, post, remind

pytestmark = pytest.mark.django_db


def test_relay_sends_a_notice_once(mailoutbox: list[EmailMessage]) -> None:
    (user,) = remind()

    counts = [relay(now=NOW), relay(now=NOW), relay(now=NOW + 2 * MINUTE)]

    assert counts == [{"claimed": 1, "sent": 1}, {}, {}]
    assert [mail.to for mail in mailoutbox] == [[user.email]]


def test_relay_leaves_nothing_to_send_of_who_turned_it_off_meanwhile(mailoutbox: list[EmailMessage]) -> None:
    remind()
    Reminder.objects.update(is_on=False)

    assert (relay(now=NOW), mailoutbox) == ({"claimed": 1, "settled": 1}, [])


def test_relay_sends_nothing_to_a_switched_off_account(mailoutbox: list[EmailMessage]) -> None:
    remind()
    User.objects.update(is_active=False)

    assert (relay(now=NOW), mailoutbox) == ({"claimed": 1, "settled": 1}, [])


def test_relay_sends_nothing_in_quiet_hours_set_meanwhile(mailoutbox: list[EmailMessage]) -> None:
    remind()
    Reminder.objects.update(local_time=time(12), quiet_from=time(20), quiet_to=time(8))

    assert (relay(now=NOW), mailoutbox) == ({"claimed": 1, "expired": 1}, [])


def test_relay_after_the_window_mails_nothing(mailoutbox: list[EmailMessage]) -> None:
    remind()

    assert (relay(now=NOW + 60 * MINUTE), mailoutbox) == ({"expired": 1}, [])


def test_relay_stops_at_its_limit_and_sends_the_soonest_to_expire_first(mailoutbox: list[EmailMessage]) -> None:
    _late, soon = remind(number=2)
    Delivery.objects.filter(user=soon).update(not_after=NOW + 5 * MINUTE)

    counts = relay(now=NOW, limit=1)

    assert (counts["claimed"], [mail.to for mail in mailoutbox]) == (1, [[soon.email]])


def test_relay_sends_letters_before_notices(mailoutbox: list[EmailMessage]) -> None:
    remind()
    post()

    relay(now=NOW, limit=1)

    assert [mail.subject for mail in mailoutbox] == ["A code"]


def test_relay_erases_a_letter_once_it_was_sent() -> None:
    letter = post()
    sealed = Delivery.objects.filter(pk=letter.pk, letter=b"", address=b"")

    before = sealed.exists()
    relay(now=NOW)

    assert (before, sealed.get().state) == (False, State.SENT)


def test_letter_is_sealed_in_the_database() -> None:
    letter = post(to="somebody@example.org")

    row = Delivery.objects.filter(pk=letter.pk).values("address", "letter").get()

    assert b"somebody" not in row["address"]
    assert b"123456" not in row["letter"]


def test_relay_sends_invitations_to_who_has_no_account(mailoutbox: list[EmailMessage]) -> None:
    post_letter(to="new@example.org", subject="S", text="T", html="<p>T</p>", kind=Kind.INVITATION, now=NOW)

    relay(now=NOW)

    assert [(m.to, m.subject, m.body, m.alternatives[0].content) for m in mailoutbox] == [
        (["new@example.org"], "S", "T", "<p>T</p>")
    ]


def test_relay_writes_down_a_lost_notice_and_sends_it_no_more(mailoutbox: list[EmailMessage]) -> None:
    remind()
    Delivery.objects.update(state=State.SENDING, claim=uuid4(), lease_until=NOW + MINUTE, attempts=1)

    within_lease = relay(now=NOW)
    after = relay(now=NOW + MINUTE)

    assert (within_lease, after, mailoutbox) == ({}, {"unknown": 1}, [])


def test_relay_sends_what_was_taken_and_never_begun(mailoutbox: list[EmailMessage]) -> None:
    remind()
    Delivery.objects.update(state=State.TAKEN, claim=uuid4(), lease_until=NOW + MINUTE)

    within_lease = relay(now=NOW)
    after = relay(now=NOW + MINUTE)

    assert (within_lease, after, len(mailoutbox)) == ({}, {"again": 1, "claimed": 1, "sent": 1}, 1)


def test_relay_sends_a_lost_letter_again(mailoutbox: list[EmailMessage]) -> None:
    letter = post()
    Delivery.objects.update(state=State.SENDING, claim=uuid4(), lease_until=NOW + MINUTE, attempts=1)

    counts = relay(now=NOW + MINUTE)

    assert counts == {"again": 1, "claimed": 1, "sent": 1}
    assert mailoutbox[0].message()["Message-ID"] == f"<{letter.pk}@example.org>"


def test_relay_gives_up_a_letter_that_was_lost_five_times(mailoutbox: list[EmailMessage]) -> None:
    post()
    Delivery.objects.update(state=State.SENDING, claim=uuid4(), lease_until=NOW, attempts=5)

    assert (relay(now=NOW), mailoutbox) == ({"dead": 1}, [])


def test_one_letter_that_cannot_be_written_stops_no_other(mailoutbox: list[EmailMessage]) -> None:
    broken = post(to="broken@example.org", now=NOW - MINUTE)
    Delivery.objects.filter(pk=broken.pk).update(letter=Sealed(b"\x05wrong"))
    post()

    instants = [NOW + n * 60 * MINUTE for n in range(6)]
    counts = [relay(now=instant) for instant in instants]

    assert counts[0] == {"claimed": 2, "again": 1, "sent": 1}
    assert counts[1:] == [{"claimed": 1, "again": 1}] * 3 + [{"claimed": 1, "dead": 1}, {}]
    assert (len(mailoutbox), Breaker.objects.count()) == (1, 0)


def test_retry_takes_letters_again_but_no_notice_of_yesterday() -> None:
    remind()
    letter = post()
    Delivery.objects.update(state=State.DEAD, finished_at=NOW, attempts=5)

    number = retry_given_up(Delivery.objects.all(), now=NOW + 24 * 60 * MINUTE)

    assert number == 1
    assert [row.pk for row in Delivery.objects.filter(state=State.PENDING, attempts=0)] == [letter.pk]
