"""The way to the earlier rows of a long list leads to all of them, and tells nobody when the other wrote."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.repair.long_room import THREE_YEARS, Amounts, Room, write_room
from tests.repair.rows import make_pair
from trustrebuild.clock import database_now

pytestmark = pytest.mark.django_db
LISTS = ("questions", "openness", "agreements", "repairs", "time_outs", "chances", "acknowledgements")
CLOCK = re.compile(r"\d(:|%3A)\d", re.IGNORECASE)


def ways_through(client: Client, address: str) -> list[str]:
    """Follow the list to its end and return the addresses that led there."""
    ways: list[str] = []
    while not ways or ways[-1] not in ways[:-1]:
        page = client.get(address + (ways[-1] if ways else "")).content.decode()
        further = re.search(r'href="(\?before=[^"]+)"', page)
        if further is None:
            return ways
        ways.append(further[1])
    raise AssertionError(f"{ways[-1]} leads back to itself")


@pytest.mark.parametrize("route", LISTS)
def test_way_to_the_earlier_rows_tells_no_minute(route: str) -> None:
    hurt, repairing, couple = make_pair()
    write_room(Room(hurt, repairing, couple, Amounts(questions=45, repairs=45, others=45), database_now(), THREE_YEARS))

    for reader in (hurt, repairing):
        client = Client()
        client.force_login(reader)
        ways = ways_through(client, reverse(f"repair:{route}"))

        assert len(ways) >= 2
        assert [way for way in ways if CLOCK.search(way)] == []
