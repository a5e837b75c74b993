"""Topics of hard talks as bars: how many got heated of all, this quarter above the one before."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from trajectory.charts import Chart
from trajectory.models import WeeklyReading

WIDTHS = {"wide": 720, "narrow": 360}
LEFT, COUNT, WORDS, NOW, BEFORE, GAP = 2, 70, 20, 16, 8, 14
ROW_HEIGHT = WORDS + NOW + 4 + BEFORE + GAP


@dataclass(frozen=True)
class Bar:
    """One quarter of a topic: an outline for all talks, filled for the heated ones."""

    y: int
    height: int
    filled: float
    outlined: float


@dataclass(frozen=True)
class Topic:
    """One topic with its two bars and the words beside them."""

    name: str
    y: int
    now: Bar
    before: Bar
    count: str


@dataclass(frozen=True)
class TopicFrame:
    """All topics of one drawing."""

    width: int
    height: int
    label: str
    left: int
    topics: list[Topic]


def topic_chart(reading: WeeklyReading | None, names: dict[str, str]) -> Chart | None:
    """Return the chart of one's own hard talks by topic; None with too few talks."""
    topics = reading.record["topics"] if reading else []
    if not topics:
        return None
    named = [(names.get(topic["topic"], _("a topic of your own")), topic) for topic in topics]
    label = _("Heated talks of all by topic, this quarter and the one before.")
    return Chart(
        title=_("Topics of hard talks"),
        sentence=_(
            "How many talks got heated, of all you noted. Each topic stands twice: this quarter, then the one before."
        ),
        columns=[_("Topic"), _("This quarter"), _("The quarter before")],
        rows=[[name, _of(topic, ""), _of(topic, "_before")] for name, topic in named],
        key=[
            {"label": _("heated, of all this quarter"), "mark": "bar"},
            {"label": _("the quarter before"), "mark": "bar second"},
        ],
        drawing="trajectory/_topics.html",
        **{size: _frame(named, width, label) for size, width in WIDTHS.items()},
    )


def _frame(named: Sequence[tuple[str, dict]], width: int, label: str) -> TopicFrame:
    most = max(max(topic["total"], topic["total_before"]) for _name, topic in named)
    unit = (width - LEFT - COUNT) / max(most, 1)
    topics = []
    for number, (name, topic) in enumerate(named):
        top = number * ROW_HEIGHT
        now = _bar(topic, "", top + WORDS, NOW, unit)
        before = _bar(topic, "_before", top + WORDS + NOW + 4, BEFORE, unit)
        topics.append(Topic(name, top + WORDS - 6, now, before, _of(topic, "")))
    return TopicFrame(width, len(named) * ROW_HEIGHT, label, LEFT, topics)


def _bar(topic: dict, quarter: str, y: int, height: int, unit: float) -> Bar:
    return Bar(y, height, round(topic[f"heated{quarter}"] * unit, 1), round(topic[f"total{quarter}"] * unit, 1))


def _of(topic: dict, quarter: str) -> str:
    return _("{x} of {n}").format(x=topic[f"heated{quarter}"], n=topic[f"total{quarter}"])
