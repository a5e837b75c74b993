"""Several runs at once, and one that dies on the way: one row for each week, and the same bytes."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction

from tests.factories import NOW, make_couple
from tests.trajectory.test_closing import rows_of, write_days
from trajectory.models import WeeklyReading, WeeklySummary
from trajectory.weekly.chunks import read_chunk
from trajectory.weekly.closing import close_chunk, compute_chunk
from trajectory.weekly.writing import Fresh


class Killed(BaseException):
    """The process ends here, as far as the database can tell."""


def two_people() -> list[UUID]:
    couple = make_couple(joined_at=NOW - timedelta(days=40))
    people = [partner.user for partner in couple.partners.all()]
    for seed, user in enumerate(people):
        write_days(user, 30, couple=couple, seed=seed)
    return [user.pk for user in people]


def on_own_connection(act: Callable[[], object]) -> None:
    try:
        act()
    finally:
        connection.close()


@transaction.atomic
def write_and_die(readings: Fresh) -> None:
    readings.write(now=NOW)
    raise Killed


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite has one writer; runs wait for each other")
def test_four_runs_at_once_leave_one_row_for_each_week() -> None:
    ids = two_people()
    close_chunk(ids, now=NOW)
    undisturbed = rows_of(WeeklyReading), rows_of(WeeklySummary)
    WeeklyReading.objects.all().delete()
    WeeklySummary.objects.all().delete()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _run: on_own_connection(lambda: close_chunk(ids, now=NOW)), range(4)))

    assert (rows_of(WeeklyReading), rows_of(WeeklySummary)) == undisturbed


@pytest.mark.django_db
def test_a_run_that_dies_while_writing_leaves_nothing_half() -> None:
    ids = two_people()
    readings, _summaries = compute_chunk(read_chunk(ids, now=NOW, back=5))

    with pytest.raises(Killed):
        write_and_die(readings)

    assert WeeklyReading.objects.count() == 0
    assert close_chunk(ids, now=NOW) == len(rows_of(WeeklyReading)) + len(rows_of(WeeklySummary))
