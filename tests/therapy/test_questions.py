"""Questions that were taken to a session stand on the therapist's page, from who gives their words."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from couples.models import Consent, Level
from tests.factories import make_grant, make_therapist
from tests.repair import rows
from tests.repair.rows import make_pair

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = NOW.date()


def test_question_taken_to_a_session_is_read_at_words_alone(client: Client) -> None:
    hurt, repairing, couple = make_pair()
    therapist = make_therapist()
    grant = make_grant(couple=couple, therapist=therapist, active_at=NOW - timedelta(days=10))
    asked = {"couple": couple, "asked_on": TODAY}
    rows.make_closed_question(author=hurt, closed_as="session", text="Who paid for it?", **asked)
    rows.make_closed_question(author=repairing, closed_as="session", text="May I visit my brother?", **asked)
    rows.make_closed_question(author=hurt, closed_as="enough", text="Which hotel?", **asked)
    rows.make_question(author=hurt, text="Do you love me?", **asked)
    before = grant.from_on - timedelta(days=1)
    rows.make_closed_question(author=hurt, closed_as="session", text="From before?", couple=couple, asked_on=before)
    Consent.objects.filter(partner__user=repairing).update(level=Level.NUMBERS)
    client.force_login(therapist.user)
    page = reverse("therapy:couple", args=[couple.pk])

    read = client.get(page).content.decode()
    Consent.objects.filter(partner__user=hurt).update(level=Level.NUMBERS)
    lowered = client.get(page).content.decode()

    texts = ("Who paid for it?", "May I visit my brother?", "Which hotel?", "Do you love me?", "From before?")
    assert [text in read for text in texts] == [True, False, False, False, False]
    assert [text in lowered for text in texts] == [False] * 5


def test_a_session_holds_the_newest_questions(client: Client) -> None:
    hurt, _repairing, couple = make_pair()
    therapist = make_therapist()
    make_grant(couple=couple, therapist=therapist, active_at=NOW - timedelta(days=10))
    for hour in range(14):
        asked_at = NOW - timedelta(hours=hour)
        times = {"asked_on": TODAY, "asked_at": asked_at, "answer_by": NOW + timedelta(days=1), "closed_at": NOW}
        text = f"Question {hour}?"
        rows.make_question(author=hurt, couple=couple, slot=None, closed_as="session", text=text, **times)
    client.force_login(therapist.user)

    page = client.get(reverse("therapy:couple", args=[couple.pk])).content.decode()

    assert [number for number in range(14) if f"Question {number}?" in page] == list(range(12))


def test_words_keep_their_lines_and_turn_no_other(client: Client) -> None:
    hurt, _repairing, couple = make_pair()
    therapist = make_therapist()
    make_grant(couple=couple, therapist=therapist, active_at=NOW - timedelta(days=10))
    text = "Who knew?\n\u202e<b>And since when?"
    rows.make_closed_question(author=hurt, closed_as="session", text=text, couple=couple, asked_on=TODAY)
    client.force_login(therapist.user)

    page = client.get(reverse("therapy:couple", args=[couple.pk])).content.decode()

    assert "<bdi>Who knew?<br>\u202e&lt;b&gt;And since when?</bdi>" in page
