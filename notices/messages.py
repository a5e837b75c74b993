"""The mails: neutral on the outside, in text and HTML, with one way to stop in one press."""

import json
from email.utils import parseaddr
from functools import cache
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from notices.models import Delivery

PARTS = ("subject.txt", "txt", "html")
STOP_HERE = "https://stop.invalid/"
SIGNER = signing.Signer(salt="notices.stop", sep=".")


class NotOurs(Exception):
    """A token that was not made for stopping notices."""


def stop_token(user_id: UUID) -> str:
    """Return the token with which this person's notices are stopped, without signing in."""
    return SIGNER.sign(user_id.hex)


def read_stop_token(token: str) -> UUID:
    """Return whose notices the token stops; raise `NotOurs` for any other token."""
    try:
        return UUID(hex=SIGNER.unsign(token))
    except (signing.BadSignature, ValueError):
        raise NotOurs from None


def compose(delivery: Delivery) -> EmailMultiAlternatives:
    """Return the mail of a delivery; a second try carries the same Message-ID."""
    mail = _letter(delivery) if delivery.is_letter or delivery.user is None else _notice(delivery, delivery.user)
    mail.extra_headers["Message-ID"] = f"<{delivery.pk}@{_host(settings.DEFAULT_FROM_EMAIL)}>"
    mail.extra_headers["Auto-Submitted"] = "auto-generated"
    return mail


@cache
def _host(sender: str) -> str:
    return parseaddr(sender)[1].partition("@")[2]


def _letter(delivery: Delivery) -> EmailMultiAlternatives:
    letter = json.loads(delivery.letter)
    return _mail(delivery.address, letter["subject"], letter["text"], letter["html"])


def _notice(delivery: Delivery, user: User) -> EmailMultiAlternatives:
    """Return the day's notice: the same text for every reason, plus one line if something is ready."""
    stop = settings.SITE_URL + reverse("notices:stop", args=[stop_token(user.pk)])
    texts = _texts(user.language, delivery.has_news, settings.SITE_NAME, settings.SITE_URL)
    subject, text, html = (part.replace(STOP_HERE, stop) for part in texts)
    mail = _mail(user.email, subject, text, html)
    mail.extra_headers["List-Unsubscribe"] = f"<{stop}>"
    mail.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return mail


@cache
def _texts(language: str, has_news: bool, site_name: str, site_url: str) -> tuple[str, str, str]:
    """Return subject, text and HTML that all notices of a language share, drawn once."""
    context = {"site_name": site_name, "site_url": site_url, "has_news": has_news, "stop_url": STOP_HERE}
    with translation.override(language):
        subject, text, html = (render_to_string(f"notices/email/notice.{part}", context) for part in PARTS)
    return subject.strip(), text, html


def _mail(to: str, subject: str, text: str, html: str) -> EmailMultiAlternatives:
    mail = EmailMultiAlternatives(subject, text, settings.DEFAULT_FROM_EMAIL, [to])
    if html:
        mail.attach_alternative(html, "text/html")
    return mail
