"""What the product's pages cost, as ratios to floors measured in the same run.

    python3 dev.py bench pages [--rounds 60] [--database postgresql|sqlite|both] [--years 1 10]

A couple with one year of daily use and one with ten stand in one database, among others.
Every round asks for each page once, in random order: floors and pages of both couples are
interleaved. The last line on standard output is JSON: medians as ratios to the home floor
(posts: to the post floor), the queries, and how ten years compare with one. `own_ratio` is the
same of this process's own processor time: what stays of it on a busy machine. `bytes` tells how
much either page says: a list of one year may not have filled its page yet.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.pages_world import Call

FLOORS = {"empty": "/bench/empty/", "page floor": "/bench/page/", "home floor": "/bench/home/"}
PAGES = {
    "today": "/check-ins/today/",
    "trajectory": "/trajectory/",
    "you": "/you/",
    "couple": "/couple/",
    "appreciation": "/check-ins/appreciation/",
    "repair room": "/repair/",
    "promises": "/repair/promises/",
    "questions": "/repair/questions/",
    "repairs": "/repair/logs/",
    "time-outs": "/repair/time-outs/",
    "evidence": "/evidence/",
}
GOALS = {"today": 2.0, "check-in post": 2.0, "trajectory": 3.5, "caseload": 6.0, "couple dashboard": 6.0}
LIST_GOAL = 3.0


def main(arguments: list[str]) -> int:
    """Measure on one database, or on both, each in a process of its own."""
    parser = argparse.ArgumentParser(prog="dev.py bench pages", description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--database", choices=["postgresql", "sqlite", "both"], default="both")
    parser.add_argument("--years", type=int, nargs=2, default=[1, 10])
    options = parser.parse_args(arguments)
    if options.database == "both":
        return _both(options)
    report = _measure_on(options.database, options.rounds, tuple(options.years))
    print(json.dumps({options.database: report}))
    return 0


def _both(options: argparse.Namespace) -> int:
    found: dict[str, object] = {}
    for database in ("sqlite", "postgresql"):
        command = [sys.executable, "-m", "bench.pages", "--rounds", str(options.rounds), "--database", database]
        command += ["--years", *map(str, options.years)]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
        found |= json.loads(done.stdout.splitlines()[-1])
    print(json.dumps(found))
    return 0


def _measure_on(database: str, rounds: int, years: tuple[int, int]) -> dict[str, object]:
    if database == "sqlite":
        folder = tempfile.mkdtemp(prefix="bench-pages-")
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench_pages.sqlite3"
        os.environ["REDIS_URL"] = "redis://127.0.0.1:9/0"
    import tests.services  # noqa: F401  starts PostgreSQL before Django reads its settings

    import django

    django.setup()
    from bench.pages_world import Bench

    bench = Bench(years)
    try:
        return _report(bench.calls(FLOORS, PAGES), rounds, years)
    finally:
        bench.close()


def _report(calls: dict[str, "Call"], rounds: int, years: tuple[int, int]) -> dict[str, object]:
    """Ask for everything in random order, round by round; return ratios and queries."""
    queries = {name: call.queries() for name, call in calls.items()}
    sizes = {name: call.size() for name, call in calls.items()}
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in calls}
    order = list(calls)
    for turn in range(rounds):
        random.Random(turn).shuffle(order)
        for name in order:
            times[name].append(calls[name].seconds())
    middle = {name: median(took for took, _own in spent) for name, spent in times.items()}
    own = {name: median(own for _took, own in spent) for name, spent in times.items()}
    return {
        "rounds": rounds,
        "home_floor_ms": round(middle["home floor"] * 1000, 2),
        "post_floor_ms": round(middle["post floor"] * 1000, 2),
        "pages": {name: _line(name, middle, own, queries, sizes, years) for name in _bare_names(calls)},
        "floors": {name: round(middle[name] / middle["home floor"], 2) for name in (*FLOORS, "post floor")},
    }


def _bare_names(calls: dict[str, "Call"]) -> list[str]:
    return sorted({name.partition(" @")[0] for name in calls if " @" in name})


def _line(
    name: str,
    middle: dict[str, float],
    own: dict[str, float],
    queries: dict[str, int],
    sizes: dict[str, int],
    years: tuple[int, int],
) -> dict[str, object]:
    short, long = (f"{name} @{count}" for count in years)
    floor = "post floor" if name.endswith("post") else "home floor"
    return {
        "ratio": round(middle[short] / middle[floor], 2),
        "own_ratio": round(own[short] / own[floor], 2),
        "ratio_long": round(middle[long] / middle[floor], 2),
        "long_to_short": round(middle[long] / middle[short], 2),
        "own_long_to_short": round(own[long] / own[short], 2),
        "queries": [queries[short], queries[long]],
        "bytes": [sizes[short], sizes[long]],
        "goal": GOALS.get(name, LIST_GOAL),
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
