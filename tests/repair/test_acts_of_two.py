"""Who may do what alone in the repair room: the table of docs/architecture.md, held to the access table."""

import re
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from django.urls import NoReverseMatch, reverse

from tests.access_table import ROUTES

DOC = Path(__file__).parents[2] / "docs" / "architecture.md"
BY_ONE, BY_EITHER = ("its author", "its reader"), ("each for themselves", "either", "both")


def table() -> dict[str, list[str]]:
    """Return the addresses of each row of the table, by who may use them."""
    part = DOC.read_text().partition("## Who may do it alone")[2].partition("\n## ")[0]
    rows = [line.strip("|").split("|") for line in part.splitlines() if line.startswith("| ")][1:]
    return {who.strip(): re.findall(r"`([^`]+)`", addresses) for who, _what, addresses in rows}


def takes_a_row(route: str) -> bool:
    try:
        reverse(route)
    except NoReverseMatch:
        return True
    return False


def acts() -> list[str]:
    """Return the addresses at which a row of the repair room, or the phase, is changed."""
    posted = [name for name, rule in ROUTES.items() if rule.expected("post", "hurt") != {405}]
    of_rows = [name for name in posted if name.startswith("repair:") and takes_a_row(name)]
    return of_rows + [name for name in posted if name.startswith("couples:phase_")]


def who_may(route: str) -> list[str]:
    """Return the rows that name an address; a whole name goes before a pattern."""
    name = route.partition(":")[2]
    whole = [who for who, addresses in table().items() if name in addresses]
    return whole or [who for who, addresses in table().items() for each in addresses if fnmatchcase(name, each)]


@pytest.mark.parametrize("route", acts())
def test_every_act_stands_once_in_the_table_and_is_open_to_whom_it_says(route: str) -> None:
    [who] = who_may(route)

    statuses = [ROUTES[route].expected("post", visitor) for visitor in ("hurt", "repairing")]
    if who in BY_ONE:
        assert statuses != [{302}, {302}]
    if who in BY_EITHER:
        assert {404} not in statuses


def test_table_names_nothing_that_is_not_there() -> None:
    names = {route.partition(":")[2] for route in acts()}

    lost = [each for row in table().values() for each in row if not any(fnmatchcase(name, each) for name in names)]

    assert lost == []
