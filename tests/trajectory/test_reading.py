"""Days are read the same from kept packs as from rows, and as they are written out slowly."""

from datetime import date, datetime, timedelta

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from checkins.answers import BuiltInTopic, Escalated
from checkins.day_pack import DayPack
from checkins.layout import NOTHING, OWN_TOPIC
from checkins.models import CheckIn, OwnAnswers
from checkins.packing import repack
from checkins.packs import FORMAT
from couples.models import Couple, Partner
from tests.checkins.days import kept
from tests.factories import NOW, make_check_in, make_couple, make_topic, make_user
from trajectory.models import WeeklyReading, WeeklySummary
from trajectory.weekly.closing import close_weeks
from trajectory.weekly.days import NOT_TOLD, Days, people_of, read_days

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def live(rng: np.random.Generator, user: User, couples: list[Couple], *, days: int) -> None:
    """Write a random life: gaps, hard days, talks, days withdrawn, not shared or shared with an earlier couple."""
    topic = make_topic(author=user, name="The shed")
    rows, own = [], []
    for back in np.flatnonzero(rng.random(days) < 0.7).tolist():
        on = TODAY - timedelta(days=back)
        rows.append(_row(rng, user, on, couples))
        if rng.random() < 0.3:
            _add_talk(rng, rows[-1], topic)
        if rng.random() < 0.9:
            guard = [None, *range(11)][int(rng.integers(12))]
            said = [bool(answer) for answer in rng.random(2) < 0.3]
            own.append(OwnAnswers(author=user, check_in=rows[-1], on_guard=guard, rushed=said[0], hard_moment=said[1]))
    CheckIn.objects.bulk_create(rows)
    OwnAnswers.objects.bulk_create(own)


def _row(rng: np.random.Generator, user: User, on: date, couples: list[Couple]) -> CheckIn:
    couple = [None, *couples][int(rng.integers(len(couples) + 1))]
    row = CheckIn(author=user, couple=couple, local_date=on, zone=user.zone, hard_day=bool(rng.random() < 0.1))
    row.submitted_at = row.changed_at = datetime(on.year, on.month, on.day, 20, tzinfo=NOW.tzinfo)
    row.withdrawn_at = NOW if rng.random() < 0.1 else None
    row.shared_unasked = [None, True, False][int(rng.integers(3))]
    if not row.hard_day:
        row.safe, row.close = rng.integers(0, 11, size=2).tolist()
    return row


def _add_talk(rng: np.random.Generator, row: CheckIn, topic: object) -> None:
    row.hard_talk, row.escalated = True, ["", *Escalated][int(rng.integers(4))]
    row.calm, row.heard, row.defended = ([None, *range(11)][at] for at in rng.integers(0, 12, size=3).tolist())
    kind = int(rng.integers(3))
    row.topic_key = list(BuiltInTopic)[int(rng.integers(len(BuiltInTopic)))] if kind == 0 else ""
    row.topic = topic if kind == 1 else None


def two_lives(seed: int, *, days: int) -> None:
    """Make two people who parted and found together again, and one who lives alone."""
    rng = np.random.default_rng(seed)
    earlier, alone = make_couple(), make_user()
    people = [partner.user for partner in earlier.partners.all()]
    Partner.objects.filter(couple=earlier).update(is_current=False)
    Couple.objects.filter(pk=earlier.pk).update(ended_at=NOW - timedelta(days=30))
    now = make_couple(hurt=people[0], repairing=people[1])
    Couple.objects.filter(pk=now.pk).update(day_zones=[["2026-01-01", "UTC"], ["2026-03-17", "America/Los_Angeles"]])
    for user in people:
        live(rng, user, [earlier, now], days=days)
    live(rng, alone, [], days=days)


def read(now: datetime) -> Days:
    people = people_of(list(User.objects.values_list("pk", flat=True)))
    return read_days(people, from_on=TODAY - timedelta(days=200), to_on=TODAY - timedelta(days=1), now=now)


def written_out(days: Days, now: datetime) -> np.ndarray:
    """Return what the array of days holds, made of every row by itself."""
    answers = np.tile(NOT_TOLD, (*days.answers.shape[:2], 1))
    for row, person in enumerate(days.people):
        for check_in in CheckIn.objects.filter(author=person.id).select_related("own", "couple"):
            column = days.column(check_in.local_date)
            if 0 <= column < answers.shape[1]:
                _write_out(answers[row, column], check_in, check_in.couple_id == person.couple, now)
    return answers


def _write_out(day: np.ndarray, row: CheckIn, is_theirs: bool, now: datetime) -> None:
    own = getattr(row, "own", None)
    topic = list(BuiltInTopic).index(row.topic_key) if row.topic_key else OWN_TOPIC if row.topic_id else None
    heat = list(Escalated).index(row.escalated) if row.escalated else None
    said = [row.safe, row.close, own and own.on_guard, row.calm, row.heard, row.defended, heat, topic]
    day[:8] = [NOTHING if answer is None else answer for answer in said]
    yes = [row.hard_day, row.hard_talk, own and own.rushed, own and own.hard_moment, row.shared_unasked]
    opened = is_theirs and row.couple is not None and row.couple.days.is_over(row.local_date, now)
    bits = [True, *yes, row.withdrawn_at, opened]
    day[8] = sum(1 << place for place, is_so in enumerate(bits) if is_so)


def all_rows() -> list[tuple]:
    readings = WeeklyReading.objects.order_by("author", "week")
    summaries = WeeklySummary.objects.order_by("couple", "week")
    return [(row.week, bytes(row.input_hash), row.record) for rows in (readings, summaries) for row in rows]


@pytest.mark.parametrize("days", [1, 40, 300])
@pytest.mark.parametrize("seed", [1, 2])
def test_packs_and_rows_say_the_same(seed: int, days: int) -> None:
    two_lives(seed, days=days)
    three = datetime(2026, 3, 18, 3, tzinfo=NOW.tzinfo)
    moments = [NOW - timedelta(days=3), three - timedelta(microseconds=1), three, three + timedelta(hours=7)]
    from_rows = [read(now) for now in moments]

    repack(list(User.objects.values_list("pk", flat=True)))
    from_packs = [read(now) for now in moments]

    for now, packed, plain in zip(moments, from_packs, from_rows, strict=True):
        assert (packed.people, packed.own_topics) == (plain.people, plain.own_topics)
        assert np.array_equal(packed.answers, plain.answers)
        assert np.array_equal(packed.answers, written_out(packed, now))


def test_weeks_are_the_same_bytes_from_packs_as_from_rows() -> None:
    two_lives(3, days=90)
    close_weeks(now=NOW)
    from_rows = all_rows()
    WeeklyReading.objects.all().delete()
    WeeklySummary.objects.all().delete()

    repack(list(User.objects.values_list("pk", flat=True)))
    close_weeks(now=NOW)

    assert all_rows() == from_rows
    assert len(from_rows) == 20


def test_a_pack_that_does_not_reach_back_is_left_aside() -> None:
    two_lives(4, days=400)
    people = people_of(list(User.objects.values_list("pk", flat=True)))
    long_ago = {"from_on": TODAY - timedelta(days=390), "to_on": TODAY, "now": NOW}
    from_rows = read_days(people, **long_ago)

    repack([person.id for person in people])
    days = read_days(people, **long_ago)

    assert np.array_equal(days.answers, from_rows.answers)


def test_a_topic_that_is_gone_is_no_topic() -> None:
    user = make_user()
    topic = make_topic(author=make_user(), name="The shed")
    make_check_in(author=user, on=TODAY - timedelta(days=5), hard_talk=True, topic=topic)
    repack([user.pk])

    topic.delete()
    days = read(NOW)
    DayPack.objects.all().delete()

    assert days.own_topics == {}
    assert np.array_equal(days.answers, read(NOW).answers)


def test_a_pack_of_another_format_is_made_anew_when_it_is_met() -> None:
    two_lives(5, days=60)
    ids = list(User.objects.values_list("pk", flat=True))
    repack(ids)
    expected, packs = read(NOW).answers, kept()
    DayPack.objects.update(format=FORMAT ^ 1, days=b"\7" * 999, couples=b"")

    days = read(NOW)

    assert np.array_equal(days.answers, expected)
    assert (kept(), set(DayPack.objects.values_list("format", flat=True))) == (packs, {FORMAT})


def test_people_with_packs_need_no_query_for_their_rows() -> None:
    for _ in range(3):
        make_check_in(author=make_user(), on=TODAY - timedelta(days=5))
    repack(list(User.objects.values_list("pk", flat=True)))

    with CaptureQueriesContext(connection) as asked:
        read(NOW)

    assert [query["sql"] for query in asked if "checkins_checkin" in query["sql"]] == []
