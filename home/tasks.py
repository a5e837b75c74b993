"""The daily tidying, which touches several apps."""

from celery import shared_task

from accounts.actions import forget_ended_sessions
from home.tidying import tidy
from kit.clock import database_now
from notices.actions import beat


@shared_task(name="home.tasks.forget_sessions")
def forget_sessions() -> None:
    """Erase sessions that ended, and with them a form that was kept for an hour."""
    forget_ended_sessions(now=database_now())


@shared_task(name="home.tasks.housekeep")
def housekeep() -> None:
    """Erase what was done with long ago."""
    now = database_now()
    tidy(now=now)
    beat("housekeep", now=now)
