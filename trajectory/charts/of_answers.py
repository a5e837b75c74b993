"""The charts of answers given day by day."""

from collections import Counter

from django.utils.translation import gettext as _

from kit.weeks import week_of
from trajectory.charts.chart import Chart
from trajectory.charts.half_year import HalfYear
from trajectory.charts.lines import line_chart


def closeness(of: HalfYear) -> Chart | None:
    """Return the chart of feeling close: days as dots, means of the weeks as a line."""
    return line_chart(
        of,
        title=_("Feeling close"),
        sentence=_("Each dot is a day, the line the mean of each week."),
        answers={_("close"): "close"},
    )


def hard_talks(of: HalfYear) -> Chart | None:
    """Return the chart of hard talks: how calm I could stay, and whether I felt heard."""
    return line_chart(
        of,
        title=_("In hard talks"),
        sentence=_("Each dot is a talk. The lines are the means of the weeks in which there was one."),
        answers={_("I could stay calm"): "calm", _("I felt heard"): "heard"},
    )


def own_defence(of: HalfYear) -> Chart | None:
    """Return the chart of defending oneself in hard talks."""
    return line_chart(
        of,
        title=_("Defending myself"),
        sentence=_("How much you defended or explained yourself away in hard talks, as you saw it."),
        answers={_("I defended myself"): "defended"},
    )


def rushed_weeks(of: HalfYear) -> Chart | None:
    """Return the weeks with days that felt rushed; None if it was never said."""
    rushed, span = Counter(week_of(day.on) for day in of.days if day.said["rushed"]), of.span
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


# In this order on the page of their author, and on that of a therapist who is given the numbers.
OF_ANSWERS = (closeness, hard_talks, own_defence, rushed_weeks)
