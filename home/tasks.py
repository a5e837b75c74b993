"""The daily tidying, which touches several apps."""

from celery import shared_task

from home.tidying import tidy
from kit.clock import database_now
from notices.actions import beat


@shared_task(name="home.tasks.housekeep")
def housekeep() -> None:
    """Erase what was done with long ago."""
    now = database_now()
    tidy(now=now)
    beat("housekeep", now=now)
