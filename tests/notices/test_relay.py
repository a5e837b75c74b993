"""The relay: wanted or not, sent once, and what a provider can do to it."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from uuid import uuid4

import pytest
from django.core.mail import EmailMessage
from pytest_django import Settings

from accounts.models import User
from notices.actions import post_letter, relay, retry_given_up, tick
from notices.models import Breaker, Delivery, Kind, Reminder, State
from tests.factories import NOW, make_reminder, make_user
from tests.notices.sink import HANG_UP, Sink, running
from trustrebuild.encryption import Sealed

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def sink(settings: Settings) -> Iterator[Sink]:
    """A mail provider that takes everything unless told otherwise."""
    with running(Sink()) as sink:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        yield sink


def remind(*, number: int = 1, now: datetime = NOW) -> list[User]:
    """Make people whose notice is due at NOW, and tick."""
    people = [make_user() for _person in range(number)]
    for user in people:
        make_reminder(user=user, now=NOW - 12 * 60 * MINUTE)
    tick(now=now)
    return people


def post(*, to: str = "you@example.org", now: datetime = NOW) -> Delivery:
    """Post a letter."""
    return post_letter(to=to, subject="A code", text="Your code: 123456", html="<p>123456</p>", now=now)


def refuse(verb: str, words: str) -> object:
    """Return a script that answers one verb with these words."""
    return lambda asked, line: words if asked == verb else None


def states() -> dict[str, int]:
    """Count the deliveries by state."""
    rows = list(Delivery.objects.values_list("state", flat=True))
    return {state: rows.count(state) for state in set(rows)}


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


def test_letter_to_an_address_that_is_none_is_given_up_without_a_stop(sink: Sink) -> None:
    post(to="no address at all\nBcc: x@example.org", now=NOW - MINUTE)
    post()

    counts = relay(now=NOW)

    assert (counts["again"], counts["sent"], len(sink.taken)) == (1, 1, 1)


def test_relay_uses_one_connection_for_a_batch(sink: Sink) -> None:
    remind(number=30)

    relay(now=NOW)

    assert (len(sink.taken), sink.connections) == (30, 1)


def test_relay_gives_up_at_once_what_an_address_refuses(sink: Sink) -> None:
    sink.script = refuse("RCPT", "550 nobody here")
    remind()
    post()

    counts = relay(now=NOW)

    assert (counts, sink.taken) == ({"claimed": 2, "dead": 2}, [])


@pytest.mark.parametrize(("verb", "words"), [("RCPT", "450 later"), ("DATA", "451 later"), ("BODY", "452 later")])
def test_relay_tries_again_what_was_put_off(sink: Sink, verb: str, words: str) -> None:
    sink.script = refuse(verb, words)
    remind()

    counts = relay(now=NOW)
    sink.script = lambda verb, line: None
    later = relay(now=NOW + MINUTE)

    assert (counts, later, len(sink.taken)) == ({"claimed": 1, "again": 1}, {"claimed": 1, "sent": 1}, 1)


def test_relay_puts_off_a_notice_only_until_its_window_closes(sink: Sink) -> None:
    sink.script = refuse("RCPT", "450 later")
    remind()
    relay(now=NOW)

    assert relay(now=NOW + 60 * MINUTE) == {"expired": 1}


def test_relay_does_not_repeat_a_notice_after_a_line_that_broke(sink: Sink) -> None:
    sink.script = refuse("BODY", HANG_UP)
    remind()

    counts = relay(now=NOW)

    assert (counts, states()) == ({"claimed": 1, "unknown": 1}, {State.UNKNOWN: 1})


def test_relay_repeats_a_letter_after_a_line_that_broke_with_the_same_id(sink: Sink) -> None:
    sink.script = refuse("BODY", HANG_UP)
    letter = post()

    relay(now=NOW)
    sink.script = lambda verb, line: None
    relay(now=NOW + MINUTE)

    assert [mail["Message-ID"] for mail in sink.mails()] == [f"<{letter.pk}@example.org>"]
    assert len(set(sink.taken)) == 1


@pytest.mark.parametrize(
    ("verb", "words"), [("HELLO", "554 no service"), ("MAIL", "553 not this sender"), ("MAIL", "421 closing")]
)
def test_relay_counts_no_try_while_the_provider_serves_nobody(sink: Sink, verb: str, words: str) -> None:
    sink.script = refuse(verb, words)
    remind(number=3)
    post()

    relay(now=NOW)

    assert states() == {State.PENDING: 4}
    assert set(Delivery.objects.values_list("attempts", flat=True)) == {0}


def test_relay_leaves_a_provider_in_peace_after_ten_failures_in_a_row(sink: Sink, settings: Settings) -> None:
    remind()
    settings.EMAIL_PORT = 9
    shut = [relay(now=NOW)["claimed"] for _time in range(12)]
    settings.EMAIL_PORT = sink.port

    within_a_minute = relay(now=NOW)
    after = relay(now=NOW + 2 * MINUTE)

    assert shut == [1] * 10 + [0] * 2
    assert (within_a_minute, after["sent"], Breaker.objects.get().failures) == ({}, 1, 0)


def test_relay_feels_the_way_with_one_mail_when_the_breaker_closes(sink: Sink) -> None:
    Breaker.objects.create(channel="mail", failures=10, open_until=NOW)
    remind(number=3)

    assert [relay(now=NOW)["claimed"], relay(now=NOW)["claimed"]] == [1, 2]


def test_breaker_opens_within_a_batch_whose_mails_are_all_put_off(sink: Sink) -> None:
    sink.script = refuse("RCPT", "451 later")
    remind(number=25)

    relay(now=NOW)

    assert sorted(Delivery.objects.values_list("attempts", flat=True)) == [0] * 15 + [1] * 10
    assert Breaker.objects.get().open_until > NOW


def test_retry_takes_letters_again_but_no_notice_of_yesterday() -> None:
    remind()
    letter = post()
    Delivery.objects.update(state=State.DEAD, finished_at=NOW, attempts=5)

    number = retry_given_up(Delivery.objects.all(), now=NOW + 24 * 60 * MINUTE)

    assert number == 1
    assert [row.pk for row in Delivery.objects.filter(state=State.PENDING, attempts=0)] == [letter.pk]
