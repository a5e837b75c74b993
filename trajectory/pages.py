"""Page data of the trajectory: what one person reads about a week, and the charts of their own days."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.names import name_of
from checkins.answers import BuiltInTopic
from couples.access import Partnered, Standing
from couples.models import Topic
from kit.dates import long_dates
from kit.weeks import SUNDAY, WEEK, local_today, week_of
from trajectory import sentences
from trajectory.charts.answered import own_composite, own_days
from trajectory.charts.chart import Chart
from trajectory.charts.composite import composite_chart
from trajectory.charts.half_year import HalfYear, charts_of
from trajectory.charts.marks import own_marks
from trajectory.charts.of_answers import OF_ANSWERS
from trajectory.charts.promises import promise_weeks
from trajectory.charts.span import DateSpan
from trajectory.charts.topics import topic_chart
from trajectory.models import WeeklyReading, WeeklySummary
from trajectory.reading import newest_reading, own_promise_dates
from trajectory.records import State, SummaryRecord, TopicHeat
from trajectory.self_check import beside

CHART_WEEKS = 26
SENTENCES, OWN_SENTENCES = 6, 3
OWN_CHARTS = (*OF_ANSWERS, promise_weeks, topic_chart)


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
    shared = _about_two(standing, told, record["state"], on) if told and isinstance(standing, Partnered) else []
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


def _about_two(standing: Partnered, record: SummaryRecord, own_state: State, on: Collection[UUID]) -> list[str]:
    """Return what both may read, and first what the other lets be told."""
    words = record["words"]
    told = []
    if words["higher"] and standing.other:
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
    today = local_today(now, standing.user.zone)
    days = own_composite(standing.user, week_of(today) - CHART_WEEKS * WEEK, today)
    return composite_chart(days, _span(standing.user, days[0][0], today), last=today) if days else None


def other_charts(standing: Standing, *, now: datetime) -> list[Chart]:
    """Return the charts beside the composite that have something to draw."""
    user, today = standing.user, local_today(now, standing.user.zone)
    days = own_days(user, week_of(today) - CHART_WEEKS * WEEK, today)
    if not days:
        return []
    span = _span(user, days[0].on, today)
    promises = own_promise_dates(user, span.first, span.last)
    return charts_of(HalfYear(span, days, promises, _named_topics(user, today)), OWN_CHARTS)


def _span(user: User, first_on: date, today: date) -> DateSpan:
    """Return the dates of a partner's charts, at least four weeks of them, with the marks among them."""
    first = week_of(first_on)
    last = max(today, first + 4 * WEEK)
    return DateSpan(first, last, own_marks(user, first, last))


def _named_topics(user: User, today: date) -> list[tuple[str, TopicHeat]]:
    reading = newest_reading(user, today, weeks=4)
    topics = reading.says["topics"] if reading else []
    names = topic_names(user, topics)
    return [(names.get(topic["topic"], _("a topic of your own")), topic) for topic in topics]


def signs_beside(reading: WeeklyReading | None, summary: WeeklySummary | None) -> dict[str, str]:
    """Return for each statement of the self-check what the newest week says beside it."""
    return beside(reading.says, summary.says if summary else None) if reading else {}
