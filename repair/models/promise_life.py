"""The life of a promise: which dates are due, what became of each, and where the whole stands.

Everybody asks here: pages, forms, actions, the weekly record, the therapist's figure. Nothing in it asks
the database or the clock. A life is made of the promise's rule, of what was told of its dates as far as its
reader may read it, of an end that was said, and of whether its couple still is the living one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _

from kit.weeks import DAY, WEEK, instant, local_today
from repair.models.deadlines import time_named

STANDS_AFTER = timedelta(days=7)
REPORT_DAYS = 14


class Repeats(models.TextChoices):
    """When a promise is due."""

    ONCE = "once", _("Once")
    WEEKDAYS = "weekdays", _("On certain weekdays")
    WHENEVER = "whenever", _("Whenever it happens")


class EndedAs(models.TextChoices):
    """How its maker ended a promise."""

    DONE = "done", _("Done")
    CHANGED = "changed", _("Made anew")
    WITHDRAWN = "withdrawn", _("Taken back")


class Report(models.TextChoices):
    """What the maker says of one date."""

    KEPT = "kept", _("Kept")
    LATE = "late", _("Late, the same day")
    MISSED = "missed", _("Not this time")
    CHANGED = "changed", _("Changed beforehand")


class Seen(models.TextChoices):
    """How the other one saw it; no answer is also fine."""

    AGREE = "agree", _("I saw it too")
    DIFFERENTLY = "differently", _("I saw it differently")
    UNNOTICED = "unnoticed", _("I did not notice")


SAID_KEPT = (Report.KEPT, Report.LATE)


class Became(StrEnum):
    """What became of one date."""

    KEPT = "kept"
    NOT_KEPT = "not_kept"
    MOVED = "moved"  # changed beforehand: not due
    WAITS = "waits"  # told, and the other may still say how they saw it
    UNANSWERED = "unanswered"  # due, and nothing was told
    COMING = "coming"


def became(report: str, seen: str, *, has_stood: bool) -> Became:
    """Return what became of a date that was told; `has_stood`: for seven days."""
    if report == Report.CHANGED:
        return Became.MOVED
    if not seen and not has_stood:
        return Became.WAITS
    return Became.KEPT if report in SAID_KEPT and seen in ("", Seen.AGREE) else Became.NOT_KEPT


class PromiseState(models.TextChoices):
    """Where a promise stands, in the words of its pages."""

    OPEN = "open", _("Open")
    PAST = "past", _("Its last date has gone by")
    DONE = "done", _("Done")
    MOVED = "moved", _("Changed beforehand")
    OVER = "over", _("Its time is over")
    CHANGED = "changed", _("Made anew")
    WITHDRAWN = "withdrawn", _("Taken back")
    APART = "apart", _("Shared with somebody earlier")


@dataclass(frozen=True)
class Allowed:
    """What its maker may do with a promise in one state."""

    takes_slot: bool = False
    stands_in_list: bool = False
    be_ended: bool = False
    be_told: bool = False


# A promise is OPEN until its last due date was told or went by, an end was said, or its couple ended.
# With dates left to tell it is PAST then; with none it is DONE (or MOVED, made once) if its last one was told, else OVER.
PROMISE_STATES = {
    PromiseState.OPEN: Allowed(takes_slot=True, stands_in_list=True, be_ended=True, be_told=True),
    PromiseState.PAST: Allowed(stands_in_list=True, be_told=True),
    PromiseState.DONE: Allowed(be_told=True),
    PromiseState.MOVED: Allowed(),
    PromiseState.OVER: Allowed(),
    PromiseState.CHANGED: Allowed(be_told=True),
    PromiseState.WITHDRAWN: Allowed(be_told=True),
    PromiseState.APART: Allowed(),
}


@dataclass(frozen=True)
class Schedule:
    """The rule that names a promise's dates; `weekdays` has a bit for each, Monday the lowest."""

    repeats: str
    first_on: date
    last_on: date | None = None
    weekdays: int = 0

    def names(self, day: date) -> bool:
        """Say whether the rule names this date."""
        if day < self.first_on or (self.last_on and day > self.last_on):
            return False
        if self.repeats == Repeats.ONCE:
            return day == self.last_on
        return self.repeats == Repeats.WHENEVER or bool(self.weekdays >> day.weekday() & 1)

    def due_dates(self, first: date, last: date) -> Iterator[date]:
        """Yield the dates between two that the rule names; none for "whenever it happens"."""
        if self.repeats == Repeats.WHENEVER:
            return
        day, end = max(first, self.first_on), min(last, self.last_on or last)
        while day <= end:
            if self.names(day):
                yield day
            day += DAY

    @property
    def last_due(self) -> date | None:
        """Return the last date the rule names: on certain weekdays it may lie before the date it runs until."""
        if self.last_on is None or self.repeats != Repeats.WEEKDAYS:
            return self.last_on
        return max(self.due_dates(self.last_on - WEEK + DAY, self.last_on), default=self.last_on)


@dataclass(frozen=True)
class Told:
    """What was told of one date, by its maker and the other."""

    report: str
    seen: str = ""
    has_stood: bool = False


@dataclass(frozen=True)
class PromiseLife:
    """One promise's life as far as its reader may read it; `told` may leave out dates before the last fortnight."""

    schedule: Schedule
    told: Mapping[date, Told] = field(default_factory=dict)
    ended_as: str = ""
    ended_on: date | None = None
    is_apart: bool = False

    @property
    def last_day(self) -> date | None:
        """Return the last date that counts, or None while none is set."""
        return min(filter(None, (self.schedule.last_due, self.ended_on)), default=None)

    def names(self, day: date) -> bool:
        """Say whether a date is one of the promise's, as long as it lasted."""
        return self.schedule.names(day) and (self.ended_on is None or day <= self.ended_on)

    def due_dates(self, first: date, last: date) -> Iterator[date]:
        """Yield the dates between two that were due, or changed beforehand, as long as it lasted."""
        return self.schedule.due_dates(first, min(last, self.ended_on or last))

    def state(self, today: date) -> PromiseState:
        """Return where it stands on a date of its reader."""
        if self.ended_as:
            return PromiseState(self.ended_as)
        if self.is_apart:
            return PromiseState.APART
        last = self.schedule.last_due
        end = self.told.get(last) if last else None
        if last is None or (end is None and last >= today):
            return PromiseState.OPEN
        if self._untold(today):
            return PromiseState.PAST
        if end is None:
            return PromiseState.OVER
        is_moved = end.report == Report.CHANGED and self.schedule.repeats == Repeats.ONCE
        return PromiseState.MOVED if is_moved else PromiseState.DONE

    def may(self, today: date) -> Allowed:
        """Return what its maker may do with it on their date."""
        return PROMISE_STATES[self.state(today)]

    def became(self, on: date, today: date) -> Became:
        """Return what became of one of its dates."""
        told = self.told.get(on)
        if told:
            return became(told.report, told.seen, has_stood=told.has_stood)
        return Became.UNANSWERED if on < today else Became.COMING

    def _untold(self, today: date) -> list[date]:
        """Return the dates of the last fortnight that nothing was told of; of "whenever", today and the day before."""
        if self.schedule.repeats == Repeats.WHENEVER:
            days = [day for day in (today - DAY, today) if self.names(day)]
        else:
            days = list(self.due_dates(today - timedelta(days=REPORT_DAYS), today))
        return [day for day in days if day not in self.told]

    def early(self, today: date) -> date | None:
        """Return the coming date of a promise made once: it may be kept early, but not be late or missed yet."""
        on = self.schedule.last_on
        return on if on and self.schedule.repeats == Repeats.ONCE and on > today and self.names(on) else None

    def to_tell(self, today: date) -> list[date]:
        """Return the dates its maker may say something of, the newest first."""
        if not self.may(today).be_told:
            return []
        early = self.early(today)
        return [*([early] if early and early not in self.told else []), *reversed(self._untold(today))]

    def may_be_told(self, on: date, today: date) -> bool:
        """Say whether its maker may say on a date how another one went; "kept" alone before a date has come."""
        return self.names(on) and (on == self.early(today) or today - timedelta(days=REPORT_DAYS) <= on <= today)

    def to_move(self, deadline: str, *, now: datetime, zone: str) -> list[date]:
        """Return the dates of the coming week that may still be changed beforehand."""
        today = local_today(now, zone)
        if not self.may(today).be_ended:
            return []
        near = self.due_dates(today, today + WEEK)
        return [on for on in near if on not in self.told and before_deadline(on, deadline, now=now, zone=zone)]

    def may_be_moved(self, on: date, deadline: str, *, now: datetime, zone: str) -> bool:
        """Say whether a date may still be changed beforehand."""
        is_due = self.names(on) and self.schedule.repeats != Repeats.WHENEVER
        return is_due and before_deadline(on, deadline, now=now, zone=zone)

    def ends_if_said(self, on: date) -> date:
        """Return the last date that counts if it is ended on a date: that one if it was told, else the day before.

        Never before a date that was told; what was only changed beforehand is not due, and keeps nothing running.
        """
        told = [day for day, said in self.told.items() if said.report != Report.CHANGED]
        return max([on - DAY, *told])

    def with_told(self, on: date, report: str) -> "PromiseLife":
        """Return it with one more date told."""
        return replace(self, told={**self.told, on: Told(report)})


def before_deadline(on: date, deadline: str, *, now: datetime, zone: str) -> bool:
    """Say whether the deadline's time has not begun: its date, or on that date the time of day that its words name."""
    return now < instant(on, time_named(deadline) or time(0), zone)
