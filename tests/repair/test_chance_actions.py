"""A second chance is asked, answered when the other likes, and can be taken back."""

from uuid import uuid4

import pytest

from couples.actions.acting import AlreadyOver, NotShared, NotYours
from repair.actions.chances import answer_chance, ask_second_chance, withdraw_chance
from repair.models import ChanceReply, RepairKind, SecondChance, SecondChanceAnswer
from tests.factories import NOW, make_user
from tests.repair.logs import make_chance
from tests.repair.rows import make_pair

pytestmark = pytest.mark.django_db
ASKED = {"kind": RepairKind.BID, "missed": "You sighed, and I read on.", "again": "Tell me now?"}


def test_second_chance_is_read_by_the_other_and_stands_once() -> None:
    hurt, repairing, _couple = make_pair()
    key = uuid4()

    for _press in range(2):
        ask_second_chance(repairing, **ASKED, key=key, now=NOW)

    assert [row.missed for row in SecondChance.objects.visible_to(hurt)] == ["You sighed, and I read on."]


def test_second_chance_alone_is_not_asked() -> None:
    with pytest.raises(NotShared):
        ask_second_chance(make_user(), **ASKED, key=uuid4(), now=NOW)

    assert SecondChance.objects.count() == 0


def test_later_answer_stands_beside_the_earlier_one() -> None:
    hurt, repairing, couple = make_pair()
    chance = make_chance(author=repairing, couple=couple)

    for reply in (ChanceReply.NOT_NOW, ChanceReply.NOT_NOW, ChanceReply.YES):
        answer_chance(chance, by=hurt, reply=reply, words="", key=uuid4(), now=NOW)

    said = SecondChanceAnswer.objects.visible_to(repairing).order_by("answered_at", "reply")
    assert sorted(row.reply for row in said) == ["not_now", "yes"]


def test_second_chance_is_answered_by_the_other_alone() -> None:
    _hurt, repairing, couple = make_pair()
    chance = make_chance(author=repairing, couple=couple)

    with pytest.raises(NotYours):
        answer_chance(chance, by=repairing, reply=ChanceReply.YES, words="", key=uuid4(), now=NOW)

    assert SecondChanceAnswer.objects.count() == 0


def test_withdrawn_second_chance_leaves_a_line_and_takes_no_answer() -> None:
    hurt, repairing, couple = make_pair()
    chance = make_chance(author=repairing, couple=couple)

    for by in (hurt, repairing, repairing):
        withdraw_chance(chance, by=by, now=NOW)
    with pytest.raises(AlreadyOver):
        answer_chance(chance, by=hurt, reply=ChanceReply.YES, words="", key=uuid4(), now=NOW)

    assert SecondChance.objects.visible_to(hurt).count() == 0
    assert SecondChance.objects.taken_back_from(hurt).get().withdrawn_at == NOW
