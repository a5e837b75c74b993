"""What is said when the database is away, and when something else went wrong."""

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from home.views.errors import server_error


def answered(request: HttpRequest, problem: Exception) -> HttpResponse:
    """Answer as Django does: while the exception is being dealt with."""
    try:
        raise problem
    except type(problem):
        return server_error(request)


def test_text_comes_back_while_the_database_is_away() -> None:
    request = RequestFactory().post("/check-ins/today/", {"words_for_us": "we <talked>", "password": "secret"})

    answer = answered(request, OperationalError("the server closed the connection"))

    page = answer.content.decode()
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert ("we &lt;talked&gt;" in page, "secret" in page, "the server closed" in page) == (True, False, False)


@pytest.mark.parametrize("body", [b"--", b"a=" + b"x" * 600_000, b"&".join(b"a=1" for _field in range(301))])
def test_body_that_cannot_be_read_is_no_second_error(body: bytes) -> None:
    kind = "multipart/form-data" if body == b"--" else "application/x-www-form-urlencoded"
    request = RequestFactory().generic("POST", "/check-ins/today/", body, content_type=kind)

    assert answered(request, OperationalError()).status_code == 503


def test_anything_else_is_our_side_and_tells_nothing() -> None:
    request = RequestFactory().post("/check-ins/today/", {"words_for_us": "we talked"})

    answer = answered(request, KeyError("SENTINEL"))

    assert (answer.status_code, b"SENTINEL" in answer.content, b"we talked" in answer.content) == (500, False, False)
