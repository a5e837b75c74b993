"""Questions: more time only, five slots in the database, and nothing for a former partner."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from couples.access import standing_of
from couples.actions.acting import NotYours, SharedEarlier, TooMany
from couples.models import Couple
from home.actions import leave_couple
from repair.actions.questions import Asking, NotLonger, Reply, answer_question, follow_up, lengthen_time, write_question
from repair.models import AnswerVersion, How, Question, QuestionKind
from repair.pages.questions import questions_page
from tests.factories import NOW, make_user
from tests.repair import rows
from tests.repair.pages import browser
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


@pytest.mark.parametrize("slot", [0, 6])
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


ASKING = Asking("Who else knew about it?", "", QuestionKind.FACT, How.WRITTEN)


@pytest.mark.parametrize("is_same", [False, True])
def test_question_to_a_former_partner_takes_no_slot_and_goes_to_nobody_new(is_same: bool) -> None:
    hurt, repairing, couple = make_pair()
    former = [rows.make_question(author=hurt, couple=couple, slot=slot) for slot in range(1, 6)]
    leave_couple(hurt, now=NOW)
    partner = repairing if is_same else make_user()
    rows.make_couple(hurt=hurt, repairing=partner)

    page = questions_page(standing_of(hurt), before=None)
    with pytest.raises(SharedEarlier):
        follow_up(former[0], by=hurt, asking=ASKING, key=uuid4(), now=NOW)
    asked = [write_question(hurt, asking=ASKING, key=uuid4(), follows=former[0], now=NOW) for _number in range(5)]
    with pytest.raises(TooMany):
        write_question(hurt, asking=ASKING, key=uuid4(), now=NOW)

    assert (page.mine, set(page.earlier)) == ([], set(former))
    assert (sorted(one.slot for one in asked), asked[0].follows) == ([1, 2, 3, 4, 5], None)
    assert set(Question.objects.from_the_other(partner)) == set(asked)


def test_page_of_a_question_to_a_former_partner_offers_to_ask_it_again_alone() -> None:
    hurt, _repairing, couple = make_pair()
    former = rows.make_question(author=hurt, couple=couple)
    leave_couple(hurt, now=NOW)
    rows.make_couple(hurt=hurt, repairing=make_user())
    client, address = browser(hurt), f"/repair/questions/{former.pk}/"

    page = client.get(address).content.decode()
    further = client.get(f"{address}follow-up/")

    offered = [
        f"{address}{word}/" in page for word in ("again", "follow-up", "enough", "session", "lengthen", "withdraw")
    ]
    assert offered == [True, False, False, False, False, False]
    assert ("shared with somebody earlier" in page, further.url) == (True, f"{address}again/")


@pytest.mark.parametrize("moved_to", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_what_the_other_reads_is_dated_where_the_two_count_their_days(moved_to: str) -> None:
    hurt, repairing, _couple = make_pair()
    for person in (hurt, repairing):
        person.zone = moved_to
        person.save()
    question = write_question(hurt, asking=ASKING, key=uuid4(), now=NOW)

    answer = answer_question(question, by=repairing, reply=Reply("Only my brother."), key=uuid4(), now=NOW)

    assert (question.asked_on, answer.sent_on) == (date(2026, 3, 18), date(2026, 3, 18))
