"""The way to the earlier rows of a long list leads to all of them, and tells nobody when the other wrote."""

import re
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from accounts.models import User
from couples.models import Couple
from kit.clock import database_now
from repair.models import FOLDS_AFTER, Acknowledgement, ClosedAs, Repair
from tests.factories import NOW, make_appreciation
from tests.repair import logs, rows
from tests.repair.long_room import THREE_YEARS, Amounts, Room, write_room
from tests.repair.rows import TODAY, make_pair

pytestmark = pytest.mark.django_db
LISTS = ("questions", "openness", "agreements", "repairs", "time_outs", "chances", "acknowledgements")
CLOCK = re.compile(r"\d(:|%3A)\d", re.IGNORECASE)
Write = Callable[[User, Couple], Model]
Shown = Callable[[Any], Iterable[Model]]


def pages_of(client: Client, address: str, name: str = "before") -> dict[str, Any]:
    """Follow the list to its end and return its pages by the addresses that led there."""
    pages: dict[str, Any] = {}
    way = ""
    while way not in pages:
        pages[way] = client.get(address + way)
        further = re.search(rf'href="(\?{name}=[^"]+)"', pages[way].content.decode())
        if further is None:
            return pages
        way = further[1]
    raise AssertionError(f"{way} leads back to itself")


@pytest.mark.parametrize("route", LISTS)
def test_way_to_the_earlier_rows_tells_no_minute(route: str) -> None:
    hurt, repairing, couple = make_pair()
    write_room(Room(hurt, repairing, couple, Amounts(questions=45, repairs=45, others=45), database_now(), THREE_YEARS))

    for reader in (hurt, repairing):
        client = Client()
        client.force_login(reader)
        ways = list(pages_of(client, reverse(f"repair:{route}")))[1:]

        assert len(ways) >= 2
        assert [way for way in ways if CLOCK.search(way)] == []


LONG_AGO = NOW - timedelta(days=400)
OF_ONE_INSTANT: dict[str, tuple[Write, Shown]] = {
    "repair:questions": (
        lambda author, couple: rows.make_closed_question(author=author, couple=couple),
        lambda page: page["page"].at_rest,
    ),
    "repair:openness": (
        lambda author, couple: rows.make_openness(author=author, couple=couple),
        lambda page: (row for row, _notes in page["lines"]),
    ),
    "repair:agreements": (
        lambda author, couple: rows.make_agreement(author=author, couple=couple, ended_at=NOW),
        lambda page: page["over"],
    ),
    "repair:repairs": (
        lambda author, couple: logs.make_repair(author=author, couple=couple, closed_at=LONG_AGO),
        lambda page: page["logs"].folded,
    ),
    "repair:time_outs": (
        lambda author, couple: logs.make_time_out(author=author, couple=couple, returned_at=NOW),
        lambda page: page["seen"].over,
    ),
    "repair:chances": (
        lambda author, couple: logs.make_chance(author=author, couple=couple),
        lambda page: (row for row, _answers in page["lines"]),
    ),
    "repair:acknowledgements": (
        lambda author, couple: Acknowledgement.objects.create(
            author=author, couple=couple, begun_at=NOW, begun_on=TODAY
        ),
        lambda page: page["rows"],
    ),
    "checkins:appreciation": (
        lambda author, couple: make_appreciation(author=author, couple=couple),
        lambda page: page["notes"],
    ),
}


@pytest.mark.parametrize("route", OF_ONE_INSTANT)
def test_every_row_of_one_instant_is_on_one_page_once(route: str) -> None:
    write, shown = OF_ONE_INSTANT[route]
    hurt, repairing, couple = make_pair()
    written = {write((hurt, repairing)[number % 2], couple).pk for number in range(45)}
    client = Client()
    client.force_login(hurt)

    pages = pages_of(client, reverse(route)).values()

    found = [row.pk for page in pages for row in shown(page.context)]
    assert (len(found), set(found)) == (45, written)


WITHDRAWN_TOO: dict[str, Write] = {
    "repair:questions": lambda author, couple: rows.make_closed_question(
        author=author, couple=couple, closed_as=ClosedAs.WITHDRAWN
    ),
    "repair:openness": lambda author, couple: rows.make_openness(author=author, couple=couple, withdrawn_at=NOW),
}


@pytest.mark.parametrize("route", WITHDRAWN_TOO)
def test_lines_taken_back_stand_among_the_others_of_their_instant(route: str) -> None:
    write, shown = OF_ONE_INSTANT[route]
    hurt, repairing, couple = make_pair()
    written = {one(repairing, couple).pk for one in (write, WITHDRAWN_TOO[route]) for _number in range(25)}
    client = Client()
    client.force_login(hurt)

    pages = pages_of(client, reverse(route)).values()

    found = [row.pk for page in pages for row in shown(page.context)]
    assert (len(found), set(found)) == (50, written)


def written_repairs(author: User, couple: Couple, number: int, **fields: object) -> set[object]:
    """Write repairs that were all opened, or closed, at one instant."""
    said = {"author": author, "couple": couple, "kind": "debate", "name": "again", "opened_on": TODAY, **fields}
    if fields.get("closed_at"):
        said["closed_on"] = TODAY
    return {row.pk for row in Repair.objects.bulk_create(Repair(opened_at=NOW, **said) for _number in range(number))}


def test_every_open_repair_of_one_instant_is_on_one_page_once() -> None:
    hurt, _repairing, couple = make_pair()
    written = written_repairs(hurt, couple, 170)
    client = Client()
    client.force_login(hurt)

    pages = pages_of(client, reverse("repair:repairs"), "open").values()

    found = [row.pk for page in pages for row in page.context["logs"].open]
    assert (len(found), set(found)) == (170, written)


def test_what_rested_at_one_instant_and_has_no_room_is_folded_away_once() -> None:
    hurt, _repairing, couple = make_pair()
    lately = database_now() - FOLDS_AFTER / 2
    written = written_repairs(hurt, couple, 130, closed_at=lately)
    client = Client()
    client.force_login(hurt)

    pages = [page.context["logs"] for page in pages_of(client, reverse("repair:repairs")).values()]

    found = [row.pk for row in [*pages[0].resting, *(row for page in pages for row in page.folded)]]
    assert (len(found), set(found)) == (130, written)
