"""Celery wrappers of the weekly job; they carry ids and ISO dates alone."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from celery import shared_task

from notices.actions import beat
from trajectory.actions import chunks_of_people, close_chunk
from trustrebuild.clock import database_now


@shared_task(name="trajectory.tasks.tick")
def tick() -> None:
    """Hand everybody out in chunks; a chunk with nothing due costs one look."""
    now = database_now()
    for user_ids in chunks_of_people():
        close_some.delay([str(pk) for pk in user_ids], now.isoformat())
    beat("weeks", now=now)


@shared_task(name="trajectory.tasks.close_chunk")
def close_some(user_ids: Sequence[str], now: str) -> int:
    """Close the weeks of one chunk; safe to run twice."""
    return close_chunk([UUID(pk) for pk in user_ids], now=datetime.fromisoformat(now))
