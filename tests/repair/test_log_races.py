"""Two browsers at once, on PostgreSQL: the seal opens once, one time-out runs, one rest stands."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction

from accounts.models import User
from couples.actions.acting import AlreadyOver
from couples.actions.phases import say_yes
from couples.models import Pause, Phase, PhaseMove, Role
from home.actions import pause_sharing
from repair.actions.acknowledgements import unlock_explanation
from repair.actions.hard_dates import write_line
from repair.actions.heads_up import send_heads_ups
from repair.actions.repair_steps import Written, pass_step, withhold_sides, write_side
from repair.actions.repairs import Opening, close_repair, open_repair, reopen_repair
from repair.actions.time_outs import call_time_out, say_back
from repair.models import Acknowledgement, HardDateLine, Repair, RepairKind, RepairReopening, RepairSide, Step, TimeOut
from tests.checkins.test_races import until_somebody_waits
from tests.factories import NOW
from tests.repair import logs
from tests.repair.rows import TODAY, make_pair
from tests.repair.test_races import at_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time"),
]
FORTY = timedelta(minutes=40)


def test_both_write_their_side_at_once_and_the_seal_opens_once() -> None:
    hurt, repairing, couple = make_pair()
    repair = logs.make_repair(author=hurt, couple=couple)
    moments = {hurt: NOW, repairing: NOW + timedelta(seconds=1)}

    said = at_once(
        *[
            lambda by=by, at=at: write_side(
                Repair.objects.get(), step=Step.HAPPENED, by=by, written=Written("mine"), now=at
            )
            for by, at in moments.items()
        ]
    )

    opened = set(RepairSide.objects.values_list("opened_at", flat=True))
    assert ([side.words for side in said], len(opened), None in opened) == (["mine", "mine"], 1, False)
    assert repair.sides.count() == 2


def test_one_writes_and_the_other_skips_at_once_and_both_open_at_one_moment() -> None:
    hurt, repairing, couple = make_pair()
    repair = logs.make_repair(author=hurt, couple=couple)

    at_once(
        lambda: write_side(Repair.objects.get(), step=Step.HAPPENED, by=hurt, written=Written("mine"), now=NOW),
        lambda: pass_step(Repair.objects.get(), step=Step.HAPPENED, by=repairing, now=NOW),
    )

    assert list(repair.sides.values_list("opened_at", flat=True)) == [couple.days.ends_at(TODAY)] * 2


def test_one_form_sent_twice_at_once_is_one_side() -> None:
    hurt, _repairing, couple = make_pair()
    logs.make_repair(author=hurt, couple=couple)

    said = at_once(
        *[
            lambda: write_side(Repair.objects.get(), step=Step.HAPPENED, by=hurt, written=Written("mine"), now=NOW)
            for _tab in range(2)
        ]
    )

    assert ({side.words for side in said}, RepairSide.objects.count()) == ({"mine"}, 1)


def test_pausing_while_the_other_writes_opens_either_both_or_neither_of_ones_own() -> None:
    hurt, repairing, couple = make_pair()
    repair = logs.make_repair(author=hurt, couple=couple)
    mine = logs.make_side(repair=repair, author=hurt, opened_at=None)

    at_once(
        lambda: withhold_sides(hurt, now=NOW),
        lambda: write_side(Repair.objects.get(), step=Step.HAPPENED, by=repairing, written=Written("his"), now=NOW),
    )

    mine.refresh_from_db()
    theirs = RepairSide.objects.get(author=repairing)
    assert (mine.couple_id is None, mine.opened_at) in [(True, None), (False, NOW)]
    assert theirs.opened_at == mine.opened_at


def pause_elsewhere(user: User) -> None:
    """Pause on a connection of its own."""
    try:
        pause_sharing(user, now=NOW)
    finally:
        connection.close()


def test_pausing_while_the_others_side_is_stored_makes_neither_wait_for_the_other() -> None:
    """A row that names the couple asks for the couple at its commit, when it holds the repair."""
    hurt, repairing, couple = make_pair()
    repair = logs.make_repair(author=hurt, couple=couple)
    mine = logs.make_side(repair=repair, author=hurt, opened_at=None)

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            write_side(repair, step=Step.HAPPENED, by=repairing, written=Written("his"), now=NOW)
            paused = pool.submit(pause_elsewhere, hurt)
            until_somebody_waits()
        paused.result()

    mine.refresh_from_db()
    assert (mine.opened_at, Pause.objects.count()) == (NOW, 1)


def test_both_call_a_time_out_at_once_and_each_has_one_that_shares_the_return() -> None:
    hurt, repairing, _couple = make_pair()

    said = at_once(
        *[lambda by=by: call_time_out(by, length=FORTY, key=uuid4(), now=NOW) for by in (hurt, repairing, hurt)]
    )

    rows = list(TimeOut.objects.order_by("joined_id"))
    assert (len({row.pk for row in said}), {row.author for row in rows}) == (2, {hurt, repairing})
    assert sorted([row.joined is None for row in rows]) == [False, True]


def test_both_say_back_at_once_and_one_return_is_kept() -> None:
    hurt, repairing, couple = make_pair()
    row = logs.make_time_out(author=hurt, couple=couple)

    said = at_once(*[lambda by=by: say_back(row, by=by, now=NOW + FORTY) for by in (hurt, repairing)])

    assert (sorted(said), TimeOut.objects.kept().count()) == ([False, True], 1)


def test_both_close_at_once_and_both_open_again_at_once() -> None:
    hurt, repairing, couple = make_pair()
    repair = logs.make_repair(author=hurt, couple=couple, is_whole=True)

    closed = at_once(*[lambda by=by: close_repair(repair, by=by, now=NOW) for by in (hurt, repairing)])
    opened = at_once(
        *[lambda by=by: reopen_repair(repair, by=by, reason="more", key=uuid4(), now=NOW) for by in (hurt, repairing)]
    )

    assert (sorted(closed), opened.count(AlreadyOver)) == ([False, True], 1)
    assert (RepairReopening.objects.count(), Repair.objects.get().is_open(NOW)) == (1, True)


def test_two_breaches_opened_at_once_pause_the_phase_once() -> None:
    hurt, repairing, _couple = make_pair()

    at_once(
        *[
            lambda by=by: open_repair(by, opening=Opening(RepairKind.BREACH, "it", True), key=uuid4(), now=NOW)
            for by in (hurt, repairing)
        ]
    )

    assert (Repair.objects.count(), PhaseMove.objects.count()) == (2, 1)


def test_both_say_yes_to_a_phase_at_once_and_it_moves_once() -> None:
    hurt, repairing, couple = make_pair()
    couple.partners.update(role=Role.BOTH)

    said = at_once(*[lambda by=by: say_yes(by, towards=Phase.ATTUNE, now=NOW) for by in (hurt, repairing)])

    assert (sorted(said), PhaseMove.objects.count()) == ([False, True], 1)


def test_both_ask_for_the_explanation_at_once_and_it_is_unlocked() -> None:
    hurt, repairing, couple = make_pair()
    couple.partners.update(role=Role.BOTH)
    held = logs.make_version(author=repairing, couple=couple).acknowledgement

    said = at_once(*[lambda by=by: unlock_explanation(held, by=by, now=NOW) for by in (hurt, repairing)])

    assert (sorted(said), Acknowledgement.objects.get().unlocked_at) == ([False, True], NOW)


def test_two_runs_of_the_heads_ups_at_once_tell_once() -> None:
    hurt, _repairing, couple = make_pair()
    logs.make_hard_date(author=hurt, couple=couple)

    told = at_once(*[lambda: send_heads_ups(now=NOW + timedelta(days=6)) for _run in range(2)])

    assert sorted(told) == [0, 1]


def test_line_sent_twice_at_once_is_one_line() -> None:
    hurt, repairing, couple = make_pair()
    row, key = logs.make_hard_date(author=hurt, couple=couple), uuid4()

    at_once(
        *[
            lambda: write_line(row, by=repairing, words="home at four", on=row.falls_on, key=key, now=NOW)
            for _tab in range(2)
        ]
    )

    assert HardDateLine.objects.count() == 1
