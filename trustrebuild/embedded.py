"""The whole product in one process, for one machine: pages, worker and beat.

`python3 dev.py run` starts it. Rows live in one folder, mails appear there as files,
and nothing listens but 127.0.0.1. Started twice on one folder it refuses; killed and
started again it goes on, because the lock and the queue belong to nobody's memory.
"""

import argparse
import base64
import fcntl
import logging
import os
import secrets
import signal
import stat
import sys
import threading
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

from trustrebuild.celery import app

HOST = "127.0.0.1"
DEMO_SIGN_INS = {
    "hurt@example.org": "a partner who was hurt",
    "repairing@example.org": "the partner who repairs",
    "therapist@example.org": "their therapist",
    "admin@example.org": "the admin, at /admin/",
    "other-hurt@example.org": "a second couple",
    "other-repairing@example.org": "a second couple",
}
DEMO_PASSWORD = "daybook-demo-1"  # printed at every start; the settings refuse its account elsewhere
DECIDED_HERE = ("DATABASE_URL", "REDIS_URL", "ALLOWED_HOSTS", "EMAIL_URL", "MAIL_FROM", "WEB_CONCURRENCY", "DEBUG")
CATCH_UP = ("trajectory.tasks.tick", "notices.tasks.housekeep")
STOP_WITHIN_SECONDS = 8


class CannotStart(Exception):
    """The start is refused for a reason the person can mend."""


def main(arguments: list[str]) -> int:
    """Serve until a signal; return 0, or 2 after one plain line when the start is refused."""
    options = _parse(arguments)
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, signal.default_int_handler)
    try:
        with _own_folder(options.data) as folder, _bound_server(options.port) as server:
            _run(server, folder, with_demo=not options.empty)
    except (CannotStart, ImproperlyConfigured) as reason:
        print(reason, file=sys.stderr, flush=True)
        return 2
    except KeyboardInterrupt:
        print("Stopped.", flush=True)
    return 0


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="dev.py run", description="Run everything on this machine.")
    parser.add_argument("--port", type=int, default=8000, help="where to listen on 127.0.0.1 (8000)")
    parser.add_argument("--data", type=Path, default=Path("var"), help="the folder of rows, keys and mails (var)")
    parser.add_argument("--empty", action="store_true", help="begin without the demo couple")
    return parser.parse_args(arguments)


@contextmanager
def _own_folder(path: Path) -> Iterator[Path]:
    """Make the folder this person's alone and hold its lock; the kernel lets go of it after a kill."""
    os.umask(0o077)
    folder = path.absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        about = folder.stat()
        if about.st_uid != os.geteuid() or about.st_mode & stat.S_ISVTX:
            raise CannotStart(f"{folder} is shared with others: name a folder of your own with --data.")
        folder.chmod(0o700)
        lock = (folder / "lock").open("w")
    except OSError as problem:
        raise CannotStart(f"{folder} cannot be written: {problem.strerror}. Name another with --data.") from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise CannotStart(f"{folder} is in use by another start: stop that one, or name another folder.") from None
        yield folder


@contextmanager
def _bound_server(port: int) -> Iterator[ThreadedWSGIServer]:
    """Take the port before any slow work; it listens only once everything is ready."""
    server = ThreadedWSGIServer((HOST, 0), WSGIRequestHandler, bind_and_activate=False)
    server.server_address = (HOST, port)
    try:
        server.server_bind()
    except (OSError, OverflowError) as problem:
        server.server_close()
        raise CannotStart(f"Port {port} cannot be used: {_reason(problem)}. Name another with --port.") from None
    try:
        yield server
    finally:
        server.server_close()


def _reason(problem: Exception) -> str:
    return getattr(problem, "strerror", None) or "a port is a number from 1 to 65535"


def _run(server: ThreadedWSGIServer, folder: Path, *, with_demo: bool) -> None:
    """Prepare the rows, start the threads, and wait for a signal."""
    fill_environment(folder)
    os.environ["SITE_URL"] = f"http://{HOST}:{server.server_port}"
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
        _greet(os.environ["SITE_URL"], folder)
        threading.Event().wait()
    finally:
        server.shutdown()
        clock.stop()
        state.should_stop = 0
        threads[0].join(STOP_WITHIN_SECONDS)


def fill_environment(folder: Path) -> None:
    """Set what the settings read: this folder, its keys, and nothing from outside."""
    for name in DECIDED_HERE:
        os.environ.pop(name, None)
    os.environ.update(_keys(folder / "keys"), EMBEDDED="1", DATA_DIR=str(folder))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trustrebuild.settings")


def _keys(path: Path) -> dict[str, str]:
    """Return the folder's own secrets, made at its first start and kept."""
    if not path.exists():
        field_key = base64.b64encode(secrets.token_bytes(32)).decode()
        lines = f"SECRET_KEY=embedded-{secrets.token_urlsafe(48)}\nFIELD_KEYS=embedded:{field_key}\n"
        fresh = path.with_name("keys.new")
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(lines)
            file.flush()
            os.fsync(file.fileno())
        fresh.rename(path)
    return dict(line.split("=", 1) for line in path.read_text().splitlines())


def _prepare_rows(*, with_demo: bool) -> None:
    """Bring the tables up to date; write the demo when nobody has an account yet."""
    call_command("migrate", verbosity=0)
    if with_demo and not get_user_model().objects.exists():
        print("Writing 26 weeks of a demo couple, once …", flush=True)
        with transaction.atomic():
            call_command("seed", demo=True)


def _worker(celery: Celery) -> WorkController:
    """Return a worker of two threads; the signal brings Django's care for stale connections."""
    logging.getLogger("celery").setLevel(logging.WARNING)
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
    lines = [f"{os.environ.get('SITE_NAME', 'Daybook')} is at {address}"]
    if get_user_model().objects.filter(email__in=DEMO_SIGN_INS).exists():
        lines += ["", f"Demo sign-ins, all with the password {DEMO_PASSWORD}:"]
        lines += [f"  {email:<30}{who}" for email, who in DEMO_SIGN_INS.items()]
    lines += ["", f"Mails appear as files in {folder / 'mail'}", "Ctrl-C stops it."]
    print("\n".join(lines), flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
