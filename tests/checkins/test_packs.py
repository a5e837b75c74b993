"""The pack of a person's days is always the one that their check-ins make."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.models import User
from checkins.actions import AlreadyOpen, Answers, delete_check_in, withdraw_check_in
from checkins.answers import BuiltInTopic, Escalated
from checkins.day_pack import DayPack
from checkins.models import CheckIn, OwnAnswers
from checkins.packing import packs_from_rows
from checkins.packs import (
    DAY_BYTES,
    FORMAT,
    KEPT_DAYS,
    NOT_SHARED,
    PLACE_AT,
    Pack,
    couples_of,
    pack_of,
    with_day,
)
from couples.models import Couple
from home.actions import leave_couple, pause_sharing, resume_sharing
from tests.checkins.days import kept, pair, submit, write
from tests.factories import NOW, make_couple, make_user

RATING = st.integers(0, 10)
TALK = st.fixed_dictionaries(
    {
        "hard_talk": st.just(True),
        "topic_key": st.sampled_from(BuiltInTopic.values),
        "escalated": st.sampled_from([*Escalated.values, ""]),
        **{name: st.none() | RATING for name in ("calm", "heard", "defended")},
    }
)
NO_TALK = st.just({"hard_talk": False, "topic_key": "", "escalated": "", "calm": None, "heard": None, "defended": None})
RATED = st.fixed_dictionaries({"hard_day": st.just(False), "safe": RATING, "close": RATING})
HARD = st.just({"hard_day": True, "safe": None, "close": None})
OWN = st.fixed_dictionaries(
    {"on_guard": st.none() | RATING, "rushed": st.none() | st.booleans(), "hard_moment": st.none() | st.booleans()}
)
ANSWERS = st.builds(
    lambda day, talk, unasked, own: Answers({**day, **talk, "shared_unasked": unasked, "words_for_us": ""}, own),
    RATED | HARD,
    TALK | NO_TALK,
    st.none() | st.booleans(),
    OWN,
)
ACTS = ("submit", "submit", "submit", "submit", "delete", "withdraw", "pause", "resume", "share", "part")
STEPS = st.lists(
    st.tuples(st.sampled_from(ACTS), st.booleans(), st.integers(0, 2), st.sampled_from([0, 1, 9, 26, 200]), ANSWERS),
    min_size=3,
    max_size=14,
)


def act(name: str, user: User, other: User, back: int, answers: Answers, now: datetime) -> None:
    on = now.date() - timedelta(days=back)
    mine = CheckIn.objects.filter(author=user, local_date=on).first()
    if name == "submit":
        seen = mine.changed_at if mine else None
        write(user, answers, on=on, now=now, seen=seen)
    elif name == "pause":
        pause_sharing(user, now=now)
    elif name in ("resume", "share"):
        resume_sharing(user, share_meanwhile=name == "share", now=now)
    elif name == "part":
        leave_couple(user, now=now)
        make_couple(hurt=user, repairing=other, joined_at=now)
    elif mine:
        (delete_check_in if name == "delete" else withdraw_check_in)(mine, by=user, now=now)


class Kept(TestCase):
    """Random lives of two people, through the actions alone."""

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(STEPS)
    def test_a_kept_pack_is_the_one_that_the_check_ins_make(self, steps: list[tuple]) -> None:
        *people, _couple = pair()
        now = NOW

        for name, side, back, hours, answers in steps:
            now += timedelta(hours=hours, microseconds=7)
            try:
                act(name, people[side], people[1 - side], back, answers, now)
            except AlreadyOpen:
                continue

        assert kept() == packs_from_rows(CheckIn.objects.values_list("author_id", flat=True).distinct())


def day(on: date, *, couple: Couple | None = None) -> CheckIn:
    row = CheckIn(local_date=on, couple=couple, safe=4, close=5)
    OwnAnswers(check_in=row, on_guard=6)
    return row


def places(pack: Pack) -> list[int]:
    return list(pack.days[PLACE_AT::DAY_BYTES])


def test_a_long_life_keeps_its_newest_days_and_its_first_date() -> None:
    dates = [date(2025, 1, 1) + timedelta(days=number) for number in range(0, 600, 7)]

    pack = pack_of(day(on) for on in dates)

    assert (pack.began_on, pack.last_on, len(pack.days)) == (dates[0], dates[-1], KEPT_DAYS * DAY_BYTES)
    assert pack.first_on == dates[-1] - timedelta(days=KEPT_DAYS - 1)
    assert [pack.reaches(pack.first_on + timedelta(days=more)) for more in (-1, 0)] == [False, True]


def test_a_day_written_late_stands_before_the_others() -> None:
    today = date(2026, 3, 18)

    late = with_day(pack_of([day(today)]), day(today - timedelta(days=2)))

    assert late == pack_of([day(today - timedelta(days=2)), day(today)])
    assert (late.first_on, late.reaches(date(2020, 1, 1))) == (today - timedelta(days=2), True)


def test_couples_stand_in_the_order_of_the_days_whoever_came_first() -> None:
    first, second = Couple(), Couple()
    monday = date(2026, 3, 16)
    rows = [day(monday), day(monday + timedelta(days=1), couple=second), day(monday + timedelta(days=2), couple=first)]

    pack = with_day(pack_of([rows[2], rows[0]]), rows[1])

    assert pack == pack_of(rows)
    assert (couples_of(pack.couples), places(pack)) == ([second.pk, first.pk], [NOT_SHARED, 1, 2])


@pytest.mark.django_db
def test_who_wrote_before_packs_were_kept_gets_one_of_all_days() -> None:
    user = make_user(created_at=NOW - timedelta(days=9))
    submit(user, on=NOW.date() - timedelta(days=1))
    DayPack.objects.all().delete()

    submit(user)

    assert len(kept()[user.pk].days) == 2 * DAY_BYTES
    assert kept() == packs_from_rows([user.pk])


@pytest.mark.django_db
def test_a_pack_of_another_format_is_made_anew_by_the_next_day_its_author_writes() -> None:
    user = make_user(created_at=NOW - timedelta(days=9))
    submit(user, on=NOW.date() - timedelta(days=1))
    DayPack.objects.update(format=FORMAT ^ 1, days=b"\7" * 99)

    submit(user)

    assert kept() == packs_from_rows([user.pk])
    assert DayPack.objects.get().format == FORMAT
