"""Whether mail flows: what the health page and the staff look at."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count

from notices.models import Breaker, Delivery, Heartbeat, State

TOO_LATE = timedelta(seconds=60)
CLOCKS_APART = timedelta(seconds=2)
SILENT_AFTER = {
    "relay": timedelta(seconds=60),
    "tick": timedelta(seconds=60),
    "weeks": timedelta(hours=3),
    "heads-ups": timedelta(hours=3),
    "housekeep": timedelta(hours=49),
}


@dataclass(frozen=True)
class Health:
    """The parts; each list is empty and each flag False while all is well."""

    waits_since: datetime | None
    silent_jobs: list[str]
    given_up: int
    clocks_differ: bool
    clock_went_back: bool

    @property
    def is_good(self) -> bool:
        """Say whether nothing is wrong."""
        parts = (self.waits_since, self.silent_jobs, self.given_up, self.clocks_differ, self.clock_went_back)
        return not any(parts)


def examine(*, now: datetime, app_now: datetime, serving_since: datetime) -> Health:
    """Return the parts at the database's instant `now`; `app_now` is this process's clock.

    Rows and beats that grew old before this process served count from `serving_since`:
    right after a start everything has its minute to catch up.
    """
    beats = dict(Heartbeat.objects.values_list("job", "beat_at"))
    return Health(
        waits_since=_waits_since(now, serving_since),
        silent_jobs=_silent_jobs(beats, now, serving_since),
        given_up=Delivery.objects.stuck(now).count(),
        clocks_differ=abs(app_now - now) > CLOCKS_APART,
        clock_went_back=any(beat_at - now > CLOCKS_APART for beat_at in beats.values()),
    )


def _waits_since(now: datetime, serving_since: datetime) -> datetime | None:
    """Return since when a row waits that should have gone a minute ago, None if all are in time."""
    if now - serving_since <= TOO_LATE:
        return None
    kinds = (Delivery.objects.ready_letters, Delivery.objects.ready_notices)
    oldest = [kind(now - TOO_LATE).values_list("due_at", flat=True).first() for kind in kinds]
    return min(filter(None, oldest), default=None)


def _silent_jobs(beats: dict[str, datetime], now: datetime, serving_since: datetime) -> list[str]:
    """Return the jobs that ran once and then fell silent."""
    known = {job: max(beat_at, serving_since) for job, beat_at in beats.items() if job in SILENT_AFTER}
    return sorted(job for job, at in known.items() if now - at > SILENT_AFTER[job])


def is_healthy(now: datetime) -> bool:
    """Say whether all is well, as one who has watched all along and trusts the clock."""
    return examine(now=now, app_now=now, serving_since=now - TOO_LATE * 2).is_good


@dataclass(frozen=True)
class Figures:
    """What the staff page shows: counts by state, beats, the provider."""

    states: list[tuple[str, int]]
    beats: list[Heartbeat]
    breakers: list[Breaker]


def figures() -> Figures:
    """Return the counts of the outbox and its jobs."""
    counted = dict(Delivery.objects.values_list("state").annotate(Count("pk")).order_by())
    states = [(str(State(state).label), counted.get(state, 0)) for state in State.values]
    return Figures(states, list(Heartbeat.objects.order_by("job")), list(Breaker.objects.order_by("channel")))
