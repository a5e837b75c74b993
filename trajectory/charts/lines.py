"""Charts of answers given day by day: days as dots, means of the weeks as lines, and the same in a table."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from statistics import fmean

from django.utils.translation import gettext as _

from kit.dates import long_date, short_dates
from kit.weeks import week_of
from trajectory.charts.answered import DrawnDay
from trajectory.charts.chart import Chart
from trajectory.charts.half_year import HalfYear
from trajectory.charts.span import DateSpan, Points, Series


def line_chart(of: HalfYear, *, title: str, sentence: str, answers: Mapping[str, str]) -> Chart | None:
    """Return a chart of one or two answers; None where nobody gave any. `answers`: by the words of key and table."""
    points, span = [points_of(of.days, answer) for answer in answers.values()], of.span
    if not any(points):
        return None
    series = [Series(dots=dots, line=weekly_means(dots), second=place == 1) for place, dots in enumerate(points)]
    label = _("{title}, 0 to 10, {first} to {last}.").format(
        title=title, first=long_date(span.first), last=long_date(span.last)
    )
    columns, rows = table_of(span, [*answers], series)
    return Chart(
        title=title,
        sentence=sentence,
        drawing=span.lines(series, label=label),
        columns=columns,
        rows=rows,
        key=key_of([*answers], series) + span.key,
    )


def points_of(days: Sequence[DrawnDay], name: str) -> Points:
    """Return the days that have an answer to one question, with it."""
    return [(day.on, value) for day in days if (value := day.said[name]) is not None]


def weekly_means(points: Points) -> Points:
    """Return the mean of each week that has two days or more, at its Thursday."""
    weeks: dict[date, list[float]] = {}
    for on, value in points:
        weeks.setdefault(week_of(on), []).append(value)
    return [(week + timedelta(days=3), fmean(values)) for week, values in weeks.items() if len(values) > 1]


def key_of(names: Sequence[str], series: Sequence[Series]) -> list[dict[str, str]]:
    """Return what stands for each series: its line, its days, or a line with days."""
    return [{"label": name, "mark": _look(one)} for name, one in zip(names, series, strict=True)]


def _look(one: Series) -> str:
    if not one.has_line:
        return "dot second" if one.second else "dot"
    return ("second" if one.second else "own") + (" days" if one.dots else "")


def table_of(span: DateSpan, names: list[str], series: Sequence[Series]) -> tuple[list[str], list[list[str]]]:
    """Return the headings and the weekly means, newest first; the days themselves before any week has a mean."""
    by_week = [{week_of(on): value for on, value in one.line} for one in series]
    weeks = sorted(set().union(*by_week), reverse=True)
    if weeks:
        rows = [[span.week_names[week], *(_mean(line.get(week)) for line in by_week)] for week in weeks]
        return [_("Week"), *names], rows
    by_day = [dict(one.dots) for one in series]
    days = sorted(set().union(*by_day), reverse=True)
    named = zip(short_dates(days), days, strict=True)
    return [_("Day"), *names], [[name, *(str(values.get(on, "–")) for values in by_day)] for name, on in named]


def _mean(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"
