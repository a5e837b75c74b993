"""Which weeks a therapist may read, asked of the days each time a page is drawn; nothing about it is stored.

A week may be read if each of its answered days is shared with the living couple, all of its days
are over where the two count theirs, and it begins once the grant holds and both have opened the
space. A week with no answered day reads like one that is not shared.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncWeek

from checkins.models import CheckIn
from couples.models import Couple, Partner
from kit.prepared import prepared
from kit.weeks import SUNDAY, last_closed_week, week_of
from trajectory.models import WeeklyReading

Weeks = dict[UUID, list[date]]


@dataclass(frozen=True)
class ReadableSpan:
    """The weeks of a couple that may be read at most: the Mondays of the first and the newest one."""

    first: date
    newest: date

    @classmethod
    def of(cls, couple: Couple, two: Collection[Partner], *, from_on: date, now: datetime) -> "ReadableSpan | None":
        """Return them, or None while the space is not open to both."""
        opened = [partner.opened_at for partner in two if partner.opened_at]
        if len(opened) < 2:
            return None
        begun = max(from_on, couple.days.date_at(max(opened)))
        return cls(week_of(begun + SUNDAY), last_closed_week(couple.days.last_over(now)))

    @property
    def last_day(self) -> date:
        """Return the Sunday of the newest week."""
        return self.newest + SUNDAY


def shared_weeks(couple: UUID, one: UUID | None, other: UUID | None, span: ReadableSpan | None) -> Weeks:
    """Return for each of two people the weeks that may be read, newest first, in one grouped count."""
    if span is None:
        return {}
    return _by_author(_weeks_of_two(couple=couple, one=one, other=other, first=span.first, last=span.last_day))


def weeks_of_many(couples: Collection[UUID], *, since: date) -> Weeks:
    """Return the same for the people of many couples, in one count; each is in one living couple at most."""
    people = Partner.objects.filter(couple__in=couples).values("user")
    days = CheckIn.objects.filter(author__in=people, local_date__gte=since)
    return _by_author(_whole(days, Q(couple__in=couples)))


def newest_readings(one: UUID | None, other: UUID | None, weeks: Weeks) -> dict[UUID, WeeklyReading]:
    """Return each author's newest reading among these weeks; the newest week may not be closed yet."""
    asked = {f"{name}_{place}": on for name, who in (("one", one), ("other", other)) for place, on in _two(weeks, who)}
    return {row.author_id: row for row in _readings(one=one, other=other, **asked)}


def _two(weeks: Weeks, author: UUID | None) -> Iterable[tuple[str, date | None]]:
    newest, before, *_rest = (*(weeks.get(author, []) if author else []), None, None)
    return ("newest", newest), ("before", before)


def _by_author(rows: Iterable[tuple[UUID, date]]) -> Weeks:
    weeks: Weeks = {}
    for author, week in rows:
        weeks.setdefault(author, []).append(week)
    return {author: sorted(found, reverse=True) for author, found in weeks.items()}


def _whole(days: QuerySet[CheckIn], shared: Q) -> QuerySet[CheckIn, tuple[UUID, date]]:
    """Keep author and Monday of the weeks in which every answered day is shared."""
    weeks = days.order_by().annotate(week=TruncWeek("local_date")).values("author_id", "week")
    counted = weeks.annotate(answered=Count("pk"), shared=Count("pk", filter=shared & Q(withdrawn_at=None)))
    return counted.filter(answered=F("shared")).values_list("author_id", "week")


@prepared
def _weeks_of_two(
    couple: UUID, one: UUID | None, other: UUID | None, first: date, last: date
) -> QuerySet[CheckIn, tuple[UUID, date]]:
    days = CheckIn.objects.filter(Q(author=one) | Q(author=other), local_date__gte=first, local_date__lte=last)
    return _whole(days, Q(couple=couple))


@prepared
def _readings(
    one: UUID | None,
    other: UUID | None,
    one_newest: date | None,
    one_before: date | None,
    other_newest: date | None,
    other_before: date | None,
) -> QuerySet[WeeklyReading]:
    """Keep the readings of two weeks of each, the newer ones last."""
    of_one = Q(author=one) & (Q(week=one_newest) | Q(week=one_before))
    of_other = Q(author=other) & (Q(week=other_newest) | Q(week=other_before))
    return WeeklyReading.objects.current().filter(of_one | of_other).order_by("week")
