"""Letters: security mail and invitations, which are never lost."""

import json
from datetime import datetime

from accounts.models import User
from notices.models import Delivery, DeliveryQuerySet, Kind, State


def post_letter(
    *, to: str, subject: str, text: str, html: str, kind: Kind = Kind.SECURITY, now: datetime, user: User | None = None
) -> Delivery:
    """Put one letter into the outbox, in the caller's transaction; the relay sends it at once.

    Address and letter are stored sealed and erased when it was sent. `user` is given when the
    letter is for an account, so that it goes with the account.
    """
    letter = json.dumps({"subject": subject, "text": text, "html": html})
    return Delivery.objects.create(kind=kind, user=user, address=to, letter=letter, created_at=now, due_at=now)


def retry_given_up(deliveries: DeliveryQuerySet, *, now: datetime) -> int:
    """Let the relay try again what was given up; a notice whose window closed stays. Return how many."""
    again = deliveries.given_up()
    fresh = {"state": State.PENDING, "attempts": 0, "due_at": now, "finished_at": None}
    notices = again.notices().filter(not_after__gt=now).update(**fresh)
    return notices + again.letters().update(**fresh)
