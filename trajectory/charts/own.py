"""The charts of a person's own half-year beside the composite: closeness, hard talks, topics, weeks in counts."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from statistics import fmean

from django.utils.translation import gettext as _

from couples.access import Standing
from kit.dates import long_date, short_dates
from kit.weeks import week_of
from repair.models import SAID_KEPT, PromiseDate, Report
from trajectory.charts.chart import Chart, DateSpan, Points, Series
from trajectory.charts.days import DrawnDay

Answered = Sequence[DrawnDay]


def closeness(answered: Answered, span: DateSpan) -> Chart | None:
    """Return the chart of feeling close: days as dots, means of the weeks as a line."""
    points = points_of(answered, "close")
    if not points:
        return None
    means = weekly_means(points)
    return _lines(
        span,
        title=_("Feeling close"),
        sentence=_("Each dot is a day, the line the mean of each week."),
        series=[Series(dots=points, line=means)],
        names=[_("close")],
    )


def hard_talks(answered: Answered, span: DateSpan) -> Chart | None:
    """Return the chart of hard talks: how calm I could stay, and whether I felt heard."""
    calm, heard = points_of(answered, "calm"), points_of(answered, "heard")
    if not calm and not heard:
        return None
    means = [weekly_means(calm), weekly_means(heard)]
    return _lines(
        span,
        title=_("In hard talks"),
        sentence=_("Each dot is a talk. The lines are the means of the weeks in which there was one."),
        series=[Series(dots=calm, line=means[0]), Series(dots=heard, line=means[1], second=True)],
        names=[_("I could stay calm"), _("I felt heard")],
    )


def own_defence(answered: Answered, span: DateSpan) -> Chart | None:
    """Return the chart of defending oneself in hard talks."""
    points = points_of(answered, "defended")
    if not points:
        return None
    means = weekly_means(points)
    return _lines(
        span,
        title=_("Defending myself"),
        sentence=_("How much you defended or explained yourself away in hard talks, as you saw it."),
        series=[Series(dots=points, line=means)],
        names=[_("I defended myself")],
    )


def rushed_weeks(answered: Answered, span: DateSpan) -> Chart | None:
    """Return the weeks with days that felt rushed; None if it was never said."""
    rushed = Counter(week_of(day.on) for day in answered if day.said["rushed"])
    if not rushed:
        return None
    counts = [rushed[week] for week in span.weeks]
    label = _("Days felt rushed in each week, 0 to 7.")
    return Chart(
        title=_("Days felt rushed"),
        sentence=_("Yours to know; your partner does not see it."),
        drawing=span.bars(filled=counts, outlined=counts, top=7, label=label),
        columns=[_("Week"), _("Days")],
        rows=[[span.week_names[week], str(rushed[week])] for week in reversed(span.weeks)],
        key=[{"label": _("days of a week"), "mark": "bar"}],
    )


OF_ANSWERS = (closeness, hard_talks, own_defence, rushed_weeks)


def promise_weeks(standing: Standing, span: DateSpan) -> Chart | None:
    """Return the weeks of one's own promises: due and kept, by one's own word."""
    dates = PromiseDate.objects.filter(author=standing.user, due_on__range=(span.first, span.last))
    told = [row for row in dates.values_list("due_on", "report") if row[1] != Report.CHANGED]
    if not told:
        return None
    due_of = Counter(week_of(on) for on, _report in told)
    kept_of = Counter(week_of(on) for on, report in told if report in SAID_KEPT)
    due, kept = ([counted[week] for week in span.weeks] for counted in (due_of, kept_of))
    label = _("Promises due and kept in each week.")
    return Chart(
        title=_("Weeks of promises"),
        sentence=_("The outline is what was due, the filled part what was kept, by your own word."),
        drawing=span.bars(filled=kept, outlined=due, top=max(*due, 7), label=label),
        columns=[_("Week"), _("Kept"), _("Due")],
        rows=[[span.week_names[w], str(kept_of[w]), str(due_of[w])] for w in reversed(span.weeks)],
        key=[{"label": _("kept, of what was due"), "mark": "bar"}],
    )


def points_of(answered: Answered, name: str) -> Points:
    """Return the days that have an answer to one question, with it."""
    return [(day.on, value) for day in answered if (value := day.said[name]) is not None]


def weekly_means(points: Points) -> Points:
    """Return the mean of each week that has two days or more, at its Thursday."""
    weeks: dict[date, list[float]] = {}
    for on, value in points:
        weeks.setdefault(week_of(on), []).append(value)
    return [(week + timedelta(days=3), fmean(values)) for week, values in weeks.items() if len(values) > 1]


def _lines(span: DateSpan, *, title: str, sentence: str, series: list[Series], names: list[str]) -> Chart:
    """Return a chart of one or two lines with its table."""
    label = _("{title}, 0 to 10, {first} to {last}.").format(
        title=title, first=long_date(span.first), last=long_date(span.last)
    )
    columns, rows = table_of(span, names, series)
    return Chart(
        title=title,
        sentence=sentence,
        drawing=span.lines(series, label=label),
        columns=columns,
        rows=rows,
        key=key_of(names, series) + span.key,
    )


def key_of(names: Sequence[str], series: Sequence[Series]) -> list[dict[str, str]]:
    """Return the key's mark for each series: a line, dots, or a line with dots."""
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
    return [_("DrawnDay"), *names], [[name, *(str(values.get(on, "–")) for values in by_day)] for name, on in named]


def _mean(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"
