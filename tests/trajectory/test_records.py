"""What a week's row holds is what its type says, key by key, and older rows are read in today's shape."""

from datetime import timedelta
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints, is_typeddict

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import NOW, make_appreciation, make_couple, make_therapist
from tests.repair.logs import make_moment
from tests.therapy.days import make_couple_with_days
from tests.trajectory.test_closing import SUNDAY, write_days
from trajectory.models import WeeklyReading, WeeklySummary
from trajectory.records import LACKING, RECORD_VERSION, ReadingRecord, SummaryRecord, in_todays_shape
from trajectory.weekly.closing import close_weeks

pytestmark = pytest.mark.django_db


def faults(value: Any, wanted: Any, place: str) -> list[str]:
    """Return where a value is not of a type, looking into lists and records."""
    if is_typeddict(wanted):
        optional = wanted.__optional_keys__
        hints = get_type_hints(wanted)
        if not isinstance(value, dict) or not hints.keys() - optional <= value.keys() <= hints.keys():
            return [f"{place}: {value!r}"]
        return [fault for key in value for fault in faults(value[key], hints[key], f"{place}.{key}")]
    if get_origin(wanted) in (Union, UnionType):
        return min((faults(value, one, place) for one in get_args(wanted)), key=len)
    if get_origin(wanted) is list and isinstance(value, list):
        return [fault for one in value for fault in faults(one, get_args(wanted)[0], f"{place}[]")]
    known = {Any: object, float: (float, int)}.get(wanted, wanted)
    is_right = isinstance(value, known) if isinstance(known, type | tuple) else value in get_args(wanted)
    return [] if is_right else [f"{place}: {value!r} is no {wanted}"]


def test_stored_records_are_what_their_types_say() -> None:
    couple = make_couple()
    one, other = (partner.user for partner in couple.partners.order_by("role"))
    for user in (one, other):
        write_days(user, 90, couple=couple, seed=user.pk.int % 99)
    make_appreciation(author=one, couple=couple)
    make_moment(author=one, on=SUNDAY)
    make_moment(author=other, couple=couple, on=SUNDAY - timedelta(days=3))

    close_weeks(now=NOW)

    wrong = [fault for row in WeeklyReading.objects.all() for fault in faults(row.record, ReadingRecord, "reading")]
    wrong += [fault for row in WeeklySummary.objects.all() for fault in faults(row.record, SummaryRecord, "summary")]
    assert wrong == []
    assert any(row.record["setbacks"] for row in WeeklyReading.objects.all())


def test_keys_are_spelled_in_the_order_of_their_type() -> None:
    couple = make_couple()
    for partner in couple.partners.all():
        write_days(partner.user, 90, couple=couple)

    close_weeks(now=NOW)

    for model, kind in ((WeeklyReading, ReadingRecord), (WeeklySummary, SummaryRecord)):
        assert list(model.objects.first().record) == list(get_type_hints(kind))


def test_an_older_row_lacks_nothing() -> None:
    assert in_todays_shape({"n": 4}, "1.1") == {"swing_first": None, "n": 4}
    assert in_todays_shape({"n": 4}, f"1.{RECORD_VERSION}") == {"n": 4}
    assert in_todays_shape({"swing_first": 2.0}, "1.1") == {"swing_first": 2.0}
    assert max(LACKING) == RECORD_VERSION


def test_pages_read_rows_of_the_version_before(client: Client) -> None:
    therapist = make_therapist()
    couple = make_couple_with_days(therapist=therapist, now=timezone.now())
    for row in WeeklyReading.objects.all():
        row.record.pop("swing_first")
        row.engine_version = "1.1"
        row.save()
    client.force_login(therapist.user)

    response = client.get(reverse("therapy:couple", args=[couple.pk]))

    assert response.status_code == 200
