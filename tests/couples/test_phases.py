"""A phase is moved by who was hurt, forward or back; a new role counts after seven days."""

from datetime import timedelta

import pytest

from couples.access import movers_of, standing_of
from couples.actions.acting import NotShared
from couples.actions.phases import (
    NotOffered,
    NotYourMove,
    TooLate,
    answer_readiness,
    pause_phase,
    phase_now,
    reachable,
    say_word,
    say_yes,
    take_back_move,
    take_back_yes,
)
from couples.actions.spaces import choose_role
from couples.models import (
    Phase,
    PhaseMove,
    PhaseYes,
    Readiness,
    ReadinessItem,
    ReadyAnswer,
    ReadyWord,
    Role,
    Word,
)
from tests.factories import NOW, make_pause, make_user, partner_of
from tests.repair.rows import make_pair

pytestmark = pytest.mark.django_db


def test_first_phase_is_atone() -> None:
    _hurt, _repairing, couple = make_pair()

    held = phase_now(couple)

    assert (held.phase, held.is_paused, reachable(held)) == ("atone", False, (Phase.ATTUNE,))


def test_phase_is_moved_by_who_was_hurt_forward_and_back() -> None:
    hurt, _repairing, couple = make_pair()

    said = [say_yes(hurt, towards=phase, now=NOW) for phase in (Phase.ATTUNE, Phase.ATTACH, Phase.ATTUNE)]

    assert (said, phase_now(couple).phase, PhaseMove.objects.count()) == ([True, True, True], "attune", 3)


def test_phase_pressed_twice_moves_once() -> None:
    hurt, _repairing, couple = make_pair()

    said = [say_yes(hurt, towards=Phase.ATTUNE, now=NOW) for _press in range(2)]

    assert (said, phase_now(couple).number) == ([True, False], 1)


def test_phase_is_not_moved_by_who_repairs() -> None:
    _hurt, repairing, couple = make_pair()

    with pytest.raises(NotYourMove):
        say_yes(repairing, towards=Phase.ATTUNE, now=NOW)

    assert phase_now(couple).phase == "atone"


def test_phase_is_not_skipped() -> None:
    hurt, _repairing, couple = make_pair()

    with pytest.raises(NotOffered):
        say_yes(hurt, towards=Phase.ATTACH, now=NOW)

    assert phase_now(couple).phase == "atone"


@pytest.mark.parametrize("role", [Role.BOTH, Role.UNSAID])
def test_phase_needs_both_where_both_or_none_were_hurt(role: Role) -> None:
    hurt, repairing, couple = make_pair()
    couple.partners.update(role=role)

    said = [say_yes(user, towards=Phase.ATTUNE, now=NOW) for user in (hurt, repairing)]

    assert (said, phase_now(couple).phase, list(PhaseYes.objects.of_line(phase_now(couple)))) == (
        [False, True],
        "attune",
        [],
    )


def test_yes_can_be_taken_back() -> None:
    hurt, repairing, couple = make_pair()
    couple.partners.update(role=Role.BOTH)
    say_yes(hurt, towards=Phase.ATTUNE, now=NOW)

    take_back_yes(hurt)
    moved = say_yes(repairing, towards=Phase.ATTUNE, now=NOW)

    assert (moved, phase_now(couple).phase) == (False, "atone")


def test_move_is_taken_back_for_ten_minutes_by_whoever_moved_it() -> None:
    hurt, repairing, couple = make_pair()
    say_word(repairing, word=Word.READY, now=NOW)
    say_yes(hurt, towards=Phase.ATTUNE, now=NOW)
    move = phase_now(couple)

    for by, minutes in ((repairing, 1), (hurt, 10)):
        with pytest.raises(TooLate):
            take_back_move(move, by=by, now=NOW + timedelta(minutes=minutes))
    for _press in range(2):
        take_back_move(move, by=hurt, now=NOW + timedelta(minutes=9))

    held = phase_now(couple)
    assert (held.number, held.phase, PhaseYes.objects.count()) == (0, "atone", 0)
    assert ReadyWord.objects.of_line(held).get().word == "ready"


def test_move_of_both_taken_back_leaves_the_others_yes() -> None:
    hurt, repairing, couple = make_pair()
    couple.partners.update(role=Role.BOTH)
    for user in (hurt, repairing):
        say_yes(user, towards=Phase.ATTUNE, now=NOW)

    take_back_move(phase_now(couple), by=repairing, now=NOW)

    held = phase_now(couple)
    assert (held.phase, [yes.author for yes in PhaseYes.objects.of_line(held)]) == ("atone", [hurt])


def test_move_is_not_taken_back_once_a_breach_followed() -> None:
    hurt, _repairing, couple = make_pair()
    say_yes(hurt, towards=Phase.ATTUNE, now=NOW)
    move = phase_now(couple)
    pause_phase(couple, now=NOW)

    with pytest.raises(TooLate):
        take_back_move(move, by=hurt, now=NOW)

    assert phase_now(couple).is_paused


def test_date_of_a_move_is_that_of_the_couples_days() -> None:
    hurt, _repairing, couple = make_pair(hurt="Asia/Tokyo")
    couple.day_zones = [["2026-01-01", "America/New_York"]]
    couple.save()

    say_yes(hurt, towards=Phase.ATTUNE, now=NOW)

    assert phase_now(couple).moved_on == couple.days.date_at(NOW)


def test_new_role_counts_after_seven_days_and_the_old_one_until_then() -> None:
    hurt, repairing, _couple = make_pair()
    choose_role(partner_of(repairing), role=Role.HURT, now=NOW)
    choose_role(partner_of(hurt), role=Role.REPAIRING, now=NOW)

    movers = [
        [partner.user for partner in movers_of(standing_of(hurt), now=NOW + timedelta(days=days))] for days in (6, 7)
    ]

    assert movers == [[hurt], [repairing]]


def test_role_changed_twice_in_a_week_keeps_the_one_that_counted() -> None:
    _hurt, repairing, _couple = make_pair()

    for role in (Role.HURT, Role.BOTH):
        choose_role(partner_of(repairing), role=role, now=NOW)

    assert partner_of(repairing).role_counting(NOW + timedelta(days=6)) == Role.REPAIRING


def test_first_role_counts_after_seven_days_too() -> None:
    _hurt, repairing, couple = make_pair()
    couple.partners.update(role=Role.UNSAID, role_since=None)

    choose_role(partner_of(repairing), role=Role.HURT, now=NOW)

    movers = movers_of(standing_of(repairing), now=NOW)
    assert len(movers) == 2


def test_breach_pauses_and_who_was_hurt_goes_on() -> None:
    hurt, _repairing, couple = make_pair()
    say_yes(hurt, towards=Phase.ATTUNE, now=NOW)
    for _press in range(2):
        pause_phase(couple, now=NOW)
    paused = phase_now(couple)

    say_yes(hurt, towards=Phase.ATTUNE, now=NOW)

    held = phase_now(couple)
    assert (paused.phase, paused.is_paused, reachable(paused)) == ("attune", True, (Phase.ATTUNE,))
    assert (held.number, held.phase, held.is_paused, held.reason) == (3, "attune", False, "resumed")


def test_word_is_said_by_the_other_and_goes_with_the_phase() -> None:
    hurt, repairing, couple = make_pair()
    for word in (Word.READY, Word.NOT_YET):
        say_word(repairing, word=word, now=NOW)
    with pytest.raises(NotYourMove):
        say_word(hurt, word=Word.READY, now=NOW)
    said = [row.word for row in ReadyWord.objects.visible_to(hurt)]

    say_yes(hurt, towards=Phase.ATTUNE, now=NOW)

    assert (said, list(ReadyWord.objects.of_line(phase_now(couple)))) == (["not_yet"], [])


def test_in_a_pause_of_ones_own_nothing_is_said_or_moved() -> None:
    hurt, repairing, _couple = make_pair()
    for user in (hurt, repairing):
        make_pause(user=user)

    with pytest.raises(NotShared):
        say_yes(hurt, towards=Phase.ATTUNE, now=NOW)
    with pytest.raises(NotShared):
        say_word(repairing, word=Word.READY, now=NOW)

    assert PhaseMove.objects.count() == 0


def test_readiness_is_its_authors_alone() -> None:
    hurt, repairing, _couple = make_pair()
    answer_readiness(hurt, answers={ReadinessItem.SAFE: ReadyAnswer.NO, ReadinessItem.KEPT: ReadyAnswer.YES}, now=NOW)

    answer_readiness(hurt, answers={ReadinessItem.SAFE: ReadyAnswer.PARTLY, ReadinessItem.KEPT: ""}, now=NOW)

    assert [(row.item, row.answer) for row in Readiness.objects.visible_to(hurt)] == [("safe", "partly")]
    assert Readiness.objects.visible_to(repairing).count() == 0


def test_phase_is_seen_by_the_two_alone() -> None:
    hurt, repairing, _couple = make_pair()
    say_yes(hurt, towards=Phase.ATTUNE, now=NOW)

    seen = [PhaseMove.objects.visible_to(user).count() for user in (hurt, repairing, make_user())]

    assert seen == [1, 1, 0]


def test_move_taken_back_leaves_what_the_other_said_before_it() -> None:
    hurt, repairing, _couple = make_pair()
    say_word(repairing, word=Word.NOT_YET, now=NOW)
    say_yes(hurt, towards=Phase.ATTUNE, now=NOW)
    say_word(repairing, word=Word.READY, now=NOW)

    take_back_move(PhaseMove.objects.get(), by=hurt, now=NOW + timedelta(minutes=5))

    assert list(ReadyWord.objects.values_list("word", "after")) == [(Word.NOT_YET, 0)]
