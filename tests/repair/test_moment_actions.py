"""Hard moments are their author's until shared; hard dates come with a heads-up and a line beforehand."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from couples.actions.acting import AlreadyOver, AlreadyShared, NotShared, NotYours
from notices.models import Reminder
from repair.actions.hard_dates import HardDateSaid, mark_date, share_date, withdraw_date, write_line
from repair.actions.heads_up import send_heads_ups
from repair.actions.moments import MomentTold, change_moment, share_moment, withdraw_moment, write_moment
from repair.models import HardDate, HardDateLine, HardMoment
from tests.factories import NOW, make_pause, make_reminder, make_user
from tests.repair import logs
from tests.repair.rows import TODAY, make_pair

pytestmark = pytest.mark.django_db
TOLD = MomentTold(happened_on=TODAY, cue="the song", strength=8, settled_minutes=50, needed="a hand", met=2)


def marked(on: date = TODAY + timedelta(days=9), *, yearly: bool = False, days: int = 3) -> HardDateSaid:
    return HardDateSaid(falls_on=on, yearly=yearly, name="the day", helps="a walk", notice_days=days)


def at_noon(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 12, tzinfo=UTC)


def told_of(user: object) -> bool:
    return Reminder.objects.get(user=user).has_heads_up


def test_moment_stays_with_its_author_until_shared() -> None:
    hurt, repairing, couple = make_pair()
    key = uuid4()
    for _press in range(2):
        moment = write_moment(hurt, told=TOLD, key=key, now=NOW)
    before = list(HardMoment.objects.visible_to(repairing))

    for _press in range(2):
        share_moment(moment, by=hurt, now=NOW)

    row = HardMoment.objects.visible_to(repairing).get()
    assert (before, row.cue, row.strength, row.couple) == ([], "the song", 8, couple)


def test_kept_moment_and_date_are_shared_when_their_form_is_sent_again_to_share() -> None:
    hurt, repairing, couple = make_pair()
    key = uuid4()
    for share in (False, True, True):
        write_moment(hurt, told=TOLD, key=key, now=NOW, share=share)
        mark_date(hurt, marked=marked(), key=key, now=NOW, share=share)

    moments, dates = (model.objects.visible_to(repairing).get() for model in (HardMoment, HardDate))
    assert (moments.couple, dates.couple, dates.heads_up_on) == (couple, couple, TODAY + timedelta(days=6))


def test_shared_moment_and_date_are_not_called_kept_when_their_form_is_sent_again() -> None:
    hurt, _repairing, _couple = make_pair()
    key = uuid4()
    write_moment(hurt, told=TOLD, key=key, now=NOW, share=True)
    mark_date(hurt, marked=marked(), key=key, now=NOW, share=True)

    with pytest.raises(AlreadyShared):
        write_moment(hurt, told=TOLD, key=key, now=NOW)
    with pytest.raises(AlreadyShared):
        mark_date(hurt, marked=marked(), key=key, now=NOW)


def test_moment_can_be_written_alone_and_not_shared_with_nobody() -> None:
    alone = make_user()
    moment = write_moment(alone, told=TOLD, key=uuid4(), now=NOW)

    with pytest.raises(NotShared):
        share_moment(moment, by=alone, now=NOW)

    assert HardMoment.objects.get().shared_at is None


def test_moment_is_shared_by_its_author_alone() -> None:
    hurt, repairing, _couple = make_pair()
    moment = write_moment(hurt, told=TOLD, key=uuid4(), now=NOW)

    with pytest.raises(NotYours):
        share_moment(moment, by=repairing, now=NOW)

    assert HardMoment.objects.get().shared_at is None


def test_unshared_moment_can_be_changed() -> None:
    hurt, _repairing, _couple = make_pair()
    moment = write_moment(hurt, told=TOLD, key=uuid4(), now=NOW)

    change_moment(moment, by=hurt, told=MomentTold(TODAY, "the street", 4), now=NOW)

    row = HardMoment.objects.get()
    assert (row.cue, row.strength, row.met) == ("the street", 4, None)


def test_shared_moment_is_filled_in_and_not_changed() -> None:
    hurt, _repairing, _couple = make_pair()
    moment = write_moment(hurt, told=MomentTold(TODAY, "the song", 8), key=uuid4(), now=NOW, share=True)

    change_moment(moment, by=hurt, told=TOLD, now=NOW)
    with pytest.raises(AlreadyShared):
        change_moment(moment, by=hurt, told=MomentTold(TODAY, "the song", 3), now=NOW)

    row = HardMoment.objects.get()
    assert (row.strength, row.settled_minutes, row.met) == (8, 50, 2)


def test_withdrawn_moment_leaves_a_line_without_words() -> None:
    hurt, repairing, couple = make_pair()
    moment = logs.make_moment(author=hurt, couple=couple)

    for by in (repairing, hurt, hurt):
        withdraw_moment(moment, by=by, now=NOW)

    assert HardMoment.objects.visible_to(repairing).count() == 0
    assert HardMoment.objects.taken_back_from(repairing).get().withdrawn_at == NOW


def test_hard_date_kept_to_oneself_is_announced_to_nobody() -> None:
    hurt, repairing, _couple = make_pair()

    row = mark_date(hurt, marked=marked(), key=uuid4(), now=NOW)

    assert (row.couple, row.heads_up_on, list(HardDate.objects.visible_to(repairing))) == (None, None, [])


def test_shared_hard_date_knows_when_its_heads_up_goes() -> None:
    hurt, repairing, _couple = make_pair()
    row = mark_date(hurt, marked=marked(), key=uuid4(), now=NOW)

    for _press in range(2):
        share_date(row, by=hurt, now=NOW)

    assert HardDate.objects.visible_to(repairing).get().heads_up_on == TODAY + timedelta(days=6)


@pytest.mark.parametrize(
    ("falls_on", "yearly", "day", "coming"),
    [
        (date(2025, 11, 2), True, date(2026, 3, 18), date(2026, 11, 2)),
        (date(2025, 3, 18), True, date(2026, 3, 18), date(2026, 3, 18)),
        (date(2025, 3, 17), True, date(2026, 3, 18), date(2027, 3, 17)),
        (date(2024, 2, 29), True, date(2026, 2, 1), date(2026, 2, 28)),
        (date(2024, 2, 29), True, date(2028, 2, 29), date(2028, 2, 29)),
        (date(2026, 3, 17), False, date(2026, 3, 18), None),
        (date(2026, 4, 1), False, date(2026, 3, 18), date(2026, 4, 1)),
    ],
)
def test_hard_date_comes_next_on(falls_on: date, yearly: bool, day: date, coming: date | None) -> None:
    row = HardDate(falls_on=falls_on, yearly=yearly)

    assert row.next_on(day) == coming


def test_heads_up_goes_to_the_other_once_and_on_its_day() -> None:
    hurt, repairing, couple = make_pair()
    for user in (hurt, repairing):
        make_reminder(user=user)
    logs.make_hard_date(author=hurt, couple=couple)

    early = send_heads_ups(now=at_noon(TODAY + timedelta(days=5)))
    told = [send_heads_ups(now=at_noon(TODAY + timedelta(days=6))) for _run in range(2)]

    assert (early, told, told_of(repairing), told_of(hurt)) == (0, [1, 0], True, False)


def test_heads_up_comes_by_the_others_own_date() -> None:
    hurt, repairing, couple = make_pair(repairing="Pacific/Kiritimati")
    make_reminder(user=repairing)
    logs.make_hard_date(author=hurt, couple=couple)

    told = send_heads_ups(now=datetime(2026, 3, 23, 10, 30, tzinfo=UTC))

    assert told == 1


def test_heads_up_of_a_yearly_date_goes_each_year() -> None:
    hurt, repairing, couple = make_pair()
    make_reminder(user=repairing)
    row = logs.make_hard_date(author=hurt, couple=couple, yearly=True)

    send_heads_ups(now=at_noon(TODAY + timedelta(days=6)))

    row.refresh_from_db()
    assert row.heads_up_on == date(2027, 3, 24)


@pytest.mark.parametrize("who", [0, 1])
def test_heads_up_goes_whoever_has_paused(who: int) -> None:
    hurt, repairing, couple = make_pair()
    make_reminder(user=repairing)
    logs.make_hard_date(author=hurt, couple=couple)
    make_pause(user=(hurt, repairing)[who])

    sent = send_heads_ups(now=at_noon(TODAY + timedelta(days=6)))

    assert (sent, told_of(repairing)) == (1, True)


def test_heads_up_waits_for_the_space_to_be_open_and_is_left_out_once_it_is_late() -> None:
    hurt, repairing, couple = make_pair()
    make_reminder(user=repairing)
    row = logs.make_hard_date(author=hurt, couple=couple)
    couple.partners.filter(user=hurt).update(opened_at=None)

    closed = send_heads_ups(now=at_noon(TODAY + timedelta(days=6)))
    couple.partners.filter(user=hurt).update(opened_at=NOW)
    late = send_heads_ups(now=at_noon(TODAY + timedelta(days=10)))

    row.refresh_from_db()
    assert (closed, late, row.heads_up_on, told_of(repairing)) == (0, 0, None, False)


def test_heads_up_of_a_date_taken_away_or_of_a_couple_that_ended_does_not_go() -> None:
    hurt, repairing, couple = make_pair()
    make_reminder(user=repairing)
    gone = logs.make_hard_date(author=hurt, couple=couple)
    logs.make_hard_date(author=hurt, couple=couple)
    withdraw_date(gone, by=hurt, now=NOW)
    couple.ended_at = NOW
    couple.save()

    assert send_heads_ups(now=at_noon(TODAY + timedelta(days=6))) == 0


def test_heads_ups_of_many_cost_few_queries(django_assert_max_num_queries: object) -> None:
    for _number in range(30):
        hurt, _repairing, couple = make_pair()
        logs.make_hard_date(author=hurt, couple=couple)

    with django_assert_max_num_queries(15):
        told = send_heads_ups(now=at_noon(TODAY + timedelta(days=6)))

    assert told == 30


def test_line_is_written_by_the_other_once_for_each_time() -> None:
    hurt, repairing, couple = make_pair()
    row = logs.make_hard_date(author=hurt, couple=couple)

    for _press in range(2):
        write_line(row, by=repairing, words="I am home at four.", on=row.falls_on, key=uuid4(), now=NOW)
    with pytest.raises(AlreadyShared):
        write_line(row, by=repairing, words="or at five", on=row.falls_on, key=uuid4(), now=NOW)
    with pytest.raises(NotYours):
        write_line(row, by=hurt, words="mine", on=row.falls_on, key=uuid4(), now=NOW)

    lines = HardDateLine.objects.visible_to(hurt)
    assert [(line.for_on, line.words) for line in lines] == [(row.falls_on, "I am home at four.")]


def test_line_for_a_date_that_is_over_is_refused() -> None:
    hurt, repairing, couple = make_pair()
    row = logs.make_hard_date(author=hurt, couple=couple, on=TODAY - timedelta(days=2))

    with pytest.raises(AlreadyOver):
        write_line(row, by=repairing, words="late", on=row.falls_on, key=uuid4(), now=NOW)

    assert HardDateLine.objects.count() == 0
