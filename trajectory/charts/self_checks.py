"""The chart of monthly self-checks."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from kit.dates import short_month
from trajectory.charts.chart import Chart
from trajectory.charts.half_year import HalfYear
from trajectory.charts.strips import Strip, strips
from trajectory.models import STATEMENTS
from trajectory.self_check import STATEMENT_WORDS


def self_checks(of: HalfYear) -> Chart | None:
    """Return one strip of months for each statement that was answered."""
    every = [
        Strip(str(STATEMENT_WORDS[name]), [(check.month, getattr(check, name)) for check in of.self_checks])
        for name in STATEMENTS
    ]
    answered = [strip for strip in every if strip.answers]
    if not answered:
        return None
    return Chart(
        title=_("Monthly self-check"),
        sentence="",
        drawing=strips(answered, label=_("Monthly answers, 0 to 10."), sizes=of.span.sizes),
        columns=[_("Month"), *(strip.label for strip in answered)],
        rows=[_month(check.month, answered) for check in reversed(of.self_checks)],
        key=[],
    )


def _month(month: date, answered: Sequence[Strip]) -> list[str]:
    values = (strip.on(month) for strip in answered)
    return [f"{short_month(month)} {month.year}", *("–" if value is None else str(value) for value in values)]
