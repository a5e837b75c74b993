"""When a day lies open, and to whom (ruling 33): by the dates of the two, never by where either is."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.checkins.days import pair, submit

pytestmark = pytest.mark.django_db


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
