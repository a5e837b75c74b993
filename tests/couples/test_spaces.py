"""Opening, pausing and leaving: each alone, at once, harmless when pressed twice."""

from datetime import timedelta

import pytest

from accounts.models import User
from couples.access import standing_of
from couples.actions import spaces
from couples.models import AccessEvent, Couple, Pause, Role, Verb
from tests.factories import LONG_AGO, NOW, make_couple, make_user, partner_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def mara() -> User:
    return make_user()


@pytest.fixture
def jonas() -> User:
    return make_user()


@pytest.fixture
def couple(mara: User, jonas: User) -> Couple:
    return make_couple(hurt=mara, repairing=jonas, opened=False)


def test_the_space_is_open_once_each_opened_it(couple: Couple, mara: User, jonas: User) -> None:
    opened = [standing_of(mara).is_open]
    for user in (mara, jonas):
        spaces.open_space(partner_of(user), now=NOW)
        spaces.open_space(partner_of(user), now=NOW + DAY)
        opened.append(standing_of(mara).is_open)

    assert opened == [False, False, True]
    assert partner_of(mara).opened_at == NOW
    assert list(AccessEvent.objects.values_list("verb", "owner")) == [
        (Verb.OPENED, mara.pk),
        (Verb.OPENED, jonas.pk),
    ]


def test_pausing_and_resuming_twice_is_once(couple: Couple, mara: User) -> None:
    partner = partner_of(mara)

    spaces.pause(partner, now=NOW)
    spaces.pause(partner, now=NOW + DAY)
    since = [spaces.resume(partner, now=NOW + 2 * DAY), spaces.resume(partner, now=NOW + 3 * DAY)]

    assert since == [NOW, None]
    assert list(Pause.objects.values_list("started_at", "ended_at")) == [(NOW, NOW + 2 * DAY)]
    assert list(AccessEvent.objects.values_list("verb", "owner")) == [
        (Verb.PAUSED, mara.pk),
        (Verb.RESUMED, mara.pk),
    ]


def test_leaving_ends_it_for_both_and_tells_nobody_who(couple: Couple, mara: User, jonas: User) -> None:
    hers, his = partner_of(mara), partner_of(jonas)

    left = [spaces.leave(hers, now=NOW), spaces.leave(his, now=NOW + DAY), spaces.leave(hers, now=NOW + DAY)]

    couple.refresh_from_db()
    assert left == [True, False, False]
    assert couple.ended_at == NOW
    assert [standing_of(user).partner for user in (mara, jonas)] == [None, None]
    assert list(AccessEvent.objects.values_list("verb", "actor", "owner")) == [(Verb.LEFT, None, None)]


def test_the_same_two_can_begin_anew_and_the_new_space_is_empty(couple: Couple, mara: User, jonas: User) -> None:
    spaces.leave(partner_of(mara), now=NOW)

    again = make_couple(hurt=mara, repairing=jonas, opened=False)

    assert standing_of(mara).couple == again
    assert standing_of(mara).is_open is False


def test_choosing_the_same_part_again_keeps_its_date(couple: Couple, mara: User) -> None:
    spaces.choose_role(partner_of(mara), role=Role.HURT, now=NOW)
    unchanged = partner_of(mara).role_since
    spaces.choose_role(partner_of(mara), role=Role.BOTH, now=NOW)

    assert (unchanged, partner_of(mara).role_since) == (LONG_AGO, NOW)
    assert partner_of(mara).role == Role.BOTH
