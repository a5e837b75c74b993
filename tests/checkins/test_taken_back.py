"""A day sent with an empty hand tells nothing of the other's (ruling 36)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from accounts.models import User
from checkins.actions import delete_check_in, withdraw_check_in
from checkins.models import CheckIn
from checkins.opens_by_clock import OpensByClock
from home.actions import pause_sharing, resume_sharing
from home.tidying import tidy
from kit.clock import database_now
from kit.weeks import DAY
from tests.checkins.days import TODAY, pair, read_by, submit
from tests.factories import NOW, make_user
from tests.people import body, browser_of

pytestmark = pytest.mark.django_db
THREE = datetime(2026, 3, 19, 3, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def takes_back(user: User, now: datetime = NOW) -> None:
    """Take the day back and send it again."""
    day = CheckIn.objects.get(author=user)
    delete_check_in(day, by=user, now=now)
    submit(user, on=day.local_date, now=now + MINUTE)


def pauses_and_shares(user: User, now: datetime = NOW) -> None:
    """Pause over the day and share it again."""
    pause_sharing(user, now=now)
    resume_sharing(user, share_meanwhile=True, now=now + MINUTE)


TRICKS = pytest.mark.parametrize("trick", [takes_back, pauses_and_shares])


@TRICKS
@pytest.mark.parametrize("first", [True, False])
def test_a_date_taken_back_while_sealed_opens_to_both_by_the_clock_only(
    trick: Callable[..., None], first: bool
) -> None:
    hurt, repairing, _couple = pair()
    submit(hurt)
    if first:
        trick(hurt)
        submit(repairing, now=NOW + 2 * MINUTE)
    else:
        delete_check_in(CheckIn.objects.get(), by=hurt, now=NOW)
        submit(repairing, now=NOW + MINUTE)
        submit(hurt, now=NOW + 2 * MINUTE)

    seen = [[read_by(reader, at).count() for reader in (hurt, repairing)] for at in (THREE - MINUTE, THREE)]

    assert seen == [[1, 1], [2, 2]]
    assert CheckIn.objects.filter(couple__isnull=False).count() == 2


@TRICKS
def test_the_other_s_page_is_the_same_whether_or_not_a_day_was_taken_back(trick: Callable[..., None]) -> None:
    hurt, repairing, _couple = pair()
    now = database_now()
    pages = []

    for tries in (False, True):
        with transaction.atomic():
            if tries:
                submit(hurt, on=now.date(), now=now)
                trick(hurt, now)
            submit(repairing, on=now.date(), now=now)
            pages.append(body(browser_of(repairing).get(f"/check-ins/{now.date()}/")))
            transaction.set_rollback(True)

    assert pages[0] == pages[1]
    assert "It opens when you’ve both written".encode() in pages[0]


def test_its_author_may_change_it_until_the_clock_opens_it() -> None:
    hurt, repairing, _couple = pair()
    submit(hurt)
    takes_back(hurt)
    submit(repairing, now=NOW + 2 * MINUTE)

    again = submit(hurt, safe=1, seen=CheckIn.objects.get(author=hurt).changed_at, now=NOW + 3 * MINUTE)

    assert again.safe == 1


def test_a_day_that_was_open_leaves_no_mark() -> None:
    hurt, repairing, _couple = pair()
    day = submit(hurt)
    submit(repairing)

    withdraw_check_in(day, by=hurt, now=NOW)
    pause_sharing(hurt, now=NOW)

    assert OpensByClock.objects.count() == 0


def test_a_day_of_one_s_own_leaves_no_mark() -> None:
    alone = make_user(created_at=NOW - 60 * DAY)
    day = submit(alone)

    delete_check_in(day, by=alone, now=NOW)

    assert OpensByClock.objects.count() == 0


def test_marks_go_when_their_dates_are_long_over() -> None:
    author = make_user()
    for back in (7, 8):
        OpensByClock.objects.create(author=author, local_date=TODAY - back * DAY)

    tidy(now=NOW)

    assert [mark.local_date for mark in OpensByClock.objects.all()] == [TODAY - 7 * DAY]
