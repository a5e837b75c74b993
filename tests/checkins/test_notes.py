"""Notes to a day that has opened: its author's, once, and never in a pause."""

from datetime import timedelta
from uuid import uuid4

import pytest

from checkins.actions import add_note
from checkins.models import CheckInNote
from couples.access import standing_of
from couples.actions.acting import NotShared, NotYours
from kit.refusals import WrittenBefore
from tests.checkins.days import TODAY, pair, submit
from tests.factories import NOW, make_check_in, make_pause

pytestmark = pytest.mark.django_db


def test_note_is_added_once_for_two_presses_and_by_the_author_alone() -> None:
    hurt, repairing, _couple = pair()
    day = submit(hurt, on=TODAY - timedelta(days=1))
    key = uuid4()

    for _press in range(2):
        add_note(day, by=hurt, words="one more thing", key=key, now=NOW)
    with pytest.raises(NotYours):
        add_note(day, by=repairing, words="not mine", key=uuid4(), now=NOW)

    assert [
        note.words for note in CheckInNote.objects.visible_to(repairing, until=standing_of(repairing).open_until(NOW))
    ] == ["one more thing"]


def test_note_in_a_pause_is_refused_and_reaches_nobody() -> None:
    hurt, repairing, _couple = pair()
    day = submit(hurt, on=TODAY - timedelta(days=1))
    make_pause(user=hurt)

    with pytest.raises(NotShared):
        add_note(day, by=hurt, words="in the pause", key=uuid4(), now=NOW)

    assert CheckInNote.objects.visible_to(repairing, until=standing_of(repairing).open_until(NOW)).count() == 0


def test_note_in_a_pause_is_kept_on_a_day_that_nobody_else_reads() -> None:
    hurt, _repairing, _couple = pair()
    day = make_check_in(author=hurt, on=TODAY - timedelta(days=1))
    make_pause(user=hurt)

    assert add_note(day, by=hurt, words="mine", key=uuid4(), now=NOW).words == "mine"


def test_note_with_other_words_under_one_key_is_refused() -> None:
    hurt, _repairing, _couple = pair()
    day, key = submit(hurt, on=TODAY - timedelta(days=1)), uuid4()
    add_note(day, by=hurt, words="first", key=key, now=NOW)

    with pytest.raises(WrittenBefore):
        add_note(day, by=hurt, words="second", key=key, now=NOW)

    assert [note.words for note in CheckInNote.objects.all()] == ["first"]
