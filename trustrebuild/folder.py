"""The folder of embedded mode: rows, keys and mails of one machine, its owner's alone."""

import base64
import fcntl
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DECIDED_HERE = ("DATABASE_URL", "REDIS_URL", "ALLOWED_HOSTS", "EMAIL_URL", "MAIL_FROM", "WEB_CONCURRENCY", "DEBUG")


class CannotStart(Exception):
    """The start is refused for a reason the person can mend."""


@contextmanager
def own_folder(path: Path) -> Iterator[Path]:
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


def fill_environment(folder: Path, *, address: str = "") -> None:
    """Set what the settings read: this folder, its keys and address, and nothing from outside."""
    os.umask(0o077)
    for name in DECIDED_HERE:
        os.environ.pop(name, None)
    remembered = folder / "address"
    if address:
        remembered.write_text(address)
    elif remembered.exists():
        address = remembered.read_text()
    os.environ.update(_keys(folder / "keys"), EMBEDDED="1", DATA_DIR=str(folder), SITE_URL=address)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trustrebuild.settings")


def _keys(path: Path) -> dict[str, str]:
    """Return the folder's own secrets, made at its first start and kept."""
    if not path.exists():
        field_key = base64.b64encode(secrets.token_bytes(32)).decode()
        fresh = path.with_name("keys.new")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(f"SECRET_KEY=embedded-{secrets.token_urlsafe(48)}\nFIELD_KEYS=embedded:{field_key}\n")
            file.flush()
            os.fsync(file.fileno())
        fresh.rename(path)
    return dict(line.split("=", 1) for line in path.read_text().splitlines())


def fill_for_reading() -> None:
    """Set throw-away values for a command that keeps nothing and touches no row."""
    os.umask(0o077)
    for name in DECIDED_HERE:
        os.environ.pop(name, None)
    field_key = base64.b64encode(secrets.token_bytes(32)).decode()
    os.environ.update(
        SECRET_KEY=f"embedded-{secrets.token_urlsafe(48)}",
        FIELD_KEYS=f"embedded:{field_key}",
        EMBEDDED="1",
        DATABASE_URL="sqlite://:memory:",
    )
