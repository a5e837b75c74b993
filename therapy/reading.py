"""What a therapist may read of a couple, through the grant alone.

Levels are applied here, each time a page is drawn: what a partner does not give is not
read. Only rows from the grant's first date on, only those that carry the living couple, and only
days that are over where the two count theirs.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.names import names_of_two
from checkins.answers import BuiltInTopic
from checkins.models import CheckIn
from couples.access import Caring, Given
from couples.models import Level, Partner, Topic
from kit.prepared import prepared
from kit.weeks import DAY, instant, week_of
from repair.models import ClosedAs, HardMoment, Question, Repair
from repair.reading import KeptAndDue, kept_and_due
from therapy.weeks import ReadableSpan, Weeks, newest_readings, shared_weeks
from trajectory.charts.answered import COLUMNS, DrawnDay, drawn_day
from trajectory.charts.marks import Dated, dated_rows, marks_of
from trajectory.charts.span import ChartMark
from trajectory.models import SelfCheck, WeeklyReading, WeeklySummary, shared_couples

DAYS_READ = timedelta(weeks=26)
MONTHS_READ = timedelta(days=3 * 365)
FOUR_WEEKS = timedelta(weeks=4)
AUTHORS = ("one", "other")
QUESTIONS_SHOWN = 12
Answers = list[DrawnDay]


@dataclass(frozen=True)
class Read:
    """Everything one page is made of, by author where it is a person's own.

    `newest`: the newest closed week of the two, None while nothing may be read of any.
    """

    caring: Caring
    newest: date | None = None
    shared_weeks: Weeks = field(default_factory=dict)
    readings: dict[UUID, WeeklyReading] = field(default_factory=dict)
    answers: dict[UUID, Answers] = field(default_factory=dict)
    words: dict[UUID, list[CheckIn]] = field(default_factory=dict)
    questions: dict[UUID, list[Question]] = field(default_factory=dict)
    self_checks: dict[UUID, list[SelfCheck]] = field(default_factory=dict)
    summary: WeeklySummary | None = None
    marks: list[ChartMark] = field(default_factory=list)
    moments: dict[UUID, list[ChartMark]] = field(default_factory=dict)
    promises: dict[UUID, KeptAndDue] = field(default_factory=dict)
    topics: dict[str, str] = field(default_factory=dict)


def read_couple(caring: Caring, *, now: datetime) -> Read:
    """Read what both partners give of this couple, in one query for each table."""
    summary, since = _summary(caring), max(caring.from_on, now.date() - DAYS_READ)
    read = Read(caring, **_weeks(caring, now), summary=summary, topics=_topics(caring, summary))
    read.promises.update(_promises(caring, now))
    _add_marks(read, since, now.date())
    until = caring.couple.days.last_over(now)
    for author, *answers in _opened_days(**_given_by(caring, Level.NUMBERS), since=since, until=until):
        read.answers.setdefault(author, []).append(drawn_day(*answers))
    for check in _self_checks(**_given_by(caring, Level.NUMBERS), **_checks_from(caring, now)):
        read.self_checks.setdefault(check.author_id, []).append(check)
    authors_of = {given.partner.user_id: given.partner.user for given in caring.given}
    for row in _opened_words(**_given_by(caring, Level.WORDS), since=since, until=until):
        row.author = authors_of[row.author_id]  # holds the key that opens the words
        read.words.setdefault(row.author_id, []).append(row)
    for question in _for_a_session(**_given_by(caring, Level.WORDS), since=caring.from_on):
        question.author = authors_of[question.author_id]
        read.questions.setdefault(question.author_id, []).append(question)
    return read


def _weeks(caring: Caring, now: datetime) -> dict[str, Any]:
    """Return the newest closed week, the weeks of each that may be read, and the newest reading among them."""
    two, from_on = [given.partner for given in caring.given], max(caring.from_on, now.date() - DAYS_READ)
    span = ReadableSpan.of(caring.couple, two, from_on=from_on, now=now)
    given = _given_by(caring, Level.SUMMARY)
    weeks = shared_weeks(**given, span=span)
    readings = newest_readings(given["one"], given["other"], weeks)
    return {"newest": span and span.newest, "shared_weeks": weeks, "readings": readings}


def marks_on(read: Read, author: UUID, first: date, last: date) -> list[ChartMark]:
    """Return the marks of one partner's charts: what is about two, and the hard moments they share."""
    marks = read.marks + read.moments.get(author, [])
    return sorted((mark for mark in marks if first <= mark.on <= last), key=lambda mark: (mark.on, mark.kind))


def _add_marks(read: Read, since: date, today: date) -> None:
    """Read sessions and phases, logs at rest where both give words, and hard moments of those who give words."""
    caring, given = read.caring, _given_by(read.caring, Level.WORDS)
    first = max(caring.from_on, week_of(since))
    rested_of = caring.couple.pk if caring.both_give(Level.WORDS) else None
    rows = _marked(**given, rested_of=rested_of, first=first, last=today + DAY)
    read.marks.extend(marks_of([row for row in rows if row[2] not in AUTHORS]))
    for name in AUTHORS:
        if given[name]:
            read.moments[given[name]] = marks_of([row for row in rows if row[2] == name])


def _given_by(caring: Caring, level: Level) -> dict[str, Any]:
    """Return the couple and the partners who give at least a level: the places of a prepared read."""
    one, other, *_rest = (*authors(caring, level), None, None)
    return {"couple": caring.couple.pk, "one": one, "other": other}


def authors(caring: Caring, level: Level) -> list[UUID]:
    """Return the partners who give at least a level."""
    return [given.partner.user_id for given in caring.given if given.reaches(level)]


def read_authors(caring: Caring) -> list[Given]:
    """Return whose rows a page opens."""
    return [given for given in caring.given if given.reaches(Level.SUMMARY)]


def _checks_from(caring: Caring, now: datetime) -> dict[str, Any]:
    """Return the first month of self-checks, and the instant from which on one may have been answered."""
    months = max(caring.from_on, now.date() - MONTHS_READ)
    zone = caring.couple.days.zone_of(caring.from_on)
    return {"since": months.replace(day=1), "answered_from": instant(caring.from_on, time(), zone)}


def _summary(caring: Caring) -> WeeklySummary | None:
    """Return the newest week of both, at the lower of the two levels, while something may be said about two."""
    if not caring.both_give(Level.SUMMARY):
        return None
    return next(iter(_weeks_of_two(couple=caring.couple.pk, since=caring.from_on)), None)


def _promises(caring: Caring, now: datetime) -> dict[UUID, KeptAndDue]:
    """Return kept and due of the shared promises of four weeks, of those who give numbers."""
    last = now.date() - DAY
    first = max(caring.from_on, last - FOUR_WEEKS + DAY)
    return kept_and_due(authors(caring, Level.NUMBERS), caring.couple.pk, first, last, now=now)


def _topics(caring: Caring, summary: WeeklySummary | None) -> dict[str, str]:
    """Return the words for topics: those everybody has, and those of the couple's own list that the week names."""
    names = {topic.value: str(topic.label) for topic in BuiltInTopic}
    named = [topic["topic"] for topic in summary.says["topics"]] if summary else []
    own = [topic for topic in named if topic not in names]
    if own:
        rows = Topic.objects.filter(couple=caring.couple, pk__in=own).select_related("author")
        names |= {str(topic.pk): topic.name for topic in rows}
    return names


def partners_of_couples(couples: Iterable[UUID]) -> dict[UUID, list[Partner]]:
    """Return the two people of each couple, in the order in which they joined."""
    two: dict[UUID, list[Partner]] = {couple: [] for couple in couples}
    partners = Partner.objects.filter(couple__in=two).select_related("user").order_by("joined_at", "pk")
    for partner in partners.only("couple_id", "opened_at", "user__name"):
        two[partner.couple_id].append(partner)
    return two


def named(partners: list[Partner]) -> dict[UUID, str]:
    """Return the names of two people by their ids."""
    names = names_of_two([partner.user.name for partner in partners])
    return {partner.user_id: name for partner, name in zip(partners, names, strict=False)}


def _opened(couple: UUID, one: UUID | None, other: UUID | None, since: date, until: date) -> QuerySet[CheckIn]:
    days = CheckIn.objects.filter(Q(author=one) | Q(author=other), couple=couple, withdrawn_at=None)
    return days.filter(local_date__gte=since, local_date__lte=until)


@prepared
def _opened_days(
    couple: UUID, one: UUID | None, other: UUID | None, since: date, until: date
) -> QuerySet[CheckIn, Any]:
    """Keep opened days with the own answers beside them, oldest first."""
    return _opened(couple, one, other, since, until).order_by("local_date").values_list("author_id", *COLUMNS)


@prepared
def _opened_words(couple: UUID, one: UUID | None, other: UUID | None, since: date, until: date) -> QuerySet[CheckIn]:
    """Keep words for both, newest first; sealed until they are printed."""
    written = _opened(couple, one, other, since, until).exclude(words_for_us=b"")
    return written.only("author_id", "local_date", "words_for_us").order_by("-local_date")


@prepared
def _for_a_session(couple: UUID, one: UUID | None, other: UUID | None, since: date) -> QuerySet[Question]:
    """Keep the newest questions that were taken to a session, as many as one can hold; sealed until printed."""
    taken = Question.objects.filter(Q(author=one) | Q(author=other), couple=couple, closed_as=ClosedAs.SESSION)
    newest = taken.filter(asked_on__gte=since).order_by("-asked_at", "pk")
    return newest.only("author_id", "asked_on", "text")[:QUESTIONS_SHOWN]


@prepared
def _self_checks(
    couple: UUID, one: UUID | None, other: UUID | None, since: date, answered_from: datetime
) -> QuerySet[SelfCheck]:
    """Keep self-checks, oldest first, without where the repair stands for their author."""
    given = SelfCheck.objects.filter(Q(author=one) | Q(author=other), couple=couple, month__gte=since)
    return given.filter(answered_at__gte=answered_from).defer("repair").order_by("month")


@prepared
def _weeks_of_two(couple: UUID, since: date) -> QuerySet[WeeklySummary]:
    spoken_of = WeeklySummary.objects.current().filter(couple__in=shared_couples().filter(pk=couple))
    return spoken_of.filter(week__gte=since).order_by("-week")[:1]


@prepared
def _marked(
    couple: UUID, one: UUID | None, other: UUID | None, rested_of: UUID | None, first: date, last: date
) -> QuerySet[Any, Dated]:
    shared = HardMoment.objects.filter(couple=couple)
    moments = {"one": shared.filter(author=one), "other": shared.filter(author=other)}
    rested = Repair.objects.filter(couple=rested_of)
    return dated_rows(moments, rested=rested, of_two=Q(couple=couple), first=first, last=last)
