"""A press whose clock was read before a wait, in which the day opened."""

from datetime import timedelta

import pytest

from accounts.models import User
from checkins.actions import AlreadyOpen, delete_check_in, share_since, withhold_unopened
from checkins.models import CheckIn
from tests.checkins.days import pair, read_by, submit
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
    seen = read_by(repairing, later).exclude(author=repairing)
    assert (withheld, [row.pk for row in seen]) == (0, [day.pk])


def opened_by_sharing() -> tuple[User, User, CheckIn]:
    """Return a day that opened because the other shared what they wrote in a pause, a moment after the clock was read."""
    hurt, repairing, _couple = pair()
    day = submit(hurt)
    theirs = submit(repairing)
    CheckIn.objects.filter(pk=theirs.pk).update(couple=None)
    share_since(repairing, since=NOW - timedelta(hours=1), now=NOW + timedelta(milliseconds=5))
    return hurt, repairing, day


def test_withhold_leaves_a_day_that_the_other_s_sharing_opened_during_the_wait() -> None:
    hurt, repairing, day = opened_by_sharing()

    withheld = withhold_unopened(hurt, now=NOW)

    later = NOW + timedelta(minutes=1)
    seen = read_by(repairing, later).exclude(author=repairing)
    assert (withheld, [row.pk for row in seen]) == (0, [day.pk])


def test_day_that_the_other_s_sharing_opened_during_the_wait_is_neither_changed_nor_deleted() -> None:
    hurt, _repairing, day = opened_by_sharing()

    with pytest.raises(AlreadyOpen):
        submit(hurt, safe=1, seen=day.changed_at)
    with pytest.raises(AlreadyOpen):
        delete_check_in(day, by=hurt, now=NOW)

    assert CheckIn.objects.get(pk=day.pk).safe == 6
