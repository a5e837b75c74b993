"""Statistics on a therapist's page: counts are whole, and what needs a word of statistics is folded."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_therapist
from tests.therapy.days import make_couple_with_days
from therapy.sentences import composite_figures, composite_statistics

STEADY = [15, 19, 0.61, 0.9]
RECORD = {
    "level": 5.31,
    "level_lo": 4.7,
    "level_hi": 5.84,
    "swing": 1.274,
    "rel_swing": 0.181,
    "steady": STEADY,
    "steady_first": None,
    "theil_sen": 0.083,
    "mk_s": 68.0,
    "back": {"median": 2.0},
}


def test_counts_are_whole_numbers() -> None:
    assert composite_figures(RECORD) == [
        ("Level on Sunday, 80 % band", "5.3 (4.7 – 5.8)"),
        ("Days within a point of the median, 28 days", "15 of 19 (Wilson 90 %: 0.61 – 0.90)"),
        ("Days back after a setback, median", "2"),
    ]
    assert composite_statistics(RECORD)[-1] == ("Mann-Kendall S, 42 days (display)", "68")


def test_median_between_two_days_is_said_as_it_is() -> None:
    assert composite_figures(RECORD | {"back": {"median": 2.5}})[-1][1] == "2.5"


@pytest.mark.django_db
def test_statistics_are_folded_under_what_can_be_read_as_it_stands(client: Client) -> None:
    therapist = make_therapist()
    couple = make_couple_with_days(therapist=therapist, now=timezone.now())
    client.force_login(therapist.user)

    page = unescape(client.get(reverse("therapy:couple", args=[couple.pk])).content.decode())
    folds = re.findall(r'<details class="more prints-open">.*?</details>', page, re.DOTALL)
    folded = "".join(folds)

    assert [fold.count("<dt>") for fold in folds[:2]] == [8, 8]
    for name in ("Composite since day 8", "Mann-Kendall S", "Felt close", "Mara less Jonas", "Day-to-day changes"):
        assert folded.count(name) == page.count(name) > 0
    for name in ("Level on Sunday", "Three kinds of evidence", "Both checked in, days of 28"):
        assert (name in page, name in folded) == (True, False)
