"""The jobs that beat wakes. They carry nothing: the rows are the queue."""

from celery import shared_task

from kit.clock import database_now
from notices.actions import beat
from repair.actions.heads_up import send_heads_ups


@shared_task(name="repair.tasks.tick")
def tick() -> None:
    """Announce the hard dates that come near."""
    send_heads_ups(now=database_now())
    beat("heads-ups", now=database_now())
