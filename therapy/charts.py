"""The charts of one partner on their therapist's page, as far as that partner gives them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from couples.access import Given
from kit.dates import long_date
from kit.weeks import WEEK, week_of
from therapy.reading import Read, marks_on
from trajectory.charts.answered import DrawnDay
from trajectory.charts.chart import Chart
from trajectory.charts.composite import day_rows, level_rows
from trajectory.charts.half_year import HalfYear, charts_of
from trajectory.charts.level import drawn_level
from trajectory.charts.lines import key_of, points_of, table_of, weekly_means
from trajectory.charts.of_answers import OF_ANSWERS
from trajectory.charts.self_checks import self_checks
from trajectory.charts.span import NARROW, DateSpan, Series

GIVEN_CHARTS = (*OF_ANSWERS, self_checks)


def half_year_of(read: Read, given: Given, today: date) -> HalfYear:
    """Return what one partner's charts are drawn from, in the narrow size alone."""
    author = given.partner.user_id
    days = read.answers.get(author, [])
    first = week_of(days[0].on if days else today)
    last = max(today, first + 4 * WEEK)
    span = DateSpan(first, last, marks_on(read, author, first, last), sizes=[NARROW])
    return HalfYear(span, days, self_checks=read.self_checks.get(author, []))


def day_by_day(of: HalfYear, given: Given) -> Chart | None:
    """Return the chart of a partner's days: the composite with its level, or safe and close apart."""
    if not of.days:
        return None
    lines = _composite_lines(of.days, of.span) if given.gives_on_guard else _apart_lines(of.days, of.span)
    label = _("{name}, 0 to 10, since {first}.").format(name=given.name, first=long_date(of.span.first))
    return Chart(
        title=_("Day by day"),
        sentence="",
        drawing=of.span.lines(lines.series, label=label),
        columns=lines.columns,
        rows=lines.rows,
        key=lines.key + of.span.key,
    )


def other_charts(of: HalfYear) -> list[Chart]:
    """Return the other charts that have something to show, without the sentences that are for their author."""
    return [replace(chart, sentence="") for chart in charts_of(of, GIVEN_CHARTS)]


class Lines(NamedTuple):
    """What is drawn of a partner's days, and how it is told beside the drawing."""

    series: list[Series]
    key: list[dict[str, str]]
    columns: list[str]
    rows: list[list[str]]


def _composite_lines(days: Sequence[DrawnDay], span: DateSpan) -> Lines:
    dots = [(day.on, value) for day in days if (value := day.composite) is not None]
    level = drawn_level(dots)
    key = [{"label": _("one check-in (safe, close, on guard reversed)"), "mark": "dot"}]
    if not level:
        return Lines([Series(dots=dots)], key, [_("Day"), "0–10"], day_rows(dots))
    key += [{"label": _("level"), "mark": "own"}, {"label": _("80 % band"), "mark": "band"}]
    columns = [_("Week"), _("Days"), _("Level"), _("80 % band")]
    return Lines([Series(dots=dots, **level)], key, columns, level_rows(span, dots, level))


def _apart_lines(days: Sequence[DrawnDay], span: DateSpan) -> Lines:
    """Return safe and close as two lines of weekly means, or as days until there are such; on guard is not given."""
    both = [points_of(days, name) for name in ("safe", "close")]
    means = [weekly_means(points) for points in both]
    names = [_("Safe"), _("Close")]
    has_lines = all(len(line) > 1 for line in means)
    drawn = [{"line": line} for line in means] if has_lines else [{"dots": points} for points in both]
    series = [Series(**of_one, second=place == 1) for place, of_one in enumerate(drawn)]
    labels = [_("safe, mean of the week"), _("close, mean of the week")] if has_lines else names
    return Lines(series, key_of(labels, series), *table_of(span, names, series))
