"""A repair log opens step by step, is never overwritten once read, and rests without being forgotten."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from accounts.models import User
from couples.actions.acting import AlreadyOver, NotShared, NotYours
from couples.actions.phases import phase_now
from couples.models import Couple
from kit.paging import NO_END
from repair.actions.repair_steps import (
    Written,
    withdraw_side,
    write_side,
)
from repair.actions.repairs import Opening, close_repair, keep_repair_open, link_promise, open_repair, reopen_repair
from repair.models import FOLDS_AFTER, Repair, RepairKind, RepairReopening, RepairSide, Step
from tests.factories import NOW, make_pause
from tests.repair import rows
from tests.repair.logs import make_repair, make_side, make_step
from tests.repair.rows import TODAY, make_pair

pytestmark = pytest.mark.django_db


def write(repair: Repair, by: User, words: str = "mine", step: Step = Step.HAPPENED, **more: object) -> RepairSide:
    return write_side(repair, step=step, by=by, written=Written(words), now=more.pop("now", NOW), **more)


def read(repair: Repair, by: User, step: Step = Step.HAPPENED) -> list[str]:
    return sorted(side.words for side in RepairSide.objects.visible_to(by, now=NOW).filter(repair=repair, step=step))


def test_repair_opened_twice_by_one_form_stands_once() -> None:
    hurt, _repairing, couple = make_pair()
    key, opening = uuid4(), Opening(RepairKind.DEBATE, "money again")

    made = {open_repair(hurt, opening=opening, key=key, now=NOW).pk for _press in range(2)}

    row = Repair.objects.get()
    assert (made, row.couple, row.opened_on, row.done_by) == ({key}, couple, TODAY, None)


def test_repair_needs_a_space_open_to_both() -> None:
    hurt, _repairing, _couple = make_pair()
    make_pause(user=hurt)

    with pytest.raises(NotShared):
        open_repair(hurt, opening=Opening(RepairKind.BID, "x"), key=uuid4(), now=NOW)

    assert Repair.objects.count() == 0


def test_new_breach_names_who_did_it_and_pauses_the_phase_once() -> None:
    hurt, repairing, couple = make_pair()

    theirs = open_repair(hurt, opening=Opening(RepairKind.BREACH, "the messages", False), key=uuid4(), now=NOW)
    own = open_repair(repairing, opening=Opening(RepairKind.BREACH, "the money", True), key=uuid4(), now=NOW)

    held = phase_now(couple)
    assert (theirs.done_by, own.done_by) == (repairing, repairing)
    assert (held.number, held.phase, held.is_paused, held.reason) == (1, "atone", True, "breach")


def whole(hurt: User, couple: Couple, **fields: object) -> Repair:
    return make_repair(author=hurt, couple=couple, is_whole=True, **fields)


def state(at: datetime) -> tuple[bool, int]:
    """Return whether the only repair is open, and how many count as closed."""
    return Repair.objects.get().is_open(at), Repair.objects.counted(at).count()


def test_closing_takes_both() -> None:
    hurt, repairing, couple = make_pair()
    repair = whole(hurt, couple)

    said = [close_repair(repair, by=by, now=NOW) for by in (repairing, repairing, hurt)]

    row = Repair.objects.get()
    assert (said, row.closed_on, row.rested_on, row.rested_by_both) == ([False, False, True], TODAY, TODAY, True)
    assert state(NOW) == (False, 1)


def test_closing_that_one_proposed_takes_seven_days_without_an_answer() -> None:
    hurt, repairing, couple = make_pair()
    close_repair(whole(hurt, couple), by=repairing, now=NOW)

    states = [state(NOW + timedelta(days=7, seconds=seconds)) for seconds in (-1, 0)]

    row = Repair.objects.get()
    assert (states, row.rested_on, row.rested_by_both) == ([(True, 0), (False, 1)], TODAY + timedelta(days=7), False)


def test_not_yet_keeps_it_open_and_it_is_not_proposed_again_for_seven_days() -> None:
    hurt, repairing, couple = make_pair()
    repair = whole(hurt, couple)
    close_repair(repair, by=repairing, now=NOW)

    for _press in range(2):
        keep_repair_open(repair, by=hurt, now=NOW)
    with pytest.raises(AlreadyOver):
        close_repair(repair, by=repairing, now=NOW + timedelta(days=6))
    later = state(NOW + timedelta(days=30))
    close_repair(repair, by=hurt, now=NOW + timedelta(days=6))

    assert (later, Repair.objects.get().proposed_by) == ((True, 0), hurt)


def test_proposal_is_taken_back_by_who_made_it() -> None:
    hurt, repairing, couple = make_pair()
    repair = whole(hurt, couple)
    close_repair(repair, by=repairing, now=NOW)

    keep_repair_open(repair, by=repairing, now=NOW)

    row = Repair.objects.get()
    assert (row.is_proposed(NOW), row.closed_at, row.rested_at) == (False, None, None)
    with pytest.raises(AlreadyOver):  # the other is asked once in seven days
        close_repair(repair, by=repairing, now=NOW + timedelta(days=1))


def test_repair_with_nothing_in_it_is_put_away_by_either_and_counts_nowhere() -> None:
    hurt, repairing, couple = make_pair()
    repair = make_repair(author=hurt, couple=couple)
    make_side(repair=repair, author=hurt, opened_at=None)

    said = close_repair(repair, by=repairing, now=NOW)

    assert (said, state(NOW), Repair.objects.get().rested_on) == (True, (False, 0), None)


def test_closing_counts_after_an_owning_and_how_it_landed_while_both_stand() -> None:
    hurt, repairing, couple = make_pair()
    repair = make_repair(author=hurt, couple=couple)
    make_step(repair=repair, authors=(hurt, repairing))
    for by in (hurt, repairing):
        close_repair(repair, by=by, now=NOW)
    without = state(NOW)

    later = NOW + timedelta(days=3)
    reopen_repair(repair, by=hurt, reason="it is not over for me", key=uuid4(), now=later)
    owning = make_side(repair=repair, author=repairing, step=Step.OWN, opened_at=later)
    make_side(repair=repair, author=hurt, step=Step.LANDED, opened_at=later, words="", landed="fully")
    for by in (hurt, repairing):
        close_repair(repair, by=by, now=later)
    counted = state(later), Repair.objects.get().rested_on
    withdraw_side(owning, by=repairing, now=later)

    assert (without, counted) == ((False, 0), ((False, 1), TODAY + timedelta(days=3)))
    assert state(later) == (False, 0)


def test_repair_opened_again_keeps_the_date_of_the_closing_that_counts() -> None:
    hurt, repairing, couple = make_pair()
    repair = whole(hurt, couple, closed_at=NOW)
    later = NOW + timedelta(days=5)

    reopen_repair(repair, by=hurt, reason="it is not over for me", key=uuid4(), now=NOW + timedelta(days=2))
    for by in (hurt, repairing):
        close_repair(repair, by=by, now=later)

    row = Repair.objects.get()
    assert (row.rested_on, row.closed_on) == (TODAY, TODAY + timedelta(days=5))


@pytest.mark.parametrize("act", [close_repair, keep_repair_open])
def test_closing_in_a_pause_reaches_nobody(act: Callable[..., object]) -> None:
    hurt, repairing, couple = make_pair()
    repair = whole(hurt, couple)
    close_repair(repair, by=hurt, now=NOW)
    make_pause(user=repairing)

    with pytest.raises(NotShared):
        act(repair, by=repairing, now=NOW)

    assert Repair.objects.get().is_proposed(NOW)


def test_reopening_is_recorded_with_its_reason_once() -> None:
    hurt, repairing, couple = make_pair()
    repair = make_repair(author=hurt, couple=couple, closed_at=NOW)
    key = uuid4()

    for _press in range(2):
        reopen_repair(repair, by=hurt, reason="one more thing", key=key, now=NOW)
    with pytest.raises(AlreadyOver):
        reopen_repair(repair, by=repairing, reason="me too", key=uuid4(), now=NOW)

    row = RepairReopening.objects.visible_to(repairing).get()
    assert (row.reason, row.rested_at, row.reopened_on, state(NOW)[0]) == ("one more thing", NOW, TODAY, True)


def test_resting_repair_takes_no_more_words() -> None:
    hurt, _repairing, couple = make_pair()
    repair = make_repair(author=hurt, couple=couple, closed_at=NOW)

    with pytest.raises(AlreadyOver):
        write(repair, hurt)

    assert RepairSide.objects.count() == 0


def test_repair_folds_away_after_thirty_days() -> None:
    hurt, _repairing, couple = make_pair()
    near = make_repair(author=hurt, couple=couple, closed_at=NOW - timedelta(days=29))
    far = make_repair(author=hurt, couple=couple, closed_at=NOW - timedelta(days=30))

    since = NOW - FOLDS_AFTER
    resting = Repair.objects.present(since, now=NOW, opened_before=NO_END)
    folded = Repair.objects.folded(since, before=NO_END)

    assert (list(resting), list(folded)) == ([near], [far])


def test_repair_links_one_promise_of_ones_own() -> None:
    hurt, repairing, couple = make_pair()
    repair, other = make_repair(author=hurt, couple=couple), make_repair(author=hurt, couple=couple)
    promise = rows.make_promise(author=repairing, couple=couple)

    with pytest.raises(NotYours):
        link_promise(repair, promise=promise, by=hurt, now=NOW)
    said = [link_promise(repair, promise=promise, by=repairing, now=NOW) for _press in range(2)]
    with pytest.raises(AlreadyOver):
        link_promise(other, promise=promise, by=repairing, now=NOW)

    assert (said, Repair.objects.get(pk=repair.pk).promise) == ([True, False], promise)
