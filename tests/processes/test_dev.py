"""What `dev.py` refuses before it installs anything."""

import ast
import json
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import dev
from tests.processes.conftest import Process


def test_dev_refuses_a_taken_port(start: Callable[..., Process], tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = start(sys.executable, "dev.py", "run", "--port", str(port), "--data", str(tmp_path / "rows"))

        assert process.wait(10) == 2
    assert process.said() == f"Port {port} cannot be used or is taken: name another with --port.\n"


def test_dev_refuses_a_folder_it_cannot_write(start: Callable[..., Process], port: int, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    process = start(sys.executable, "dev.py", "run", "--port", str(port), "--data", str(tmp_path / "file" / "rows"))

    assert process.wait(10) == 2
    assert process.said() == f"{tmp_path}/file/rows cannot be written: Not a directory. Name another with --data.\n"


def test_dev_refuses_to_manage_rows_that_are_not_there(start: Callable[..., Process], tmp_path: Path) -> None:
    process = start(sys.executable, "dev.py", "manage", "--data", str(tmp_path), "migrate")

    assert process.wait(10) == 2
    assert process.said() == f"{tmp_path} holds no rows yet: start python3 dev.py run first.\n"


def test_dev_can_be_read_by_an_older_python_to_refuse_it() -> None:
    tree = ast.parse(Path(dev.__file__).read_text(), feature_version=(3, 6))

    first = [type(node) for node in tree.body[:3]]

    assert first == [ast.Expr, ast.Import, ast.If]


def test_locks_answer_the_project_and_name_no_host() -> None:
    assert dev.stale_locks() == []


def test_a_managed_command_reads_the_files_of_where_one_stands(tmp_path: Path) -> None:
    (tmp_path / "rows").mkdir()
    (tmp_path / "rows" / "keys").touch()
    (tmp_path / "diary.csv").write_text("series,day,value\nhere,0,5\n")
    command = [sys.executable, str(Path(dev.__file__)), "manage", "--data", "rows", "analyse", "diary.csv", "--json"]

    found = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)

    said = found.stdout.decode()  # which begins with a line for each lock that had to be installed
    assert list(json.loads(said[said.index("{") :])) == ["here"]
