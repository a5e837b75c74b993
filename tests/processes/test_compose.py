"""The commands of docker-compose.yml, run once on real services."""

import os
import re
from collections.abc import Callable

import psycopg
import pytest
import yaml

from tests.processes.conftest import HOUSE, Process
from tests.services import database_url, wait_until

COMPOSE = (HOUSE / "docker-compose.yml").read_text()
SERVICES = yaml.safe_load(COMPOSE)["services"]


def test_compose_processes_serve_tick_and_stop(
    start: Callable[..., Process], port: int, health: Callable[[], object]
) -> None:
    if not os.environ["DATABASE_URL"].startswith("postgres"):
        pytest.skip("no PostgreSQL and Valkey from wheels here")
    rows = database_url("test_compose")
    environment = {"DATABASE_URL": rows, "WEB_CONCURRENCY": "2"}

    def run(name: str) -> Process:
        command = [part.replace("0.0.0.0:8000", f"127.0.0.1:{port}") for part in SERVICES[name]["command"]]
        return start(*command, **environment)

    assert run("migrate").wait(60) == 0
    processes = [run(name) for name in ("web", "worker", "beat")]
    wait_until(lambda: health() == {"status": "ok"}, processes[0])
    wait_until(lambda: "relay" in jobs_done(rows), processes[1])

    assert [process.stop() for process in processes] == [0, 0, 0]


def jobs_done(rows: str) -> set[str]:
    """Return the jobs that ran to their end."""
    with psycopg.connect(rows) as connection:
        return {job for (job,) in connection.execute("SELECT job FROM notices_heartbeat")}


def test_compose_waits_for_the_migration_in_every_process() -> None:
    waiting = {name: SERVICES[name]["depends_on"]["migrate"]["condition"] for name in ("web", "worker", "beat")}

    assert waiting == dict.fromkeys(("web", "worker", "beat"), "service_completed_successfully")


def test_head_of_compose_names_what_it_takes_from_the_environment() -> None:
    head, rest = COMPOSE.split("\n\n", 1)

    assert set(re.findall(r"^#   (\w+)", head, re.MULTILINE)) == set(re.findall(r"\$\{(\w+)", rest))


def test_readme_names_what_the_settings_read() -> None:
    read = set(re.findall(r'(?:env|flag|number|required)\("(\w+)"', (HOUSE / "trustrebuild/settings.py").read_text()))
    table = "\n".join(re.findall(r"^\| `.*", (HOUSE / "README.md").read_text(), re.MULTILINE))

    assert set(re.findall(r"`([A-Z][A-Z0-9_]+)`", table)) == read
