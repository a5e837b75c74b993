"""The chart of a person's own days: the composite with its level, and the same in a table."""

from collections import Counter
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kit.dates import long_date, short_dates
from kit.weeks import SUNDAY, week_of
from trajectory.charts.chart import Chart
from trajectory.charts.level import LevelPoints, drawn_level
from trajectory.charts.span import DateSpan, Points, Series


def composite_chart(days: Points, span: DateSpan, *, last: date) -> Chart:
    """Return the chart of the days that have a composite, one or more up to a date, as their author reads it."""
    level = drawn_level(days)
    label = _("One dot for each of your check-ins, 0 to 10, from {first} to {last}.").format(
        first=long_date(span.first), last=long_date(last)
    )
    columns = [_("Week"), _("Days with a check-in"), _("Level"), _("Likely between")] if level else [_("Day"), "0–10"]
    return Chart(
        title=_("Your own days"),
        sentence=_sentence(len(days), bool(level)),
        drawing=span.lines([Series(dots=days, **level)], label=label),
        columns=columns,
        rows=level_rows(span, days, level) if level else day_rows(days),
        key=_key(bool(level)) + span.key,
    )


def level_rows(span: DateSpan, days: Points, level: LevelPoints) -> list[list[str]]:
    """Return the weeks of a drawn level, newest first: days, level and band at each week's end."""
    counts = Counter(week_of(on) for on, _value in days)
    first, last = level["line"][0][0], level["line"][-1][0]
    ends = {week: (min(week + SUNDAY, last) - first).days for week in span.weeks if first - SUNDAY <= week <= last}
    line, low, high = level["line"], level["low"], level["high"]
    return [
        [span.week_names[week], str(counts[week]), f"{line[at][1]:.1f}", f"{low[at][1]:.1f} – {high[at][1]:.1f}"]
        for week, at in reversed(ends.items())
    ]


def day_rows(days: Points) -> list[list[str]]:
    """Return single days, newest first."""
    named = short_dates(on for on, _value in days)
    return [[on, f"{value:.1f}"] for on, (_on, value) in zip(named, days, strict=True)][::-1]


def _sentence(days: int, has_level: bool) -> str:
    if has_level:
        return _("Each dot is one of your check-ins. The line is where they tend to lie, the band how sure that is.")
    words = ngettext(
        "Your first dot stands here. A line comes with more days.",
        "Your first {n} dots stand here. A line comes with more days.",
        days,
    )
    return words.format(n=days)


def _key(has_level: bool) -> list[dict[str, str]]:
    key = [{"label": _("one check-in"), "mark": "dot"}]
    if has_level:
        key += [{"label": _("your level"), "mark": "own"}, {"label": _("likely between"), "mark": "band"}]
    return key
