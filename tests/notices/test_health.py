"""Health: one word for everybody, the parts for staff."""

from datetime import datetime, timedelta

import pytest
from django.test import RequestFactory

from home.views.health import healthz
from notices.actions import beat, housekeep, post_letter, settle_notice
from notices.health import Health, examine, is_healthy
from notices.models import Delivery, Heartbeat, State
from tests.factories import NOW, make_user

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
GOOD = Health(None, [], 0, False, False)


def look(now: datetime = NOW, *, app: datetime | None = None, since: datetime = NOW - DAY) -> Health:
    """Examine with a clock that is right and a process that has long been serving."""
    return examine(now=now, app_now=app or now, serving_since=since)


def post(**fields: object) -> Delivery:
    """Post a letter and change its row."""
    letter = post_letter(to="you@example.org", subject="S", text="T", html="", now=NOW)
    Delivery.objects.filter(pk=letter.pk).update(**fields)
    return letter


def test_health_of_an_empty_database_is_good() -> None:
    assert look() == GOOD


def test_health_turns_red_when_a_row_waits_a_minute() -> None:
    post()

    assert look(NOW + 59 * SECOND).is_good is True
    assert look(NOW + 60 * SECOND) == Health(NOW, [], 0, False, False)


def test_health_turns_red_when_a_job_that_ran_falls_silent() -> None:
    for job in ("relay", "tick", "weeks"):
        beat(job, now=NOW)

    assert look(NOW + 60 * SECOND).is_good is True
    assert look(NOW + 61 * SECOND).silent_jobs == ["relay", "tick"]
    assert look(NOW + DAY).silent_jobs == ["relay", "tick", "weeks"]


def test_health_gives_a_minute_after_a_start() -> None:
    beat("relay", now=NOW - DAY)
    post()

    assert look(NOW + DAY, since=NOW + DAY).is_good is True
    assert look(NOW + DAY + 61 * SECOND, since=NOW + DAY).is_good is False


def test_health_counts_what_was_given_up_for_a_day_but_no_wrong_address() -> None:
    post(state=State.DEAD, finished_at=NOW, attempts=5)
    post(state=State.DEAD, finished_at=NOW, attempts=1)

    assert [look(NOW).given_up, look(NOW + DAY).given_up] == [1, 0]


@pytest.mark.parametrize("apart", [3 * SECOND, -3 * SECOND])
def test_health_turns_red_when_the_clocks_differ(apart: timedelta) -> None:
    assert look(app=NOW + apart) == Health(None, [], 0, True, False)


def test_health_turns_red_when_the_database_clock_went_back() -> None:
    Heartbeat.objects.create(job="relay", beat_at=NOW + 3 * SECOND)

    assert look().clock_went_back is True


def test_is_healthy_says_it_in_one_word() -> None:
    post()

    assert [is_healthy(NOW), is_healthy(NOW + 61 * SECOND)] == [True, False]


def test_healthz_says_ok_and_no_more() -> None:
    answer = healthz(RequestFactory().get("/healthz"))

    assert (answer.status_code, answer.content) == (200, b'{"status": "ok"}')


def test_healthz_says_red_and_no_more() -> None:
    post(state=State.DEAD, finished_at=datetime.now(tz=NOW.tzinfo), attempts=5)

    answer = healthz(RequestFactory().get("/healthz"))

    assert (answer.status_code, answer.content) == (503, b'{"status": "red"}')


def test_beat_is_written_every_ten_seconds() -> None:
    for seconds in (0, 9, 10):
        beat("relay", now=NOW + seconds * SECOND)

    assert Heartbeat.objects.get().beat_at == NOW + 10 * SECOND


def test_housekeep_erases_notices_after_a_week_and_letters_after_thirty_days() -> None:
    post()
    dead = post(state=State.DEAD, finished_at=NOW)
    settle_notice(make_user(), local_date=NOW.date(), now=NOW)

    erased = [housekeep(now=NOW + days * DAY + SECOND) for days in (6, 7, 29, 30)]

    assert erased == [0, 1, 0, 1]
    assert [row.state for row in Delivery.objects.exclude(pk=dead.pk)] == [State.PENDING]
