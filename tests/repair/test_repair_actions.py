"""A repair log opens step by step, is never overwritten once read, and rests without being forgotten."""

from datetime import timedelta
from uuid import uuid4

import pytest

from accounts.models import User
from couples.actions.acting import AlreadyOver, NotShared, NotYours
from couples.actions.phases import phase_now
from kit.paging import NO_END
from repair.actions.repair_steps import (
    Written,
    write_side,
)
from repair.actions.repairs import Opening, close_repair, link_promise, open_repair, reopen_repair
from repair.models import FOLDS_AFTER, Repair, RepairKind, RepairReopening, RepairSide, Step
from tests.factories import NOW, make_pause
from tests.repair import rows
from tests.repair.logs import make_repair
from tests.repair.rows import TODAY, make_pair

pytestmark = pytest.mark.django_db


def write(repair: Repair, by: User, words: str = "mine", step: Step = Step.HAPPENED, **more: object) -> RepairSide:
    return write_side(repair, step=step, by=by, written=Written(words), now=more.pop("now", NOW), **more)


def read(repair: Repair, by: User, step: Step = Step.HAPPENED) -> list[str]:
    return sorted(side.words for side in RepairSide.objects.visible_to(by).filter(repair=repair, step=step))


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


def test_repair_comes_to_rest_by_either_and_keeps_its_first_date() -> None:
    hurt, repairing, couple = make_pair()
    repair = make_repair(author=hurt, couple=couple)

    said = [close_repair(repair, by=by, now=NOW) for by in (repairing, hurt)]
    reopen_repair(repair, by=hurt, reason="it is not over for me", key=uuid4(), now=NOW + timedelta(days=2))
    close_repair(repair, by=hurt, now=NOW + timedelta(days=5))

    row = Repair.objects.get()
    assert (said, row.closed_by, row.rested_on) == ([True, False], hurt, TODAY)


def test_reopening_is_recorded_with_its_reason_once() -> None:
    hurt, repairing, couple = make_pair()
    repair = make_repair(author=hurt, couple=couple, closed_at=NOW)
    key = uuid4()

    for _press in range(2):
        reopen_repair(repair, by=hurt, reason="one more thing", key=key, now=NOW)
    with pytest.raises(AlreadyOver):
        reopen_repair(repair, by=repairing, reason="me too", key=uuid4(), now=NOW)

    row = RepairReopening.objects.visible_to(repairing).get()
    assert (row.reason, row.rested_at, Repair.objects.get().is_open) == ("one more thing", NOW, True)


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
    resting, folded = Repair.objects.present(since, opened_before=NO_END), Repair.objects.folded(since, before=NO_END)

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
