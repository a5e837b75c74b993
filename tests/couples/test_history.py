"""What changed between two people, and when a therapist opened one's own pages."""

from datetime import UTC, datetime, timedelta

import pytest

from couples.access import standing_of
from couples.actions.events import note_readings
from couples.pages import history_of
from tests.factories import NOW, make_couple, make_therapist, make_user

pytestmark = pytest.mark.django_db


def test_opening_is_told_to_whose_pages_were_opened_alone_and_once_a_date() -> None:
    mara, jonas, therapist = make_user(zone="Europe/Vienna"), make_user(), make_therapist().user
    couple = make_couple(hurt=mara, repairing=jonas)
    late = datetime(2026, 3, 17, 23, 30, tzinfo=UTC)
    for at in (NOW, NOW - timedelta(hours=1), late):
        note_readings(by=therapist, couple=couple, authors=[mara], area="weeks", now=at)

    hers, his = (
        [(line.on.isoformat(), str(line.title)) for line in history_of(standing_of(who), now=NOW)]
        for who in (mara, jonas)
    )

    assert hers[:-1] == [("2026-03-18", "The therapist opened your pages.")]
    assert his == hers[-1:]
