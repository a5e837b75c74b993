"""The made-up people of the demo and of the benches."""

import pytest
from django.test import Client

from accounts.models import User
from demo import seeding
from demo.people import PASSWORD, SIGN_INS
from demo.seeding import seed_couples, seed_demo
from repair import models
from tests.factories import NOW

pytestmark = pytest.mark.django_db
FILLED = (
    *(models.Promise, models.PromiseDate, models.Question, models.AnswerVersion, models.Openness, models.Agreement),
    *(models.Repair, models.RepairSide, models.SecondChance, models.TimeOut, models.HardMoment, models.HardDateLine),
    models.Landing,
)


def test_everybody_of_the_demo_can_sign_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seeding, "DEMO_WEEKS", 2)
    monkeypatch.setattr(seeding, "DEMO_COUPLES_AT_THERAPIST", 2)

    seed_demo(now=NOW)

    assert [one.address for one in SIGN_INS if not Client().login(username=one.address, password=PASSWORD)] == []
    assert User.objects.count() == len(SIGN_INS) + 2


def test_a_long_life_fills_every_subject_of_the_repair_room() -> None:
    seed_couples(couples=1, weeks=16, seed=1, now=NOW)

    assert [model.__name__ for model in FILLED if not model.objects.exists()] == []
