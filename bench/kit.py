"""What each part of `kit/` gains over the plain feature of Django that it stands in for.

    python3 dev.py bench kit [--rounds 40]

Both ways do the same work in turn on PostgreSQL. The last line on standard output is JSON: medians of this
process's own processor time in microseconds, ours and plain, and how many times ours is faster. A part that
no longer gains belongs out of `kit/`. With `PLAIN_QUERIES=1` prepared reads are plain ones, and gain nothing.
"""

import argparse
import json
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from statistics import median
from time import process_time

import tests.services  # noqa: F401  starts PostgreSQL before Django reads its settings

import django

django.setup()

from django.forms.renderers import TemplatesSetting
from django.test.utils import setup_databases, teardown_databases
from django.utils.formats import date_format

from bench.trajectory_rows import load
from checkins.days import private_words_of, unanswered
from checkins.forms import CheckInForm
from checkins.models import CheckIn
from couples.models import Couple, Topic
from kit.binary import in_binary
from kit.dates import long_dates
from kit.fields import Shared
from kit.prepared import PreparedInsert
from tests.factories import make_user

LAST = date(2026, 3, 1)
NOW = datetime.combine(LAST, time(12), UTC)
COUPLES, DAYS = 200, 60  # a chunk of the weekly job, two months long
COLUMNS = ("pk", "author_id", "couple_id", "local_date", "submitted_at", "changed_at", "safe", "close")
Ways = tuple[Callable[[], object], Callable[[], object]]


def main(arguments: list[str]) -> int:
    """Measure every part in turn and print the medians."""
    parser = argparse.ArgumentParser(prog="dev.py bench kit", description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=40)
    rounds = parser.parse_args(arguments).rounds
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        load(couples=COUPLES, days=DAYS, last=LAST)
        ways = drawing_ways() | reading_ways()
        found = {name: compare(ours, plain, rounds) for name, (ours, plain) in ways.items()}
    finally:
        teardown_databases(databases, verbosity=0)
    print(json.dumps({"rounds": rounds, "parts": found}))
    return 0


def compare(ours: Callable[[], object], plain: Callable[[], object], rounds: int) -> dict[str, float]:
    """Return the medians of both ways, in turn, after one of each to warm up."""
    spent: dict[str, list[float]] = {"ours": [], "plain": []}
    for number in range(rounds + 1):
        for name, way in (("ours", ours), ("plain", plain)):
            begun = process_time()
            way()
            if number:
                spent[name].append(process_time() - begun)
    of_ours, of_plain = (median(spent[name]) for name in ("ours", "plain"))
    return {"ours_us": round(of_ours * 1e6), "plain_us": round(of_plain * 1e6), "times": round(of_plain / of_ours, 1)}


def drawing_ways() -> dict[str, Ways]:
    """Return what is drawn and copied without the database: the check-in's form, and a year of dates."""
    form, plain_form = CheckInForm(), CheckInForm(renderer=TemplatesSetting())
    days = [LAST - timedelta(days=day) for day in range(365)]
    fields = list(CheckInForm.base_fields.values())
    return {
        "drawing": (form.render, plain_form.render),
        "fields": (
            lambda: [field.__deepcopy__({}) for field in fields],
            lambda: [super(Shared, field).__deepcopy__({}) for field in fields if isinstance(field, Shared)],
        ),
        "dates": (lambda: long_dates(days), lambda: [date_format(day, "j F Y") for day in days]),
    }


def reading_ways() -> dict[str, Ways]:
    """Return what is asked of the database: many ids, many values, and small reads and writes of a page."""
    couples = list(Couple.objects.values_list("pk", flat=True))
    user = make_user(email="reader@example.org")
    days = CheckIn.objects.filter(couple__among=couples)
    words = {"user": user.pk, "on": LAST}
    fresh = {"user": user.pk, "now": NOW, "fresh_since": NOW - timedelta(days=7)}
    store = PreparedInsert(Topic)
    return {
        "binary": (lambda: list(in_binary(days.values_list(*COLUMNS))), lambda: list(days.values_list(*COLUMNS))),
        "lookups": (
            lambda: list(CheckIn.objects.filter(couple__among=couples, local_date=LAST).values_list("pk")),
            lambda: list(CheckIn.objects.filter(couple__in=couples, local_date=LAST).values_list("pk")),
        ),
        "prepared, a small read": (
            lambda: private_words_of(**words),
            lambda: list(private_words_of.__wrapped__(user=user, on=LAST)),
        ),
        "prepared, a longer read": (
            lambda: unanswered(**fresh),
            lambda: list(unanswered.__wrapped__(**{**fresh, "user": user})),
        ),
        "prepared, an insert": (
            lambda: store(Topic(author=user, name="Sunday", created_at=NOW)),
            lambda: Topic(author=user, name="Sunday", created_at=NOW).save(force_insert=True),
        ),
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
