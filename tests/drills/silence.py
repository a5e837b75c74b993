# ruff: noqa: E402  PostgreSQL starts before Django reads its settings, and Django before the models
"""Compare all pages of one partner, byte for byte, with and without each private act of the other.

    python3 dev.py drill silence

Everybody in the fullest state there is (`tests/world.py`). Each act of `tests/private_acts.py` is done by
either partner; every page that the other can reach by links is read at once, and after acts that are
nobody else's ever, also a day and ten days later, with the weekly job run. The database's clock is held
still, and all is rolled back. JSON, last on standard output.
"""

import argparse
import json
import logging
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import django

import tests.services  # noqa: F401  starts PostgreSQL before Django reads its settings

django.setup()

from django.db import transaction
from django.test.utils import override_settings, setup_databases, teardown_databases

from accounts.models import User
from checkins.models import CheckIn
from kit.clock import database_now
from repair.actions.openness import share_openness
from tests.private_acts import SEALED, SILENT, Act
from tests.silence import ROOMS, differences, pages_of, put_clock
from tests.world import World, build_world
from trajectory.weekly.closing import close_weeks

AT_ONCE, LATER = timedelta(minutes=10), (timedelta(days=1), timedelta(days=10))
TWO = (("hurt", "repairing"), ("repairing", "hurt"))
Pages = dict[timedelta, dict[str, bytes]]


def main(argv: list[str]) -> int:
    """Run the drill; return 1 if any byte differs."""
    argparse.ArgumentParser(prog="drill silence", description=__doc__.partition("\n")[0]).parse_args(argv)
    logging.getLogger("django.request").setLevel(logging.ERROR)
    override_settings(ALLOWED_HOSTS=["testserver"], STATIC_ROOT=None).enable()
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        with transaction.atomic():
            found = drill(build_world(now=database_now()), database_now())
            transaction.set_rollback(True)
    finally:
        teardown_databases(databases, verbosity=0)
    print(json.dumps(found, indent=1))
    return 1 if found["different"] else 0


def drill(world: World, now: datetime) -> dict[str, object]:
    """Read, act, and read again."""
    different: dict[str, list[str]] = {}
    compared = 0
    CheckIn.objects.filter(couple=world.couple, local_date__gte=now.date()).delete()  # else a day of both would open
    for actor, reader in TWO:
        plain = read(world.people[reader], now, lambda: None, (AT_ONCE, *LATER))
        for name, act in {**SILENT, **SEALED}.items():
            instants = (AT_ONCE, *LATER) if name in SILENT else (AT_ONCE,)
            acted = read(world.people[reader], now, doing(act, world.people[actor], now), instants)
            for after in instants:
                compared += len(plain[after])
                if found := differences(plain[after], acted[after]):
                    different[f"{name} ({actor}), after {after}"] = found
    heard = read(world.people["hurt"], now, doing(_be_open, world.people["repairing"], now), (AT_ONCE,))
    if not differences(plain[AT_ONCE], heard[AT_ONCE]):
        different["words meant for the other change nothing: the drill is deaf"] = []
    pages = {reader: len(plain[AT_ONCE]) for reader in ("hurt", "repairing")}
    return {"acts": len(SILENT | SEALED), "pages": pages, "compared": compared, "different": different}


def _be_open(user: User, now: datetime) -> None:
    share_openness(user, words="I met her by chance.", key=uuid4(), now=now)


def doing(act: Act, actor: User, now: datetime) -> Callable[[], object]:
    """Return an act that is done by a fresh reading of the person."""
    return lambda: act(User.objects.get(pk=actor.pk), now)


def read(reader: User, now: datetime, act: Callable[[], object], instants: tuple[timedelta, ...]) -> Pages:
    """Act, and return all pages of the reader at each instant; then all is forgotten."""
    found: Pages = {}
    with transaction.atomic():
        put_clock(now)
        act()
        for after in instants:
            if after in LATER:
                close_weeks(now=now + after)
            put_clock(now + after)
            found[after] = pages_of(reader, ROOMS, follows=True)
        transaction.set_rollback(True)
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
