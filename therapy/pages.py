"""Page data of a couple as its therapist may see it: one panel a partner, and what is about two."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from couples.access import Given
from couples.models import Level
from therapy import sentences
from therapy.reading import Answers, Read
from therapy.two import Two, compare, composite
from trajectory.charts import Chart, Mark, Series, frames
from trajectory.models import SelfCheck, WeeklyReading, WeeklySummary
from trajectory.pages import level_points
from trajectory.statements import STATEMENT_WORDS
from trustrebuild.weeks import WEEK, week_of

WORDS_SHOWN = 12


@dataclass(frozen=True)
class Panel:
    """What one partner gives. Empty alike for nothing given, paused and no entries."""

    name: str
    said: list[str] = field(default_factory=list)
    line: str = ""
    figures: list[tuple[str, str]] = field(default_factory=list)
    setbacks: list[str] = field(default_factory=list)
    chart: Chart | None = None
    self_check: list[tuple[str, int]] = field(default_factory=list)
    words: list[dict[str, object]] = field(default_factory=list)

    @property
    def is_shared(self) -> bool:
        """Say whether anything stands here."""
        return bool(self.said or self.chart or self.words)


@dataclass(frozen=True)
class CouplePage:
    """One couple on one plain page."""

    names: list[str]
    panels: list[Panel]
    summary: WeeklySummary | None
    shared: list[tuple[str, str]]
    topics: list[tuple[str, str]]


def couple_page(read: Read, *, today: date) -> CouplePage:
    """Return the page of one couple."""
    caring = read.caring
    return CouplePage(
        names=[given.partner.user.name for given in caring.given],
        panels=[_panel(read, given, today) for given in caring.given],
        summary=read.summary,
        shared=_shared(read, today),
        topics=_topics(read),
    )


def _panel(read: Read, given: Given, today: date) -> Panel:
    name, author = given.partner.user.name, given.partner.user_id
    readings = read.readings.get(author, [])
    answers = read.answers.get(author, {})
    panel = {"said": _said(readings[0], given) if readings else []}
    if given.reaches(Level.NUMBERS):
        panel["chart"] = _chart(read, given, readings, answers, today)
        panel["self_check"] = _self_check(read.self_checks.get(author))
        if readings:
            panel |= _numbers(readings[0].record, given, answers)
    if given.reaches(Level.WORDS):
        panel["words"] = _words(answers)
    return Panel(name, **panel)


def _said(reading: WeeklyReading, given: Given) -> list[str]:
    """Return the sentences; what rests on the composite only if its author gives on guard."""
    record = reading.record
    said = [sentences.days(record)]
    if given.gives_on_guard:
        said.insert(0, sentences.direction(record, given.partner.user.name))
        if record["steadier"] and record["state"] in ("none", "higher"):
            said.append(sentences.steadier())
    return said


def _numbers(record: dict, given: Given, answers: Answers) -> dict[str, object]:
    items = {
        _("Felt close"): "close",
        _("Calm in hard talks"): "calm",
        _("Felt heard in hard talks"): "heard",
        _("Defended in hard talks"): "own_defence",
    }
    figures = [(label, sentences.item_line(record[name])) for label, name in items.items()]
    if record["rushed_28"]:
        figures.append((_("Felt rushed, days of 28"), str(record["rushed_28"])))
    if not given.gives_on_guard:
        return {"figures": figures}
    return {
        "line": sentences.composite_line(record),
        "figures": sentences.composite_figures(record) + figures,
        "setbacks": sentences.setbacks(record, shared=answers),
    }


def _chart(read: Read, given: Given, readings: list[WeeklyReading], answers: Answers, today: date) -> Chart | None:
    if not answers:
        return None
    first = week_of(min(answers))
    marks = [Mark(on, _("Session, {on}").format(on=date_format(on, "j F")), "session") for on in read.sessions]
    name = given.partner.user.name
    build = _composite_lines if given.gives_on_guard else _apart_lines
    series, key, columns, rows = build(readings, answers)
    label = _("{name}, 0 to 10, since {first}.").format(name=name, first=date_format(first, "j F Y"))
    drawn = frames(first=first, last=max(today, first + 4 * WEEK), series=series, marks=marks, label=label)
    return Chart(title=_("Day by day"), sentence="", columns=columns, rows=rows, key=key, **drawn)


def _composite_lines(readings: list[WeeklyReading], answers: Answers) -> tuple:
    dots = [(on, composite(answer)) for on, answer in answers.items()]
    levels = [reading for reading in reversed(readings) if reading.record["level"] is not None]
    series = [Series(dots=[dot for dot in dots if dot[1] == dot[1]], **level_points(levels))]
    key = [
        {"label": _("one check-in (safe, close, on guard reversed)"), "mark": "dot"},
        {"label": _("level"), "mark": "own"},
        {"label": _("80 % band"), "mark": "band"},
    ]
    rows = [
        [date_format(reading.week, "j M Y"), reading.record["days_in_7"], f"{reading.record['level']:.1f}"]
        for reading in reversed(levels)
    ]
    return series, key, [_("Week"), _("Days"), _("Level")], rows


def _apart_lines(_readings: list[WeeklyReading], answers: Answers) -> tuple:
    """Return safe and close as two lines of weekly means; on guard is not given."""
    safe, close = (_weekly_means(answers, name) for name in ("safe", "close"))
    series = [Series(line=safe), Series(line=close, second=True)]
    key = [
        {"label": _("safe, mean of the week"), "mark": "own"},
        {"label": _("close, mean of the week"), "mark": "second"},
    ]
    rows = [
        [date_format(on - timedelta(days=6), "j M Y"), f"{mean:.1f}", f"{other:.1f}"]
        for (on, mean), (_on, other) in zip(reversed(safe), reversed(close), strict=True)
    ]
    return series, key, [_("Week"), _("Safe"), _("Close")], rows


def _weekly_means(answers: Answers, name: str) -> list[tuple[date, float]]:
    weeks: dict[date, list[int]] = {}
    for on, answer in answers.items():
        if not answer.hard_day:
            weeks.setdefault(week_of(on), []).append(getattr(answer, name))
    return [(week + timedelta(days=6), sum(values) / len(values)) for week, values in sorted(weeks.items())]


def _self_check(check: SelfCheck | None) -> list[tuple[str, int]]:
    if check is None:
        return []
    return [
        (str(words), getattr(check, name))
        for name, words in STATEMENT_WORDS.items()
        if getattr(check, name) is not None
    ]


def _words(answers: Answers) -> list[dict[str, object]]:
    """Return the newest words for both, as dated entries."""
    written = [answer for answer in reversed(answers.values()) if answer.words_for_us]
    return [{"on": answer.local_date, "title": answer.words_for_us} for answer in written[:WORDS_SHOWN]]


def _shared(read: Read, today: date) -> list[tuple[str, str]]:
    """Return the figures about two, at the lower of the two levels."""
    if read.summary is None:
        return []
    record = read.summary.record
    rows = [(_("Both checked in, days of 7"), str(record["both_in_7"]))]
    low, high = record["both_in_28_ci"]
    rows.append((_("Both checked in, days of 28"), f"{record['both_in_28']} ({low:.2f} – {high:.2f})"))
    rows.append((_("Appreciations this week"), str(record["notes"]["positive"])))
    if read.caring.both_give(Level.NUMBERS):
        rows += _compared(read, today)
    return rows


def _compared(read: Read, today: date) -> list[tuple[str, str]]:
    first, second = (given.partner for given in read.caring.given)
    two = compare(read.answers.get(first.user_id, {}), read.answers.get(second.user_id, {}), today - timedelta(days=1))
    rows = []
    if all(given.gives_on_guard for given in read.caring.given):
        rows += _of_composites(two, first.user.name, second.user.name)
    for number, partner in enumerate((first, second)):
        if two.seen[number] is not None:
            words = _("{name} felt heard, less how open the other said they were").format(name=partner.user.name)
            rows.append((words, f"{two.seen[number]:+.1f}"))
    return rows


def _of_composites(two: Two, first: str, second: str) -> list[tuple[str, str]]:
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
        for topic in read.summary.record["topics"]
        if topic["total"] >= 3
    ]
