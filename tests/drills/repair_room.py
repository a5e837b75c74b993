# ruff: noqa: E402  PostgreSQL starts before Django reads its settings, and Django before the models
"""Ask for every page of the repair room after three years of daily use, and after a few days.

    python3 dev.py drill repair_room [--rounds 15]

Two couples in one database: one with 1,000 promise dates, 300 questions, 400 repairs and as much
of the rest, one with a row or two in each state. Every address that answers GET, the later pages
of the lists and the filters of the evidence file too, is asked for by both partners of both, in
random order, round by round. A page passes if it needs the same queries and at most twice the
time, by the clock and by this process's own processor time (medians). Printing the evidence file
is the same page with a style of its own. JSON, last on standard output.
"""

import argparse
import gc
import json
import logging
import random
import re
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus
from statistics import median
from time import perf_counter, process_time
from uuid import UUID, uuid4

import django

import tests.services  # noqa: F401  starts PostgreSQL before Django reads its settings

django.setup()

from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings, setup_databases, teardown_databases

from kit.clock import database_now
from repair.models import Acknowledgement, Agreement, Openness, Question, Repair, SecondChance, TimeOut
from tests.factories import make_couple, make_user
from tests.repair.long_room import FEW_DAYS, THREE_YEARS, Amounts, Room, addresses_of, write_room

FEW, MANY = Amounts(others=2), Amounts(promise_dates=1000, questions=300, repairs=400, others=150)
ROWS = {
    "questions": (Question, "closed_at"),
    "openness": (Openness, "shared_at"),
    "agreements": (Agreement, "made_at"),
    "repairs": (Repair, "closed_at"),
    "time_outs": (TimeOut, "started_at"),
    "chances": (SecondChance, "written_at"),
    "acknowledgements": (Acknowledgement, "begun_at"),
}
MOST = 2.0
Call = Callable[[], object]


def main(argv: list[str]) -> int:
    """Run the drill; return 1 if any page asks more, or takes more than twice the time."""
    parser = argparse.ArgumentParser(prog="drill repair_room", description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args(argv).rounds
    logging.getLogger("django.request").setLevel(logging.ERROR)  # it asks for every address, also of buttons
    hosts = override_settings(ALLOWED_HOSTS=["testserver"], STATIC_ROOT=None)
    hosts.enable()
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        found = drill(rounds)
    finally:
        teardown_databases(databases, verbosity=0)
    print(json.dumps(found, indent=1))
    return 1 if found["other_queries"] or found["over_twice"] else 0


def drill(rounds: int) -> dict[str, object]:
    """Seed both couples, ask for everything, and compare."""
    now = database_now()
    few, many = (calls_of(*of, now) for of in ((FEW, FEW_DAYS), (MANY, THREE_YEARS)))
    if list(few) != list(many):
        raise SystemExit(f"The couples differ in what answers: {sorted(set(few) ^ set(many))}")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    queries = {page: (queries_of(few[page]), queries_of(many[page])) for page in few}
    ratios = measure(few, many, rounds)
    for page, (wall, own) in sorted(ratios.items(), key=lambda line: -line[1][1]):
        print(f"{page:52} queries {queries[page][0]:2} {queries[page][1]:2}   time x{wall:.2f}   own time x{own:.2f}")
    return {
        "rounds": rounds,
        "pages": len(few),
        "worst": max(ratios, key=lambda page: max(ratios[page])),
        "worst_ratio": round(max(max(both) for both in ratios.values()), 2),
        "other_queries": [page for page, (one, other) in queries.items() if one != other],
        "over_twice": [page for page, both in ratios.items() if max(both) > MOST],
    }


def calls_of(amounts: Amounts, lasts: timedelta, now: datetime) -> dict[str, Call]:
    """Make a couple with this much, and return a call for each page that one of the two may see."""
    hurt, repairing = (make_user(name=name, created_at=now - lasts) for name in ("Mara", "Jonas"))
    couple = make_couple(hurt=hurt, repairing=repairing, joined_at=now - lasts)
    room = Room(hurt, repairing, couple, amounts, now, lasts)
    calls, paths = {}, addresses(room)
    only_posts, seen = set(), set()
    for part, user in (("hurt", hurt), ("repairing", repairing)):
        client = Client()
        client.force_login(user)
        for name, path in paths.items():
            status = client.get(path).status_code
            if status == HTTPStatus.OK:
                calls[f"{name} ({part})"] = lambda client=client, path=path: client.get(path)
                seen.add(name)
            elif status == HTTPStatus.METHOD_NOT_ALLOWED:
                only_posts.add(name)
    if missed := set(paths) - only_posts - seen:
        raise SystemExit(f"Neither of the two sees: {sorted(missed)}")
    return calls


def addresses(room: Room) -> dict[str, str]:
    """Return every address of the room, with the row it is for; of lists also a later page, of evidence each filter."""
    found = addresses_of(write_room(room))
    later = room.began + room.lasts / 2
    place = f"{later.date()}:{uuid4()}"
    places = {"moments": place, "hard_dates": place, "promise": later.date().isoformat()}
    places |= {name: middle(model.objects.filter(couple=room.couple), field) for name, (model, field) in ROWS.items()}
    for name, before in places.items():
        found[f"{name}, later"] = f"{found[name]}?before={before}"
    file, month = found["evidence"], room.began.strftime("%Y-%m")
    found["evidence, later"] = f"{file}?before={place}"
    found["evidence, one month"] = f"{file}?month={month}"
    for kind in ("promises", "openness", "returns", "moments", "repairs"):
        found[f"evidence, {kind}"] = f"{file}?kind={kind}"
        found[f"evidence, {kind} of one month"] = f"{file}?kind={kind}&month={month}"
    return found


def middle(rows: QuerySet, field: str) -> UUID:
    """Return the row that half of a list stands behind."""
    found = rows.exclude(**{field: None}).order_by(field).values_list("pk", flat=True)
    return found[found.count() // 2]


def queries_of(call: Call) -> int:
    """Return how many queries a page needs."""
    with CaptureQueriesContext(connection) as seen:
        call()
    return sum(not re.match("SAVEPOINT|RELEASE|BEGIN|COMMIT", query["sql"]) for query in seen)


def measure(few: dict[str, Call], many: dict[str, Call], rounds: int) -> dict[str, tuple[float, float]]:
    """Return for each page the ratio of the medians: by the clock, and of this process's own time."""
    spent: dict[tuple[str, int], list[tuple[float, float]]] = {(page, which): [] for page in few for which in (0, 1)}
    order = list(spent)
    gc.disable()
    for turn in range(rounds):
        random.Random(turn).shuffle(order)
        for page, which in order:
            call = (few, many)[which][page]
            began, worked = perf_counter(), process_time()
            call()
            spent[page, which].append((perf_counter() - began, process_time() - worked))
        gc.collect()
    return {page: tuple(_ratio(spent[page, 0], spent[page, 1], which) for which in (0, 1)) for page in few}


def _ratio(few: list[tuple[float, float]], many: list[tuple[float, float]], which: int) -> float:
    return median(took[which] for took in many) / median(took[which] for took in few)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
