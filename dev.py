#!/usr/bin/env python3
"""The only entry a newcomer needs: python3 dev.py run | test | check | bench | drill | manage | lock.

Standard library only. It makes .venv from locks with hashes and then runs inside it; a second
start installs nothing. An older Python 3 must still be able to read this file, to refuse plainly.
"""

import sys

if sys.version_info < (3, 11):
    sys.stderr.write("This needs Python 3.11 or newer; this is Python %d.%d.\n" % sys.version_info[:2])
    sys.exit(2)

import argparse
import hashlib
import os
import socket
import subprocess
import tomllib
from pathlib import Path

HOME = Path(__file__).resolve().parent
VENV = HOME / ".venv"
PYTHON = VENV / "bin" / "python"
BOOT, RUN, DEV = (HOME / name for name in ("requirements-boot.lock", "requirements.lock", "requirements-dev.lock"))
COMPILE = "--generate-hashes --universal --no-emit-index-url --no-emit-find-links --no-annotate --no-header --quiet"
CHECKS = {
    "style": "ruff check --no-cache .",
    "layout": "ruff format --check --no-cache .",
    "templates": "djlint --lint --quiet templates",
    "import order": "lint-imports --no-cache",
    "types": "mypy",
    "compose file": "check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml",
    "Dockerfile": "hadolint Dockerfile",
    "migrations": "python manage.py makemigrations --check --dry-run",
    "deployment": "python manage.py check --deploy --fail-level WARNING",
}
# What the settings ask of a deployment; no server is connected to.
DEPLOYMENT = {
    "SECRET_KEY": "only-for-checks-" + "0123456789" * 5,
    "FIELD_KEYS": "checks:" + "A" * 43 + "=",
    "ALLOWED_HOSTS": "daybook.example.org",
    "SITE_URL": "https://daybook.example.org",
    "DATABASE_URL": "sqlite://:memory:",
    "REDIS_URL": "redis://redis:6379/0",
    "EMAIL_URL": "smtp+tls://daybook@mail:587",
    "MAIL_FROM": "Daybook <post@example.org>",
}


class Refused(Exception):
    """A reason to stop that the reader can mend."""


def main(arguments: list) -> int:
    """Run one command; return its exit status, 2 for a refusal."""
    commands = {
        "run": run,
        "test": test,
        "check": check,
        "bench": bench,
        "drill": drill,
        "manage": manage,
        "lock": lock,
    }
    if not arguments or arguments[0] not in commands:
        sys.stderr.write(__doc__)
        return 2
    try:
        return commands[arguments[0]](arguments[1:])
    except Refused as reason:
        sys.stderr.write(f"{reason}\n")
        return 2
    except KeyboardInterrupt:
        return 130


def run(arguments: list) -> int:
    """Serve everything on this machine: [--port 8000] [--data var] [--empty]."""
    parser = argparse.ArgumentParser(prog="dev.py run", description=run.__doc__)
    parser.add_argument("--port", default="8000", help="where to listen on 127.0.0.1 (8000)")
    parser.add_argument("--data", type=Path, default=HOME / "var", help="the folder of rows, keys and mails (var)")
    parser.add_argument("--empty", action="store_true", help="begin without the demo couples")
    options = parser.parse_args(arguments)
    folder = options.data.absolute()
    refuse_early(options.port, folder)
    install(RUN)
    empty = ["--empty"] if options.empty else []
    return become("-m", "trustrebuild.embedded", "--port", options.port, "--data", str(folder), *empty)


def test(arguments: list) -> int:
    """Run the tests: all of them on two processes, or what the arguments for pytest say; --plain on plain queries."""
    if "--plain" in arguments:
        arguments = [argument for argument in arguments if argument != "--plain"]
        os.environ["PLAIN_QUERIES"] = "1"
    install(RUN, DEV)
    noting = ["-p", "tests.lines"] if os.environ.get("CI") else []
    return become("-m", "pytest", *noting, *(arguments or ["-n", "2", "--dist", "worksteal"]))


def check(arguments: list) -> int:
    """Run every check, name what failed, and return 1 if anything did."""
    install(RUN, DEV)
    failed = ["locks"] if stale_locks() else []
    for name, command in CHECKS.items():
        program, *rest = command.split()
        sys.stdout.write(f"-- {name}\n")
        sys.stdout.flush()
        if subprocess.call([str(VENV / "bin" / program), *rest], env={**own_environment(), **DEPLOYMENT}):
            failed.append(name)
    sys.stdout.write(f"Failed: {', '.join(failed)}.\n" if failed else "All checks passed.\n")
    return 1 if failed else 0


def bench(arguments: list) -> int:
    """Run one benchmark of bench/."""
    return program_of("bench", arguments)


def drill(arguments: list) -> int:
    """Run one drill of tests/drills/."""
    return program_of("tests/drills", arguments)


def manage(arguments: list) -> int:
    """Run a management command on the rows of `run`: [--data var] COMMAND …"""
    parser = argparse.ArgumentParser(prog="dev.py manage", description=manage.__doc__)
    parser.add_argument("--data", type=Path, default=HOME / "var", help="the folder that `run` was given (var)")
    parser.add_argument("command", nargs=argparse.REMAINDER, help="a command of manage.py and its arguments")
    options = parser.parse_args(arguments)
    folder = options.data.absolute()
    if not (folder / "keys").exists():
        raise Refused(f"{folder} holds no rows yet: start python3 dev.py run first.")
    here = Path.cwd()
    install(RUN)
    os.chdir(str(here))  # a file that the command is given is named from where one stands
    os.environ.update(EMBEDDED="1", DATA_DIR=str(folder))
    os.environ.pop("SECRET_KEY", None)
    return become(str(HOME / "manage.py"), *options.command)


def lock(arguments: list) -> int:
    """Resolve pyproject.toml anew into the three locks (--upgrade for newer versions)."""
    install()
    for path, inputs in lock_inputs().items():
        command = [str(VENV / "bin" / "uv"), "pip", "compile", *COMPILE.split(), *arguments, "-o", path.name, *inputs]
        subprocess.run(command, check=True, env=plain_environment(), stdout=subprocess.DEVNULL)
        path.write_text(f"# sha256 of what was asked: {asked(path)}\n{body(path)}")
    return 0


def lock_inputs() -> dict:
    """Map each lock to what uv compiles it from; dev holds the very versions of run."""
    return {
        BOOT: ["--group", "boot"],
        RUN: ["pyproject.toml"],
        DEV: ["--group", "dev", "-c", RUN.name, "pyproject.toml"],
    }


def asked(path: Path) -> str:
    """Return the digest of the part of pyproject.toml that a lock answers."""
    project = tomllib.loads((HOME / "pyproject.toml").read_text())
    groups, wanted = project["dependency-groups"], project["project"]["dependencies"]
    names = {BOOT: groups["boot"], RUN: wanted, DEV: wanted + groups["dev"]}[path]
    return digest("\n".join([project["project"]["requires-python"], *names]))


def stale_locks() -> list:
    """Say which locks no longer answer pyproject.toml, or name a host or a folder."""
    stale = []
    for path in lock_inputs():
        text = path.read_text()
        if asked(path) not in text.partition("\n")[0] or "://" in text or " @ " in text or "--find-links" in text:
            stale.append(path.name)
            sys.stdout.write(f"{path.name} is out of step with pyproject.toml: run python3 dev.py lock\n")
    return stale


def body(path: Path) -> str:
    """Return a lock's lines without uv's comments."""
    return "".join(line for line in path.read_text().splitlines(True) if not line.startswith("#"))


def install(*locks: Path) -> None:
    """Make .venv and install the locks into it, unless the stamp says that it was done."""
    wanted = digest(sys.version, *(path.read_text() for path in (BOOT, *locks)))
    os.chdir(HOME)
    stamp = VENV / f"installed-{len(locks)}"
    if stamp.exists() and stamp.read_text() == wanted and PYTHON.exists():
        return
    make_venv()
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    uv = [str(VENV / "bin" / "uv"), "pip", "install", "--quiet", "--python", str(PYTHON), "--require-hashes"]
    has_uv = subprocess.call([*pip, "--only-binary", ":all:", "-r", BOOT.name]) == 0
    for path in locks:
        sys.stdout.write(f"Installing {path.name} …\n")
        sys.stdout.flush()
        if (not has_uv or subprocess.call([*uv, "-r", path.name])) and subprocess.call([*pip, "-r", path.name]):
            raise Refused(f"The packages of {path.name} could not be installed: is the network there?")
    stamp.write_text(wanted)


def make_venv() -> None:
    """Make .venv by the standard library, so that it has a pip even without uv."""
    settings = VENV / "pyvenv.cfg"
    version = f"version = {sys.version_info.major}.{sys.version_info.minor}."
    if settings.exists() and version in settings.read_text() and PYTHON.exists():
        return
    command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    if subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode:
        raise Refused("Python cannot make a virtual environment: on Debian, apt install python3-venv.")


def refuse_early(port: str, folder: Path) -> None:
    """Refuse a taken port or an unwritable folder before anything is installed."""
    try:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", int(port)))
    except (OSError, ValueError, OverflowError):
        raise Refused(f"Port {port} cannot be used or is taken: name another with --port.") from None
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as problem:
        raise Refused(f"{folder} cannot be written: {problem.strerror}. Name another with --data.") from None
    if not os.access(folder, os.W_OK | os.X_OK):
        raise Refused(f"{folder} cannot be written: name another with --data.")


def program_of(folder: str, arguments: list) -> int:
    """Run folder/NAME.py as a module, or list the names there are."""
    names = sorted(path.stem for path in (HOME / folder).glob("[a-z]*.py") if "__main__" in path.read_text())
    if not arguments or arguments[0] not in names:
        raise Refused(f"Name one of: {', '.join(names) or '(there is none yet)'}.")
    install(RUN, DEV)
    return become("-m", f"{folder.replace('/', '.')}.{arguments[0]}", *arguments[1:])


def become(*arguments: str) -> int:
    """Go on as the Python of .venv, so that signals and the exit status are its own."""
    sys.stdout.flush()
    os.execve(str(PYTHON), [str(PYTHON), *arguments], own_environment())


def own_environment() -> dict:
    """Return the environment in which what Python compiles is kept, in .venv: later starts take half the time."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**environment, "PYTHONPYCACHEPREFIX": str(VENV / "pycache")}


def plain_environment() -> dict:
    """Return the environment without what would lead a lock to another index."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "UV_"))}


def digest(*texts: str) -> str:
    """Return the sha256 of the texts."""
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
