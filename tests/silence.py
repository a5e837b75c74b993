"""All pages of a person, as bytes: what must stay as it is whatever the other one does in private, and wherever they are."""

import re
from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from django.db import connection
from django.test import Client

from accounts.models import User
from tests.people import body, browser_of

ROOMS = (
    "/check-ins/today/",
    "/check-ins/appreciation/",
    "/repair/",
    "/evidence/",
    "/trajectory/",
    "/couple/",
    "/you/",
)
LINK = re.compile(rb'href="([^"#]*)')
ID = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
NOT_FOLLOWED = ("/x/", "/static/", "/accounts/", "/admin/", "/help/", "/privacy/")
STILL = """
    CREATE SCHEMA IF NOT EXISTS still;
    CREATE OR REPLACE FUNCTION still.clock_timestamp() RETURNS timestamptz STABLE LANGUAGE sql
    AS $$ SELECT current_setting('still.now')::timestamptz $$;
    SET LOCAL search_path = still, pg_catalog, public;
"""


def put_clock(now: datetime) -> None:
    """Hold the database's clock still at an instant until the test is over; PostgreSQL alone can."""
    with connection.cursor() as cursor:
        cursor.execute(STILL)
        cursor.execute("SELECT set_config('still.now', %s, true)", [now.isoformat()])


def pages_of(user: User, addresses: Iterable[str] = ROOMS, *, follows: bool = False) -> dict[str, bytes]:
    """Return these pages of a person; with `follows`, every page that can be reached from them by links.

    Ids are numbered as they come, on each page: rows made in two tries are not told apart by them.
    """
    browser, found, waiting = browser_of(user), dict[str, bytes](), list(addresses)
    asked = set(waiting)
    for address in waiting:
        page = _asked(browser, address)
        found[_numbered(address.encode()).decode()] = _numbered(page)
        if follows:
            new = [link for link in dict.fromkeys(_links(address, page)) if link not in asked]
            asked.update(new)
            waiting += new
    return found


def differences(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """Return the addresses whose pages are not the same, or that only one of the two has."""
    return sorted(address for address in one.keys() | other.keys() if one.get(address) != other.get(address))


def _asked(browser: Client, address: str) -> bytes:
    response = browser.get(address)
    where = response.headers.get("Location", "").encode()
    return b"%d %s\n" % (response.status_code, where) + body(response)


def _numbered(page: bytes) -> bytes:
    numbers: dict[bytes, bytes] = {}
    return ID.sub(lambda id_: numbers.setdefault(id_[0], b"id-%d" % len(numbers)), page)


def _links(address: str, page: bytes) -> Iterable[str]:
    for link in LINK.findall(page):
        found = urlsplit(urljoin(address, link.decode().replace("&amp;", "&")))
        if not found.netloc and found.path.startswith("/") and not found.path.startswith(NOT_FOLLOWED):
            yield f"{found.path}?{found.query}" if found.query else found.path
