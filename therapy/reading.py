"""What a therapist may read of a couple, through the grant alone.

Levels are applied here, each time a page is drawn: what a partner does not give is not
read. Only rows from the grant's first date on, and only those that carry the couple.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from checkins.models import BuiltInTopic, CheckIn
from couples.access import Caring, Given
from couples.models import Level, Partner, Session, Topic
from trajectory.models import SelfCheck, WeeklyReading, WeeklySummary, shared_couples

DAYS_READ = timedelta(weeks=26)
Answers = dict[date, CheckIn]


@dataclass(frozen=True)
class Read:
    """Everything one page is made of, by author where it is a person's own."""

    caring: Caring
    readings: dict[UUID, list[WeeklyReading]] = field(default_factory=dict)
    answers: dict[UUID, Answers] = field(default_factory=dict)
    self_checks: dict[UUID, SelfCheck] = field(default_factory=dict)
    summary: WeeklySummary | None = None
    sessions: list[date] = field(default_factory=list)
    topics: dict[str, str] = field(default_factory=dict)


def read_couple(caring: Caring, *, now: datetime) -> Read:
    """Read what both partners give of this couple, in one query for each table."""
    read = Read(caring, summary=_summary(caring), sessions=_sessions(caring), topics=_topics(caring))
    for reading in _readings(caring, now):
        read.readings.setdefault(reading.author_id, []).append(reading)
    for answer in _answers(caring, now):
        read.answers.setdefault(answer.author_id, {})[answer.local_date] = answer
    for check in _self_checks(caring):
        read.self_checks[check.author_id] = check
    return read


def authors(caring: Caring, level: Level) -> list[UUID]:
    """Return the partners who give at least a level."""
    return [given.partner.user_id for given in caring.given if given.reaches(level)]


def read_authors(caring: Caring) -> list[Given]:
    """Return whose rows a page opens."""
    return [given for given in caring.given if given.reaches(Level.SUMMARY)]


def _readings(caring: Caring, now: datetime) -> Iterable[WeeklyReading]:
    """Return the weekly readings of half a year, newest first."""
    shared = WeeklyReading.objects.current().shared_in(caring.couple, since=caring.from_on)
    lately = shared.filter(author__in=authors(caring, Level.SUMMARY), week__gt=now.date() - DAYS_READ)
    return lately.order_by("-week")


def _answers(caring: Caring, now: datetime) -> Iterable[CheckIn]:
    """Return opened days of those who give numbers, with the own answers beside them, oldest first."""
    days = CheckIn.objects.filter(couple=caring.couple, author__in=authors(caring, Level.NUMBERS))
    since = max(caring.from_on, now.date() - DAYS_READ)
    opened = days.filter(local_date__gte=since, opens_at__lte=now, withdrawn_at=None)
    return opened.select_related("own", "author").order_by("local_date")


def _self_checks(caring: Caring) -> Iterable[SelfCheck]:
    """Return the self-checks of those who give numbers, the newest last."""
    given = SelfCheck.objects.filter(couple=caring.couple, author__in=authors(caring, Level.NUMBERS))
    return given.filter(month__gte=caring.from_on.replace(day=1)).defer("repair").order_by("month")


def _summary(caring: Caring) -> WeeklySummary | None:
    """Return the newest week of both, at the lower of the two levels, while something may be said about two."""
    if not caring.both_give(Level.SUMMARY):
        return None
    spoken_of = WeeklySummary.objects.current().filter(couple__in=shared_couples().filter(pk=caring.couple.pk))
    return spoken_of.filter(week__gte=caring.from_on).order_by("-week").first()


def _sessions(caring: Caring) -> list[date]:
    held = Session.objects.filter(couple=caring.couple, held_on__gte=caring.from_on)
    return list(held.order_by("held_on").values_list("held_on", flat=True))


def _topics(caring: Caring) -> dict[str, str]:
    """Return the words for topics: those everybody has, and the couple's own list."""
    own = Topic.objects.filter(couple=caring.couple).select_related("author")
    names = {topic.value: str(topic.label) for topic in BuiltInTopic}
    return names | {str(topic.pk): topic.name for topic in own}


def names_of_couples(couples: Iterable[UUID]) -> dict[UUID, list[str]]:
    """Return the two names of each couple, in the order in which they joined."""
    names: dict[UUID, list[str]] = {couple: [] for couple in couples}
    partners = Partner.objects.filter(couple__in=names).order_by("joined_at", "pk")
    for couple, name in partners.values_list("couple_id", "user__name"):
        names[couple].append(name)
    return names
