"""Questions: more time only, five slots in the database, and nothing for a former partner."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from couples.actions.acting import NotYours
from couples.models import Couple
from repair.actions.questions import NotLonger, lengthen_time
from repair.models import AnswerVersion, Question
from tests.factories import NOW
from tests.repair import rows
from tests.repair.rows import make_pair

pytestmark = pytest.mark.django_db


def test_lengthen_gives_more_time_and_never_less() -> None:
    hurt, repairing, couple = make_pair()
    question = rows.make_question(author=hurt, couple=couple)

    lengthen_time(question, by=hurt, days=7, now=NOW)
    for days in (3, 0, 31):
        with pytest.raises(NotLonger):
            lengthen_time(question, by=hurt, days=days, now=NOW)
    with pytest.raises(NotYours):
        lengthen_time(question, by=repairing, days=9, now=NOW)

    question.refresh_from_db()
    assert question.answer_by == question.asked_at + timedelta(days=7)


@pytest.mark.parametrize("slot", [None, 0, 6])
def test_database_holds_the_limit_by_slots(slot: int | None) -> None:
    hurt, _repairing, couple = make_pair()

    with pytest.raises(IntegrityError), transaction.atomic():
        rows.make_question(author=hurt, couple=couple, slot=slot)


def test_former_partner_reads_no_question_and_no_answer() -> None:
    hurt, repairing, couple = make_pair()
    question = rows.make_question(author=hurt, couple=couple)
    rows.make_answer(question=question, author=repairing)
    Couple.objects.update(ended_at=NOW)

    assert (Question.objects.visible_to(repairing).count(), AnswerVersion.objects.visible_to(hurt).count()) == (0, 0)
