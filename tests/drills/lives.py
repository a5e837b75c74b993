# ruff: noqa: E402  PostgreSQL starts before Django reads its settings, and Django before the models
"""Let couples live for eight weeks in six zones, and hold what the product says against counting from rows.

    python3 dev.py drill lives [--couples 200] [--weeks 8] [--seed 1]

Hour by hour people write, back-fill, change, take back, pause, move, leave and link anew through the
product's own actions; the tick and the weekly job run as they would. Each day a part of the houses
is looked at: who reads which dates of whom. As many couples make, tell and end promises. In the end
weekly rows, packs, reminders and what the therapist reads are counted from rows by other code
(`tests/lives/counting.py`, `tests/repair/promise_lives.py`). JSON, last on standard output.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import chain

import django

import tests.services  # noqa: F401  starts PostgreSQL before Django reads its settings

django.setup()

from django.db import transaction
from django.test.utils import setup_databases, teardown_databases

from notices.actions import tick
from tests.lives import counting
from tests.lives.living import HOUR, House, instant_of, living_couples
from tests.repair.promise_lives import live
from tests.repair.test_promise_lives import check
from trajectory.weekly.closing import close_weeks

PEOPLE_IN_A_HOUSE = 4
HOURS_BETWEEN_JOBS, HOURS_BETWEEN_LOOKS = 6, 11
SHOWN = 20


def main(argv: list[str]) -> int:
    """Run the drill; return 1 if anything differs."""
    parser = argparse.ArgumentParser(prog="drill lives", description=__doc__.partition("\n")[0])
    parser.add_argument("--couples", type=int, default=200)
    parser.add_argument("--weeks", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(argv)
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        found = drill(options.couples, options.weeks, options.seed)
    finally:
        teardown_databases(databases, verbosity=0)
    print(json.dumps(found, indent=1, default=str))
    return 1 if found["wrong"] else 0


def drill(couples: int, weeks: int, seed: int) -> dict[str, object]:
    """Live, look, and count."""
    start = instant_of(0)
    houses = [House.build(seed * 100_000 + number, now=start) for number in range(couples * 2 // PEOPLE_IN_A_HOUSE)]
    wrong: dict[str, list[str]] = {"reading": []}
    counts: Counter[str] = Counter()
    for hour in range(weeks * 7 * 24):
        now = start + hour * HOUR
        live_an_hour(houses, hour, now)
        if hour % HOURS_BETWEEN_LOOKS == 0:
            looked = houses[hour // HOURS_BETWEEN_LOOKS % 8 :: 8]
            people = [person for house in looked for person in house.people]
            counts["looks"] += len(people)
            wrong["reading"] += chain.from_iterable(counting.wrong_readings(person, now) for person in people)
    wrong |= at_the_end(houses, start + timedelta(weeks=weeks), counts)
    wrong["promises"] = list(wrong_promises(range(seed * 1000, seed * 1000 + couples), weeks))
    numbers = {kind: len(lines) for kind, lines in wrong.items()}
    return {**counts, "wrong": sum(numbers.values()), "of": numbers, "first": {k: v[:SHOWN] for k, v in wrong.items()}}


def wrong_promises(seeds: Iterable[int], weeks: int) -> Iterator[str]:
    """Let couples make promises for weeks, each in a life that is then forgotten, and count them from their rows."""
    for seed in seeds:
        try:
            with transaction.atomic():
                check(live(seed, weeks=weeks))
                transaction.set_rollback(True)
        except AssertionError as problem:
            yield f"promises of seed {seed}: {problem}"


def live_an_hour(houses: list[House], hour: int, now: datetime) -> None:
    """Let an hour go by for everybody, and let the jobs run."""
    tick(now=now)
    if hour % HOURS_BETWEEN_JOBS == 0:
        close_weeks(now=now, back=2)
    for house in houses:
        house.live(now)


def at_the_end(houses: list[House], now: datetime, counts: Counter[str]) -> dict[str, list[str]]:
    """Count everything once more from rows, after the last run of each job."""
    tick(now=now)
    close_weeks(now=now)
    people = [person for house in houses for person in house.people]
    couples = living_couples(houses)
    counts.update({"people": len(people), "living_couples": len(couples)} | House.done())
    found = {
        "weeks": (counting.wrong_weeks(person, now) for person in people),
        "summaries": (counting.wrong_summaries(couple, now) for couple in couples),
        "packs": (counting.wrong_pack(person) for person in people),
        "notices": (counting.wrong_notices(person, now) for person in people),
        "therapist": (counting.wrong_therapist(house, now) for house in houses),
    }
    return {kind: list(chain.from_iterable(lines)) for kind, lines in found.items()}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
