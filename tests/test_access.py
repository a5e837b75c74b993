"""Every named route by every visitor, in the fullest state of the world."""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from kit.clock import database_now
from tests.access_table import ROUTES, VISITORS
from tests.world import World, build_world

pytestmark = pytest.mark.django_db
NOBODYS = {"accounts:stop_reset"}  # its id is the secret: whoever has it is its owner
LIBRARIES = ("admin:", "account_", "mfa_", "usersessions_", "allauth", "socialaccount")
MAY_READ = {
    "hurt": {("hurt", "*"), ("repairing", "opened"), ("repairing", "deed"), ("repairing", "shared")},
    "repairing": {("repairing", "*"), ("hurt", "opened"), ("hurt", "deed"), ("hurt", "shared")},
    "ex": {("ex", "*")},
    "other": {("other", "*"), *(("other_repairing", where) for where in ("opened", "deed", "shared"))},
    "stranger": {("stranger", "*")},
    "therapist": {(part, where) for part in ("hurt", "repairing") for where in ("opened", "deed", "shared")},
}


def walk(resolver: URLResolver, prefix: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    """Yield every route as (name, path)."""
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from walk(entry, path, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern):
            yield f"{space}{entry.name or 'unnamed'}", path


OUR_ROUTES = {name: path for name, path in walk(get_resolver()) if not name.startswith(LIBRARIES)}
LIBRARY_ROUTES = {name: path for name, path in walk(get_resolver()) if name.startswith(LIBRARIES) and "(?P" not in path}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: object) -> Iterator[World]:
    """Build everybody once; each request is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_world(now=database_now())
        transaction.set_rollback(True)


def fill(path: str, ids: dict[str, object], name: str = "") -> str:
    """Return an address with this world's ids; what has none gets a random one."""
    app = name.partition(":")[0]

    def value(match: re.Match) -> str:
        kind, _, key = match[1].rpartition(":")
        for known in (f"{name}.{key}", f"{app}.{key}", key):
            if known in ids:
                return str(ids[known])
        return str(uuid4()) if kind == "uuid" else "2026-01-05" if kind == "day" else "none"

    return "/" + re.sub(r"<((?:\w+:)?\w+)>", value, path)


def ask(client: Client, method: str, url: str) -> object:
    """Send one request and take back all that it wrote."""
    with transaction.atomic():
        answer = getattr(client, method)(url)
        transaction.set_rollback(True)
    return answer


def leaks(answer: object, visitor: str) -> list[tuple[str, str]]:
    """Return whose words an answer shows that this visitor may not read."""
    body = answer.content.decode(errors="replace") + repr(answer.headers)
    found = set(re.findall(r"SENTINEL:(\w+):(\w+)", body))
    allowed = MAY_READ.get(visitor, set())
    return sorted(pair for pair in found if pair not in allowed and (pair[0], "*") not in allowed)


def test_every_route_has_a_line() -> None:
    assert sorted(OUR_ROUTES) == sorted(ROUTES)


def test_route_bears_the_name_of_the_app_that_serves_it() -> None:
    served = {name: resolve(fill(path, {}, name)).func.__module__ for name, path in OUR_ROUTES.items()}

    assert {name: view for name, view in served.items() if name.partition(":")[0] != view.partition(".")[0]} == {}


@pytest.mark.parametrize("name", sorted(OUR_ROUTES))
def test_route_answers_each_visitor_as_its_line_says(world: World, name: str) -> None:
    rule, url, wrong = ROUTES[name], fill(OUR_ROUTES[name], world.ids, name), []

    for visitor in VISITORS:
        for method in ("get", "post"):
            answer = ask(world.client(visitor), method, url)
            if answer.status_code not in rule.expected(method, visitor):
                wrong.append((visitor, method, answer.status_code))
            wrong += [(visitor, method, leak) for leak in leaks(answer, visitor)]

    assert wrong == []


@pytest.mark.parametrize(
    "name", sorted(name for name, path in OUR_ROUTES.items() if "<uuid:" in path and name not in NOBODYS)
)
def test_foreign_id_is_answered_as_one_that_is_not_there(world: World, name: str) -> None:
    foreign = fill(OUR_ROUTES[name], world.foreign, name)
    absent = fill(OUR_ROUTES[name], {}, name)
    assert foreign == fill(OUR_ROUTES[name], world.foreign, name), "somebody else's id is not in the world"

    for visitor in ("hurt", "therapist", "stranger"):
        for method in ("get", "post"):
            theirs, none = (ask(world.client(visitor), method, url) for url in (foreign, absent))
            assert (theirs.status_code, plain(theirs, foreign)) == (none.status_code, plain(none, absent))


def plain(answer: object, url: str) -> str:
    """Return a page without its one-time form keys and its own address."""
    body = re.sub(r'name="(csrfmiddlewaretoken|once)" value="[^"]*"', "", answer.content.decode())
    return body.replace(url, "")


@pytest.mark.parametrize("name", sorted(OUR_ROUTES))
def test_route_takes_no_other_method(world: World, name: str) -> None:
    url = fill(OUR_ROUTES[name], world.ids, name)

    for visitor in ("anonymous", "hurt"):
        for method in ("put", "patch", "delete"):
            assert ask(world.client(visitor), method, url).status_code in {302, 403, 404, 405}


@pytest.mark.parametrize("name", sorted(LIBRARY_ROUTES))
def test_library_page_shows_nobodys_words(world: World, name: str) -> None:
    url = fill(LIBRARY_ROUTES[name], world.ids, name)

    for visitor in VISITORS:
        answer = ask(world.client(visitor), "get", url)
        assert (leaks(answer, visitor), answer.status_code < 500) == ([], True)
