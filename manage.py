#!/usr/bin/env python
"""Run one management command; an unsafe setting is named in one plain line."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line


def main() -> None:
    """Run the command; exit 2 when the settings refuse to start."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trustrebuild.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as problem:
        print(problem, file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
