"""What closing one week costs, beside the SQL scan and group of the same rows in the same run.

    python3 dev.py bench trajectory [--couples 10000] [--days 90] [--on postgresql|sqlite]

Every day is answered by both. The weeks before are closed first; then one new week is closed
for everybody: once by one worker, and on PostgreSQL once more by two. The floor reads every
check-in and every row of own answers and groups them. Parallel query is off and NumPy has one
thread. The last line on standard output is JSON. DATABASE_URL may name a PostgreSQL server;
its database bench_trajectory_N_D is then kept for the next run, else all rows go at the end.
"""

import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[name] = "1"
os.environ["PGOPTIONS"] = "-c max_parallel_workers_per_gather=0 -c jit=off"

import argparse
import json
import resource
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from uuid import UUID

SUNDAY = date(2026, 3, 15)
NOW = datetime(2026, 3, 16, 4, tzinfo=UTC)
# Every sum is used outside: what nobody asks for, PostgreSQL does not read, and an index alone answers the rest.
FLOOR = (
    "SELECT sum(days), min(since), sum(safe), sum(close), sum(calm), sum(heard), sum(defended) FROM ("
    "SELECT couple_id, count(*) AS days, min(local_date) AS since, sum(safe) AS safe, sum(close) AS close, "
    "sum(calm) AS calm, sum(heard) AS heard, sum(defended) AS defended FROM checkins_checkin GROUP BY couple_id"
    ") AS found",
    "SELECT sum(days), sum(guard) FROM ("
    "SELECT author_id, count(*) AS days, sum(on_guard) AS guard FROM checkins_ownanswers GROUP BY author_id"
    ") AS found",
)
SERVERS = ("postgresql", "sqlite")


def main() -> int:
    """Run the bench on both databases, each in a process of its own, and print the ratios last."""
    parser = argparse.ArgumentParser(prog="dev.py bench trajectory", description=__doc__.splitlines()[0])
    parser.add_argument("--couples", type=int, default=10_000)
    parser.add_argument("--days", type=int, default=90)
    parser.add_argument("--on", choices=SERVERS)
    options = parser.parse_args()
    if options.couples < 2 or not 14 <= options.days <= 3650:
        parser.error("--couples starts at 2, --days lies between 14 and 3650")
    if options.on:
        return run_on(options.on, options.couples, options.days)
    found = {}
    for server in SERVERS:
        command = [sys.executable, "-m", "bench.trajectory", "--on", server]
        sizes = ["--couples", str(options.couples), "--days", str(options.days)]
        done = subprocess.run([*command, *sizes], stdout=subprocess.PIPE, text=True, check=True)
        found[server] = json.loads(done.stdout.splitlines()[-1])
    print(json.dumps(found))
    return 0


def run_on(server: str, couples: int, days: int) -> int:
    """Open a database of the bench's own, load it the first time, and measure."""
    open_database(server, f"bench_trajectory_{couples}_{days}")
    from bench.trajectory_rows import is_loaded, load

    if not is_loaded(couples):
        started = perf_counter()
        load(couples=couples, days=days, last=SUNDAY)
        say(f"{server}: loaded {couples} couples, {days} days, in {perf_counter() - started:.0f} s")
    print(json.dumps(measure(server, couples)))
    return 0


def open_database(server: str, name: str) -> None:
    """Point the settings at an own database and bring its tables up to date."""
    from bench import kept_server

    if server == "sqlite":
        folder = kept_server.HOME / "sqlite"
        folder.mkdir(parents=True, exist_ok=True)
        os.environ.update(EMBEDDED="1", DATA_DIR=str(folder), DATABASE_URL=f"sqlite:///{folder}/{name}.sqlite3")
    elif "DATABASE_URL" not in os.environ:
        kept_server.serve()
    import tests.services as services

    if server == "postgresql":
        import psycopg

        try:
            address = services.database_url(name)
        except psycopg.errors.DuplicateDatabase:
            address = os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{name}"
        os.environ["DATABASE_URL"] = address
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def measure(server: str, couples: int) -> dict[str, object]:
    """Close the weeks before unmeasured, then the newest one, with the floor before and after."""
    from trajectory.weekly.closing import close_weeks

    forget_newest_week()
    started = perf_counter()
    close_weeks(now=NOW - timedelta(days=7), back=2)
    say(f"{server}: closed the weeks before in {perf_counter() - started:.0f} s")
    at_server = server_processor()
    floors = [floor(), floor()]
    at_floor, processor = server_processor() - at_server, process_time()
    parts = close_newest_week()
    processor, at_job = process_time() - processor, server_processor() - at_server - at_floor
    floors += [floor(), floor()]
    whole, least = sum(parts.values()), median(floors)
    found: dict[str, object] = {
        "couples": couples,
        "rows": row_count(),
        "floor_seconds": round(least, 3),
        **{f"{name}_seconds": round(seconds, 3) for name, seconds in parts.items()},
        "whole_seconds": round(whole, 3),
        "worker_processor_seconds": round(processor, 3),
        "server_processor_seconds": at_job and round(at_job, 3),
        "floor_processor_seconds": at_floor and round(at_floor / 2, 3),
        "couples_per_second": round(couples / whole),
        "floor_couples_per_second": round(couples / least),
        "microseconds_per_couple": round(whole / couples * 1e6),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    if server == "postgresql":
        found["two_workers"] = round(by_workers(1) / by_workers(2), 2)
    if at_floor:
        found["ratio_by_processor"] = round(at_floor / 2 / (processor + at_job), 3)
    found["ratio_to_floor"] = round(least / whole, 3)
    for name, value in found.items():
        say(f"{server}: {name} {value}")
    return found


def server_processor() -> float:
    """Return the processor seconds that our PostgreSQL connection has used, 0 where that cannot be seen.

    On a machine that others use too, these say more than the clock on the wall.
    """
    from django.db import connection

    if connection.vendor != "postgresql" or not Path("/proc/self/stat").exists():
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        at = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    if not at.exists():  # a server elsewhere
        return 0.0
    ticks = at.read_text().rpartition(")")[2].split()[11:13]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def floor() -> float:
    """Return how long the database needs to read and group the same rows."""
    from django.db import connection

    started = perf_counter()
    with connection.cursor() as cursor:
        for query in FLOOR:
            cursor.execute(query)
            cursor.fetchone()
    return perf_counter() - started


def close_newest_week() -> dict[str, float]:
    """Close the newest week for everybody, timing what each chunk reads, computes and writes."""
    from trajectory.weekly.closing import chunks_of_people
    from trajectory.weekly.chunks import read_chunk
    from trajectory.weekly.closing import HOURLY_BACK_WEEKS, collector_at_rest, compute_chunk, write_chunk

    parts = {"read": 0.0, "compute": 0.0, "write": 0.0}
    began = perf_counter()
    for user_ids in chunks_of_people():
        with collector_at_rest():
            started = perf_counter()
            chunk = read_chunk(user_ids, now=NOW, back=HOURLY_BACK_WEEKS)
            read = perf_counter()
            fresh = compute_chunk(chunk)
            computed = perf_counter()
            write_chunk(chunk, *fresh)
            written = perf_counter()
            del chunk, fresh  # as where a chunk is closed: gone before the collector looks again
        for part, seconds in zip(parts, (read - started, computed - read, written - computed), strict=True):
            parts[part] += seconds
    parts["read"] += perf_counter() - began - sum(parts.values())
    return parts


def by_workers(workers: int) -> float:
    """Return how long so many processes need for the newest week, sharing the chunks."""
    from django.db import connection

    from trajectory.weekly.closing import chunks_of_people

    forget_newest_week()
    chunks = [[pk.hex for pk in chunk] for chunk in chunks_of_people()]
    connection.close()
    with get_context("spawn").Pool(workers, _prepare_worker) as pool:
        pool.map(_warm, range(workers))
        started = perf_counter()
        pool.map(_close, chunks, chunksize=1)
        return perf_counter() - started


def _prepare_worker() -> None:
    import django

    django.setup()


def _warm(_number: int) -> None:
    import trajectory.weekly.closing  # noqa: F401


def _close(user_ids: list[str]) -> int:
    from trajectory.weekly.closing import HOURLY_BACK_WEEKS, close_chunk

    return close_chunk([UUID(pk) for pk in user_ids], now=NOW, back=HOURLY_BACK_WEEKS)


def forget_newest_week() -> None:
    """Take the newest week's rows away, as if it had not been closed."""
    from trajectory.models import WeeklyReading, WeeklySummary

    for model in (WeeklyReading, WeeklySummary):
        model.objects.filter(week=SUNDAY - timedelta(days=6)).delete()


def row_count() -> int:
    """Return how many check-ins there are."""
    from checkins.models import CheckIn

    return CheckIn.objects.count()


def say(line: str) -> None:
    """Print one line beside the result."""
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
