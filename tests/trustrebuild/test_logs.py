"""Lines of the log hold ids, classes and places, and nothing that a row or a request held."""

import logging

import pytest
from celery import Celery

from trustrebuild.logs import Formatter


def line_of(*args: object, **fields: object) -> str:
    return Formatter().format(logging.LogRecord("trustrebuild", logging.ERROR, "here.py", 1, *args, **fields))


def test_line_break_from_outside_stays_in_one_line() -> None:
    line = line_of("Not Found: %s", ("/a\nFAKE line\r",), None)

    assert line.endswith("Not Found: /a\\nFAKE line\\r")


@pytest.mark.parametrize("path", ["/j/abc-DEF_1/", "/couple/join/abc/accept/", "/notices/stop/abc.def/"])
def test_secret_in_a_path_is_left_out(path: str) -> None:
    assert "abc" not in line_of("Not Found: %s", (path,), None)


def test_exception_gives_its_class_and_place_alone() -> None:
    try:
        raise ValueError("SENTINEL")
    except ValueError as problem:
        line = line_of("Internal Server Error: /", (), (ValueError, problem, problem.__traceback__))

    assert "SENTINEL" not in line
    assert " ValueError at " in line


def test_failed_task_gives_no_value_of_what_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    app, seen = Celery(set_as_current=False), []
    app.conf.update(task_always_eager=True, task_store_eager_result=False)
    handler = logging.Handler()
    handler.emit = lambda record: seen.append(Formatter().format(record))
    logger = logging.getLogger("celery.app.trace")
    monkeypatch.setattr(logger, "handlers", [handler])

    @app.task(name="fails")
    def fails() -> None:
        raise ValueError("Key (email)=(SENTINEL@example.org) already exists")

    fails.apply()

    assert ["SENTINEL" in line for line in seen] == [False]
    assert "ValueError" in seen[0]
