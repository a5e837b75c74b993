#!/usr/bin/env python
"""Run one management command; an unsafe setting is named in one plain line.

With EMBEDDED=1 it works on the rows of `python3 dev.py run`, in DATA_DIR.
"""

import os
import sys
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from trustrebuild.folder import fill_environment


def main() -> None:
    """Run the command; exit 2 when the settings refuse to start."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trustrebuild.settings")
    folder = Path(os.environ.get("DATA_DIR", "var")).absolute()
    if os.environ.get("EMBEDDED") == "1" and "SECRET_KEY" not in os.environ and folder.is_dir():
        fill_environment(folder)
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as problem:
        print(problem, file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
