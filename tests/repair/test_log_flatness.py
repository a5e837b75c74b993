"""Every page of logs, time-outs, acknowledgement and hard days asks as much for many rows as for one."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from couples.models import Couple
from kit.clock import database_now
from repair.actions.time_outs import save_plan
from repair.models import Repair, RepairNote, RepairReopening, RepairSide, SecondChanceAnswer, Step
from tests.repair import logs
from tests.repair.rows import TODAY, make_pair

pytestmark = pytest.mark.django_db
LISTS = (
    "repair:room",
    "repair:time_outs",
    "repair:calm_plan",
    "repair:repairs",
    "repair:chances",
    "repair:acknowledgements",
    "repair:moments",
    "repair:hard_dates",
    "repair:evidence",
)


def fill(hurt: User, repairing: User, couple: Couple, *, number: int) -> None:
    """Write `number` of everything, a third of the repairs open, a third resting, a third folded away."""
    now = database_now()
    for index in range(number):
        at = now - timedelta(days=3 + index)
        logs.make_time_out(author=hurt, couple=couple, started_at=at, returned_at=at + timedelta(minutes=30))
        logs.make_repair(author=hurt, couple=couple, opened_at=at)
        for rested in (at, at - timedelta(days=40)):
            logs.make_repair(author=hurt, couple=couple, opened_at=rested, closed_at=rested)
        chance = logs.make_chance(author=repairing, couple=couple)
        SecondChanceAnswer.objects.create(chance=chance, author=hurt, couple=couple, reply="yes", answered_at=at)
        logs.make_version(author=repairing, couple=couple)
        logs.make_moment(author=hurt, couple=couple)
        logs.make_hard_date(author=hurt, couple=couple, on=TODAY - timedelta(days=index))
        date = logs.make_hard_date(author=hurt, couple=couple, on=TODAY + timedelta(days=400 + index))
        date.lines.create(author=repairing, couple=couple, for_on=date.falls_on, words="home", written_at=at)
        save_plan(hurt, signal_words=f"{index} red", soothing="tea", key=uuid4(), now=at)


def queries(user: User, path: str) -> int:
    client = Client()
    client.force_login(user)
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


@pytest.mark.parametrize("route", LISTS)
def test_list_asks_as_much_for_thirty_as_for_one(route: str) -> None:
    hurt, repairing, couple = make_pair()
    fill(hurt, repairing, couple, number=1)
    one = queries(repairing, reverse(route))

    fill(hurt, repairing, couple, number=29)

    assert queries(repairing, reverse(route)) == one


def test_list_asks_as_much_for_four_hundred_repairs_as_for_three() -> None:
    hurt, repairing, couple = make_pair()
    fill(hurt, repairing, couple, number=1)
    three = [queries(repairing, reverse(route)) for route in ("repair:repairs", "repair:evidence")]
    long_ago = database_now() - timedelta(days=400)
    Repair.objects.bulk_create(
        Repair(
            author=hurt,
            couple=couple,
            kind="debate",
            name="long ago",
            opened_at=long_ago,
            opened_on=long_ago.date(),
            closed_at=long_ago,
            closed_on=long_ago.date(),
            rested_at=long_ago,
            rested_on=long_ago.date(),
        )
        for _number in range(400)
    )

    assert [queries(repairing, reverse(route)) for route in ("repair:repairs", "repair:evidence")] == three


def test_one_log_asks_as_much_with_all_its_words_as_without() -> None:
    hurt, repairing, couple = make_pair()
    repair = logs.make_repair(author=hurt, couple=couple)
    path = reverse("repair:repair", args=[repair.pk])
    empty = queries(repairing, path)
    now = database_now()
    for step in (Step.HAPPENED, Step.OWN, Step.PATTERN):
        logs.make_step(repair=repair, authors=(hurt, repairing), step=step)
    for side in RepairSide.objects.all():
        for _number in range(5):
            RepairNote.objects.create(side=side, author=side.author, couple=couple, words="more", added_at=now)
    for _number in range(5):
        RepairReopening.objects.create(
            repair=repair,
            author=hurt,
            couple=couple,
            reason="more",
            reopened_at=now,
            reopened_on=now.date(),
            rested_at=now,
        )

    assert queries(repairing, path) == empty


def test_acknowledgement_asks_as_much_for_ten_versions_as_for_one() -> None:
    hurt, repairing, couple = make_pair()
    first = logs.make_version(author=repairing, couple=couple)
    path = reverse("repair:acknowledgement", args=[first.acknowledgement_id])
    one = queries(hurt, path)
    for number in range(2, 11):
        logs.make_version(author=repairing, couple=couple, acknowledgement=first.acknowledgement, number=number)

    assert queries(hurt, path) == one
