"""Time zones: their names, and rules that come from the locked `tzdata` alone.

The machine's own files shadow the package and may be years older; every process
passes through the settings, which call `read_the_locked_rules` before anything else.
"""

import os
import zoneinfo
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

NOT_OFFERED = ("Etc/", "SystemV/", "US/", "posix/", "right/")
MEANS_UTC = {"Etc/UTC", "Etc/GMT"}


def read_the_locked_rules() -> None:
    """Read zones from the package alone, in this process and in those that it starts."""
    os.environ["PYTHONTZPATH"] = ""
    zoneinfo.reset_tzpath(to=())
    ZoneInfo.clear_cache()


@cache
def zone_names() -> tuple[str, ...]:
    """Return the zone names that may be chosen, sorted."""
    known = zoneinfo.available_timezones()
    return tuple(sorted(n for n in known if ("/" in n or n == "UTC") and not n.startswith(NOT_OFFERED)))


def known_zone(name: str) -> str:
    """Return the name if it may be chosen, else an empty string."""
    return name if name in zone_names() else ""


def understood_zone(name: str) -> str:
    """Return the name to choose for whatever a browser calls its zone; an empty string if there is none."""
    meant = _links().get(name, name)
    return known_zone(name) or known_zone("UTC" if meant in MEANS_UTC else meant)


@cache
def rules_of(name: str) -> ZoneInfo:
    """Return the rules of a stored zone; UTC for a name that is known no more, so that nobody's page fails."""
    try:
        return ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


@cache
def _links() -> dict[str, str]:
    """Map each old name to the one in use, from the "L" lines of the package: L America/New_York US/Eastern."""
    lines = (files("tzdata") / "zoneinfo" / "tzdata.zi").read_text().splitlines()
    return {name: meant for _mark, meant, name in (line.split() for line in lines if line.startswith("L "))}
