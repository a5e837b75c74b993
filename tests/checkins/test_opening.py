"""When a day lies open, and to whom (ruling 33): by the dates of the two, never by where either is."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import User
from checkins.actions import AlreadyOpen, withdraw_check_in
from checkins.models import CheckIn
from couples.access import caring_for
from couples.actions.spaces import change_day_zone
from home.actions import save_profile
from kit.weeks import DAY
from tests.checkins.days import TODAY, pair, read_by, submit
from tests.factories import make_grant, make_therapist, partner_of
from therapy.reading import read_couple

pytestmark = pytest.mark.django_db
THREE = datetime(2026, 3, 19, 3, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def move(user: User, zone: str, *, now: datetime = THREE - 12 * 60 * MINUTE) -> None:
    save_profile(user, name="", zone=zone, language="en", now=now)


def sees(reader: User, now: datetime) -> bool:
    """Say whether a person reads the other's day."""
    return read_by(reader, now).filter(local_date=TODAY).exclude(author=reader).exists()


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "UTC"])
def test_a_day_opens_by_the_clock_where_the_two_count_it_for_who_lives_east_of_there(zone: str) -> None:
    hurt, repairing, _couple = pair()
    move(repairing, zone)
    submit(hurt)

    assert [sees(repairing, at) for at in (THREE - MINUTE, THREE)] == [False, True]


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "UTC", "America/Los_Angeles"])
def test_where_the_author_is_opens_nothing(zone: str) -> None:
    hurt, repairing, _couple = pair()
    submit(hurt)
    move(hurt, zone)

    assert [sees(repairing, at) for at in (THREE - MINUTE, THREE)] == [False, True]


def test_who_lives_west_waits_for_their_own_night_and_their_own_day_is_said_to_be_open() -> None:
    hurt, repairing, couple = pair()
    move(repairing, "America/Los_Angeles")
    submit(hurt)
    night = THREE + timedelta(hours=7)

    mine = read_by(hurt, THREE).get()
    mine.both_wrote = False

    assert [sees(repairing, at) for at in (night - MINUTE, night)] == [False, True]
    assert [mine.has_opened(couple, at) for at in (THREE - MINUTE, THREE)] == [False, True]


def test_a_late_day_opens_at_once_if_it_is_over_for_its_reader_else_with_the_date() -> None:
    hurt, repairing, _couple = pair()
    move(repairing, "America/Los_Angeles")
    night = THREE + timedelta(hours=7)

    late = submit(hurt, now=THREE + timedelta(hours=1))

    assert late.is_added_later
    assert [sees(repairing, at) for at in (night - MINUTE, night)] == [False, True]
    assert sees(hurt, night) is False
    submit(repairing, now=night)
    assert sees(hurt, night) is True


def test_what_was_open_stays_open_to_who_flies_west() -> None:
    hurt, repairing, _couple = pair()
    submit(hurt)
    before = sees(repairing, THREE)

    move(repairing, "Pacific/Pago_Pago", now=THREE)

    assert (before, sees(repairing, THREE), sees(repairing, THREE + DAY)) == (True, True, True)


def test_a_day_taken_back_still_counts_as_written() -> None:
    hurt, repairing, _couple = pair()
    first = submit(hurt)
    submit(repairing)

    withdraw_check_in(first, by=hurt, now=THREE - 60 * MINUTE)

    assert [sees(person, THREE - 59 * MINUTE) for person in (hurt, repairing)] == [True, False]
    with pytest.raises(AlreadyOpen):
        submit(repairing, safe=1, seen=CheckIn.objects.get(author=repairing).changed_at)


def test_a_new_day_zone_moves_no_date_that_was_written_before_it_holds() -> None:
    hurt, repairing, _couple = pair()
    submit(hurt)

    change_day_zone(partner_of(hurt), zone="Pacific/Pago_Pago", now=THREE - 60 * MINUTE)

    assert [sees(repairing, at) for at in (THREE - MINUTE, THREE)] == [False, True]


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles"])
def test_a_therapist_reads_what_is_over_where_the_two_count_it(zone: str) -> None:
    hurt, repairing, couple = pair()
    therapist = make_therapist()
    make_grant(couple=couple, therapist=therapist)
    for person in (hurt, repairing):
        submit(person)
        move(person, zone)

    read = [
        len(read_couple(caring_for(therapist.user, couple.pk, now=at), now=at).answers.get(hurt.pk, ()))
        for at in (THREE - MINUTE, THREE)
    ]

    assert read == [0, 1]


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "UTC", "America/Los_Angeles"])
@pytest.mark.parametrize(("minutes", "is_added_later"), [(-1, False), (0, True)])
def test_added_later_is_what_is_stored_when_the_day_is_over_where_the_two_count_it(
    zone: str, minutes: int, is_added_later: bool
) -> None:
    hurt, _repairing, _couple = pair()
    hurt.zone = zone
    hurt.save()

    row = submit(hurt, now=datetime(2026, 3, 19, 3, tzinfo=UTC) + timedelta(minutes=minutes))

    assert (row.is_added_later, row.zone) == (is_added_later, zone)
