#!/usr/bin/env python
"""Run one management command; an unsafe setting is named in one plain line.

With EMBEDDED=1 it works on the rows of `python3 dev.py run`, in DATA_DIR.
"""

import os
import sys
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError

from trustrebuild.folder import fill_environment, fill_for_reading

NEED_NOTHING = {"analyse", "check_wording"}  # they read a file or standard input and touch no row


def is_meant(folder: Path) -> bool:
    """Say whether the rows of `python3 dev.py run` are meant: EMBEDDED=1, or nothing said and its keys are there."""
    said = os.environ.get("EMBEDDED", "")
    if said == "1":
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return True
    return not said and "DATABASE_URL" not in os.environ and (folder / "keys").exists()


def main() -> None:
    """Run the command; exit 2 when the settings refuse to start, or the database does not answer."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trustrebuild.settings")
    folder = Path(os.environ.get("DATA_DIR") or Path(__file__).parent / "var").absolute()
    if len(sys.argv) > 1 and sys.argv[1] in NEED_NOTHING:
        fill_for_reading()
    elif "SECRET_KEY" not in os.environ and is_meant(folder):
        fill_environment(folder)
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as problem:
        print(problem, file=sys.stderr)
        sys.exit(2)
    except OperationalError:
        print("DATABASE_URL: the database does not answer, or has no tables yet.", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
