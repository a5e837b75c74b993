"""What a check-in does beside its own row: the notice that waits, the space of one, private words."""

from datetime import timedelta

import pytest

from checkins.models import PrivateWords
from notices.actions import tick
from notices.models import Delivery, State
from tests.checkins.days import TODAY, pair, submit
from tests.factories import LONG_AGO, NOW, make_couple, make_reminder, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("days_before", [0, 1])
def test_submit_takes_the_question_off_a_notice_that_waits(days_before: int) -> None:
    """Both for a person's first day and for one who has a pack, whose rows are stored together."""
    person = make_user(created_at=LONG_AGO)
    make_reminder(user=person, now=NOW - timedelta(hours=12))
    for back in range(days_before):
        submit(person, on=TODAY - timedelta(days=back + 1))
    tick(now=NOW)

    submit(person)

    notice = Delivery.objects.get(user=person, local_date=TODAY)
    assert (notice.state, notice.asks_check_in) == (State.SETTLED, False)


def test_submit_is_not_shared_while_only_its_author_opened_the_space() -> None:
    hurt, repairing = make_user(created_at=LONG_AGO), make_user(created_at=LONG_AGO)
    couple = make_couple(hurt=hurt, repairing=repairing, opened=False)
    couple.partners.filter(user=hurt).update(opened_at=LONG_AGO)

    assert submit(hurt).couple_id is None


def test_private_words_that_are_emptied_are_gone() -> None:
    hurt, _repairing, _couple = pair()
    before = submit(hurt, words_for_me="mine")

    submit(hurt, seen=before.changed_at, now=NOW + timedelta(minutes=1))

    assert PrivateWords.objects.count() == 0
