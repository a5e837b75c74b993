"""A press whose clock was read before a wait, in which the day opened."""

from datetime import timedelta

import pytest

from accounts.models import User
from checkins.actions import AlreadyOpen, delete_check_in, withhold_unopened
from checkins.models import CheckIn
from tests.checkins.days import pair, submit
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def opened_after_now() -> tuple[User, User, CheckIn]:
    """Return a day that opened a moment after its author's next press read the clock."""
    hurt, repairing, _couple = pair()
    day = submit(hurt)
    submit(repairing, now=NOW + timedelta(milliseconds=5))
    return hurt, repairing, day


def test_delete_a_day_that_opened_during_the_wait_is_refused() -> None:
    hurt, _repairing, day = opened_after_now()

    with pytest.raises(AlreadyOpen):
        delete_check_in(day, by=hurt, now=NOW)

    assert CheckIn.objects.count() == 2


def test_change_of_a_day_that_opened_during_the_wait_is_refused() -> None:
    hurt, _repairing, day = opened_after_now()

    with pytest.raises(AlreadyOpen):
        submit(hurt, safe=1, seen=day.changed_at)

    assert CheckIn.objects.get(pk=day.pk).safe == 6


def test_withhold_leaves_a_day_that_opened_during_the_wait() -> None:
    hurt, repairing, day = opened_after_now()

    withheld = withhold_unopened(hurt, now=NOW)

    later = NOW + timedelta(minutes=1)
    seen = CheckIn.objects.visible_to(repairing, now=later).exclude(author=repairing)
    assert (withheld, [row.pk for row in seen]) == (0, [day.pk])
