"""The charts of one partner on their therapist's page, as far as that partner gives them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from couples.access import Given
from kit.dates import long_date, short_month
from kit.weeks import WEEK, week_of
from therapy.reading import Answers, Read, marks_on
from trajectory.charts.chart import NARROW, Chart, Series, Span
from trajectory.charts.level import drawn_level
from trajectory.charts.own import OF_ANSWERS, key_of, points_of, table_of, weekly_means
from trajectory.charts.strips import Strip, strips
from trajectory.models import STATEMENTS, SelfCheck
from trajectory.pages import day_rows, level_rows
from trajectory.self_check import STATEMENT_WORDS


def days(read: Read, given: Given, span: Span | None) -> Chart | None:
    """Return the chart of a partner's days: the composite with its level, or safe and close apart."""
    if span is None:
        return None
    answers = read.answers[given.partner.user_id]
    lines = _composite_lines(answers, span) if given.gives_on_guard else _apart_lines(answers, span)
    label = _("{name}, 0 to 10, since {first}.").format(name=given.name, first=long_date(span.first))
    return Chart(
        title=_("Day by day"),
        sentence="",
        drawing=span.lines(lines.series, label=label),
        columns=lines.columns,
        rows=lines.rows,
        key=lines.key + span.key,
    )


def more(read: Read, given: Given, span: Span | None) -> list[Chart]:
    """Return closeness, hard talks, defending, rushed days and self-checks, those that have something to show."""
    found = [self_checks(read.self_checks.get(given.partner.user_id, []))]
    if span:
        answers = read.answers[given.partner.user_id]
        found = [draw(answers, span) for draw in OF_ANSWERS] + found
    return [replace(chart, sentence="") for chart in found if chart]


def span_of(read: Read, given: Given, today: date) -> Span | None:
    """Return the dates of one partner's charts, with their marks; None without an answered day."""
    answers = read.answers.get(given.partner.user_id)
    if not answers:
        return None
    first = week_of(answers[0].on)
    last = max(today, first + 4 * WEEK)
    return Span(first, last, marks_on(read, given.partner.user_id, first, last), sizes=[NARROW])


def self_checks(checks: Sequence[SelfCheck]) -> Chart | None:
    """Return one strip of months for each statement that was answered."""
    rows = [
        Strip(str(STATEMENT_WORDS[name]), [(check.month, getattr(check, name)) for check in checks])
        for name in STATEMENTS
    ]
    answered = [row for row in rows if row.answers]
    if not answered:
        return None
    return Chart(
        title=_("Monthly self-check"),
        sentence="",
        drawing=strips(answered, label=_("Monthly answers, 0 to 10."), sizes=[NARROW]),
        columns=[_("Month"), *(row.label for row in answered)],
        rows=[_month(check.month, answered) for check in reversed(checks)],
        key=[],
    )


def _month(month: date, answered: Sequence[Strip]) -> list[str]:
    values = (row.on(month) for row in answered)
    return [f"{short_month(month)} {month.year}", *("–" if value is None else str(value) for value in values)]


class Lines(NamedTuple):
    """What is drawn of a partner's days, and how it is told beside the drawing."""

    series: list[Series]
    key: list[dict[str, str]]
    columns: list[str]
    rows: list[list[str]]


def _composite_lines(answers: Answers, span: Span) -> Lines:
    dots = [(day.on, value) for day in answers if (value := day.composite) is not None]
    level = drawn_level(dots)
    key = [{"label": _("one check-in (safe, close, on guard reversed)"), "mark": "dot"}]
    if not level:
        return Lines([Series(dots=dots)], key, [_("Day"), "0–10"], day_rows(dots))
    key += [{"label": _("level"), "mark": "own"}, {"label": _("80 % band"), "mark": "band"}]
    columns = [_("Week"), _("Days"), _("Level"), _("80 % band")]
    return Lines([Series(dots=dots, **level)], key, columns, level_rows(span, dots, level))


def _apart_lines(answers: Answers, span: Span) -> Lines:
    """Return safe and close as two lines of weekly means, or as days until there are such; on guard is not given."""
    both = [points_of(answers, name) for name in ("safe", "close")]
    means = [weekly_means(points) for points in both]
    names = [_("Safe"), _("Close")]
    has_lines = all(len(line) > 1 for line in means)
    drawn = [{"line": line} for line in means] if has_lines else [{"dots": points} for points in both]
    series = [Series(**of_one, second=place == 1) for place, of_one in enumerate(drawn)]
    labels = [_("safe, mean of the week"), _("close, mean of the week")] if has_lines else names
    return Lines(series, key_of(labels, series), *table_of(span, names, series))
