"""A signed-in browser, how many queries a page takes, and today's date: for tests of pages."""

from datetime import date

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from kit.clock import database_now
from kit.weeks import local_today


def browser(user: User) -> Client:
    """Return a browser signed in as this person."""
    client = Client()
    client.force_login(user)
    return client


def queries(client: Client, path: str) -> int:
    """Return how many queries a page takes."""
    with CaptureQueriesContext(connection) as taken:
        assert client.get(path).status_code == 200
    return len(taken)


def today() -> date:
    """Return the date in UTC, by the database's clock."""
    return local_today(database_now(), "UTC")
