"""The breaker: after ten failures in a row nobody knocks at the provider for a minute, then one does."""

from datetime import datetime, timedelta

from django.db import transaction

from notices.models import Breaker

CHANNEL = "mail"
OPENS_AFTER = 10
SHUT = timedelta(seconds=60)


def allowed(limit: int, *, now: datetime) -> int:
    """Return how many mails may be tried: all, none while it is open, one to feel the way after that."""
    breaker = Breaker.objects.filter(channel=CHANNEL, failures__gte=OPENS_AFTER).first()
    if breaker is None:
        return limit
    left_alone = breaker.open_until and now < breaker.open_until <= now + 2 * SHUT  # later: a clock was ahead
    return 0 if left_alone else min(1, limit)


@transaction.atomic
def note_failures(failures: int, *, was_served: bool, now: datetime) -> None:
    """Count failures since the last success; `was_served` says that there was one in this batch."""
    if was_served:
        Breaker.objects.filter(channel=CHANNEL, failures__gt=0).update(failures=0, open_until=None)
    if not failures:
        return
    Breaker.objects.get_or_create(channel=CHANNEL)
    breaker = Breaker.objects.select_for_update().get(channel=CHANNEL)
    breaker.failures += failures
    breaker.open_until = now + SHUT if breaker.failures >= OPENS_AFTER else None
    breaker.save()
