"""The chart of one's own promises."""

from collections import Counter

from django.utils.translation import gettext as _

from kit.weeks import week_of
from repair.models.promises import SAID_KEPT, Report
from trajectory.charts.chart import Chart
from trajectory.charts.half_year import HalfYear


def promise_weeks(of: HalfYear) -> Chart | None:
    """Return the weeks of one's own promises: due and kept, by one's own word; what was changed is not due."""
    told, span = [(on, report) for on, report in of.promises if report != Report.CHANGED], of.span
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
