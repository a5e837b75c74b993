"""`manage.py check_wording`: one statement a line in, one JSON object a line out."""

import io
import json
from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command

from repair.management.commands.check_wording import Command, UnreadableLine, answers

Feed = Callable[[bytes], str]


@pytest.fixture
def feed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Feed:
    """Run the command on bytes and return what it printed."""

    def run(given: bytes) -> str:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(given)))
        call_command("check_wording")
        return capsys.readouterr().out

    return run


def test_answers_names_place_and_kind() -> None:
    (answer,) = answers([b"You made me lie"])

    assert answer == '{"marks": [{"start": 0, "end": 11, "kind": "deflect"}]}'


def test_answers_gives_an_empty_list_where_nothing_is_marked() -> None:
    (answer,) = answers([b"I lied to you."])

    assert answer == '{"marks": []}'


@pytest.mark.parametrize(
    ("given", "lines"),
    [
        (b"", 0),
        (b"\n", 1),
        (b"\n\n\n", 3),
        (b"a", 1),
        (b"a\n", 1),
        (b"a\n\nb", 3),
        (b"a\r\nb\r\n", 2),
        (b"a\rb", 1),
        ("a\u2028b\u2029c\u0085d\x0be\x0cf\x1cg\n".encode(), 1),
    ],
)
def test_check_wording_answers_every_line(feed: Feed, given: bytes, lines: int) -> None:
    printed = feed(given)

    assert printed == '{"marks": []}\n' * lines


def test_check_wording_counts_code_points(feed: Feed) -> None:
    printed = feed("😀 e\u0301 It just happened\n".encode())

    assert json.loads(printed) == {"marks": [{"start": 5, "end": 21, "kind": "hedge"}]}


def test_check_wording_reads_a_line_the_same_with_crlf(feed: Feed) -> None:
    printed = feed(b"It just happened\r\nIt just happened")

    assert printed == '{"marks": [{"start": 0, "end": 16, "kind": "hedge"}]}\n' * 2


def test_check_wording_answers_the_lines_before_a_bad_byte() -> None:
    lines = answers([b"a\n", b"b\xff\n", b"c\n"])

    first = next(lines)
    with pytest.raises(UnreadableLine) as refusal:
        next(lines)

    assert first == '{"marks": []}'
    assert refusal.value.number == 2


@pytest.mark.parametrize("given", [b"\xff", b"ok\xc3", b"\xed\xa0\x80", b"\xc0\xaf", b"\xf5\x80\x80\x80"])
def test_check_wording_leaves_with_two_and_names_the_line(feed: Feed, given: bytes) -> None:
    with pytest.raises(CommandError, match="Line 3 is not UTF-8") as refusal:
        feed(b"a\n\n" + given + b"\n")

    assert refusal.value.returncode == 2


def test_check_wording_asks_nothing_of_the_rest_of_the_house() -> None:
    assert Command.requires_system_checks == []
    assert Command.requires_migrations_checks is False
