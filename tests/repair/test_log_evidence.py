"""What logs, returns and hard moments leave: in the evidence file, on Today, in the weekly numbers."""

from datetime import date, timedelta

import pytest

from accounts.models import User
from couples.access import standing_of
from repair.actions.heads_up import send_heads_ups
from repair.actions.moments import withdraw_moment
from repair.actions.repairs import reopen_repair
from repair.actions.time_outs import say_back
from repair.models import HardDate, HardDateLine
from repair.pages.due import due_today
from repair.pages.evidence import evidence_page
from repair.reading import evidence_counts
from tests.factories import NOW
from tests.repair import logs
from tests.repair.rows import TODAY, make_pair

pytestmark = pytest.mark.django_db


def lines(user: User) -> list[tuple[str, str]]:
    return [(entry.kind, str(entry.text)) for entry in evidence_page(standing_of(user), now=NOW).entries]


def due(user: User, on: date = TODAY) -> list[str]:
    return [item.title for item in due_today(standing_of(user), on=on, now=NOW)]


def test_kept_return_is_in_the_evidence_at_once_for_both() -> None:
    hurt, repairing, couple = make_pair()
    begun = NOW - timedelta(hours=3)
    logs.make_time_out(author=hurt, couple=couple, started_at=begun, returned_at=begun + timedelta(minutes=38))
    logs.make_time_out(author=hurt, couple=couple, started_at=begun, returned_at=NOW, is_kept=False)

    assert lines(hurt) == lines(repairing) == [("returns", "")]


def test_moment_met_well_is_there_once_its_author_shared_it() -> None:
    hurt, repairing, couple = make_pair()
    logs.make_moment(author=hurt, cue="the song")
    logs.make_moment(author=hurt, couple=couple, cue="the street")
    logs.make_moment(author=hurt, couple=couple, met=0)

    assert lines(hurt) == lines(repairing) == [("moments", "the street")]


def test_moment_taken_back_stays_as_a_line_without_words() -> None:
    hurt, repairing, couple = make_pair()
    withdraw_moment(logs.make_moment(author=hurt, couple=couple), by=hurt, now=NOW)

    entry = evidence_page(standing_of(repairing), now=NOW).entries[0]

    assert (entry.kind, entry.text, entry.is_withdrawn) == ("moments", "", True)


def test_repair_at_rest_stays_when_it_is_opened_again() -> None:
    hurt, repairing, couple = make_pair()
    repair = logs.make_repair(author=hurt, couple=couple, name="the evening", closed_at=NOW, is_whole=True)
    logs.make_repair(author=hurt, couple=couple, name="still open")

    reopen_repair(repair, by=hurt, reason="more", key=repair.pk, now=NOW)

    assert lines(repairing) == [("repairs", "the evening")]


def test_closing_that_was_left_unanswered_is_drawn_as_an_outline() -> None:
    hurt, _repairing, couple = make_pair()
    logs.make_repair(author=hurt, couple=couple, closed_at=NOW, is_whole=True, rested_by_both=False)
    logs.make_repair(author=hurt, couple=couple, closed_at=NOW, is_whole=True)

    entries = evidence_page(standing_of(hurt), now=NOW).entries

    assert sorted((entry.is_hollow, entry.name) for entry in entries) == [(False, "Both of you"), (True, "Both of you")]


def test_counts_hold_shared_rows_alone() -> None:
    hurt, _repairing, couple = make_pair()
    logs.make_time_out(author=hurt, couple=couple, returned_at=NOW)
    logs.make_moment(author=hurt, couple=couple)
    logs.make_moment(author=hurt)
    logs.make_repair(author=hurt, couple=couple, closed_at=NOW, is_whole=True)
    logs.make_repair(author=hurt, couple=couple, closed_at=NOW)
    logs.make_moment(author=hurt, couple=couple, withdrawn_at=NOW)

    counts = evidence_counts([couple.pk], until=TODAY, now=NOW)

    assert counts == {couple.pk: {"returns": 1, "moments": 1, "repairs": 1}}


def test_time_out_is_on_today_for_each_until_they_say_they_are_back() -> None:
    hurt, repairing, couple = make_pair()
    row = logs.make_time_out(author=hurt, couple=couple)
    before = [due(user) for user in (hurt, repairing)]

    say_back(row, by=hurt, now=NOW)

    assert (before, due(hurt), due(repairing)) == ([["A time-out"]] * 2, [], ["A time-out"])


@pytest.mark.parametrize(
    ("ahead", "own", "theirs"),
    [(0, ["Today may weigh more than other days"], 1), (1, [], 1), (3, [], 1), (4, [], 0), (-1, [], 0)],
)
@pytest.mark.parametrize("yearly", [True, False])
def test_hard_date_is_on_today_within_its_notice(ahead: int, own: list[str], theirs: int, yearly: bool) -> None:
    hurt, repairing, couple = make_pair()
    on = TODAY + timedelta(days=ahead)
    falls_on = on.replace(year=2024) if yearly else on
    logs.make_hard_date(author=hurt, couple=couple, on=falls_on, yearly=yearly)

    assert (due(hurt), len(due(repairing))) == (own, theirs)


def test_heads_up_is_gone_once_a_line_is_written_until_the_day() -> None:
    hurt, repairing, couple = make_pair()
    row = logs.make_hard_date(author=hurt, couple=couple, on=TODAY + timedelta(days=2))
    HardDateLine.objects.create(
        hard_date=row, author=repairing, couple=couple, for_on=row.falls_on, words="home", written_at=NOW
    )

    assert (due(repairing), len(due(repairing, on=row.falls_on))) == ([], 1)


def test_yearly_date_turns_to_its_next_time_once_it_has_gone_by_everywhere() -> None:
    hurt, _repairing, couple = make_pair()
    row = logs.make_hard_date(author=hurt, couple=couple, on=TODAY, yearly=True)

    send_heads_ups(now=NOW + timedelta(hours=6))
    near = HardDate.objects.get().comes_on
    send_heads_ups(now=NOW + timedelta(hours=18))

    row.refresh_from_db()
    assert (near, row.comes_on, row.near_from) == (TODAY, date(2027, 3, 18), date(2027, 3, 15))
