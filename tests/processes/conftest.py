"""Whole processes: started, asked, stopped, killed."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest

HOUSE = Path(__file__).parents[2]
STOPS_WITHIN_SECONDS = 10


class Process(subprocess.Popen[bytes]):
    """A running process whose output goes to a file."""

    output: Path

    def stop(self, by: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal and return the exit status."""
        self.send_signal(by)
        return self.wait(STOPS_WITHIN_SECONDS)

    def said(self) -> str:
        """Return what it printed so far."""
        return self.output.read_text()


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Process]]:
    """Return a function that starts a program of this environment; none outlives the test."""
    started: list[Process] = []

    def start_process(*command: str, **environment: str) -> Process:
        output = tmp_path / f"output-{len(started)}"
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        with output.open("w") as file:
            process = Process(
                command, cwd=HOUSE, env={**os.environ, "PATH": path, **environment}, stdout=file, stderr=file
            )
        process.output = output
        started.append(process)
        return process

    yield start_process
    for process in started:
        process.kill()
        process.wait()
        print(process.args, process.said())  # pytest shows it when the test failed


def free_port() -> int:
    """Return a port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def port() -> int:
    """Return a free port."""
    return free_port()


@pytest.fixture
def health(port: int) -> Callable[[], object]:
    """Return a function that reads /healthz, None while nothing answers."""

    def read() -> object:
        try:
            with urlopen(Request(f"http://127.0.0.1:{port}/healthz", headers={"Host": "localhost"}), timeout=5) as page:
                return json.load(page)
        except (URLError, ConnectionError, TimeoutError):
            return None

    return read
