"""What a partner's trajectory pages read of their weeks, each in one query whose SQL is built once."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import DateField, Q, QuerySet, UUIDField

from accounts.models import User
from couples.access import Standing
from kit.prepared import Prepared, Slot
from kit.weeks import WEEK
from trajectory.models import SelfCheck, WeeklyReading, WeeklySummary, WordsAboutMe

HALF_YEAR = 26


def readings_until(user: User, last: date, weeks: int) -> list[WeeklyReading]:
    """Return a person's current readings of the weeks up to one, newest first."""
    return _readings(user=user.pk, first=last - weeks * WEEK, last=last)


def newest_reading(user: User, last: date, weeks: int = HALF_YEAR) -> WeeklyReading | None:
    """Return a person's newest current reading among the weeks up to one."""
    return _first(_newest(user=user.pk, first=last - weeks * WEEK, last=last))


def weeks_until(user: User, last: date) -> list[date]:
    """Return the weeks of half a year that have a reading, newest first, without what it says."""
    return _weeks(user=user.pk, first=last - HALF_YEAR * WEEK, last=last)


def summary_of(user: User, week: date) -> WeeklySummary | None:
    """Return what both may read of one week."""
    return _first(_summaries(user=user.pk, week=week))


def newest_check(user: User) -> SelfCheck | None:
    """Return a person's newest self-check."""
    return _first(_checks(user=user.pk))


def words_turned_on(standing: Standing) -> set[UUID]:
    """Return who of the two lets words about themselves reach the other."""
    other = standing.other.user_id if standing.other else None
    return set(_switches(one=standing.user.pk, other=other))


def _first(rows: Iterable[Any]) -> Any:
    return next(iter(rows), None)


def _of_a_person(user: Slot, first: Slot, last: Slot) -> QuerySet[WeeklyReading]:
    theirs = WeeklyReading.objects.visible_to(user).current().filter(week__gte=first, week__lte=last)
    return theirs.order_by("-week")


def _switched_on(one: Slot, other: Slot) -> QuerySet[WordsAboutMe, Any]:
    switches = WordsAboutMe.objects.filter(Q(author=one) | Q(author=other), is_on=True)
    return switches.values_list("author_id", flat=True)


BETWEEN = {"user": UUIDField(), "first": DateField(), "last": DateField()}
_readings = Prepared(_of_a_person, **BETWEEN)
_newest = Prepared(lambda **places: _of_a_person(**places)[:1], **BETWEEN)
_weeks = Prepared(lambda **places: _of_a_person(**places).values_list("week", flat=True), **BETWEEN)
_summaries = Prepared(
    lambda user, week: WeeklySummary.objects.visible_to(user).current().of_week(week),
    user=UUIDField(),
    week=DateField(),
)
_checks = Prepared(lambda user: SelfCheck.objects.visible_to(user).order_by("-month")[:1], user=UUIDField())
_switches = Prepared(_switched_on, one=UUIDField(), other=UUIDField())
