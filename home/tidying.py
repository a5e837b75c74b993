"""What is erased by itself, and after how long: each app says it, one call does it."""

from datetime import datetime

from accounts.actions import forget_ended_sessions, forget_lost_texts, forget_unfinished_sign_ups, perform_due_resets
from checkins.actions import forget_taken_back
from couples.actions.posting import forget_mailed_addresses
from notices.actions import housekeep


def tidy(*, now: datetime) -> int:
    """Erase old deliveries, sessions, sign-ups and digests; return how many deliveries went."""
    perform_due_resets(now=now)
    forget_unfinished_sign_ups(now=now)
    forget_ended_sessions(now=now)
    forget_lost_texts(now=now)
    forget_mailed_addresses(now=now)
    forget_taken_back(now=now)
    return housekeep(now=now)
