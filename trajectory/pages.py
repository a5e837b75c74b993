"""Page data of the trajectory: what one person reads about a week, and the chart of their own days."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.names import name_of
from checkins.answers import BuiltInTopic
from couples.access import Standing
from couples.models import Topic
from kit.dates import long_date, long_dates, short_dates
from kit.weeks import WEEK, local_today, week_of
from trajectory import sentences
from trajectory.charts import own
from trajectory.charts.chart import Chart, Points, Series, Span
from trajectory.charts.days import own_composite, own_days
from trajectory.charts.level import Lines, drawn_level
from trajectory.charts.marks import own_marks
from trajectory.charts.topics import topic_chart
from trajectory.models import WeeklyReading, WeeklySummary
from trajectory.reading import newest_reading
from trajectory.records import State, SummaryRecord, TopicHeat
from trajectory.self_check import beside

CHART_WEEKS = 26
SENTENCES, OWN_SENTENCES = 6, 3
SUNDAY = timedelta(days=6)


@dataclass(frozen=True)
class WeekLink:
    """The way to an earlier week."""

    url: str
    words: str


@dataclass(frozen=True)
class WeekPage:
    """One person's week: sentences of their own, and those about two."""

    week: date
    own: list[str]
    shared: list[str]
    says_nothing_about_two: str
    days_in: int
    days_in_month: int
    is_early: bool
    is_updated: bool

    @property
    def sunday(self) -> date:
        """Return the last date of the week."""
        return self.week + SUNDAY


def week_page(
    standing: Standing, reading: WeeklyReading, summary: WeeklySummary | None, *, on: Collection[UUID]
) -> WeekPage:
    """Return what one reader reads about one week, in about five sentences; `on`: who lets words about them be told."""
    record, told = reading.says, summary.says if summary else None
    kept = told["evidence_file"]["kept"] if told else 0
    own = sentences.own_sentences(record, week=reading.week, kept_total=kept)[:OWN_SENTENCES]
    shared = _about_two(standing, told, record["state"], on) if told else []
    topics = told["topics"] if told else record["topics"]
    if summary or not standing.partner:
        shared += sentences.talk_sentences(topics, topic_names(standing.user, topics))
    return WeekPage(
        week=reading.week,
        own=own,
        shared=shared[: SENTENCES - len(own)],
        says_nothing_about_two=sentences.nothing_about_two() if standing.partner and not summary else "",
        days_in=record["days_in_7"],
        days_in_month=record["days_in_28"],
        is_early=record["state"] == "too_early",
        is_updated=reading.is_updated,
    )


def week_links(weeks: Sequence[date]) -> list[WeekLink]:
    """Return the ways to weeks; their addresses differ by the date alone, so one is looked up."""
    address = reverse("trajectory:week", args=[date.min])
    words = _("Week of %(first)s")
    return [
        WeekLink(address.replace(date.min.isoformat(), week.isoformat()), words % {"first": named})
        for week, named in zip(weeks, long_dates(weeks), strict=True)
    ]


def _about_two(standing: Standing, record: SummaryRecord, own_state: State, on: Collection[UUID]) -> list[str]:
    """Return what both may read, and first what the other lets be told."""
    words = record["words"]
    told = []
    if words["higher"]:
        reader = sentences.Reader(
            is_hurt=standing.partner.is_hurt,
            own_state=own_state,
            is_on=standing.user.pk in on,
            other_is_on=standing.other.user_id in on,
            other_id=str(standing.other.user_id),
            other_name=name_of(standing.other.user, standing.user),
        )
        told = sentences.words_about(reader, words)
    return told + sentences.shared_sentences(record)


def topic_names(user: User, topics: Sequence[TopicHeat]) -> dict[str, str]:
    """Return the words for topics; those of people's own are read only if any is there."""
    names = {topic.value: str(topic.label) for topic in BuiltInTopic}
    own = [topic["topic"] for topic in topics if topic["topic"] not in names]
    if own:
        names |= {str(topic.pk): topic.name for topic in Topic.objects.visible_to(user).filter(pk__in=own)}
    return names


def own_chart(standing: Standing, *, now: datetime) -> Chart | None:
    """Return the chart of a person's own days, the last half-year of them; None without any."""
    user = standing.user
    today = local_today(now, user.zone)
    days = own_composite(user, week_of(today) - CHART_WEEKS * WEEK, today)
    if not days:
        return None
    span = _span(user, days[0][0], today)
    level = drawn_level(days)
    label = _("One dot for each of your check-ins, 0 to 10, from {first} to {last}.").format(
        first=long_date(span.first), last=long_date(today)
    )
    return Chart(
        title=_("Your own days"),
        sentence=_chart_sentence(len(days), bool(level)),
        drawing=span.lines([Series(dots=days, **level)], label=label),
        columns=[_("Week"), _("Days with a check-in"), _("Level"), _("Likely between")]
        if level
        else [_("Day"), "0–10"],
        rows=level_rows(span, days, level) if level else day_rows(days),
        key=_key(bool(level)) + span.key,
    )


def _span(user: User, first_on: date, today: date) -> Span:
    """Return the dates of a partner's charts, at least four weeks of them, with the marks among them."""
    first = week_of(first_on)
    last = max(today, first + 4 * WEEK)
    return Span(first, last, own_marks(user, first, last))


def level_rows(span: Span, days: Points, level: Lines) -> list[list[str]]:
    """Return the weeks of a drawn level, newest first: days, level and band at each week's end."""
    counts = Counter(week_of(on) for on, _value in days)
    first, last = level["line"][0][0], level["line"][-1][0]
    ends = {week: (min(week + SUNDAY, last) - first).days for week in span.weeks if first - SUNDAY <= week <= last}
    line, low, high = (level[name] for name in ("line", "low", "high"))
    return [
        [span.week_names[week], str(counts[week]), f"{line[at][1]:.1f}", f"{low[at][1]:.1f} – {high[at][1]:.1f}"]
        for week, at in reversed(ends.items())
    ]


def day_rows(days: Points) -> list[list[str]]:
    """Return single days, newest first."""
    named = short_dates(on for on, _value in days)
    return [[on, f"{value:.1f}"] for on, (_on, value) in zip(named, days, strict=True)][::-1]


def other_charts(standing: Standing, *, now: datetime) -> list[Chart]:
    """Return the charts beside the composite that have something to draw."""
    today = local_today(now, standing.user.zone)
    answered = own_days(standing.user, week_of(today) - CHART_WEEKS * WEEK, today)
    if not answered:
        return []
    span = _span(standing.user, answered[0].on, today)
    drawn = [
        *(draw(answered, span) for draw in own.OF_ANSWERS),
        own.promise_weeks(standing, span),
        _topic_chart(standing.user, today),
    ]
    return [chart for chart in drawn if chart]


def _topic_chart(user: User, today: date) -> Chart | None:
    reading = newest_reading(user, today, weeks=4)
    return topic_chart(reading, topic_names(user, reading.says["topics"])) if reading else None


def _chart_sentence(days: int, has_level: bool) -> str:
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


def signs_beside(reading: WeeklyReading | None, summary: WeeklySummary | None) -> dict[str, str]:
    """Return for each statement of the self-check what the newest week says beside it."""
    return beside(reading.says, summary.says if summary else None) if reading else {}
