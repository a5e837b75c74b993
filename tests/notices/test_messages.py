"""The mails: neutral to whoever sees the screen, and stopped in one press."""

import re
from email import message_from_bytes, policy
from html import unescape

import pytest
from django.core import signing
from django.core.mail import EmailMessage
from django.test import Client

from accounts.models import User
from notices.actions import announce_week, relay, tick
from notices.messages import stop_token
from notices.models import Reminder
from tests.factories import NOW, make_reminder, make_user

pytestmark = pytest.mark.django_db
FORBIDDEN = re.compile(
    r"trust|affair|betray|therap|check.?in|couple|repair|safe|partner|relationship|marri|love|week|summary|miss|fail",
    re.IGNORECASE,
)


def sent(user: User, mailoutbox: list[EmailMessage], *, news: bool = False) -> EmailMessage:
    """Send a person's notice of the day and return it."""
    make_reminder(user=user, now=NOW.replace(hour=8))
    if news:
        announce_week([(user.pk, NOW.date())], now=NOW.replace(hour=9))
    tick(now=NOW)
    relay(now=NOW)
    return mailoutbox[-1]


@pytest.mark.parametrize("news", [False, True])
def test_notice_says_nothing_to_a_bystander(mailoutbox: list[EmailMessage], news: bool) -> None:
    mail = sent(make_user(name="Maria Sentinel"), mailoutbox, news=news)

    whole = unescape(mail.message().as_string()).replace("example.org", "")

    assert [found[0] for found in FORBIDDEN.finditer(whole)] == []
    assert ("Sentinel" in whole, "<img" in whole) == (False, False)
    assert (mail.subject, mail.from_email) == ("Daybook: a moment for today", "Daybook <post@example.org>")


def test_notices_differ_in_one_neutral_line(mailoutbox: list[EmailMessage]) -> None:
    bare, told = (sent(make_user(), mailoutbox, news=news) for news in (False, True))

    lines = [set(re.sub(r"stop/\S+", "", mail.body).splitlines()) for mail in (bare, told)]

    assert (lines[1] - lines[0], lines[0] - lines[1]) == ({"Something is ready to read."}, set())
    assert bare.subject == told.subject


def test_notice_has_text_and_html_and_can_be_stopped_in_one_press(mailoutbox: list[EmailMessage]) -> None:
    user = make_user()
    mail = message_from_bytes(sent(user, mailoutbox).message().as_bytes(), policy=policy.default)

    stop = f"http://testserver/notices/stop/{stop_token(user.pk)}/"

    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert mail["List-Unsubscribe"].strip() == f"<{stop}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert [stop in part.get_content() for part in mail.iter_parts()] == [True, True]


def test_stop_page_asks_and_changes_nothing(client: Client) -> None:
    reminder = make_reminder(user=make_user())

    answer = client.get(f"/notices/stop/{stop_token(reminder.user_id)}/")

    assert (answer.status_code, b'<form method="post">' in answer.content) == (200, True)
    assert Reminder.objects.get().is_on is True


def test_stop_by_a_mail_program_needs_no_sign_in_and_no_form_token() -> None:
    reminder = make_reminder(user=make_user())
    stranger = Client(enforce_csrf_checks=True)

    answer = stranger.post(f"/notices/stop/{stop_token(reminder.user_id)}/", {"List-Unsubscribe": "One-Click"})

    assert (answer.status_code, Reminder.objects.get().is_on) == (200, False)


@pytest.mark.parametrize("method", ["get", "post"])
def test_stop_with_a_token_of_another_kind_is_no_page(client: Client, method: str) -> None:
    user = make_reminder(user=make_user()).user
    other_kind = signing.Signer(salt="another.kind", sep=".").sign(user.pk.hex)
    changed = stop_token(user.pk)[:-1] + "-"
    of_nobody = stop_token(make_reminder(user=make_user()).pk)

    codes = [getattr(client, method)(f"/notices/stop/{t}/").status_code for t in (other_kind, changed, of_nobody)]

    assert (codes, Reminder.objects.filter(is_on=True).count()) == ([404] * 3, 2)


def test_stop_twice_says_the_same(client: Client) -> None:
    token = stop_token(make_reminder(user=make_user()).user_id)

    first, second = (client.post(f"/notices/stop/{token}/").content for _press in range(2))

    assert first == second
