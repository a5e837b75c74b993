"""The daily tidying, which touches several apps."""

from celery import shared_task

from home.tidying import tidy
from notices.actions import beat
from trustrebuild.clock import database_now


@shared_task(name="home.tasks.housekeep")
def housekeep() -> None:
    """Erase what was done with long ago."""
    now = database_now()
    tidy(now=now)
    beat("housekeep", now=now)
