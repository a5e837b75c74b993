# ruff: noqa: E402  PostgreSQL starts before Django reads its settings, and Django before the models
"""Run the weekly job four times at once, kill the copies again and again, and look at what stands.

    python3 dev.py drill weeks [--kills 50] [--couples 40]

A real PostgreSQL. Every round begins with no weekly rows, or with those from before a late
entry, lets four copies of the job loose and kills each (SIGKILL) at a moment of its own; then
four copies at once finish. In the end of every round exactly one row of each owner and week is
current, and all rows hold the same bytes as after one undisturbed run. JSON, last on standard output.
"""

import argparse
import json
import os
import random
import signal
import sys
import time
import traceback
from collections import Counter
from datetime import timedelta

import django

import tests.services  # noqa: F401  starts PostgreSQL before Django reads its settings

django.setup()

from django.db import connection
from django.db.models import Model
from django.test.utils import setup_databases, teardown_databases

from checkins.models import CheckIn
from tests.factories import NOW, make_check_in, make_couple, make_user
from tests.trajectory.test_closing import SUNDAY, write_days
from trajectory import records
from trajectory.models import UnclosedWeek, WeeklyReading, WeeklySummary
from trajectory.weekly.closing import chunks_of_people, close_chunk

COPIES, PEOPLE_A_CHUNK, DAYS = 4, 12, 50
MODELS = (WeeklyReading, WeeklySummary)
Rows = dict[tuple, bytes]


def main(argv: list[str]) -> int:
    """Run the drill; return 1 if anything was lost, doubled or different."""
    parser = argparse.ArgumentParser(prog="drill weeks", description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--couples", type=int, default=40)
    options = parser.parse_args(argv)
    if connection.vendor != "postgresql":
        parser.error("needs PostgreSQL")
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        found = drill(options.kills, options.couples)
    finally:
        teardown_databases(databases, verbosity=0)
    print(json.dumps(found, indent=1))
    return 1 if found["rows_lost"] or found["rows_different"] or found["not_one_current"] else 0


def drill(kills: int, couples: int) -> dict[str, object]:
    """Kill as often as asked, and compare each round with an undisturbed run."""
    starts = [[], write_couples(couples)]
    add_late_entries()
    wanted, seconds = [], 0.0
    for rows in starts:
        begin_with(rows)
        began = time.monotonic()
        run_job()
        seconds = max(seconds, time.monotonic() - began)
        wanted.append(rows_now())
    found: Counter[str] = Counter({"rows_lost": 0, "rows_different": 0, "not_one_current": 0, "unclosed": 0})
    while found["kills"] < kills:
        number = found["rounds"] % 2
        begin_with(starts[number])
        found["kills"] += kill_copies(COPIES * seconds)
        finish([copy() for _number in range(COPIES)])
        found += compare(wanted[number])
        found["rounds"] += 1
        print(f"round {found['rounds']}: {found['kills']} killed so far", file=sys.stderr, flush=True)
    names = ("kills", "rounds", "rows_lost", "rows_different", "not_one_current", "unclosed")
    return {name: found[name] for name in names} | {"couples": couples, "rows": [len(rows) for rows in wanted]}


def write_couples(couples: int) -> list[Model]:
    """Write couples with their days, close their weeks once, and return the rows."""
    for number in range(couples):
        couple = make_couple(joined_at=NOW - timedelta(days=90))
        for seed, partner in enumerate(couple.partners.all()):
            write_days(partner.user, DAYS, couple=couple, seed=2 * number + seed)
    write_days(make_user(), DAYS)
    run_job()
    return [row for model in MODELS for row in model.objects.all()]


def add_late_entries() -> None:
    """Take a day away from every third person and let others write one late, so that rows get new versions."""
    CheckIn.objects.filter(local_date=SUNDAY - timedelta(days=9), safe__gte=5).delete()
    for author in CheckIn.objects.order_by("author").values_list("author", flat=True).distinct()[::3]:
        row = CheckIn.objects.filter(author=author).select_related("author", "couple").first()
        make_check_in(author=row.author, couple=row.couple, on=SUNDAY - timedelta(days=DAYS + 2))


def begin_with(rows: list[Model]) -> None:
    """Let exactly these weekly rows stand there."""
    UnclosedWeek.objects.all().delete()
    for model in MODELS:
        model.objects.all().delete()
        model.objects.bulk_create([row for row in rows if isinstance(row, model)], batch_size=500)


def run_job() -> None:
    """Close every week that is due, a few people at a time."""
    for ids in chunks_of_people(PEOPLE_A_CHUNK):
        close_chunk(ids, now=NOW)


def copy() -> int:
    """Start a copy of the job in a process of its own and return its id."""
    connection.close()
    connection.close_pool()
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        run_job()
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


def kill_copies(seconds: float) -> int:
    """Start the copies at once, kill each at a moment of its own; return how many were still at work."""
    copies = [copy() for _number in range(COPIES)]
    began = time.monotonic()
    killed = 0
    for pid, at in zip(copies, sorted(random.uniform(0.02, 0.6) * seconds for _copy in copies), strict=True):
        time.sleep(max(0.0, began + at - time.monotonic()))
        os.kill(pid, signal.SIGKILL)
        killed += os.WIFSIGNALED(os.waitpid(pid, 0)[1])
    return killed


def finish(copies: list[int]) -> None:
    """Wait for copies that nobody kills."""
    for pid in copies:
        if os.waitpid(pid, 0)[1]:
            raise SystemExit("A copy that nobody killed did not come to its end.")


def rows_now() -> Rows:
    """Return every weekly row by owner, week and version, as bytes."""
    return {(owner_of(row), row.week, row.version): spelled(row) for model in MODELS for row in model.objects.all()}


def owner_of(row: Model) -> tuple[str, object]:
    """Return whose row it is."""
    return (row._meta.model_name, row.author_id if isinstance(row, WeeklyReading) else row.couple_id)


def spelled(row: Model) -> bytes:
    """Return what a row holds but its id and the moment it was computed at."""
    beside = (row.is_current, getattr(row, "steps", ""), row.couple_id, row.engine_version)
    return records.spelled(row.record) + bytes(row.input_hash) + repr(beside).encode()


def compare(wanted: Rows) -> Counter[str]:
    """Count what is not as after an undisturbed run."""
    there = rows_now()
    owners = {key[:2] for key in wanted}
    times = Counter((owner_of(row), row.week) for model in MODELS for row in model.objects.filter(is_current=True))
    return Counter(
        rows_lost=len(wanted.keys() - there.keys()),
        rows_different=sum(there[key] != wanted.get(key) for key in there),
        not_one_current=sum(times[owner] != 1 for owner in owners),
        unclosed=UnclosedWeek.objects.count(),
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
