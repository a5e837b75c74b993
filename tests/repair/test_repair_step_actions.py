"""What each writes in a step stays sealed until both wrote, and is never overwritten once read."""

from uuid import uuid4

import pytest

from accounts.models import User
from couples.actions.acting import AlreadyShared, NotShared, NotYours
from repair.actions.repair_steps import (
    ChangedElsewhere,
    NotYet,
    Written,
    add_side_note,
    pass_step,
    share_side,
    withdraw_side,
    withhold_sides,
    write_side,
)
from repair.models import Repair, RepairKind, RepairNote, RepairSide, Step
from tests.factories import NOW, make_pause
from tests.repair.logs import make_repair, make_side, make_step
from tests.repair.rows import make_pair

pytestmark = pytest.mark.django_db


def write(repair: Repair, by: User, words: str = "mine", step: Step = Step.HAPPENED, **more: object) -> RepairSide:
    return write_side(repair, step=step, by=by, written=Written(words), now=more.pop("now", NOW), **more)


def read(repair: Repair, by: User, step: Step = Step.HAPPENED) -> list[str]:
    return sorted(side.words for side in RepairSide.objects.visible_to(by).filter(repair=repair, step=step))


def test_step_stays_sealed_until_both_wrote_it() -> None:
    hurt, repairing, couple = make_pair()
    repair = make_repair(author=hurt, couple=couple)

    write(repair, hurt, "her side")
    before = (read(repair, hurt), read(repair, repairing))
    write(repair, repairing, "his side")

    assert before == (["her side"], [])
    assert read(repair, hurt) == read(repair, repairing) == ["her side", "his side"]


def test_sealed_side_can_be_changed_by_its_author() -> None:
    hurt, repairing, couple = make_pair()
    repair = make_repair(author=hurt, couple=couple)
    first = write(repair, hurt, "first")

    write(repair, hurt, "second", seen=first.written_at)
    write(repair, repairing, "his side")

    assert read(repair, repairing) == ["his side", "second"]


def test_sealed_side_changed_in_another_tab_is_not_overwritten() -> None:
    hurt, _repairing, couple = make_pair()
    repair = make_repair(author=hurt, couple=couple)
    write(repair, hurt, "first tab")

    with pytest.raises(ChangedElsewhere) as clash:
        write(repair, hurt, "second tab")

    assert (clash.value.side.words, read(repair, hurt)) == ("first tab", ["first tab"])


def test_opened_side_is_never_overwritten() -> None:
    hurt, repairing, couple = make_pair()
    repair = make_repair(author=hurt, couple=couple)
    make_step(repair=repair, authors=(hurt, repairing))

    with pytest.raises(AlreadyShared):
        write(repair, hurt, "not so")

    assert read(repair, hurt) == ["I raised my voice.", "I raised my voice."]


def test_same_words_again_are_the_first_press() -> None:
    hurt, repairing, couple = make_pair()
    repair = make_repair(author=hurt, couple=couple)
    write(repair, hurt, "her side")
    write(repair, repairing, "his side")

    write(repair, hurt, "her side")

    assert RepairSide.objects.count() == 2


def test_passing_opens_what_the_other_wrote() -> None:
    hurt, repairing, couple = make_pair()
    repair = make_repair(author=hurt, couple=couple)
    write(repair, hurt, "her side")

    pass_step(repair, step=Step.HAPPENED, by=repairing, now=NOW)

    assert read(repair, repairing) == ["", "her side"]


def test_passing_first_lets_the_other_be_read_at_once() -> None:
    hurt, repairing, couple = make_pair()
    repair = make_repair(author=hurt, couple=couple)

    for _press in range(2):
        pass_step(repair, step=Step.HAPPENED, by=repairing, now=NOW)
    write(repair, hurt, "her side")

    assert read(repair, repairing) == ["", "her side"]


def test_passing_after_writing_is_refused() -> None:
    hurt, _repairing, couple = make_pair()
    repair = make_repair(author=hurt, couple=couple)
    write(repair, hurt, "her side")

    with pytest.raises(AlreadyShared):
        pass_step(repair, step=Step.HAPPENED, by=hurt, now=NOW)

    assert RepairSide.objects.get().passed is False


def test_own_it_waits_for_what_happened() -> None:
    hurt, _repairing, couple = make_pair()
    repair = make_repair(author=hurt, couple=couple)

    with pytest.raises(NotYet):
        write(repair, hurt, "my part", step=Step.OWN)

    assert RepairSide.objects.count() == 0


def test_landing_answers_the_others_owning_and_opens_at_once() -> None:
    hurt, repairing, couple = make_pair()
    repair = make_repair(author=hurt, couple=couple)
    make_step(repair=repair, authors=(hurt, repairing))
    make_step(repair=repair, authors=(hurt, repairing), step=Step.OWN)

    write_side(
        repair, step=Step.LANDED, by=hurt, written=Written(landed="partly", needed="say that I was right"), now=NOW
    )

    side = RepairSide.objects.visible_to(repairing).get(step=Step.LANDED)
    assert (side.landed, side.needed, side.opened_at) == ("partly", "say that I was right", NOW)


def test_landing_needs_an_owning_by_the_other() -> None:
    hurt, repairing, couple = make_pair()
    repair = make_repair(author=hurt, couple=couple)
    make_step(repair=repair, authors=(hurt, repairing))
    make_side(repair=repair, author=hurt, step=Step.OWN)
    make_side(repair=repair, author=repairing, step=Step.OWN, passed=True)

    with pytest.raises(NotYet):
        write_side(repair, step=Step.LANDED, by=hurt, written=Written(landed="fully"), now=NOW)

    assert RepairSide.objects.filter(step=Step.LANDED).count() == 0


def test_breach_begins_at_own_it_by_the_one_who_did_it() -> None:
    hurt, repairing, couple = make_pair()
    repair = make_repair(author=hurt, couple=couple, kind=RepairKind.BREACH, done_by=repairing)

    with pytest.raises(NotYet):
        write(repair, repairing, "my view", step=Step.HAPPENED)
    with pytest.raises(NotYours):
        write(repair, hurt, "my part", step=Step.OWN)
    write(repair, repairing, "I did it.", step=Step.OWN)

    assert read(repair, hurt, Step.OWN) == ["I did it."]


def test_pattern_of_a_breach_is_sealed_as_any_other() -> None:
    hurt, repairing, couple = make_pair()
    repair = make_repair(author=hurt, couple=couple, kind=RepairKind.BREACH, done_by=repairing)
    make_side(repair=repair, author=repairing, step=Step.OWN)

    write(repair, hurt, "long evenings apart", step=Step.PATTERN)

    assert read(repair, repairing, Step.PATTERN) == []


def test_pause_keeps_a_sealed_side_back_until_its_author_shares_it() -> None:
    hurt, repairing, couple = make_pair()
    repair = make_repair(author=hurt, couple=couple)
    side = write(repair, hurt, "her side")

    withhold_sides(hurt)
    write(repair, repairing, "his side")
    kept_back = read(repair, repairing)
    share_side(side, by=hurt, now=NOW)

    assert kept_back == ["his side"]
    assert read(repair, repairing) == ["her side", "his side"]


def test_writing_in_a_pause_is_refused() -> None:
    hurt, _repairing, couple = make_pair()
    repair = make_repair(author=hurt, couple=couple)
    make_pause(user=hurt)

    with pytest.raises(NotShared):
        write(repair, hurt)

    assert RepairSide.objects.count() == 0


def test_writing_after_the_couple_ended_is_refused() -> None:
    hurt, _repairing, couple = make_pair()
    repair = make_repair(author=hurt, couple=couple)
    couple.ended_at = NOW
    couple.save()

    with pytest.raises(NotShared):
        write(repair, hurt)

    assert RepairSide.objects.count() == 0


def test_withdrawn_side_leaves_a_line_without_words() -> None:
    hurt, repairing, couple = make_pair()
    repair = make_repair(author=hurt, couple=couple)
    make_step(repair=repair, authors=(hurt, repairing))
    mine = RepairSide.objects.get(author=hurt)

    withdraw_side(mine, by=repairing, now=NOW)
    untouched = RepairSide.objects.get(author=hurt).withdrawn_at
    withdraw_side(mine, by=hurt, now=NOW)

    assert (untouched, read(repair, repairing)) == (None, ["I raised my voice."])
    assert [side.withdrawn_at for side in RepairSide.objects.taken_back_from(repairing)] == [NOW]


def test_note_stands_beside_an_opened_side_once() -> None:
    hurt, repairing, couple = make_pair()
    repair = make_repair(author=hurt, couple=couple)
    make_step(repair=repair, authors=(hurt, repairing))
    mine, key = RepairSide.objects.get(author=hurt), uuid4()

    for _press in range(2):
        add_side_note(mine, by=hurt, words="I also slammed the door.", key=key, now=NOW)
    with pytest.raises(NotYours):
        add_side_note(mine, by=repairing, words="yes", key=uuid4(), now=NOW)

    assert [note.words for note in RepairNote.objects.visible_to(repairing)] == ["I also slammed the door."]
