"""The charts of one partner on their therapist's page, as far as that partner gives them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from couples.access import Given
from therapy.reading import Answers, Read, marks_on
from trajectory.charts import NARROW, Chart, Points, Series, Span
from trajectory.drawn import drawn_level
from trajectory.models import STATEMENTS, SelfCheck
from trajectory.own_charts import closeness, hard_talks, own_defence, points_of, rushed_weeks, weekly_means
from trajectory.pages import level_rows
from trajectory.statements import STATEMENT_WORDS
from trajectory.strips import Strip, strips
from trustrebuild.dates import long_date, short_month
from trustrebuild.weeks import WEEK, week_of


def days(read: Read, given: Given, span: Span | None) -> Chart | None:
    """Return the chart of a partner's days: the composite with its level, or safe and close apart."""
    if span is None:
        return None
    build = _composite_lines if given.gives_on_guard else _apart_lines
    series, key, columns, rows = build(read.answers[given.partner.user_id], span)
    label = _("{name}, 0 to 10, since {first}.").format(name=given.partner.user.name, first=long_date(span.first))
    drawing = span.lines(series, label=label)
    return Chart(title=_("Day by day"), sentence="", drawing=drawing, columns=columns, rows=rows, key=key + span.key)


def more(read: Read, given: Given, span: Span | None) -> list[Chart]:
    """Return closeness, hard talks, defending, rushed days and self-checks, those that have something to show."""
    found = [self_checks(read.self_checks.get(given.partner.user_id, []))]
    if span:
        answers = read.answers[given.partner.user_id]
        found = [build(answers, span) for build in (closeness, hard_talks, own_defence, rushed_weeks)] + found
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


def _composite_lines(answers: Answers, span: Span) -> tuple:
    dots = [(day.on, value) for day in answers if (value := day.composite) is not None]
    level = drawn_level(dots)
    key = [
        {"label": _("one check-in (safe, close, on guard reversed)"), "mark": "dot"},
        {"label": _("level"), "mark": "own"},
        {"label": _("80 % band"), "mark": "band"},
    ]
    rows = level_rows(span, dots, level) if level else []
    return [Series(dots=dots, **level)], key, [_("Week"), _("Days"), _("Level"), _("80 % band")], rows


def _apart_lines(answers: Answers, span: Span) -> tuple:
    """Return safe and close as two lines of weekly means; on guard is not given."""
    safe, close = (weekly_means(points_of(answers, field)) for field in (lambda day: day.safe, lambda day: day.close))
    key = [
        {"label": _("safe, mean of the week"), "mark": "own"},
        {"label": _("close, mean of the week"), "mark": "second"},
    ]
    return (
        [Series(line=safe), Series(line=close, second=True)],
        key,
        [_("Week"), _("Safe"), _("Close")],
        _rows(span, safe, close),
    )


def _rows(span: Span, safe: Points, close: Points) -> list[list[str]]:
    both = zip(reversed(safe), reversed(close), strict=True)
    return [[span.week_names[week_of(on)], f"{mean:.1f}", f"{other:.1f}"] for (on, mean), (_on, other) in both]
