"""What a mail provider can do to the relay, by its answers."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from notices.actions import relay
from notices.models import Breaker, Delivery, State
from tests.factories import NOW
from tests.notices.outbox import MINUTE, post, remind
from tests.notices.sink import HANG_UP, Script, Sink, running

pytestmark = pytest.mark.django_db


@pytest.fixture
def sink(settings: Settings) -> Iterator[Sink]:
    """A mail provider that takes everything unless told otherwise."""
    with running(Sink()) as sink:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        yield sink


def refuse(verb: str, words: str) -> Script:
    """Return a script that answers one verb with these words."""
    return lambda asked, line: words if asked == verb else None


def states() -> dict[str, int]:
    """Count the deliveries by state."""
    rows = list(Delivery.objects.values_list("state", flat=True))
    return {state: rows.count(state) for state in set(rows)}


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
