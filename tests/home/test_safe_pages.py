"""The way out, help and the first page stand whatever the database does, and the session that was left ends."""

import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import InternalError, OperationalError, connection, transaction
from django.http import HttpResponse
from django.test import Client

from accounts import leaving
from notices.models import Reminder
from tests.factories import make_staff, make_therapist, make_user
from tests.people import browser_of

pytestmark = pytest.mark.django_db
WRITE = re.compile(r"\s*(INSERT|UPDATE|DELETE)")
LEFT = {"daybook": 0, "form": 0, "device": 0}
PEOPLE = {"partner": make_user, "therapist": lambda: make_therapist().user, "staff": make_staff}
Execute = Callable[..., object]


def away(execute: Execute, sql: str, params: Sequence[object], *more: object) -> object:
    raise OperationalError("the server closed the connection")


def read_only(execute: Execute, sql: str, params: Sequence[object], *more: object) -> object:
    if WRITE.match(sql):
        raise InternalError("cannot execute this in a read-only transaction")
    return execute(sql, params, *more)


@contextmanager
def database(how: Execute) -> Iterator[None]:
    """Let the database be in trouble for a while; the transaction around the test outlives it."""
    with transaction.atomic():
        with connection.execute_wrapper(how):
            yield
        transaction.set_rollback(True)


@pytest.fixture(params=[away, read_only])
def trouble(request: pytest.FixtureRequest) -> Iterator[Callable[[], AbstractContextManager[None]]]:
    """Return the trouble there is with the database; no session is tried again afterwards."""
    yield lambda: database(request.param)
    leaving._kept.clear()


def signed_in(who: str) -> Client:
    """Return a browser that shows what is answered instead of raising what went wrong."""
    client = browser_of(PEOPLE[who]() if who in PEOPLE else None)
    client.raise_request_exception = False
    return client


def dropped(response: HttpResponse) -> dict[str, object]:
    return {name: cookie["max-age"] for name, cookie in response.cookies.items()}


@pytest.mark.parametrize("who", ["nobody", *PEOPLE])
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("path", ["/x/", "/x"])
def test_leaving_needs_no_row(
    trouble: Callable[[], AbstractContextManager[None]], who: str, method: str, path: str
) -> None:
    client = signed_in(who)

    with trouble():
        response = getattr(client, method)(path)

    assert (response.status_code, response.headers["Location"]) == (303, settings.EXIT_URL)
    assert dropped(response) == LEFT
    assert client.get("/you/").status_code == 302


def test_leaving_asks_the_database_nothing_before_it_answers() -> None:
    client, asked = signed_in("partner"), []

    def listen(execute: Execute, sql: str, *more: object) -> object:
        asked.append(sql.split()[0])
        return execute(sql, *more)

    with connection.execute_wrapper(listen):
        client.get("/x/")

    assert asked == ["DELETE"]


def test_leaving_needs_no_form_key() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user())

    assert client.post("/x/").status_code == 303
    assert Session.objects.count() == 0


def test_a_session_that_could_not_be_deleted_is_tried_again(
    trouble: Callable[[], AbstractContextManager[None]],
) -> None:
    client = signed_in("partner")
    with trouble():
        client.get("/x/")
    assert Session.objects.count() == 1

    leaving.try_again(at=time.monotonic())

    assert (Session.objects.count(), leaving._kept) == (0, {})


def test_a_session_is_given_up_after_ten_minutes(trouble: Callable[[], AbstractContextManager[None]]) -> None:
    client = signed_in("partner")
    with trouble():
        client.get("/x/")

        for minutes, left in ((9, 1), (11, 0)):
            leaving.try_again(at=time.monotonic() + 60 * minutes)
            assert len(leaving._kept) == left


@pytest.mark.parametrize("cookie", ["", "short", "x" * 4000, "a key with blanks", "a_b-c.d" * 4])
def test_what_is_no_key_is_not_kept(trouble: Callable[[], AbstractContextManager[None]], cookie: str) -> None:
    client = signed_in("nobody")
    client.cookies["daybook"] = cookie

    with trouble():
        assert client.get("/x/").status_code == 303

    assert leaving._kept == {}


@pytest.mark.parametrize("who", ["nobody", *PEOPLE])
@pytest.mark.parametrize("path", ["/help/", "/help/?country=AT", "/help", "/privacy/"])
def test_help_needs_no_row(trouble: Callable[[], AbstractContextManager[None]], who: str, path: str) -> None:
    client = signed_in(who)

    with trouble():
        response = client.get(path)

    assert response.status_code in {200, 301}
    assert "daybook" not in response.cookies


@pytest.mark.parametrize("who", ["nobody", *PEOPLE])
def test_the_first_page_needs_no_row(trouble: Callable[[], AbstractContextManager[None]], who: str) -> None:
    client = signed_in(who)

    with trouble():
        response = client.get("/")

    assert response.status_code in {200, 302}
    assert "daybook" not in response.cookies


def test_the_first_page_leads_on_while_no_row_can_be_written() -> None:
    client = signed_in("partner")

    with database(read_only):
        response = client.get("/")

    assert (response.status_code, response.url) == (302, "/check-ins/today/")
    assert Reminder.objects.count() == 0


def test_help_as_for_a_visitor_is_the_visitor_s_page() -> None:
    visitor, client = signed_in("nobody"), signed_in("partner")

    with database(away):
        page = client.get("/help/?country=AT")

    assert page.content == visitor.get("/help/?country=AT").content
    assert client.get("/you/").status_code == 200


def test_other_pages_say_that_it_is_away() -> None:
    client = signed_in("partner")

    with database(away):
        assert client.get("/you/").status_code == 503


def test_the_cache_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_given: object, **_named: object) -> None:
        raise ConnectionError("no cache")

    client = signed_in("partner")
    for method in ("get", "set", "add", "touch", "delete"):
        monkeypatch.setattr(cache, method, gone)

    assert [client.get(path).status_code for path in ("/", "/help/", "/x/")] == [302, 200, 303]


@pytest.mark.parametrize("path", ["/", "/help/"])
def test_another_host_gets_no_page(path: str) -> None:
    client = signed_in("partner")

    with database(away):
        assert client.get(path, headers={"host": "elsewhere.example"}).status_code == 400
