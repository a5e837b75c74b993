"""A partner's weeks close with the days of the two, wherever that partner is, and whether or not they pause (ruling 33f, h)."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import User
from couples.models import Couple
from kit.weeks import DAY
from tests.factories import make_couple, make_pause, make_user
from tests.trajectory.test_closing import SUNDAY, WEEK, write_days
from trajectory.models import WeeklyReading
from trajectory.weekly.closing import close_weeks
from trajectory.weekly.days import people_of, read_days

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
IN_NEW_YORK = datetime(2026, 3, 16, 7, tzinfo=UTC)  # Monday 03:00


@pytest.fixture
def two() -> tuple[Couple, User]:
    """Make a couple whose days end in New York, and the one of them who lives in Auckland."""
    there, east = make_user(zone="America/New_York"), make_user(zone="Pacific/Auckland")
    return make_couple(hurt=there, repairing=east), east


@pytest.mark.parametrize("pauses", [False, True])
def test_a_reading_in_the_earlier_zone_closes_when_its_days_are_over_for_the_two(
    two: tuple[Couple, User], pauses: bool
) -> None:
    couple, east = two
    write_days(east, 7, couple=couple)
    if pauses:
        make_pause(user=east)

    counts = []
    for now in (IN_NEW_YORK - MINUTE, IN_NEW_YORK):
        close_weeks(now=now)
        counts.append(WeeklyReading.objects.filter(author=east, week=WEEK).count())

    assert counts == [0, 1]


def test_a_day_counts_as_open_when_it_is_over_in_the_day_zone_of_its_date(two: tuple[Couple, User]) -> None:
    couple, east = two
    spans = [["2026-01-01", "America/New_York"], [SUNDAY.isoformat(), "Pacific/Auckland"]]
    Couple.objects.filter(pk=couple.pk).update(day_zones=spans)
    write_days(east, 3, couple=couple)
    in_auckland = datetime(2026, 3, 15, 14, tzinfo=UTC)  # Monday 03:00, when Saturday has been over for hours

    found = [
        read_days(people_of([east.pk]), from_on=SUNDAY - 2 * DAY, to_on=SUNDAY, now=now).has("opened").tolist()
        for now in (in_auckland - MINUTE, in_auckland)
    ]

    assert found == [[[True, True, False]], [[True, True, True]]]
