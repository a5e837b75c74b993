"""The jobs by the names that beat calls."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.mail import EmailMessage

from home.tasks import housekeep
from kit.clock import database_now
from notices import tasks
from notices.actions import post_letter
from notices.models import Delivery, Heartbeat, State
from tests.factories import make_reminder, make_user
from trustrebuild.celery import app

pytestmark = pytest.mark.django_db


def test_beat_calls_jobs_that_there_are() -> None:
    app.loader.import_default_modules()

    called = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}

    assert called - set(app.tasks) == set()


def test_tick_and_relay_bring_a_due_notice_to_its_person(mailoutbox: list[EmailMessage]) -> None:
    now = database_now()
    user = make_user()
    reminder = make_reminder(user=user, now=now, quiet=False)
    reminder.next_due_at, reminder.next_until = now, now + timedelta(hours=2)
    reminder.save()

    tasks.tick()
    tasks.relay()

    assert [mail.to for mail in mailoutbox] == [[user.email]]


def test_relay_goes_on_until_nothing_is_ready(mailoutbox: list[EmailMessage]) -> None:
    for number in range(201):
        post_letter(to=f"you{number}@example.org", subject="S", text="T", html="", now=database_now())

    tasks.relay()

    assert (len(mailoutbox), Delivery.objects.exclude(state=State.SENT).count()) == (201, 0)


def test_jobs_leave_their_beats() -> None:
    for job in (tasks.tick, tasks.relay, housekeep):
        job()

    assert sorted(Heartbeat.objects.values_list("job", flat=True)) == ["housekeep", "relay", "tick"]
