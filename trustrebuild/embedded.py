"""The whole product in one process, for one machine: pages, worker and beat.

`python3 dev.py run` starts it. Rows live in one folder, mails appear there as files,
and nothing listens but 127.0.0.1. It is the one part of the project that knows the demo,
and like the demo it is left out of the image. Killed and started again it goes on: rows are the
queue, and the folder's lock falls with the process.
"""

import argparse
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from celery import Celery, beat, signals
from celery.worker import WorkController, state
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.db import transaction

from demo.people import PASSWORD, SIGN_INS
from trustrebuild.celery import app
from trustrebuild.folder import CannotStart, fill_environment, own_folder

HOST = "127.0.0.1"
CATCH_UP = ("trajectory.tasks.catch_up", "home.tasks.housekeep")  # due by the clock, maybe while nothing ran
STOP_WITHIN_SECONDS = 8
LOOK_FOR_SIGNALS_SECONDS = 0.3  # one that another thread received does not wake this one


def main(arguments: list[str]) -> int:
    """Serve until a signal; return 0, or 2 after one plain line when the start is refused."""
    options = _parse(arguments)
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, signal.default_int_handler)
    try:
        with own_folder(options.data) as folder, _bound_server(options.port) as server:
            _run(server, folder, with_demo=not options.empty)
    except (CannotStart, ImproperlyConfigured) as reason:
        print(reason, file=sys.stderr, flush=True)
        return 2
    except KeyboardInterrupt:
        print("Stopped.", flush=True)
    return 0


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="trustrebuild.embedded", description="Run everything on this machine.")
    parser.add_argument("--port", type=int, required=True, help="where to listen on 127.0.0.1")
    parser.add_argument("--data", type=Path, required=True, help="the folder of rows, keys and mails")
    parser.add_argument("--empty", action="store_true", help="begin without the demo couple")
    return parser.parse_args(arguments)


@contextmanager
def _bound_server(port: int) -> Iterator[ThreadedWSGIServer]:
    """Take the port before any slow work; it listens only once everything is ready."""
    server = ThreadedWSGIServer((HOST, port), WSGIRequestHandler, bind_and_activate=False)
    try:
        server.server_bind()
    except OSError as problem:
        server.server_close()
        raise CannotStart(f"Port {port} cannot be used: {problem.strerror}. Name another with --port.") from None
    except OverflowError:
        server.server_close()
        raise CannotStart(f"Port {port} cannot be used: ports end at 65535. Name another with --port.") from None
    try:
        yield server
    finally:
        server.server_close()


def _run(server: ThreadedWSGIServer, folder: Path, *, with_demo: bool) -> None:
    """Prepare the rows, start the threads, and wait for a signal."""
    address = f"http://localhost:{server.server_port}"  # a passkey needs a name; browsers refuse it a number
    fill_environment(folder, address=address)
    django.setup()
    _prepare_rows(with_demo=with_demo)
    server.set_app(get_wsgi_application())
    server.server_activate()
    worker, clock = _worker(app), beat.Service(app, max_interval=3, scheduler_cls=beat.Scheduler)
    threads = [threading.Thread(target=part, daemon=True) for part in (worker.start, clock.start, server.serve_forever)]
    for thread in threads:
        thread.start()
    try:
        for name in CATCH_UP:
            app.send_task(name)
        _greet(address, folder)
        while True:
            time.sleep(LOOK_FOR_SIGNALS_SECONDS)
    finally:
        server.shutdown()
        clock.stop()
        state.should_stop = 0  # type: ignore[assignment]  # an exit status, which the stubs do not know
        threads[0].join(STOP_WITHIN_SECONDS)


def _prepare_rows(*, with_demo: bool) -> None:
    """Bring the tables up to date; write the demo when nobody has an account yet."""
    call_command("migrate", verbosity=0)
    if with_demo and not get_user_model().objects.exists():
        print("Writing the demo, once: 26 weeks of made-up couples …", flush=True)
        with transaction.atomic():
            call_command("seed", demo=True)


def _worker(celery: Celery) -> WorkController:
    """Return a worker of two threads; the signal brings Django's care for stale connections."""
    celery.loader.import_default_modules()
    worker = WorkController(
        app=celery,
        pool_cls="threads",
        concurrency=2,
        without_gossip=True,
        without_mingle=True,
        without_heartbeat=True,
    )
    signals.worker_init.send(sender=worker)
    return worker


def _greet(address: str, folder: Path) -> None:
    """Print where the pages and the mails are, and who may sign in."""
    lines = [f"{os.environ.get('SITE_NAME', 'Daybook')} is at {address}", ""]
    if get_user_model().objects.filter(email__in=[person.address for person in SIGN_INS]).exists():
        lines += [f"Demo sign-ins, all with the password {PASSWORD}:"]
        lines += [f"  {person.address:<30}{person.told_as}" for person in SIGN_INS] + [""]
    lines += [f"Mails appear as files in {folder / 'mail'}", "Ctrl-C stops it."]
    print("\n".join(lines), flush=True)


if __name__ == "__main__":
    outcome = main(sys.argv[1:])
    sys.stdout.flush()
    os._exit(outcome)  # a task that outlasts the wait is cut off as by a kill; its row is taken up again
