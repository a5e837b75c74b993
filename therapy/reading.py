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
from couples.models import Level, Partner, Topic
from repair.models import HardMoment
from repair.reading import KeptAndDue, kept_and_due
from trajectory.charts import Mark
from trajectory.marks import dates_of_two, moment_marks, rest_marks
from trajectory.models import SelfCheck, WeeklyReading, WeeklySummary, shared_couples
from trustrebuild.weeks import DAY

DAYS_READ = timedelta(weeks=26)
FOUR_WEEKS = timedelta(weeks=4)
Answers = dict[date, CheckIn]


@dataclass(frozen=True)
class Read:
    """Everything one page is made of, by author where it is a person's own."""

    caring: Caring
    readings: dict[UUID, list[WeeklyReading]] = field(default_factory=dict)
    answers: dict[UUID, Answers] = field(default_factory=dict)
    self_checks: dict[UUID, list[SelfCheck]] = field(default_factory=dict)
    summary: WeeklySummary | None = None
    marks: list[Mark] = field(default_factory=list)
    moments: dict[UUID, list[date]] = field(default_factory=dict)
    promises: dict[UUID, KeptAndDue] = field(default_factory=dict)
    topics: dict[str, str] = field(default_factory=dict)


def read_couple(caring: Caring, *, now: datetime) -> Read:
    """Read what both partners give of this couple, in one query for each table."""
    read = Read(
        caring,
        summary=_summary(caring),
        marks=_marks(caring, now.date()),
        topics=_topics(caring),
        promises=_promises(caring, now),
    )
    for reading in _readings(caring, now):
        read.readings.setdefault(reading.author_id, []).append(reading)
    for answer in _answers(caring, now):
        read.answers.setdefault(answer.author_id, {})[answer.local_date] = answer
    for check in _self_checks(caring):
        read.self_checks.setdefault(check.author_id, []).append(check)
    for author, on in _moments(caring):
        read.moments.setdefault(author, []).append(on)
    return read


def marks_on(read: Read, author: UUID, first: date, last: date) -> list[Mark]:
    """Return the marks of one partner's charts: what is about two, and the hard moments they share."""
    marks = read.marks + moment_marks(read.moments.get(author, ()))
    return sorted((mark for mark in marks if first <= mark.on <= last), key=lambda mark: (mark.on, mark.kind))


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
    """Return the self-checks of those who give numbers, oldest first."""
    given = SelfCheck.objects.filter(couple=caring.couple, author__in=authors(caring, Level.NUMBERS))
    return given.filter(month__gte=caring.from_on.replace(day=1)).defer("repair").order_by("month")


def _summary(caring: Caring) -> WeeklySummary | None:
    """Return the newest week of both, at the lower of the two levels, while something may be said about two."""
    if not caring.both_give(Level.SUMMARY):
        return None
    spoken_of = WeeklySummary.objects.current().filter(couple__in=shared_couples().filter(pk=caring.couple.pk))
    return spoken_of.filter(week__gte=caring.from_on).order_by("-week").first()


def _marks(caring: Caring, today: date) -> list[Mark]:
    """Return sessions and phases, and logs that came to rest where both give words."""
    first = max(caring.from_on, today - DAYS_READ)
    marks = dates_of_two([caring.couple], first, today)
    return marks + (rest_marks([caring.couple], first, today) if caring.both_give(Level.WORDS) else [])


def _moments(caring: Caring) -> Iterable[tuple[UUID, date]]:
    """Return author and date of hard moments that were shared, of those who give words."""
    shared = HardMoment.objects.filter(couple=caring.couple, withdrawn_at=None, happened_on__gte=caring.from_on)
    return shared.filter(author__in=authors(caring, Level.WORDS)).values_list("author_id", "happened_on")


def _promises(caring: Caring, now: datetime) -> dict[UUID, KeptAndDue]:
    """Return kept and due of the shared promises of four weeks, of those who give numbers."""
    last = now.date() - DAY
    first = max(caring.from_on, last - FOUR_WEEKS + DAY)
    return kept_and_due(authors(caring, Level.NUMBERS), first, last, now=now)


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
