"""Celery wrappers of the weekly job; they carry ids and ISO dates alone."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from celery import shared_task

from kit.clock import database_now
from notices.actions import beat
from trajectory.weekly.closing import chunks_of_people, close_chunk, note_sweep, weeks_to_look_at, weeks_to_sweep


@shared_task(name="trajectory.tasks.tick")
def tick() -> None:
    """Hand everybody out in chunks; a chunk with nothing due costs one look.

    Each hour looks at the newest week and the one before, which is all that a late entry can
    change; once a day, whatever the hour, older weeks are looked at too.
    """
    now = database_now()
    _hand_out(weeks_to_look_at(now=now), now)
    beat("weeks", now=now)


@shared_task(name="trajectory.tasks.catch_up")
def catch_up() -> None:
    """Look at all that can have changed: at the start of a machine that sleeps, and may not wake at any set hour."""
    now = database_now()
    _hand_out(weeks_to_sweep(now=now), now)


def _hand_out(back: int, now: datetime) -> None:
    for user_ids in chunks_of_people():
        close_some.delay([str(pk) for pk in user_ids], now.isoformat(), back)


@shared_task(name="trajectory.tasks.close_chunk")
def close_some(user_ids: Sequence[str], now: str, back: int) -> int:
    """Close the weeks of one chunk; safe to run twice."""
    instant = datetime.fromisoformat(now)
    written = close_chunk([UUID(pk) for pk in user_ids], now=instant, back=back)
    note_sweep(back, now=instant)
    return written
