"""Celery wrappers of the weekly job; they carry ids and ISO dates alone."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from celery import shared_task

from kit.clock import database_now
from notices.actions import beat
from trajectory.weekly.closing import BACK_WEEKS, HOURLY_BACK_WEEKS, chunks_of_people, close_chunk

SWEEPS_AT_HOUR = 3


@shared_task(name="trajectory.tasks.tick")
def tick() -> None:
    """Hand everybody out in chunks; a chunk with nothing due costs one look.

    Each hour looks at the newest week and the one before, which is all that a late entry can
    change; once a day older weeks are looked at too.
    """
    now = database_now()
    back = BACK_WEEKS if now.hour == SWEEPS_AT_HOUR else HOURLY_BACK_WEEKS
    for user_ids in chunks_of_people():
        close_some.delay([str(pk) for pk in user_ids], now.isoformat(), back)
    beat("weeks", now=now)


@shared_task(name="trajectory.tasks.close_chunk")
def close_some(user_ids: Sequence[str], now: str, back: int = BACK_WEEKS) -> int:
    """Close the weeks of one chunk; safe to run twice."""
    return close_chunk([UUID(pk) for pk in user_ids], now=datetime.fromisoformat(now), back=back)
