"""Topics of hard talks as bars: how many got heated of all, this quarter above the one before."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from trajectory.charts import svg
from trajectory.charts.chart import Chart
from trajectory.charts.half_year import HalfYear
from trajectory.charts.span import Size
from trajectory.charts.svg import spelled
from trajectory.records import TopicHeat

LEFT, COUNT, WORDS, NOW, BEFORE, GAP = 2, 70, 20, 16, 8, 14
ROW_HEIGHT = WORDS + NOW + 4 + BEFORE + GAP


def topic_chart(of: HalfYear) -> Chart | None:
    """Return the chart of one's own hard talks by topic; None with too few talks."""
    if not of.topics:
        return None
    label = _("Heated talks of all by topic, this quarter and the one before.")
    return Chart(
        title=_("Topics of hard talks"),
        sentence=_(
            "How many talks got heated, of all you noted. Each topic stands twice: this quarter, then the one before."
        ),
        columns=[_("Topic"), _("This quarter"), _("The quarter before")],
        rows=[[name, _now(topic), _before(topic)] for name, topic in of.topics],
        key=[
            {"label": _("heated, of all this quarter"), "mark": "bar"},
            {"label": _("the quarter before"), "mark": "bar second"},
        ],
        drawing=svg.together(_drawn(of.topics, size, label) for size in of.span.sizes),
    )


def _drawn(named: Sequence[tuple[str, TopicHeat]], size: Size, label: str) -> str:
    most = max(max(topic["total"], topic["total_before"]) for _name, topic in named)
    unit = 10 * (size.width - LEFT - COUNT) / max(most, 1)
    parts = [_topic(name, topic, number * ROW_HEIGHT, unit) for number, (name, topic) in enumerate(named)]
    return svg.labelled(label, size=size.name, width=size.width, height=len(named) * ROW_HEIGHT, parts=parts)


def _topic(name: str, topic: TopicHeat, top: int, unit: float) -> str:
    """Return one topic: its name, the bar of this quarter with its count, the bar of the one before."""
    now, before = top + WORDS, top + WORDS + NOW + 4
    return "".join(
        (
            svg.text(name, 10 * LEFT, 10 * (now - 6)),
            _bar("", topic["heated"], topic["total"], now, NOW, unit),
            svg.text(_now(topic), round(topic["total"] * unit), 10 * now, ' dx="12" dy="13"'),
            _bar(" second", topic["heated_before"], topic["total_before"], before, BEFORE, unit),
        )
    )


def _bar(second: str, heated: int, total: int, y: int, height: int, unit: float) -> str:
    """Return an outline for all talks of a quarter, filled for the heated ones."""
    return "".join(
        svg.path(f"{kind}{second}", f"M{LEFT} {y}h{spelled(across)}v{height}h{spelled(-across)}z")
        for kind, across in (("bar-outline", round(total * unit)), ("bar", round(heated * unit)))
    )


def _now(topic: TopicHeat) -> str:
    return _("{x} of {n}").format(x=topic["heated"], n=topic["total"])


def _before(topic: TopicHeat) -> str:
    return _("{x} of {n}").format(x=topic["heated_before"], n=topic["total_before"])
