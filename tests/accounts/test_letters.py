"""Every letter of signing in is neutral on a lock screen, in a list of mails, and when it is read."""

import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from uuid import UUID

import allauth
import pytest
from django.conf import settings
from django.template.loader import render_to_string

from accounts.messages import LETTERS, letter
from tests.factories import make_user
from tests.letters import letters_to

FORBIDDEN = """trust therap couple check-in checkin repair affair safety safe partner relationship marriage spouse wife
husband betray hurt heal cheat infidel lie lying secret counsel abuse wound rebuild forgiv apolog divorce""".split()
FACTS = {
    "code": "BCDF-GHJK",
    "password_reset_url": "http://testserver/accounts/password/reset/key/0-key/",
    "from_email": "anna@example.org",
    "to_email": "beth@example.org",
    "due_at": datetime(2026, 3, 21, 20, 30, tzinfo=UTC),
    "reset_id": UUID(int=7),
}
NOT_USED_HERE = {"account/email/password_reset_code"}
TEMPLATES = Path(allauth.__file__).parent / "templates"


class Words(HTMLParser):
    """Collects what a reader sees and where links lead."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.sources: list[str] = []
        self.feed(page)

    def handle_data(self, words: str) -> None:
        self.words.append(words)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.links += [found["href"]] if found.get("href") else []
        self.sources += [tag] if tag in {"img", "link", "script", "iframe"} else []


def drawn(name: str) -> tuple[str, str, str]:
    """Return subject, text and html of a letter."""
    written = letter(name, FACTS)
    context = {"letter": written, "site_name": settings.SITE_NAME}
    text = render_to_string("accounts/email/letter.txt", context)
    return written.subject, text, render_to_string("accounts/email/letter.html", context)


def test_every_mail_that_django_allauth_can_send_is_ours() -> None:
    theirs = {
        str(path.relative_to(TEMPLATES)).removesuffix("_subject.txt")
        for folder in ("account", "mfa", "usersessions")
        for path in (TEMPLATES / folder).rglob("*_subject.txt")
    }

    assert {name for name in LETTERS if not name.startswith("accounts/")} == theirs - NOT_USED_HERE


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_has_no_word_of_what_this_is(name: str) -> None:
    subject, text, html = drawn(name)
    page = Words(html)
    seen = " ".join([subject, text, *page.words, *page.links]).lower()

    assert [word for word in FORBIDDEN if re.search(rf"\b{word}", seen)] == []
    assert page.sources == []


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_says_the_same_in_text_and_html(name: str) -> None:
    _subject, text, html = drawn(name)
    page = Words(html)

    plain = " ".join(text.split())
    assert [line for line in letter(name, FACTS).lines if line not in plain] == []
    assert [line for line in letter(name, FACTS).lines if line not in " ".join(page.words)] == []
    assert all(link in plain and link.startswith(settings.SITE_URL) for link in page.links)


@pytest.mark.parametrize("name", LETTERS)
def test_a_subject_is_one_short_line(name: str) -> None:
    subject = letter(name, FACTS).subject

    assert 0 < len(subject) <= 40
    assert subject.isprintable()


@pytest.mark.django_db
def test_a_letter_of_a_change_names_no_network_and_no_browser(client: object) -> None:
    user = make_user(email="anna@example.org", password="a quiet green lamp")
    client.force_login(user)

    answers = {"oldpassword": "a quiet green lamp", "password1": "another quiet lamp"}
    client.post("/accounts/password/change/", answers, REMOTE_ADDR="198.51.100.7", HTTP_USER_AGENT="Browser/1")

    (sent,) = letters_to("anna@example.org")
    assert sent["subject"] == "A change to your account"
    assert [word for word in ("198.51", "Browser") if word in sent["text"] + sent["html"]] == []
