"""The charts of a person's own half-year beside the composite: closeness, hard talks, topics, weeks in counts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from checkins.models import CheckIn
from couples.access import Standing
from repair.models import PromiseDate
from repair.models.promises import SAID_KEPT, Report
from trajectory.charts import Chart, Mark, Points, Series, bars, frames
from trajectory.marks import key_of
from trustrebuild.weeks import WEEK, week_of

Answered = list[CheckIn]


@dataclass(frozen=True)
class Span:
    """The dates that are drawn, and the quiet marks among them."""

    first: date
    last: date
    marks: list[Mark]

    @property
    def weeks(self) -> list[date]:
        """Return the Mondays from first to last."""
        return [self.first + number * WEEK for number in range((self.last - self.first).days // 7 + 1)]


def own_answers(standing: Standing, first: date, last: date) -> Answered:
    """Return a person's own answers between two dates, oldest first, in one query."""
    days = CheckIn.objects.of(standing.user).between(first, last).select_related("own")
    return list(days.defer("words_for_us").order_by("local_date"))


def closeness(answered: Answered, span: Span) -> Chart | None:
    """Return the chart of feeling close: days as dots, means of the weeks as a line."""
    points = points_of(answered, lambda row: row.close)
    if not points:
        return None
    means = weekly_means(points)
    return _lines(
        span,
        title=_("Feeling close"),
        sentence=_("Each dot is a day, the line the mean of each week."),
        series=[Series(dots=points, line=means)],
        names=[_("close")],
        means=[means],
    )


def hard_talks(answered: Answered, span: Span) -> Chart | None:
    """Return the chart of hard talks: how calm I could stay, and whether I felt heard."""
    calm, heard = (points_of(answered, field) for field in (lambda row: row.calm, lambda row: row.heard))
    if not calm and not heard:
        return None
    means = [weekly_means(calm), weekly_means(heard)]
    return _lines(
        span,
        title=_("In hard talks"),
        sentence=_("Each dot is a talk. The lines are the means of the weeks in which there was one."),
        series=[Series(dots=calm, line=means[0]), Series(dots=heard, line=means[1], second=True)],
        names=[_("I could stay calm"), _("I felt heard")],
        means=means,
    )


def own_defence(answered: Answered, span: Span) -> Chart | None:
    """Return the chart of defending oneself in hard talks."""
    points = points_of(answered, lambda row: row.defended)
    if not points:
        return None
    means = weekly_means(points)
    return _lines(
        span,
        title=_("Defending myself"),
        sentence=_("How much you defended or explained yourself away in hard talks, as you saw it."),
        series=[Series(dots=points, line=means)],
        names=[_("I defended myself")],
        means=[means],
    )


def rushed_weeks(answered: Answered, span: Span) -> Chart | None:
    """Return the weeks with days that felt rushed; None if it was never said."""
    days = [row.local_date for row in answered if hasattr(row, "own") and row.own.rushed]
    if not days:
        return None
    counts = [sum(week_of(on) == week for on in days) for week in span.weeks]
    label = _("Days felt rushed in each week, 0 to 7.")
    return Chart(
        title=_("Days felt rushed"),
        sentence=_("Yours to know; your partner does not see it."),
        columns=[_("Week"), _("Days")],
        rows=[[_week(week), count] for week, count in zip(span.weeks, counts, strict=True)][::-1],
        key=[{"label": _("days of a week"), "mark": "bar"}],
        **bars(weeks=span.weeks, filled=counts, outlined=counts, top=7, label=label),
    )


def promise_weeks(standing: Standing, span: Span) -> Chart | None:
    """Return the weeks of one's own promises: due and kept, by one's own word."""
    dates = PromiseDate.objects.filter(author=standing.user, due_on__range=(span.first, span.last))
    told = [row for row in dates.values_list("due_on", "report") if row[1] != Report.CHANGED]
    if not told:
        return None
    due = [sum(week_of(on) == week for on, _report in told) for week in span.weeks]
    kept = [sum(week_of(on) == week and report in SAID_KEPT for on, report in told) for week in span.weeks]
    label = _("Promises due and kept in each week.")
    return Chart(
        title=_("Weeks of promises"),
        sentence=_("The outline is what was due, the filled part what was kept, by your own word."),
        columns=[_("Week"), _("Kept"), _("Due")],
        rows=[[_week(week), k, n] for week, k, n in zip(span.weeks, kept, due, strict=True)][::-1],
        key=[{"label": _("kept, of what was due"), "mark": "bar"}],
        **bars(weeks=span.weeks, filled=kept, outlined=due, top=max(*due, 7), label=label),
    )


def points_of(answered: Answered, field: Callable[[CheckIn], int | None]) -> Points:
    """Return the days that have an answer, with it."""
    return [(row.local_date, float(value)) for row in answered if (value := field(row)) is not None]


def weekly_means(points: Points) -> Points:
    """Return the mean of each week that has two days or more, at its Thursday."""
    weeks: dict[date, list[float]] = {}
    for on, value in points:
        weeks.setdefault(week_of(on), []).append(value)
    return [(week + timedelta(days=3), fmean(values)) for week, values in weeks.items() if len(values) > 1]


def _lines(
    span: Span, *, title: str, sentence: str, series: list[Series], names: list[str], means: list[Points]
) -> Chart:
    """Return a chart of one or two lines with its table of weekly means."""
    label = _("{title}, 0 to 10, {first} to {last}.").format(
        title=title, first=date_format(span.first, "j F Y"), last=date_format(span.last, "j F Y")
    )
    by_week = [{week_of(on): value for on, value in line} for line in means]
    weeks = sorted({week for line in by_week for week in line}, reverse=True)
    marks = ("own", "second")
    return Chart(
        title=title,
        sentence=sentence,
        columns=[_("Week"), *names],
        rows=[[_week(week), *(_mean(line.get(week)) for line in by_week)] for week in weeks],
        key=[{"label": name, "mark": mark} for name, mark in zip(names, marks, strict=False)] + key_of(span.marks),
        **frames(first=span.first, last=span.last, series=series, marks=span.marks, label=label),
    )


def _mean(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"


def _week(week: date) -> str:
    return date_format(week, "j M Y")
