"""Promises as their two readers see them: weeks of dates, what may be said today, what may be answered."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from couples.access import Standing
from kit.prepared import prepared, prepared_for
from kit.weeks import DAY, WEEK, local_today, week_of
from kit.words import Words
from repair.actions.promises import REPORT_DAYS
from repair.models import MOST_OPEN_PROMISES, SAID_KEPT, STANDS_AFTER, Promise, PromiseDate, Repeats, Report, Seen

WEEKS_SHOWN = 8
ENDED_SHOWN = 30
OPEN = [f"promise_{number}" for number in range(2 * MOST_OPEN_PROMISES)]
ALSO_SEEN = {
    "": _("by the word given"),
    Seen.DIFFERENTLY: _("seen differently"),
    Seen.UNNOTICED: _("not noticed by the other"),
}


@dataclass(frozen=True)
class PromiseMark:
    """One date of a promise: filled when both say so, hollow while one word stands alone."""

    on: date
    row: PromiseDate
    is_full: bool
    also: Words

    @property
    def word(self) -> str:
        """Return the maker's word."""
        return self.row.get_report_display()


@dataclass(frozen=True)
class PromiseWeek:
    """Seven local dates of a promise and what was said of them."""

    monday: date
    marks: list[PromiseMark] = field(default_factory=list)


@dataclass(frozen=True)
class PromiseLine:
    """One promise for one reader."""

    promise: Promise
    is_mine: bool
    weeks: list[PromiseWeek]
    to_report: list[date]
    to_change: list[date]
    to_see: list[PromiseDate]
    fresh: list[PromiseDate]
    early: date | None


@dataclass(frozen=True)
class PromisesPage:
    """The open promises of both, and the newest ended ones."""

    mine: list[PromiseLine]
    theirs: list[PromiseLine]
    ended: list[Promise]

    @property
    def is_full(self) -> bool:
        """Say whether as many of one's own are open as may be."""
        return len(self.mine) >= MOST_OPEN_PROMISES


@prepared
def _listed_promises(user: User) -> QuerySet[Promise]:
    """Keep the open promises of both and the newest ended ones: none ended stands first."""
    in_order = Promise.objects.visible_to(user).order_by(F("ended_at").desc(nulls_first=True), "pk")
    return in_order.select_related(None)[: len(OPEN) + ENDED_SHOWN]


@prepared_for(*OPEN)
def _dates_since(user: User, first: date, told_by: datetime, **promises: UUID | None) -> QuerySet[PromiseDate]:
    """Keep the dates of some promises, found by the promise: there are never more than both may have open.

    `has_stood`: reported by an instant. To make an instant of each costs as much as the rest of a row.
    """
    one_of_them = reduce(or_, (Q(promise=promise) for promise in promises.values()))
    since = PromiseDate.objects.visible_to(user).select_related(None).filter(one_of_them, due_on__gte=first)
    beside = {"has_stood": ExpressionWrapper(Q(reported_at__lte=told_by), BooleanField())}
    return since.defer("reported_at", "owned_at", "seen_at").annotate(**beside).order_by("due_on")


def promises_page(standing: Standing, *, now: datetime) -> PromisesPage:
    """Return the promises page, in two queries however many dates there are."""
    promises = standing.authored(_listed_promises(user=standing.user))
    open_ones = sorted((one for one in promises if one.is_open), key=lambda one: (one.made_at, one.pk))
    lines = _lines(open_ones, standing, now)
    return PromisesPage(
        mine=[line for line in lines if line.is_mine],
        theirs=[line for line in lines if not line.is_mine],
        ended=[promise for promise in promises if not promise.is_open][:ENDED_SHOWN],
    )


def promise_line(promise: Promise, standing: Standing, *, now: datetime) -> PromiseLine:
    """Return one promise with its last eight weeks for one reader, in one query."""
    return _lines([promise], standing, now)[0]


def _first_shown(now: datetime) -> date:
    return week_of(now.date()) - WEEK * (WEEKS_SHOWN - 1) - DAY


def _lines(promises: list[Promise], standing: Standing, now: datetime) -> list[PromiseLine]:
    of_each = dict.fromkeys(OPEN) | dict(zip(OPEN, (promise.pk for promise in promises), strict=False))
    dates = _dates_since(user=standing.user, first=_first_shown(now), told_by=now - STANDS_AFTER, **of_each)
    standing.authored([row for row in dates if row.report == Report.MISSED])  # only these have words
    said: dict[UUID, list[PromiseDate]] = defaultdict(list)
    for row in dates:
        said[row.promise_id].append(row)
    return [_line(promise, said[promise.pk], standing.user, now) for promise in promises]


def _line(promise: Promise, said: list[PromiseDate], user: User, now: datetime) -> PromiseLine:
    is_mine = promise.author_id == user.pk
    today = local_today(now, promise.author.zone)
    named = {row.due_on for row in said}
    to_see = [] if is_mine else [row for row in said if may_be_seen(row)]
    return PromiseLine(
        promise=promise,
        is_mine=is_mine,
        weeks=weeks_of((row, row.has_stood) for row in said),
        to_report=dates_to_report(promise, named, today) if is_mine else [],
        to_change=dates_to_change(promise, named, today) if is_mine else [],
        to_see=to_see,
        fresh=[row for row in to_see if not row.has_stood],
        early=_early(promise, today),
    )


def weeks_of(said: Iterable[tuple[PromiseDate, bool]]) -> list[PromiseWeek]:
    """Return what was said, week by week, the newest week first; beside each whether the word stands by itself."""
    weeks: dict[date, PromiseWeek] = {}
    for row, has_stood in said:
        monday = week_of(row.due_on)
        weeks.setdefault(monday, PromiseWeek(monday)).marks.append(mark_of(row, has_stood))
    return [weeks[monday] for monday in sorted(weeks, reverse=True)]


def mark_of(row: PromiseDate, has_stood: bool) -> PromiseMark:
    """Return one date's mark."""
    if row.report not in SAID_KEPT or row.seen == Seen.AGREE:
        return PromiseMark(row.due_on, row, is_full=row.report in SAID_KEPT, also="")
    waits = not row.seen and not has_stood
    return PromiseMark(row.due_on, row, is_full=False, also="" if waits else ALSO_SEEN[row.seen])


def dates_to_report(promise: Promise, named: set[date], today: date) -> list[date]:
    """Return the dates the maker may still say something of, newest first; today for "whenever"."""
    if promise.repeats == Repeats.WHENEVER:
        return [day for day in (today, today - DAY) if promise.falls_on(day) and day not in named]
    due = promise.due_dates(today - timedelta(days=REPORT_DAYS), today)
    early = _early(promise, today)
    dates = [*([early] if early else []), *sorted(due, reverse=True)]
    return [day for day in dates if day not in named and promise.is_open]


def _early(promise: Promise, today: date) -> date | None:
    """Return the coming date of a promise made once: it may be kept early, but not be late or missed yet."""
    on = promise.last_on
    return on if on and promise.repeats == Repeats.ONCE and on > today else None


def dates_to_change(promise: Promise, named: set[date], today: date) -> list[date]:
    """Return the dates of the coming week that may be changed beforehand."""
    if not promise.is_open:
        return []
    return [day for day in promise.due_dates(today, today + WEEK) if day not in named]


def may_be_seen(row: PromiseDate) -> bool:
    """Say whether the other may still answer a report."""
    return not row.seen and row.report != Report.CHANGED
