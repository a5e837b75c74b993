"""What the tests of the relay put into the outbox."""

from datetime import datetime, timedelta

from accounts.models import User
from notices.actions import post_letter, tick
from notices.models import Delivery
from tests.factories import NOW, make_reminder, make_user

MINUTE = timedelta(minutes=1)


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
