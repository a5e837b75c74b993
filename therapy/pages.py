"""Page data of a couple as its therapist may see it: one panel a partner, and what is about two."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from couples.access import Given
from couples.models import Level
from kit.dates import week_span
from kit.drawing import written
from therapy import charts, sentences
from therapy.comparison import Comparison, compare
from therapy.reading import Read
from trajectory.charts.chart import Chart
from trajectory.models import WeeklyReading
from trajectory.records import Item

WORDS_SHOWN = 12


@dataclass(frozen=True)
class BriefEntry:
    """What a partner wrote for both, or asked, on one date: in its own direction, with its lines."""

    on: date
    title: str

    @classmethod
    def of(cls, on: date, text: str) -> "BriefEntry":
        """Return words of one date."""
        return cls(on, written(text))


@dataclass(frozen=True)
class Panel:
    """What one partner gives. Empty alike for nothing given, paused and no entries.

    `week` names the week of what is said, `lacks` the newest one where that is not shared.
    """

    name: str
    week: str = ""
    lacks: str = ""
    said: list[str] = field(default_factory=list)
    line: str = ""
    figures: list[tuple[str, str]] = field(default_factory=list)
    statistics: list[tuple[str, str]] = field(default_factory=list)
    setbacks: list[str] = field(default_factory=list)
    evidence: list[tuple[str, str]] = field(default_factory=list)
    chart: Chart | None = None
    more: list[Chart] = field(default_factory=list)
    questions: list[BriefEntry] = field(default_factory=list)
    words: list[BriefEntry] = field(default_factory=list)

    @property
    def is_shared(self) -> bool:
        """Say whether anything stands here."""
        return bool(self.said or self.chart or self.questions or self.words)


@dataclass(frozen=True)
class CouplePage:
    """One couple on one plain page."""

    names: list[str]
    panels: list[Panel]
    week: str
    shared: list[tuple[str, str]]
    statistics: list[tuple[str, str]]
    topics: list[tuple[str, str]]


def couple_page(read: Read, *, today: date) -> CouplePage:
    """Return the page of one couple."""
    caring = read.caring
    return CouplePage(
        names=[given.name for given in caring.given],
        panels=[_panel(read, given, today) for given in caring.given],
        week=_week_of(read, read.summary.week) if read.summary else "",
        shared=_shared(read),
        statistics=_shared_statistics(read, today),
        topics=_topics(read),
    )


def _panel(read: Read, given: Given, today: date) -> Panel:
    name, author = given.name, given.partner.user_id
    reading = read.readings.get(author)
    panel: dict[str, Any] = {"lacks": _lacks(read, author)}
    if reading:
        panel |= {"week": _week_of(read, reading.week), "said": _said(reading, given)}
    if given.reaches(Level.NUMBERS):
        half_year = charts.half_year_of(read, given, today)
        panel["chart"] = charts.day_by_day(half_year, given)
        panel["more"] = charts.other_charts(half_year)
        if reading:
            panel |= _numbers(read, given)
    panel["questions"] = [
        BriefEntry.of(row.asked_on, row.text) for row in read.questions.get(author, []) if row.asked_on
    ]
    panel["words"] = [
        BriefEntry.of(row.local_date, row.words_for_us) for row in read.words.get(author, [])[:WORDS_SHOWN]
    ]
    return Panel(name, **panel)


def _week_of(read: Read, week: date) -> str:
    """Name a week, and say of one that is not the newest that it is an earlier one."""
    words = _("Week of {days}") if week == read.newest else _("An earlier week, {days}")
    return words.format(days=week_span(week))


def _lacks(read: Read, author: UUID) -> str:
    """Say that the newest week is not shared, whatever the reason."""
    if read.newest is None or read.newest in read.shared_weeks.get(author, []):
        return ""
    return _("Week of {days}: not shared.").format(days=week_span(read.newest))


def _said(reading: WeeklyReading, given: Given) -> list[str]:
    """Return the sentences; what rests on the composite only if its author gives on guard."""
    record = reading.says
    said = [sentences.days(record)]
    if given.gives_on_guard:
        said.insert(0, sentences.direction(record, given.name))
        if record["steadier"] and record["state"] in ("none", "higher"):
            said.append(sentences.steadier())
    return said


def _numbers(read: Read, given: Given) -> dict[str, object]:
    author = given.partner.user_id
    record, checks = read.readings[author].says, read.self_checks.get(author, [])
    items: dict[str, Item] = {
        _("Felt close"): "close",
        _("Calm in hard talks"): "calm",
        _("Felt heard in hard talks"): "heard",
        _("Defended in hard talks"): "own_defence",
    }
    statistics = [(label, sentences.item_line(record[name])) for label, name in items.items()]
    figures = []
    if record["rushed_28"]:
        figures.append((_("Felt rushed, days of 28"), str(record["rushed_28"])))
    if not given.gives_on_guard:
        return {"figures": figures, "statistics": statistics}
    same_things = checks[-1].same_things if checks else None
    return {
        "line": sentences.composite_line(record),
        "figures": sentences.composite_figures(record) + figures,
        "statistics": sentences.composite_statistics(record) + statistics,
        "setbacks": sentences.setbacks(
            record,
            shared={day.on for day in read.answers.get(author, [])},
            moments={mark.on for mark in read.moments.get(author, [])},
        ),
        "evidence": sentences.evidence(record, read.promises.get(author), same_things),
    }


def _shared(read: Read) -> list[tuple[str, str]]:
    """Return what is told about two at the lower of the two levels: the days of the week's sentence, then figures."""
    if read.summary is None:
        return []
    record = read.summary.says
    rows = [(_("Both checked in, days of 7"), str(record["both_in_7"]))]
    if not read.caring.both_give(Level.NUMBERS):
        return rows
    low, high = record["both_in_28_ci"]
    rows.append((_("Both checked in, days of 28"), f"{record['both_in_28']} ({low:.2f} – {high:.2f})"))
    rows.append((_("Appreciations and shared hard moments, four weeks"), sentences.notes(record["notes_28"])))
    return rows + sentences.repairs(record["repair"]) + sentences.followed(record["followed"])


def _shared_statistics(read: Read, today: date) -> list[tuple[str, str]]:
    """Return what compares the two or needs a word of statistics, at numbers of both."""
    if read.summary is None or not read.caring.both_give(Level.NUMBERS):
        return []
    return sentences.hours_to_own(read.summary.says["repair"]) + _compared(read, today)


def _compared(read: Read, today: date) -> list[tuple[str, str]]:
    first, second = read.caring.given
    of_first, of_second = (read.answers.get(given.partner.user_id, []) for given in (first, second))
    two = compare(of_first, of_second, today - timedelta(days=1))
    rows = []
    if all(given.gives_on_guard for given in read.caring.given):
        rows += _of_composites(two, first.name, second.name)
    for number, given in enumerate((first, second)):
        if two.seen[number] is not None:
            words = _("{name} felt heard, less how open the other said they were").format(name=given.name)
            rows.append((words, f"{two.seen[number]:+.1f}"))
    return rows


def _of_composites(two: Comparison, first: str, second: str) -> list[tuple[str, str]]:
    rows = []
    if two.gap:
        mean, low, high = two.gap
        words = _("{first} less {second}, mean of {n} days").format(first=first, second=second, n=two.gap_days)
        rows.append((words, f"{mean:+.1f} ({low:+.1f} – {high:+.1f})"))
    if two.together is not None:
        words = _("Day-to-day changes, correlation over {n} pairs").format(n=two.together_pairs)
        rows.append((words, f"{two.together:+.2f}"))
    return rows


def _topics(read: Read) -> list[tuple[str, str]]:
    """Return the map of topics, at numbers of both."""
    if read.summary is None or not read.caring.both_give(Level.NUMBERS):
        return []
    words = _("heated {x} of {n} talks; estimate {rate:.2f}; P(more than half) {p:.2f}")
    return [
        (
            read.topics.get(topic["topic"], _("a topic of their own")),
            words.format(x=topic["heated"], n=topic["total"], rate=topic["rate"], p=topic["p"]),
        )
        for topic in read.summary.says["topics"]
        if topic["total"] >= 3
    ]
