"""Two browsers at once, on PostgreSQL: one effect, no error, and no limit is overrun."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection

from couples.actions.acting import TooMany
from repair.actions.promise_dates import report_promise, see_promise
from repair.actions.promises import Terms, change_promise, make_promise
from repair.actions.questions import Asking, Reply, answer_question, close_question, write_question
from repair.models import (
    AnswerVersion,
    ClosedAs,
    How,
    Promise,
    PromiseDate,
    Question,
    QuestionKind,
    Repeats,
    Report,
    Seen,
)
from tests.factories import NOW
from tests.repair import rows
from tests.repair.rows import TODAY, make_pair

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite lets one writer in at a time"),
]


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run all acts at the same moment, each on a connection of its own; return results or what was raised."""
    gate = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        try:
            gate.wait()
            return act()
        except Exception as refusal:
            return type(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def terms(deed: str = "write you") -> Terms:
    return Terms("I leave", deed, "six", "the message", repeats=Repeats.WHENEVER, first_on=TODAY)


def asking(text: str) -> Asking:
    return Asking(text=text, need="", kind=QuestionKind.FACT, how=How.WRITTEN)


def test_four_promises_at_once_are_three() -> None:
    _hurt, repairing, _couple = make_pair()

    said = at_once(*[lambda: make_promise(repairing, terms=terms(), key=uuid4(), now=NOW) for _tab in range(4)])

    assert (said.count(TooMany), Promise.objects.unended().count()) == (1, 3)


def test_one_promise_form_sent_twice_at_once_stands_once() -> None:
    _hurt, repairing, _couple = make_pair()
    key = uuid4()

    made = at_once(*[lambda: make_promise(repairing, terms=terms(), key=key, now=NOW) for _tab in range(2)])

    assert ({row.pk for row in made}, Promise.objects.count()) == ({key}, 1)


def test_seven_questions_at_once_are_five() -> None:
    hurt, _repairing, _couple = make_pair()
    acts = [lambda n=n: write_question(hurt, asking=asking(f"{n}?"), key=uuid4(), now=NOW) for n in range(7)]

    said = at_once(*acts)

    assert (said.count(TooMany), Question.objects.open().count()) == (2, 5)


def test_report_pressed_twice_at_once_is_one_row() -> None:
    _hurt, repairing, couple = make_pair()
    promise = rows.make_promise(author=repairing, couple=couple)

    said = at_once(
        *[lambda: report_promise(promise, by=repairing, on=TODAY, report=Report.KEPT, now=NOW) for _tab in range(2)]
    )

    assert ({row.report for row in said}, PromiseDate.objects.count()) == ({"kept"}, 1)


def test_see_pressed_twice_at_once_is_one_answer() -> None:
    hurt, repairing, couple = make_pair()
    row = rows.make_promise_date(promise=rows.make_promise(author=repairing, couple=couple))

    said = at_once(*[lambda: see_promise(row, by=hurt, seen=Seen.AGREE, now=NOW) for _tab in range(2)])

    assert (said, PromiseDate.objects.get().seen) == ([None, None], "agree")


def test_change_pressed_twice_at_once_makes_one_anew() -> None:
    _hurt, repairing, couple = make_pair()
    promise, key = rows.make_promise(author=repairing, couple=couple), uuid4()

    made = at_once(
        *[
            lambda: change_promise(promise, by=repairing, terms=terms("call"), reason="", key=key, now=NOW)
            for _tab in range(2)
        ]
    )

    assert ({row.pk for row in made}, Promise.objects.count()) == ({key}, 2)


def test_answer_sent_twice_at_once_is_one_version() -> None:
    hurt, repairing, couple = make_pair()
    question, key = rows.make_question(author=hurt, couple=couple), uuid4()
    reply = Reply("My brother.", is_all_known=True)

    sent = at_once(
        *[lambda: answer_question(question, by=repairing, reply=reply, key=key, now=NOW) for _tab in range(2)]
    )

    assert ({row.pk for row in sent}, AnswerVersion.objects.count()) == ({key}, 1)


def test_close_pressed_twice_at_once_changes_it_once() -> None:
    hurt, _repairing, couple = make_pair()
    question = rows.make_question(author=hurt, couple=couple)

    said = at_once(
        *[lambda: close_question(question, by=hurt, closed_as=ClosedAs.ENOUGH, now=NOW) for _tab in range(2)]
    )

    assert (sorted(said), Question.objects.get().closed_as) == ([False, True], "enough")
