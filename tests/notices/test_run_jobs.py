"""One call that does whatever is due, at this instant or at a pretended one."""

import json
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.db import connection
from pytest_django import Settings

from notices.actions import post_letter, settle_notice
from notices.health import SILENT_AFTER
from notices.models import Delivery, Heartbeat
from tests.factories import NOW, make_check_in, make_couple, make_reminder, make_user

pytestmark = pytest.mark.django_db
NOTHING = {"weeks": 0, "heads_ups": 0, "resets": 0, "reminders": 0, "mails": {"sent": 0}, "erased": 0}


def run_jobs(at: datetime | str | None = None) -> dict[str, object]:
    """Call the command and return what it printed."""
    out = StringIO()
    options = [] if at is None else ["--at", at if isinstance(at, str) else at.isoformat()]
    call_command("run_jobs", *options, stdout=out)
    return json.loads(out.getvalue())


def test_run_jobs_without_anything_due_does_nothing() -> None:
    assert run_jobs(NOW) == NOTHING


def test_run_jobs_sends_what_is_due_at_that_instant(mailoutbox: list[EmailMessage]) -> None:
    for _person in range(3):
        make_reminder(user=make_user(), now=NOW - timedelta(hours=12))
    post_letter(to="you@example.org", subject="S", text="T", html="", now=NOW)

    first, second = run_jobs(NOW), run_jobs(NOW)

    assert first == {**NOTHING, "reminders": 3, "mails": {"sent": 4}}
    assert (second, len(mailoutbox)) == (NOTHING, 4)


def test_run_jobs_reads_an_instant_in_any_offset(mailoutbox: list[EmailMessage]) -> None:
    make_reminder(user=make_user(), now=NOW - timedelta(hours=12))

    assert run_jobs("2026-03-18T21:29:00+01:00")["reminders"] == 0
    assert run_jobs("2026-03-18T20:30:00Z")["reminders"] == 1


def test_run_jobs_never_reminds_after_the_check_in(mailoutbox: list[EmailMessage]) -> None:
    user = make_user()
    make_reminder(user=user, now=NOW - timedelta(hours=12))
    settle_notice(user, local_date=NOW.date(), now=NOW - timedelta(hours=1))

    run_jobs(NOW)

    assert mailoutbox == []


def test_run_jobs_weeks_later_mails_nothing_that_went_by(mailoutbox: list[EmailMessage]) -> None:
    make_reminder(user=make_user(), now=NOW - timedelta(hours=12))

    counts = run_jobs(NOW + timedelta(days=30, hours=-3))

    assert (counts["reminders"], mailoutbox) == (1, [])


def test_run_jobs_tells_once_that_a_week_is_ready(mailoutbox: list[EmailMessage]) -> None:
    people = [make_user(), make_user()]
    couple = make_couple(hurt=people[0], repairing=people[1])
    for user in people:
        make_reminder(user=user, now=NOW - timedelta(hours=12))
        make_check_in(author=user, couple=couple, on=NOW.date())

    monday = datetime(2026, 3, 23, 20, 30, tzinfo=UTC)
    for instant in (monday - timedelta(hours=17), monday, monday + timedelta(minutes=1), monday + timedelta(days=1)):
        run_jobs(instant)

    told = [mail for mail in mailoutbox if "Something is ready to read." in mail.body]
    assert sorted(mail.to[0] for mail in told) == sorted(user.email for user in people)


def test_run_jobs_leaves_no_heartbeat_of_a_worker() -> None:
    run_jobs()

    assert Heartbeat.objects.filter(job__in=SILENT_AFTER).count() == 0


@pytest.mark.parametrize(
    "at", ["tomorrow", "2026-03-29T18:30:00", "2026-13-01T00:00:00Z", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z"]
)
def test_run_jobs_refuses_what_is_no_instant(at: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        run_jobs(at)

    assert stop.value.code == 2
    assert capsys.readouterr().err == "--at: write an instant such as 2026-03-29T18:30:00Z.\n"


def test_run_jobs_pretends_no_instant_on_real_data(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.EMBEDDED = False
    monkeypatch.setitem(connection.settings_dict, "NAME", "daybook")
    make_reminder(user=make_user(), now=NOW - timedelta(hours=12))

    with pytest.raises(SystemExit) as stop:
        run_jobs(NOW)

    assert (stop.value.code, Delivery.objects.count()) == (2, 0)
    assert capsys.readouterr().err == "--at works only with EMBEDDED=1: this database may hold real people.\n"
