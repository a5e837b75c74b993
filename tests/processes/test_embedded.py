"""`dev.py run` after its packages are there: one process, one folder."""

import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.processes.conftest import Process
from tests.services import wait_until

OK = {"status": "ok"}


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return one folder for all of these, so that its tables are made once; no start minds what was there before."""
    return tmp_path_factory.mktemp("embedded") / "rows"


@pytest.fixture
def serve(start: Callable[..., Process], port: int, rows: Path) -> Callable[..., Process]:
    """Return a function that starts the product on the folder of this module."""

    def run(*, folder: Path = rows, port: int = port) -> Process:
        command = ("-m", "trustrebuild.embedded", "--port", str(port), "--data", str(folder), "--empty")
        return start(sys.executable, *command, DATABASE_URL="postgres://not-used", REDIS_URL="redis://not-used")

    return run


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
def test_embedded_answers_and_stops(
    serve: Callable[..., Process], health: Callable[[], object], by: signal.Signals
) -> None:
    process = serve()
    wait_until(lambda: health() == OK, process)

    status = process.stop(by)

    assert status == 0
    assert process.said().splitlines()[-1] == "Stopped."


def test_embedded_goes_on_after_a_kill(serve: Callable[..., Process], health: Callable[[], object], rows: Path) -> None:
    first = serve()
    wait_until(lambda: health() == OK, first)
    keys = (rows / "keys").read_text()
    first.stop(signal.SIGKILL)

    second = serve()
    wait_until(lambda: health() == OK, second)

    assert (rows / "keys").read_text() == keys


def test_embedded_keeps_its_folder_to_its_owner(
    serve: Callable[..., Process], health: Callable[[], object], rows: Path
) -> None:
    wait_until(lambda: health() == OK, serve())

    modes = {oct(path.stat().st_mode & 0o777) for path in rows.rglob("*") if path.is_file()}

    assert (oct(rows.stat().st_mode & 0o777), modes) == ("0o700", {"0o600"})


def test_embedded_refuses_a_folder_in_use(
    serve: Callable[..., Process], health: Callable[[], object], rows: Path
) -> None:
    wait_until(lambda: health() == OK, serve())

    second = serve(port=0)

    assert second.wait(30) == 2
    assert second.said() == f"{rows} is in use by another start: stop that one, or name another folder.\n"


def test_embedded_refuses_a_taken_port(serve: Callable[..., Process], port: int) -> None:
    with socket.create_server(("127.0.0.1", port)):
        process = serve()

        assert process.wait(30) == 2
    assert process.said() == f"Port {port} cannot be used: Address already in use. Name another with --port.\n"


def test_embedded_refuses_a_folder_it_cannot_write(serve: Callable[..., Process], tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    process = serve(folder=tmp_path / "file" / "rows")

    assert process.wait(30) == 2
    assert process.said() == f"{tmp_path}/file/rows cannot be written: Not a directory. Name another with --data.\n"
