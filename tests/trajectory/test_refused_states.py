"""Dates that the database refuses whatever writes them."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.factories import NOW, make_couple, make_user
from trajectory.models import SelfCheck, WeeklyReading, WeeklySummary

pytestmark = pytest.mark.django_db
MONDAY = date(2024, 2, 26)  # its week and month hold a 29 February
ROW = {"record": {}, "input_hash": b"hash", "engine_version": "1", "computed_at": NOW}


def is_taken(model: type, **fields: object) -> bool:
    """Say whether the database takes a row."""
    try:
        with transaction.atomic():
            model.objects.create(**fields)
    except IntegrityError:
        return False
    return True


def test_week_of_a_weekly_row_begins_on_a_monday() -> None:
    person, couple = make_user(), make_couple()
    days = [MONDAY + timedelta(days=number) for number in range(15)]

    readings = [day for day in days if is_taken(WeeklyReading, author=person, week=day, **ROW)]
    summaries = [day for day in days if is_taken(WeeklySummary, couple=couple, week=day, **ROW)]

    assert readings == summaries == [MONDAY, MONDAY + timedelta(days=7), MONDAY + timedelta(days=14)]


def test_month_of_a_self_check_is_a_first() -> None:
    person = make_user()
    days = [date(2024, 1, 1) + timedelta(days=number) for number in range(100)]

    taken = [day for day in days if is_taken(SelfCheck, author=person, month=day, answered_at=NOW)]

    assert taken == [date(2024, month, 1) for month in (1, 2, 3, 4)]
