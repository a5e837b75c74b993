"""The charts of one partner on their therapist's page, as far as that partner gives them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from couples.access import Given
from therapy.reading import Answers, Read, marks_on
from therapy.two import composite
from trajectory.charts import Chart, Points, Series, frames
from trajectory.drawn import drawn_level
from trajectory.marks import key_of
from trajectory.models import STATEMENTS, SelfCheck
from trajectory.own_charts import Span, closeness, hard_talks, own_defence, points_of, rushed_weeks, weekly_means
from trajectory.pages import level_rows
from trajectory.statements import STATEMENT_WORDS
from trajectory.strips import Strip, strips
from trustrebuild.weeks import WEEK, week_of


def days(read: Read, given: Given, today: date) -> Chart | None:
    """Return the chart of a partner's days: the composite with its level, or safe and close apart."""
    answers = read.answers.get(given.partner.user_id, {})
    if not answers:
        return None
    span = _span(read, given, answers, today)
    build = _composite_lines if given.gives_on_guard else _apart_lines
    series, key, columns, rows = build(answers)
    first = date_format(span.first, "j F Y")
    label = _("{name}, 0 to 10, since {first}.").format(name=given.partner.user.name, first=first)
    drawn = frames(first=span.first, last=span.last, series=series, marks=span.marks, label=label)
    key += key_of(span.marks)
    return Chart(title=_("Day by day"), sentence="", columns=columns, rows=rows, key=key, **drawn)


def more(read: Read, given: Given, today: date) -> list[Chart]:
    """Return closeness, hard talks, defending, rushed days and self-checks, those that have something to show."""
    answers = read.answers.get(given.partner.user_id, {})
    found = [self_checks(read.self_checks.get(given.partner.user_id, []))]
    if answers:
        span, rows = _span(read, given, answers, today), list(answers.values())
        found = [build(rows, span) for build in (closeness, hard_talks, own_defence, rushed_weeks)] + found
    return [replace(chart, sentence="") for chart in found if chart]


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
        columns=[_("Month"), *(row.label for row in answered)],
        rows=[
            [date_format(check.month, "M Y"), *("–" if (at := row.on(check.month)) is None else at for row in answered)]
            for check in reversed(checks)
        ],
        key=[],
        drawing="trajectory/_strips.html",
        **strips(answered, label=_("Monthly answers, 0 to 10.")),
    )


def _span(read: Read, given: Given, answers: Answers, today: date) -> Span:
    first = week_of(min(answers))
    last = max(today, first + 4 * WEEK)
    return Span(first, last, marks_on(read, given.partner.user_id, first, last))


def _composite_lines(answers: Answers) -> tuple:
    dots = [(on, value) for on, answer in answers.items() if (value := composite(answer)) == value]
    level = drawn_level(dots)
    key = [
        {"label": _("one check-in (safe, close, on guard reversed)"), "mark": "dot"},
        {"label": _("level"), "mark": "own"},
        {"label": _("80 % band"), "mark": "band"},
    ]
    rows = level_rows(dots, level) if level else []
    return [Series(dots=dots, **level)], key, [_("Week"), _("Days"), _("Level"), _("80 % band")], rows


def _apart_lines(answers: Answers) -> tuple:
    """Return safe and close as two lines of weekly means; on guard is not given."""
    rows = list(answers.values())
    safe, close = (weekly_means(points_of(rows, field)) for field in (lambda row: row.safe, lambda row: row.close))
    key = [
        {"label": _("safe, mean of the week"), "mark": "own"},
        {"label": _("close, mean of the week"), "mark": "second"},
    ]
    return (
        [Series(line=safe), Series(line=close, second=True)],
        key,
        [_("Week"), _("Safe"), _("Close")],
        _rows(safe, close),
    )


def _rows(safe: Points, close: Points) -> list[list[object]]:
    both = zip(reversed(safe), reversed(close), strict=True)
    return [[date_format(week_of(on), "j M Y"), f"{mean:.1f}", f"{other:.1f}"] for (on, mean), (_on, other) in both]
