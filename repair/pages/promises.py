"""Promises as their two readers see them: weeks of dates, what may be said today, what may be answered."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from couples.access import Standing
from kit.prepared import prepared, prepared_for
from kit.weeks import DAY, WEEK, local_today, week_of
from kit.words import Words
from repair.models import (
    MOST_OPEN_PROMISES,
    REPORT_DAYS,
    SAID_KEPT,
    STANDS_AFTER,
    Promise,
    PromiseDate,
    PromiseLife,
    PromiseState,
    Report,
    Seen,
    Told,
)
from repair.models.promise_life import PROMISE_STATES

WEEKS_SHOWN = 8
ENDED_SHOWN = 30
OPEN = [f"promise_{number}" for number in range(2 * MOST_OPEN_PROMISES)]
LAST_TOLD = {"until": "due_on", "as": "report"}
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
class EndedPromise:
    """One promise that came to its end, and how."""

    promise: Promise
    state: PromiseState
    was_with_another: bool = False

    @property
    def on(self) -> date | None:
        """Return the date of its end; that a couple ended is told of no promise."""
        return None if self.state == PromiseState.APART else self.promise.closes_on


@dataclass(frozen=True)
class PromiseLine:
    """One promise for one reader."""

    promise: Promise
    state: PromiseState
    is_mine: bool
    weeks: list[PromiseWeek]
    to_report: list[date]
    to_change: list[date]
    to_see: list[PromiseDate]
    fresh: list[PromiseDate]
    early: date | None
    today: date
    was_with_another: bool

    @property
    def ended(self) -> EndedPromise | None:
        """Return it as one that came to its end, or None while it stands among the open ones."""
        if PROMISE_STATES[self.state].stands_in_list:
            return None
        return EndedPromise(self.promise, self.state, self.was_with_another)

    @property
    def may_be_ended(self) -> bool:
        """Say whether its maker may make it anew, or end it."""
        return self.is_mine and PROMISE_STATES[self.state].be_ended


@dataclass(frozen=True)
class PromisesPage:
    """The promises of both that are open or wait to be told, and the newest that came to their end."""

    mine: list[PromiseLine]
    theirs: list[PromiseLine]
    ended: list[EndedPromise]

    @property
    def is_full(self) -> bool:
        """Say whether as many of one's own are open as may be."""
        return sum(PROMISE_STATES[line.state].takes_slot for line in self.mine) >= MOST_OPEN_PROMISES


@prepared
def _listed_promises(user: User) -> QuerySet[Promise]:
    """Keep the promises of both: first those that hold a place, then the others by their end, the latest first.

    `told_until` and `told_as`: the last date that was told, as far as this person reads it, and how.
    """
    told = PromiseDate.objects.visible_to(user).select_related(None).filter(promise=OuterRef("pk"))
    last = {f"told_{name}": Subquery(told.order_by("-due_on").values(of)[:1]) for name, of in LAST_TOLD.items()}
    in_order = (F("slot").asc(nulls_last=True), Coalesce("end_said_on", "last_on").desc(nulls_first=True), "pk")
    seen = Promise.objects.visible_to(user).select_related(None).annotate(**last)
    return seen.order_by(*in_order)[: len(OPEN) + ENDED_SHOWN]


@prepared_for(*OPEN)
def _dates_since(user: User, first: date, told_by: datetime, **promises: UUID | None) -> QuerySet[PromiseDate]:
    """Keep the dates of some promises, found by the promise: as many as both may have open.

    `has_stood`: reported by an instant. To make an instant of each costs as much as the rest of a row.
    """
    one_of_them = reduce(or_, (Q(promise=promise) for promise in promises.values()))
    since = PromiseDate.objects.visible_to(user).select_related(None).filter(one_of_them, due_on__gte=first)
    beside = {"has_stood": ExpressionWrapper(Q(reported_at__lte=told_by), BooleanField())}
    return since.defer("reported_at", "owned_at", "seen_at").annotate(**beside).order_by("due_on")


def promises_page(standing: Standing, *, now: datetime) -> PromisesPage:
    """Return the promises page, in two queries however many dates there are."""
    promises = standing.authored(_listed_promises(user=standing.user))
    near = {
        line.promise.pk: line for line in _lines([p for p in promises if _is_near(p, standing, now)], standing, now)
    }
    lines = [line for line in near.values() if PROMISE_STATES[line.state].stands_in_list]
    lines.sort(key=lambda line: (line.promise.made_at, line.promise.pk))
    others = [near.get(promise.pk) or _ended(promise, standing, now) for promise in promises]
    ended = [one.ended if isinstance(one, PromiseLine) else one for one in others]
    return PromisesPage(
        mine=[line for line in lines if line.is_mine],
        theirs=[line for line in lines if not line.is_mine],
        ended=[one for one in ended if one][:ENDED_SHOWN],
    )


def promise_line(promise: Promise, standing: Standing, *, now: datetime) -> PromiseLine:
    """Return one promise with its last eight weeks for one reader, in one query."""
    return _lines([promise], standing, now)[0]


def _today(promise: Promise, standing: Standing, now: datetime) -> date:
    """Return the date a promise stands at for its reader: one's own, of the other's promise the date of both."""
    is_mine = promise.author_id == standing.user.pk
    return local_today(now, standing.user.zone) if is_mine else standing.date_at(now)


def _is_near(promise: Promise, standing: Standing, now: datetime) -> bool:
    """Say whether a promise may be open, or wait to be told, so that its dates have to be read."""
    runs_until = _today(promise, standing, now) - DAY * REPORT_DAYS
    has_ended = promise.ended_as or (promise.last_on and promise.last_on < runs_until)
    return not has_ended and promise.couple_id == _living(standing)


def _living(standing: Standing) -> UUID | None:
    return standing.couple.pk if standing.couple else None


def _ended(promise: Promise, standing: Standing, now: datetime) -> EndedPromise:
    """Return one that came to its end; of what was told of its dates, only the last one counts by now."""
    life = promise.life(living=_living(standing))
    if promise.told_until and promise.told_as:
        life = life.with_told(promise.told_until, promise.told_as)
    state = life.state(_today(promise, standing, now))
    return EndedPromise(promise, state, was_with_another=life.is_apart and state != PromiseState.APART)


def _first_shown(now: datetime) -> date:
    return week_of(now.date()) - WEEK * (WEEKS_SHOWN - 1) - DAY


def _lines(promises: list[Promise], standing: Standing, now: datetime) -> list[PromiseLine]:
    said: dict[UUID, list[PromiseDate]] = defaultdict(list)
    for start in range(0, len(promises), len(OPEN)):
        keys = [promise.pk for promise in promises[start : start + len(OPEN)]]
        of_each = dict.fromkeys(OPEN) | dict(zip(OPEN, keys, strict=False))
        dates = _dates_since(user=standing.user, first=_first_shown(now), told_by=now - STANDS_AFTER, **of_each)
        standing.authored([row for row in dates if row.report == Report.MISSED])  # only these have words
        for row in dates:
            said[row.promise_id].append(row)
    return [_line(promise, said[promise.pk], standing, now) for promise in promises]


def _line(promise: Promise, said: list[PromiseDate], standing: Standing, now: datetime) -> PromiseLine:
    is_mine = promise.author_id == standing.user.pk
    today = _today(promise, standing, now)
    life = _life(promise, said, standing)
    state = life.state(today)
    to_see = [] if is_mine else [row for row in said if may_be_seen(row)]
    return PromiseLine(
        promise=promise,
        state=state,
        is_mine=is_mine,
        weeks=weeks_of((row, row.has_stood) for row in said),
        to_report=life.to_tell(today) if is_mine else [],
        to_change=life.to_move(promise.deadline_words, now=now, zone=standing.user.zone) if is_mine else [],
        to_see=to_see,
        fresh=[row for row in to_see if not row.has_stood],
        early=life.early(today),
        today=today,
        was_with_another=life.is_apart and state != PromiseState.APART,
    )


def _life(promise: Promise, said: list[PromiseDate], standing: Standing) -> PromiseLife:
    told = {row.due_on: Told(row.report, row.seen, row.has_stood) for row in said}
    return replace(promise.life(living=_living(standing)), told=told)


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


def may_be_seen(row: PromiseDate) -> bool:
    """Say whether the other may still answer a report."""
    return not row.seen and row.report != Report.CHANGED
