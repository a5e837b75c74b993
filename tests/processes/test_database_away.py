"""The way out, help and the first page while PostgreSQL really is away, or takes no rows."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from http.client import HTTPConnection

import psycopg
import pytest
from django.db import connection

from tests.processes.conftest import HOUSE, Process
from tests.processes.test_compose import SERVICES
from tests.services import wait_until

SIGN_IN = """
from django.test import Client
from accounts.models import User
client = Client()
client.force_login(User.objects.create_user("anna@example.org"))
print(client.cookies["daybook"].value)
"""
QUICK_SECONDS, PATIENT_SECONDS = 1, 5


@pytest.fixture
def rows(transactional_db: None) -> str:
    """Return the address of a copy of the tests' own database, which nobody may be connected to meanwhile."""
    if connection.vendor != "postgresql":
        pytest.skip("no PostgreSQL from wheels here")
    connection.close()
    connection.close_pool()
    as_owner(f'CREATE DATABASE test_away TEMPLATE "{connection.settings_dict["NAME"]}"')
    return os.environ["DATABASE_URL"].rpartition("/")[0] + "/test_away"


def as_owner(statement: str) -> None:
    """Change the database from outside."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(statement)
        server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'test_away'")


def sessions(rows: str) -> int:
    """Count the sessions that have not ended."""
    with psycopg.connect(rows) as server:
        return server.execute("SELECT count(*) FROM django_session").fetchone()[0]


def ask(port: int, path: str, *, key: str, within: float) -> tuple[int, int]:
    """Ask for a page with somebody's cookie; return its status and how many cookies it takes away or sets."""
    asked_at = time.monotonic()
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as server:
        server.request("GET", path, headers={"Host": "localhost", "Cookie": f"daybook={key}"})
        answer = server.getresponse()
    assert time.monotonic() - asked_at < within
    return answer.status, len(answer.headers.get_all("Set-Cookie", []))


def test_ways_out_stand_while_the_database_is_away(
    rows: str, start: Callable[..., Process], port: int, health: Callable[[], object]
) -> None:
    environment = {"DATABASE_URL": rows, "WEB_CONCURRENCY": "1", "REDIS_URL": "redis://127.0.0.1:9/0"}
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", SIGN_IN]
    signing_in = subprocess.run(
        command, cwd=HOUSE, env={**os.environ, **environment}, stdout=subprocess.PIPE, check=True
    )
    key = signing_in.stdout.decode().strip()
    web = start(
        *[part.replace("0.0.0.0:8000", f"127.0.0.1:{port}") for part in SERVICES["web"]["command"]], **environment
    )
    wait_until(lambda: health() is not None, web)

    as_owner("ALTER DATABASE test_away SET default_transaction_read_only = on")
    read_only = [ask(port, path, key=key, within=PATIENT_SECONDS) for path in ("/x/", "/help/", "/")]
    as_owner("ALTER DATABASE test_away ALLOW_CONNECTIONS false")
    away = [ask(port, "/x/", key=key, within=QUICK_SECONDS)]
    away += [ask(port, path, key=key, within=PATIENT_SECONDS) for path in ("/help/", "/")]
    away += [ask(port, path, key=key, within=QUICK_SECONDS) for path in ("/help/", "/", "/x/")]

    assert read_only == [(303, 3), (200, 0), (302, 0)]
    assert away == [(303, 3), (200, 0), (200, 0), (200, 0), (200, 0), (303, 3)]
    as_owner("ALTER DATABASE test_away ALLOW_CONNECTIONS true")
    as_owner("ALTER DATABASE test_away RESET default_transaction_read_only")
    wait_until(lambda: sessions(rows) == 0, web, seconds=15)
