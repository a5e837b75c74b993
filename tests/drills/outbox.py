# ruff: noqa: E402  services start before Django reads its settings, and Django before the models
"""Kill the worker in the middle of sending, again and again, and count what the provider got.

    python3 dev.py drill outbox [--kills 30]

A real PostgreSQL, a real broker, a real Celery worker, and an SMTP server that keeps what it
took. Every round puts letters and notices into the outbox and kills the worker with all its
children (SIGKILL) while they go out. In the end, when every lease is over: each letter came at
least once, each notice at most once, and no row is left in between. JSON, last on standard output.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path

import django

import tests.services  # noqa: F401  starts PostgreSQL and Valkey before Django reads its settings

django.setup()

from django.db import connection
from django.test.utils import setup_databases, teardown_databases

from kit.clock import database_now
from notices.actions import post_letter
from notices.actions.relay import LEASE
from notices.models import OPEN_STATES, Delivery, Kind, State
from tests.factories import make_reminder, make_user
from tests.notices.sink import Sink, running
from trustrebuild.celery import app

HOUSE = Path(__file__).parents[2]
LETTERS, NOTICES = 30, 120
ANSWER_SECONDS = 0.005
COMMAND = ("-m", "celery", "-A", "trustrebuild", "worker", "--loglevel=ERROR", "--concurrency=2")


def main(argv: list[str]) -> int:
    """Run the drill; return 1 if anything was lost, doubled or left in between."""
    parser = argparse.ArgumentParser(prog="drill outbox", description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=30)
    kills = parser.parse_args(argv).kills
    if connection.vendor != "postgresql":
        parser.error("needs PostgreSQL and Valkey")
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        with running(Sink(lambda verb, line: time.sleep(ANSWER_SECONDS) if verb == "BODY" else None)) as sink:
            found = drill(sink, kills)
    finally:
        teardown_databases(databases, verbosity=0)
    print(json.dumps(found, indent=1))
    return 1 if found["letters_lost"] or found["notices_doubled"] or found["rows_in_between"] else 0


def drill(sink: Sink, kills: int) -> dict[str, int]:
    """Kill as often as asked, let everything end, and count."""
    for number in range(kills):
        fill_outbox()
        before, wanted = len(sink.taken), len(sink.taken) + random.randint(1, LETTERS + NOTICES)
        with Worker(sink.port) as worker:
            worker.wake_until(lambda wanted=wanted: len(sink.taken) >= wanted)
        print(f"kill {number + 1}: {len(sink.taken) - before} were out", file=sys.stderr, flush=True)
    with Worker(sink.port) as worker:
        worker.wake_until(lambda: not Delivery.objects.filter(state__in=OPEN_STATES).exists(), seconds=180)
    return count(sink, kills)


def fill_outbox() -> None:
    """Put letters and notices there, ready to go."""
    now = database_now()
    for number in range(LETTERS):
        post_letter(to=f"letter{number}@example.org", subject="S", text="T", html="<p>T</p>", now=now)
    for _number in range(NOTICES):
        user = make_user()
        make_reminder(user=user, now=now, quiet=False)
        window = {"due_at": now, "not_after": now + timedelta(hours=2), "created_at": now}
        Delivery.objects.create(kind=Kind.NOTICE, user=user, local_date=now.date(), asks_check_in=True, **window)


class Worker:
    """A Celery worker in a process group of its own; leaving the block kills the group."""

    def __init__(self, port: int) -> None:
        name = connection.settings_dict["NAME"]
        self.environment = {
            **os.environ,
            "DATABASE_URL": os.environ["DATABASE_URL"].rpartition("/")[0] + "/" + name,
            "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        }
        self.log = tempfile.TemporaryFile()  # noqa: SIM115  closed with the process

    def __enter__(self) -> "Worker":
        command = [sys.executable, *COMMAND]
        self.process = subprocess.Popen(
            command, cwd=HOUSE, env=self.environment, stdout=self.log, stderr=self.log, start_new_session=True
        )
        return self

    def __exit__(self, *problem: object) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def wake_until(self, is_reached: object, seconds: float = 60) -> None:
        """Wake the relay as beat does, until something is reached."""
        deadline = time.monotonic() + seconds
        woken_at = 0.0
        while not is_reached():
            if time.monotonic() > deadline or self.process.poll() is not None:
                self.log.seek(0)
                raise SystemExit(f"The worker did not get there:\n{self.log.read().decode()}")
            if time.monotonic() - woken_at > 0.5:
                woken_at = time.monotonic()
                app.send_task("notices.tasks.relay", expires=3)
            time.sleep(0.002)


def count(sink: Sink, kills: int) -> dict[str, int]:
    """Return what came, what did not, and what came twice, by Message-ID."""
    came = Counter(message_from_bytes(raw)["Message-ID"].strip("<>").partition("@")[0] for raw in sink.taken)
    letters = [str(pk) for pk in Delivery.objects.letters().values_list("pk", flat=True)]
    notices = [str(pk) for pk in Delivery.objects.notices().values_list("pk", flat=True)]
    states = Counter(Delivery.objects.notices().values_list("state", flat=True))
    return {
        "kills": kills,
        "lease_seconds": int(LEASE.total_seconds()),
        "letters": len(letters),
        "letters_lost": sum(came[pk] == 0 for pk in letters),
        "letters_doubled": sum(came[pk] > 1 for pk in letters),
        "notices": len(notices),
        "notices_doubled": sum(came[pk] > 1 for pk in notices),
        "notices_not_certain": states[State.UNKNOWN],
        "notices_lost": sum(came[pk] == 0 for pk in notices),
        "rows_in_between": Delivery.objects.filter(state__in=OPEN_STATES).count(),
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
