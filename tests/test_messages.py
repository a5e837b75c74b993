"""Every thing sent stands in one table, and tells a bystander nothing."""

import inspect
import re
from datetime import timedelta
from html import unescape
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

import couples.messages
from accounts.messages import LETTERS, letter
from notices.messages import compose
from notices.models import Delivery, Kind
from tests.factories import NOW, make_user

TELLING = (
    "trust affair therap couple partner check-in checkin repair safety safe breach promise appreciation cheat betray "
    "relationship marriage love apolog daily diary trajectory summary"
).split()
TOLD = re.compile("|".join(rf"\b{word}" for word in TELLING), re.IGNORECASE)
SENT_BY_COUPLES = {"invitation_letter", "therapist_letter"}
NOTICE_REASONS = ("asks_check_in", "week_is_ready", "has_heads_up")
FACTS = {
    "code": "123456",
    "password_reset_url": f"{settings.SITE_URL}/accounts/password/reset/key/a-b/",
    "due_at": NOW,
    "reset_id": uuid4(),
}


def outside(subject: str, text: str, html: str) -> str:
    """Return what a lock screen, a list of mails and a link show."""
    visible = re.sub(r"\s+", " ", unescape(re.sub(r"<style.*?</style>|<[^>]+>", " ", html, flags=re.S))).strip()
    links = " ".join(urlsplit(link).path for link in re.findall(r"https?://[^\s\"<>]+", text + html))
    return f"{subject} {text[:140]} {visible[:140]} {links}"


def notice(reason: str) -> Delivery:
    return Delivery(
        kind=Kind.NOTICE,
        user=make_user(name="SENTINEL"),
        local_date=NOW.date(),
        due_at=NOW,
        not_after=NOW + timedelta(hours=2),
        created_at=NOW,
        **{reason: True},
    )


def test_every_letter_of_couples_stands_in_the_table() -> None:
    public = {
        name
        for name, function in inspect.getmembers(couples.messages, inspect.isfunction)
        if function.__module__ == "couples.messages" and not name.startswith("_")
    }

    assert public == SENT_BY_COUPLES


def test_every_reason_of_a_notice_stands_in_the_table() -> None:
    flags = {field.name for field in Delivery._meta.concrete_fields if field.get_internal_type() == "BooleanField"}

    assert flags == set(NOTICE_REASONS)


@pytest.mark.parametrize("name", sorted(SENT_BY_COUPLES))
@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_letter_of_couples_tells_nothing_outside(name: str, language: str) -> None:
    with override(language):
        sent = getattr(couples.messages, name)("token")

    assert TOLD.findall(outside(sent["subject"], sent["text"], sent["html"])) == []


@pytest.mark.parametrize("name", sorted(LETTERS))
@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_letter_of_accounts_tells_nothing_outside(name: str, language: str) -> None:
    with override(language):
        facts = {"letter": letter(name, FACTS), "site_name": settings.SITE_NAME}
        text, html = (render_to_string(f"accounts/email/letter.{kind}", facts) for kind in ("txt", "html"))

    assert TOLD.findall(outside(facts["letter"].subject, text, html)) == []


@pytest.mark.django_db
@pytest.mark.parametrize("reason", NOTICE_REASONS)
def test_notice_tells_nothing_and_names_nobody(reason: str) -> None:
    mail = compose(notice(reason))

    whole = outside(mail.subject, mail.body, mail.alternatives[0][0])
    assert TOLD.findall(whole) == []
    assert "SENTINEL" not in mail.subject + mail.body + mail.alternatives[0][0]
