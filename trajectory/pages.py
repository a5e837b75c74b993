"""Page data of the trajectory: what one person reads about a week, and the chart of their own days."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from checkins.models import BuiltInTopic, CheckIn
from couples.access import Standing
from couples.models import Session, Topic
from trajectory import own_charts, sentences
from trajectory.charts import Chart, Mark, Series, frames
from trajectory.models import WeeklyReading, WeeklySummary
from trajectory.shared_words import turned_on
from trajectory.statements import beside
from trustrebuild.weeks import WEEK, local_today, week_of

CHART_WEEKS = 26
SENTENCES, OWN_SENTENCES = 6, 3


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
        return self.week + timedelta(days=6)


def readings_until(user: User, last: date, weeks: int = CHART_WEEKS) -> list[WeeklyReading]:
    """Return a person's current readings of the weeks up to one, newest first."""
    found = WeeklyReading.objects.visible_to(user).current().filter(week__range=(last - weeks * WEEK, last))
    return list(found.order_by("-week"))


def week_page(standing: Standing, reading: WeeklyReading, summary: WeeklySummary | None) -> WeekPage:
    """Return what one reader reads about one week, in about five sentences."""
    record = reading.record
    kept = summary.record["evidence_file"]["kept"] if summary else 0
    own = sentences.own_sentences(record, week=reading.week, kept_total=kept)[:OWN_SENTENCES]
    shared = _about_two(standing, summary.record, record["state"]) if summary else []
    topics = summary.record["topics"] if summary else record["topics"]
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


def _about_two(standing: Standing, record: dict, own_state: str) -> list[str]:
    """Return what both may read, and first what the other lets be told."""
    words = record["words"]
    told = []
    if words["higher"]:
        on = turned_on([standing.user.pk, standing.other.user_id])
        reader = sentences.Reader(
            is_hurt=standing.partner.is_hurt,
            own_state=own_state,
            is_on=standing.user.pk in on,
            other_is_on=standing.other.user_id in on,
            other_id=str(standing.other.user_id),
            other_name=standing.other.user.name,
        )
        told = sentences.words_about(reader, words)
    return told + sentences.shared_sentences(record)


def topic_names(user: User, topics: list[dict]) -> dict[str, str]:
    """Return the words for topics; those of people's own are read only if any is there."""
    names = {topic.value: str(topic.label) for topic in BuiltInTopic}
    own = [topic["topic"] for topic in topics if topic["topic"] not in names]
    if own:
        names |= {str(topic.pk): topic.name for topic in Topic.objects.visible_to(user).filter(pk__in=own)}
    return names


def own_chart(standing: Standing, readings: list[WeeklyReading], *, now: datetime) -> Chart | None:
    """Return the chart of a person's own days, the last half-year of them; None without any."""
    user = standing.user
    today = local_today(now, user.zone)
    first = max(week_of(today) - CHART_WEEKS * WEEK, date.min)
    days = daily_composite(user, first, today)
    if not days:
        return None
    first = week_of(days[0][0])
    levels = [reading for reading in reversed(readings) if reading.record["level"] is not None]
    series = Series(dots=days, **level_points(levels))
    title = _("Your own days")
    label = _("One dot for each of your check-ins, 0 to 10, from {first} to {last}.").format(
        first=date_format(first, "j F Y"), last=date_format(today, "j F Y")
    )
    drawn = frames(first=first, last=max(today, first + 4 * WEEK), series=[series], marks=marks(standing), label=label)
    return Chart(
        title=title,
        sentence=_chart_sentence(len(days), bool(levels)),
        columns=[_("Week"), _("Days with a check-in"), _("Level"), _("Likely between")]
        if levels
        else [_("Day"), "0–10"],
        rows=[table_row(reading) for reading in readings] if levels else [_day_row(day) for day in days[::-1]],
        key=_key(bool(levels)),
        **drawn,
    )


def daily_composite(user: User, first: date, last: date) -> list[tuple[date, float]]:
    """Return the mean of the three ratings on each day that has all of them."""
    rows = CheckIn.objects.of(user).between(first, last).filter(hard_day=False, own__on_guard__isnull=False)
    ratings = rows.order_by("local_date").values_list("local_date", "safe", "close", "own__on_guard")
    return [(on, (safe + close + 10 - guard) / 3) for on, safe, close, guard in ratings]


def level_points(readings: list[WeeklyReading]) -> dict[str, list[tuple[date, float]]]:
    """Return the level at the end of each week and its band, oldest first."""
    ends = [(reading.week + timedelta(days=6), reading.record) for reading in readings]
    clamp = lambda rating: min(max(rating, 0.0), 10.0)  # noqa: E731
    return {
        "line": [(on, clamp(record["level"])) for on, record in ends],
        "low": [(on, clamp(record["level_lo"])) for on, record in ends],
        "high": [(on, clamp(record["level_hi"])) for on, record in ends],
    }


def marks(standing: Standing) -> list[Mark]:
    """Return the quiet marks of both: sessions."""
    if standing.couple is None:
        return []
    held = Session.objects.filter(couple=standing.couple).values_list("held_on", flat=True)
    return [Mark(on, _("Session, {on}").format(on=date_format(on, "j F")), "session") for on in held]


def table_row(reading: WeeklyReading) -> list[object]:
    """Return one week of the table twin."""
    record = reading.record
    level = record["level"]
    return [
        date_format(reading.week, "j M Y"),
        record["days_in_7"],
        "–" if level is None else f"{level:.1f}",
        "–" if level is None else f"{max(record['level_lo'], 0):.1f} – {min(record['level_hi'], 10):.1f}",
    ]


def _day_row(day: tuple[date, float]) -> list[object]:
    return [date_format(day[0], "j M Y"), f"{day[1]:.1f}"]


def other_charts(standing: Standing, *, now: datetime) -> list[Chart]:
    """Return the charts beside the composite that have something to draw."""
    today = local_today(now, standing.user.zone)
    answered = own_charts.own_answers(standing, week_of(today) - CHART_WEEKS * WEEK, today)
    if not answered:
        return []
    first = week_of(answered[0].local_date)
    span = own_charts.Span(first, max(today, first + 4 * WEEK), marks(standing))
    drawn = [
        own_charts.closeness(answered, span),
        own_charts.hard_talks(answered, span),
        own_charts.own_defence(answered, span),
        own_charts.rushed_weeks(answered, span),
        own_charts.promise_weeks(standing, span),
    ]
    return [chart for chart in drawn if chart]


def topic_table(standing: Standing, *, now: datetime) -> list[list[object]]:
    """Return the topics of one's own hard talks, now and in the quarter before."""
    readings = readings_until(standing.user, local_today(now, standing.user.zone), weeks=4)
    if not readings:
        return []
    return own_charts.topic_rows(readings[0], topic_names(standing.user, readings[0].record["topics"]))


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


def signs_beside(readings: list[WeeklyReading], summary: WeeklySummary | None) -> dict[str, str]:
    """Return for each statement of the self-check what the newest week says beside it."""
    return beside(readings[0].record, summary.record if summary else None) if readings else {}
