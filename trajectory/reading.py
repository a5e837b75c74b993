"""What a partner's trajectory pages read of their weeks, each in one query whose SQL is built once."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.models import User
from couples.access import Standing
from kit.prepared import prepared
from kit.weeks import WEEK
from repair.models import PromiseDate
from trajectory.models import SelfCheck, WeeklyReading, WeeklySummary, WordsAboutMe

HALF_YEAR = 26
Row = TypeVar("Row")


def readings_until(user: User, last: date, weeks: int) -> list[WeeklyReading]:
    """Return a person's current readings of the weeks up to one, newest first."""
    return _readings_between(user=user, first=last - weeks * WEEK, last=last)


def newest_reading(user: User, last: date, weeks: int = HALF_YEAR) -> WeeklyReading | None:
    """Return a person's newest current reading among the weeks up to one."""
    return _first(_newest_between(user=user, first=last - weeks * WEEK, last=last))


def weeks_until(user: User, last: date) -> list[date]:
    """Return the weeks of half a year that have a reading, newest first, without what it says."""
    return _weeks_between(user=user, first=last - HALF_YEAR * WEEK, last=last)


def summary_of(user: User, week: date) -> WeeklySummary | None:
    """Return what both may read of one week."""
    return _first(_summaries_of(user=user, week=week))


def own_promise_dates(user: User, first: date, last: date) -> list[tuple[date, str]]:
    """Return the dates of a person's own promises, shared or not, each with what they reported."""
    dates = PromiseDate.objects.filter(author=user, due_on__range=(first, last))
    return list(dates.values_list("due_on", "report"))


def newest_check(user: User) -> SelfCheck | None:
    """Return a person's newest self-check."""
    return _first(_checks_of(user=user))


def words_turned_on(standing: Standing) -> set[UUID]:
    """Return who of the two lets words about themselves reach the other."""
    other = standing.other.user if standing.other else None
    return set(_switched_on(one=standing.user, other=other))


def _first(rows: Iterable[Row]) -> Row | None:
    return next(iter(rows), None)


@prepared
def _readings_between(user: User, first: date, last: date) -> QuerySet[WeeklyReading]:
    return _of_a_person(user, first, last)


@prepared
def _newest_between(user: User, first: date, last: date) -> QuerySet[WeeklyReading]:
    return _of_a_person(user, first, last)[:1]


@prepared
def _weeks_between(user: User, first: date, last: date) -> QuerySet[WeeklyReading, date]:
    return _of_a_person(user, first, last).values_list("week", flat=True)


def _of_a_person(user: User, first: date, last: date) -> QuerySet[WeeklyReading]:
    theirs = WeeklyReading.objects.visible_to(user).current().filter(week__gte=first, week__lte=last)
    return theirs.order_by("-week")


@prepared
def _summaries_of(user: User, week: date) -> QuerySet[WeeklySummary]:
    return WeeklySummary.objects.visible_to(user).current().of_week(week)


@prepared
def _checks_of(user: User) -> QuerySet[SelfCheck]:
    return SelfCheck.objects.visible_to(user).order_by("-month")[:1]


@prepared
def _switched_on(one: User, other: User | None) -> QuerySet[WordsAboutMe, UUID]:
    switches = WordsAboutMe.objects.filter(Q(author=one) | Q(author=other), is_on=True)
    return switches.values_list("author_id", flat=True)
