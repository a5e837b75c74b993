"""Appreciation: given once, delivered when it was meant to be, answered by the other alone."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from checkins.actions import answer_appreciation, appreciate, withdraw_appreciation
from checkins.models import Answer, Appreciation
from couples.access import standing_of
from couples.actions.acting import NotYours
from couples.models import Pause
from kit.clock import database_now
from tests.checkins.days import pair
from tests.factories import NOW, make_appreciation, make_pause
from tests.people import body, browser_of

pytestmark = pytest.mark.django_db


def test_appreciation_with_the_week_waits_for_its_close() -> None:
    hurt, repairing, _couple = pair()

    appreciate(standing_of(hurt), deed="tea", shows="care", with_the_week=True, key=uuid4(), now=NOW)

    closes = datetime(2026, 3, 23, 3, tzinfo=UTC)
    before = Appreciation.objects.visible_to(repairing, now=closes - timedelta(seconds=1)).count()
    assert (before, Appreciation.objects.visible_to(repairing, now=closes).get().deed) == (0, "tea")


@pytest.mark.parametrize(
    ("now", "closes"),
    [
        (datetime(2026, 3, 23, 2, 59, tzinfo=UTC), datetime(2026, 3, 23, 3, tzinfo=UTC)),
        (datetime(2026, 3, 23, 3, tzinfo=UTC), datetime(2026, 3, 30, 3, tzinfo=UTC)),
    ],
)
def test_appreciation_goes_with_the_next_summary_also_after_midnight_on_a_sunday(
    now: datetime, closes: datetime
) -> None:
    hurt, _repairing, _couple = pair()

    note = appreciate(standing_of(hurt), deed="tea", shows="", with_the_week=True, key=uuid4(), now=now)

    assert note.delivered_at == closes


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "UTC", "Pacific/Pago_Pago"])
@pytest.mark.parametrize("with_the_week", [True, False])
def test_appreciation_bears_the_date_of_the_two_wherever_its_author_is(zone: str, with_the_week: bool) -> None:
    hurt, _repairing, _couple = pair()
    hurt.zone = zone
    hurt.save()
    closes = datetime(2026, 3, 23, 3, tzinfo=UTC) if with_the_week else NOW

    note = appreciate(standing_of(hurt), deed="tea", shows="", with_the_week=with_the_week, key=uuid4(), now=NOW)

    assert (note.written_on, note.delivered_at) == (NOW.date(), closes)


def test_appreciation_pressed_twice_stands_once() -> None:
    hurt, _repairing, _couple = pair()
    key = uuid4()

    for _press in range(2):
        appreciate(standing_of(hurt), deed="tea", shows="", with_the_week=False, key=key, now=NOW)

    assert Appreciation.objects.count() == 1


def test_appreciation_is_answered_by_the_other_alone() -> None:
    hurt, repairing, couple = pair()
    note = make_appreciation(author=hurt, couple=couple)

    with pytest.raises(NotYours):
        answer_appreciation(note, by=hurt, answer=Answer.THANKS, now=NOW)
    answer_appreciation(note, by=repairing, answer=Answer.HARD, now=NOW)

    note.refresh_from_db()
    assert (note.answer, note.answered_at) == ("hard", NOW)


def test_appreciation_taken_back_before_its_delivery_is_never_known_to_the_other() -> None:
    hurt, repairing, _couple = pair()
    note = appreciate(standing_of(hurt), deed="tea", shows="", with_the_week=True, key=uuid4(), now=NOW)

    withdraw_appreciation(note, by=hurt, now=NOW)

    assert Appreciation.objects.visible_to(repairing, now=NOW + timedelta(days=9)).count() == 0
    assert Appreciation.objects.visible_to(hurt, now=NOW).get().withdrawn_at == NOW


def test_appreciation_taken_back_after_its_delivery_leaves_a_line() -> None:
    hurt, repairing, couple = pair()
    note = make_appreciation(author=hurt, couple=couple)

    withdraw_appreciation(note, by=hurt, now=NOW)

    assert Appreciation.objects.visible_to(repairing, now=NOW).get().withdrawn_at == NOW


@pytest.mark.parametrize("answer", ["thanks", "hard"])
def test_answer_in_a_pause_reaches_nobody_and_can_be_given_after_it(answer: str) -> None:
    hurt, repairing, couple = pair()
    note = make_appreciation(author=hurt, couple=couple, delivered_at=database_now())
    pause = make_pause(user=repairing)
    watched, path = ("/check-ins/today/", "/check-ins/appreciation/"), reverse(f"checkins:{answer}", args=[note.pk])
    before = [body(browser_of(hurt).get(page)) for page in watched]

    page = browser_of(repairing).get("/check-ins/today/").content.decode()
    told = browser_of(repairing).post(path, follow=True)
    seen = [body(browser_of(hurt).get(page)) for page in watched]
    kept = Appreciation.objects.values("answer", "answered_at").get()
    Pause.objects.filter(pk=pause.pk).update(ended_at=NOW)
    browser_of(repairing).post(path)

    assert ("It waits here." in page, path in page, note.deed in page) == (True, False, True)
    assert "While you pause, nothing goes to the other person." in told.content.decode()
    assert (seen == before, kept) == (True, {"answer": "", "answered_at": None})
    assert Appreciation.objects.get().answer == answer
