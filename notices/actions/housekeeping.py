"""What keeps the outbox small and its jobs visible."""

from datetime import datetime, timedelta

from django.db.models import Q

from notices.models import OPEN_STATES, Delivery, Heartbeat

NOTICES_KEPT = timedelta(days=7)
LETTERS_KEPT = timedelta(days=30)
BEAT_AGAIN = timedelta(seconds=10)


def housekeep(*, now: datetime) -> int:
    """Erase notices a week, and letters 30 days, after they were done with; return how many."""
    finished = Delivery.objects.exclude(state__in=OPEN_STATES)
    old = finished.filter(Q(kind="notice", finished_at__lt=now - NOTICES_KEPT) | Q(finished_at__lt=now - LETTERS_KEPT))
    return old.delete()[0]


def last_beat(job: str) -> datetime | None:
    """Return when a kind of job last ran to its end, None if it never did."""
    return Heartbeat.objects.filter(job=job).values_list("beat_at", flat=True).first()


def beat(job: str, *, now: datetime) -> None:
    """Note that a job ran to its end; written at most every ten seconds."""
    if Heartbeat.objects.filter(job=job, beat_at__gt=now - BEAT_AGAIN, beat_at__lte=now).exists():
        return
    Heartbeat.objects.update_or_create(job=job, defaults={"beat_at": now})
