"""What each writes in a step stays sealed until both wrote, and is never overwritten once read."""

from datetime import datetime, timedelta
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
from tests.repair.rows import TODAY, make_pair

pytestmark = pytest.mark.django_db


def write(repair: Repair, by: User, words: str = "mine", step: Step = Step.HAPPENED, **more: object) -> RepairSide:
    return write_side(repair, step=step, by=by, written=Written(words), now=more.pop("now", NOW), **more)


def read(repair: Repair, by: User, step: Step = Step.HAPPENED, now: datetime = NOW) -> list[str]:
    return sorted(side.words for side in RepairSide.objects.visible_to(by, now=now).filter(repair=repair, step=step))


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


def skip(repair: Repair, by: User, now: datetime = NOW) -> None:
    pass_step(repair, step=Step.HAPPENED, by=by, now=now)


@pytest.mark.parametrize("skips_first", [True, False])
def test_who_skips_reads_the_other_when_the_day_is_over_in_the_day_zone(skips_first: bool) -> None:
    hurt, repairing, couple = make_pair(hurt="Asia/Tokyo", repairing="Asia/Tokyo")
    couple.day_zones = [["2026-01-01", "America/New_York"]]
    couple.save()
    repair = make_repair(author=hurt, couple=couple)
    acts = [lambda: write(repair, hurt, "her side"), lambda: skip(repair, repairing)]
    for act in reversed(acts) if skips_first else acts:
        act()

    over = couple.days.ends_at(TODAY)
    before = [read(repair, user, now=over - timedelta(seconds=1)) for user in (hurt, repairing)]

    assert before == [["her side"], [""]]
    assert read(repair, hurt, now=over) == read(repair, repairing, now=over) == ["", "her side"]


def test_skip_of_both_opens_at_once() -> None:
    hurt, repairing, couple = make_pair()
    repair = make_repair(author=hurt, couple=couple)

    for by in (hurt, repairing, repairing):
        skip(repair, by)

    assert read(repair, hurt) == read(repair, repairing) == ["", ""]


def test_who_skipped_may_still_write_and_then_both_lie_open() -> None:
    hurt, repairing, couple = make_pair()
    repair = make_repair(author=hurt, couple=couple)
    write(repair, hurt, "her side")
    skip(repair, repairing)

    write(repair, repairing, "his side", seen=NOW)

    assert read(repair, hurt) == read(repair, repairing) == ["her side", "his side"]


def test_what_is_written_after_the_day_of_a_skip_opens_at_once() -> None:
    hurt, repairing, couple = make_pair()
    repair = make_repair(author=hurt, couple=couple)
    skip(repair, repairing)
    later = NOW + timedelta(days=2)

    write(repair, hurt, "her side", now=later)

    assert read(repair, repairing, now=later) == ["", "her side"]


def test_pause_takes_a_skip_back_with_what_it_would_have_opened() -> None:
    hurt, repairing, couple = make_pair()
    repair = make_repair(author=hurt, couple=couple)
    write(repair, hurt, "her side")
    skip(repair, repairing)

    withhold_sides(repairing, now=NOW)

    later = NOW + timedelta(days=9)
    assert (read(repair, hurt, now=later), read(repair, repairing, now=later)) == (["her side"], [""])


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

    side = RepairSide.objects.visible_to(repairing, now=NOW).get(step=Step.LANDED)
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

    withhold_sides(hurt, now=NOW)
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
    assert [side.withdrawn_at for side in RepairSide.objects.taken_back_from(repairing, now=NOW)] == [NOW]


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
