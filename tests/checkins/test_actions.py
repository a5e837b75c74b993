"""The seal, one row for a person and date, and what is never given away."""

from datetime import UTC, datetime, timedelta

import pytest

from checkins.actions import (
    AlreadyOpen,
    Answers,
    DateNotOffered,
    WrittenElsewhere,
    dates_offered,
    delete_check_in,
    share_since,
    submit_check_in,
    withdraw_check_in,
    withhold_unopened,
    writing,
)
from checkins.models import CheckIn, OwnAnswers, PrivateWords
from tests.checkins.days import TODAY, answers, pair, read_by, submit, write
from tests.factories import LONG_AGO, NOW, make_check_in, make_couple, make_pause, make_user

pytestmark = pytest.mark.django_db


def test_submit_stays_sealed_until_both_wrote() -> None:
    hurt, repairing, _couple = pair()

    submit(hurt, words_for_us="from the hurt one")

    assert list(read_by(repairing)) == []


def test_submit_opens_both_at_once_when_the_second_writes() -> None:
    hurt, repairing, _couple = pair()
    submit(hurt, words_for_us="from the hurt one")
    later = NOW + timedelta(hours=1)

    submit(repairing, now=later)

    seen = read_by(repairing, later).exclude(author=repairing).get()
    assert seen.words_for_us == "from the hurt one"
    assert read_by(hurt, later).count() == 2


@pytest.mark.parametrize(
    ("zones", "opens_at"),
    [
        ({}, datetime(2026, 3, 19, 3, tzinfo=UTC)),
        ({"hurt": "Pacific/Tongatapu", "repairing": "America/Los_Angeles"}, datetime(2026, 3, 20, 10, tzinfo=UTC)),
    ],
)
def test_submit_alone_opens_at_three_in_the_later_zone(zones: dict, opens_at: datetime) -> None:
    hurt, repairing, _couple = pair(**zones)
    on = dates_offered(hurt, now=NOW)[0]

    submit(hurt, on=on)

    before = read_by(repairing, opens_at - timedelta(seconds=1))
    assert (before.count(), read_by(repairing, opens_at).count()) == (0, 1)


def test_submit_twice_the_same_is_one_row() -> None:
    hurt, _repairing, _couple = pair()

    first, second = submit(hurt), submit(hurt, now=NOW + timedelta(seconds=1))

    assert (first.pk, CheckIn.objects.count(), OwnAnswers.objects.count()) == (second.pk, 1, 1)


def test_submit_other_answers_from_a_stale_tab_is_refused_and_changes_nothing() -> None:
    hurt, _repairing, _couple = pair()
    first = submit(hurt, words_for_us="the first")

    with pytest.raises(WrittenElsewhere) as refusal:
        submit(hurt, words_for_us="the second")

    assert refusal.value.check_in.pk == first.pk
    assert CheckIn.objects.get().words_for_us == "the first"


def test_submit_from_the_present_version_changes_the_sealed_day() -> None:
    hurt, _repairing, _couple = pair()
    first = submit(hurt, safe=2)

    submit(hurt, safe=7, seen=first.changed_at, now=NOW + timedelta(minutes=5))

    changed = CheckIn.objects.get()
    assert (changed.safe, changed.submitted_at) == (7, first.submitted_at)


def test_submit_refuses_to_change_an_opened_day() -> None:
    hurt, repairing, _couple = pair()
    first = submit(hurt, safe=2)
    submit(repairing)

    with pytest.raises(AlreadyOpen):
        submit(hurt, safe=7, seen=first.changed_at)

    assert CheckIn.objects.get(author=hurt).safe == 2


@pytest.mark.parametrize("days", [1, -3])
def test_submit_refuses_tomorrow_and_three_days_ago(days: int) -> None:
    hurt, _repairing, _couple = pair()

    with pytest.raises(DateNotOffered):
        submit(hurt, on=TODAY + timedelta(days=days))

    assert CheckIn.objects.count() == 0


def test_submit_refuses_a_day_before_the_account() -> None:
    newcomer = make_user(created_at=NOW)

    assert dates_offered(newcomer, now=NOW) == [TODAY]


def test_submit_late_is_labelled_and_opens_at_once() -> None:
    hurt, repairing, _couple = pair()

    late = submit(hurt, on=TODAY - timedelta(days=1))

    assert late.is_added_later
    assert read_by(repairing).count() == 1


def test_submit_a_hard_day_opens_the_seal() -> None:
    hurt, repairing, _couple = pair()
    submit(hurt)

    hard = Answers(shared={"hard_day": True, "safe": None, "close": None}, own={"on_guard": None})
    write(repairing, hard)

    assert read_by(hurt).get(author=repairing).hard_day is True


def test_submit_while_paused_shares_nothing_and_opens_nothing() -> None:
    hurt, repairing, _couple = pair()
    submit(hurt)
    make_pause(user=repairing)

    submit(repairing, words_for_us="paused words")

    assert CheckIn.objects.get(author=repairing).couple_id is None
    assert [read_by(person, NOW).count() for person in (hurt, repairing)] == [1, 1]
    assert read_by(hurt, NOW + timedelta(days=3)).count() == 1


def test_submit_before_the_space_is_open_is_shared_with_nobody_ever() -> None:
    hurt, repairing = make_user(created_at=LONG_AGO), make_user(created_at=LONG_AGO)
    couple = make_couple(hurt=hurt, repairing=repairing, opened=False)
    submit(hurt)

    couple.partners.update(opened_at=NOW)

    assert read_by(repairing, NOW + timedelta(days=3)).count() == 0


def test_submit_alone_works_without_a_couple() -> None:
    alone = make_user(created_at=LONG_AGO)

    submit(alone, words_for_me="mine")

    assert CheckIn.objects.get().couple_id is None
    assert PrivateWords.objects.get().words == "mine"


def test_withdrawn_day_is_out_of_sight_of_the_partner_alone() -> None:
    hurt, repairing, _couple = pair()
    day = submit(hurt, on=TODAY - timedelta(days=1))

    withdraw_check_in(day, by=hurt, now=NOW)

    assert read_by(repairing).count() == 0
    assert read_by(hurt).count() == 1


def test_withdraw_while_sealed_leaves_no_line_for_the_partner() -> None:
    hurt, repairing, _couple = pair()
    day = submit(hurt)

    withdraw_check_in(day, by=hurt, now=NOW)

    assert CheckIn.objects.get().withdrawn_at is None
    assert read_by(repairing).count() == 0


def test_withdraw_by_the_partner_changes_nothing() -> None:
    hurt, repairing, _couple = pair()
    day = submit(hurt, on=TODAY - timedelta(days=1))

    withdraw_check_in(day, by=repairing, now=NOW)

    assert CheckIn.objects.get().withdrawn_at is None


def test_delete_is_for_the_author_while_sealed() -> None:
    hurt, repairing, _couple = pair()
    day = submit(hurt, words_for_me="stays")

    delete_check_in(day, by=repairing, now=NOW)
    still = CheckIn.objects.count()
    delete_check_in(day, by=hurt, now=NOW)

    assert (still, CheckIn.objects.count(), PrivateWords.objects.get().words) == (1, 0, "stays")


def test_delete_an_opened_day_is_refused() -> None:
    hurt, repairing, _couple = pair()
    day = submit(hurt)
    submit(repairing)

    with pytest.raises(AlreadyOpen):
        delete_check_in(day, by=hurt, now=NOW)

    assert CheckIn.objects.count() == 2


def test_withhold_takes_back_what_has_not_opened() -> None:
    hurt, repairing, _couple = pair()
    opened, sealed = submit(hurt, on=TODAY - timedelta(days=1)), submit(hurt)

    withhold_unopened(hurt, now=NOW)

    later = NOW + timedelta(days=2)
    assert [row.pk for row in read_by(repairing, later)] == [opened.pk]
    assert CheckIn.objects.get(pk=sealed.pk).couple_id is None


def test_share_since_opens_only_what_was_written_in_the_pause() -> None:
    hurt, repairing, _couple = pair()
    before = make_check_in(author=hurt, on=TODAY - timedelta(days=9))
    meanwhile = make_check_in(author=hurt, on=TODAY - timedelta(days=1))

    share_since(hurt, since=NOW - timedelta(days=3), now=NOW)

    assert [row.pk for row in read_by(repairing)] == [meanwhile.pk]
    assert CheckIn.objects.get(pk=before.pk).couple_id is None


def test_share_since_shares_nothing_in_a_couple_that_is_over() -> None:
    hurt, _repairing, couple = pair()
    make_check_in(author=hurt, on=TODAY - timedelta(days=1))
    couple.ended_at = NOW
    couple.save()

    shared = share_since(hurt, since=NOW - timedelta(days=3), now=NOW)

    assert (shared, CheckIn.objects.get().couple_id) == (0, None)


def test_former_partner_reads_nothing_once_the_couple_ended() -> None:
    hurt, repairing, couple = pair()
    submit(hurt)
    submit(repairing)
    couple.ended_at = NOW
    couple.save()

    assert [row.author for row in read_by(repairing)] == [repairing]


def test_submit_whose_turn_began_before_a_pause_shares_nothing() -> None:
    hurt, repairing, _couple = pair()

    with writing(hurt) as turn:
        make_pause(user=hurt)
        submit_check_in(turn, on=TODAY, answers=answers(), now=NOW)

    assert CheckIn.objects.get().couple_id is None
    assert read_by(repairing, NOW + timedelta(days=2)).count() == 0


def test_share_since_seals_a_day_that_is_not_over_until_three_in_the_later_zone() -> None:
    hurt, repairing, couple = pair(hurt="Europe/Berlin", repairing="America/New_York")
    make_pause(user=hurt)
    submit(hurt)
    couple.partners.get(user=hurt).pauses.update(ended_at=NOW)

    share_since(hurt, since=NOW, now=NOW)

    opens_at = datetime(2026, 3, 19, 7, tzinfo=UTC)
    before = read_by(repairing, opens_at - timedelta(seconds=1)).count()
    assert (before, read_by(repairing, opens_at).count()) == (0, 1)


def test_share_since_opens_today_for_both_if_both_wrote() -> None:
    hurt, repairing, couple = pair()
    make_pause(user=hurt)
    submit(hurt)
    submit(repairing)
    couple.partners.get(user=hurt).pauses.update(ended_at=NOW)

    share_since(hurt, since=NOW, now=NOW)

    assert [read_by(reader).count() for reader in (hurt, repairing)] == [2, 2]
