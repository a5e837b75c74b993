"""The jobs that beat wakes. They carry nothing: the rows are the queue."""

from threading import Lock
from time import monotonic

from celery import shared_task
from django.db import connection

from accounts.actions import perform_due_resets
from kit.clock import database_now
from notices import actions

NO_NEW_BATCH_AFTER_SECONDS = 40
ONE_AT_A_TIME = Lock()


@shared_task(name="notices.tasks.tick")
def tick() -> None:
    """Write the notices that are due; end the waits of second-factor resets."""
    now = database_now()
    perform_due_resets(now=now)
    actions.tick(now=now)
    actions.beat("tick", now=now)


@shared_task(name="notices.tasks.relay")
def relay() -> None:
    """Send what is ready; on SQLite, which has one writer, one relay at a time."""
    if connection.vendor != "sqlite":
        _relay_all()
    elif ONE_AT_A_TIME.acquire(blocking=False):
        try:
            _relay_all()
        finally:
            ONE_AT_A_TIME.release()


def _relay_all() -> None:
    began = monotonic()
    while actions.relay(now=database_now())["claimed"]:
        actions.beat("relay", now=database_now())
        if monotonic() - began > NO_NEW_BATCH_AFTER_SECONDS:
            return
    actions.beat("relay", now=database_now())
