"""Zones: the rules of the locked package in every process, and whatever a browser calls one."""

import os
import subprocess
import sys
import zoneinfo
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings

from kit.zones import rules_of, understood_zone, zone_names

DATES = [datetime(2026, month, 15, 12, tzinfo=UTC) for month in range(1, 13)]
SHOW = (
    "import {first}; from zoneinfo import ZoneInfo; from datetime import datetime as d;"
    " print(d(2026, 7, 1, tzinfo=ZoneInfo('Europe/Berlin')).utcoffset())"
)


def packaged(name: str) -> ZoneInfo:
    """Return the rules in the package's own file."""
    with files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as source:
        return ZoneInfo.from_file(source, key=name)


def test_each_zone_is_read_from_the_locked_package() -> None:
    names = zone_names()

    other = [
        n for n in names if [at.astimezone(packaged(n)) for at in DATES] != [at.astimezone(ZoneInfo(n)) for at in DATES]
    ]

    assert (zoneinfo.TZPATH, other) == ((), [])
    assert len(names) > 400


@pytest.mark.parametrize("first", ["trustrebuild.wsgi", "trustrebuild.celery", "trustrebuild.settings"])
def test_rules_of_the_machine_shadow_nothing(first: str, tmp_path: Path) -> None:
    (tmp_path / "Europe").mkdir()
    tokyo = files("tzdata").joinpath("zoneinfo", "Asia", "Tokyo").read_bytes()
    (tmp_path / "Europe" / "Berlin").write_bytes(tokyo)
    environment = {**os.environ, "PYTHONTZPATH": str(tmp_path)}
    show = SHOW.format(first=first)
    if first.endswith("celery"):
        show = show.replace(";", "; trustrebuild.celery.app.conf.timezone;", 1)

    said = subprocess.run(
        [sys.executable, "-c", show], env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    )

    assert said.stdout.strip() == "2:00:00"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        *(("Europe/Vienna", "Europe/Vienna"), ("US/Eastern", "America/New_York"), ("Etc/UTC", "UTC"), ("GMT", "UTC")),
        *(("Japan", "Asia/Tokyo"), ("Asia/Calcutta", "Asia/Calcutta"), ("NZ", "Pacific/Auckland")),
        *(("Etc/GMT+5", ""), ("Nowhere/Land", ""), ("", ""), ("../../etc/passwd", "")),
    ],
)
def test_browsers_name_of_a_zone_is_understood_or_asked_about(said: str, meant: str) -> None:
    assert understood_zone(said) == meant


@pytest.mark.parametrize("name", ["Nowhere/Land", "America", "../../etc/passwd", "", "UTC\0"])
def test_stored_zone_that_is_known_no_more_reads_as_utc(name: str) -> None:
    assert rules_of(name).key == "UTC"
