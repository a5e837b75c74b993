"""What is due today for one person: a list of small kinds, each a question to the database and the line it becomes.

One query asks which kinds have anything; only those are read. Nothing comes twice on one
day: a kind names each row once, on one local date, and it is gone as soon as it was answered.
Each kind is a prepared read, whose places are among those of `asked`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Generic, TypeVar

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.formats import date_format, time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.models import User
from couples.access import Standing
from kit.prepared import Prepared, PreparedReads, prepared
from kit.weeks import DAY, instant
from repair.models import (
    AnswerVersion,
    HardDate,
    HardDateLine,
    Promise,
    PromiseDate,
    Question,
    Repeats,
    Report,
    TimeOut,
    TimeOutReturn,
    open_to,
)

Row = TypeVar("Row")


@dataclass(frozen=True)
class DueItem:
    """One line of what is due today."""

    icon: str
    title: str
    text: str
    url: str
    link: str


@dataclass(frozen=True)
class DueKind(Generic[Row]):
    """One kind of what may be due: the rows it asks for, and the line each becomes."""

    rows: Prepared[..., Row]
    item: Callable[[Row], DueItem]

    @property
    def key(self) -> str:
        """Return the name of its read."""
        return self.rows.__name__


def due_today(standing: Standing, *, on: date, now: datetime) -> tuple[DueItem, ...]:
    """Return what is due for a person on their local date, in one query and one for each kind there is."""
    return items_of(_due(**due_slots(standing, on=on, now=now)))


def due_slots(standing: Standing, *, on: date, now: datetime) -> dict[str, object]:
    """Return what the reads of a person's local date may ask for: its weekday as a bit, its first and last instants."""
    starts = instant(on, time(0), standing.user.zone)
    return {
        "user": standing.user,
        "on": on,
        "weekday": 1 << on.weekday(),
        "day_before": starts - DAY,
        "starts": starts,
        "ends": instant(on + DAY, time(0), standing.user.zone),
        "day_ago": now - DAY,
    }


def items_of(found: Mapping[str, list[Any]]) -> tuple[DueItem, ...]:
    """Return the lines of what was found, in the order of the page."""
    return tuple(kind.item(row) for kind in DUE_KINDS for row in found[kind.key])


@prepared
def promises_to_report(user: User, on: date, weekday: int) -> QuerySet[Promise]:
    """Return one's own promises that the rule names today and nothing was said of yet."""
    said = PromiseDate.objects.filter(promise=OuterRef("pk"), due_on=on)
    weekly = Q(repeats=Repeats.WEEKDAYS, today__gt=0) & (Q(last_on=None) | Q(last_on__gte=on))
    once = Q(repeats=Repeats.ONCE, last_on=on)
    own = Promise.objects.of(user).unended().annotate(today=F("weekdays").bitand(weekday))
    return own.filter(open_to(user), weekly | once, ~Exists(said), first_on__lte=on).order_by("made_at", "pk")


def promise_item(promise: Promise) -> DueItem:
    """Return the line of a promise to report."""
    return DueItem("check", _("Promised for today"), promise.deed, reverse("repair:promises"), _("Say how it went"))


@prepared
def reports_to_see(user: User, day_ago: datetime) -> QuerySet[PromiseDate]:
    """Return what the other reported within a day and this person may answer."""
    fresh = PromiseDate.objects.from_the_other(user).select_related("author", "promise__author")
    return fresh.filter(seen="", reported_at__gt=day_ago).exclude(report=Report.CHANGED).order_by("due_on", "pk")


def report_item(row: PromiseDate) -> DueItem:
    """Return the line of a report to answer."""
    return DueItem(
        "thanks",
        _("Did you see it too?"),
        row.promise.deed,
        reverse("repair:promise", args=[row.promise_id]),
        _("Say how you saw it"),
    )


@prepared
def questions_near(user: User, starts: datetime, ends: datetime) -> QuerySet[Question]:
    """Return the other's open questions whose agreed time comes today, without an answer sent."""
    answered = AnswerVersion.objects.sent().filter(question=OuterRef("pk"), author=user)
    hoped = Question.objects.from_the_other(user).open()
    near = hoped.filter(answer_by__gte=starts, answer_by__lt=ends)
    return near.filter(~Exists(answered)).order_by("answer_by", "pk")


def question_item(question: Question) -> DueItem:
    """Return the line of a question near its time."""
    at = time_format(localtime(question.answer_by))
    title = _("A question hopes for an answer by %(at)s") % {"at": at}
    return DueItem("question", title, question.text, reverse("repair:question", args=[question.pk]), _("Read it"))


@prepared
def drafts_rested(user: User, day_before: datetime, starts: datetime) -> QuerySet[Question]:
    """Return one's own drafts that were put aside the day before."""
    kept = Question.objects.of(user).drafts()
    return kept.filter(written_at__lt=starts, written_at__gte=day_before).order_by("written_at", "pk")


def draft_item(question: Question) -> DueItem:
    """Return the line of a draft that had its night."""
    title = _("You let a question rest overnight")
    return DueItem(
        "question", title, question.text, reverse("repair:question", args=[question.pk]), _("Look at it again")
    )


@prepared
def returns_coming(user: User, day_ago: datetime) -> QuerySet[TimeOut]:
    """Return the time-outs that run, or whose end came within a day, until this person said that they are back."""
    said = TimeOutReturn.objects.filter(time_out=Coalesce(OuterRef("joined"), OuterRef("pk")), author=user)
    return TimeOut.objects.visible_to(user).open().filter(~Exists(said), ends_at__gt=day_ago).order_by("ends_at", "pk")


def return_item(time_out: TimeOut) -> DueItem:
    """Return the line of a time-out, the same before and after its end."""
    at = date_format(localtime(time_out.ends_at), "l, H:i")
    return DueItem(
        "clock", _("A time-out"), _("Until %(at)s") % {"at": at}, reverse("repair:time_outs"), _("To the time-out")
    )


@prepared
def hard_dates_today(user: User, on: date) -> QuerySet[HardDate]:
    """Return one's own hard dates that come today."""
    return HardDate.objects.of(user).falling_on(on).order_by("falls_on", "pk")


def hard_date_item(hard_date: HardDate) -> DueItem:
    """Return the line of one's own hard date."""
    title, link = _("Today may weigh more than other days"), _("What would help")
    return DueItem("date", title, "", reverse("repair:hard_dates"), link)


@prepared
def heads_ups(user: User, on: date) -> QuerySet[HardDate]:
    """Return the other's hard dates within their days of notice: until a line is written, and on the day."""
    lines = HardDateLine.objects.filter(
        hard_date=OuterRef("pk"), author=user, for_on=OuterRef("comes_on"), couple=OuterRef("couple")
    )
    near = HardDate.objects.from_the_other(user).near(on)
    return near.filter(Q(comes_on=on) | ~Exists(lines)).order_by("comes_on", "pk")


def heads_up_item(hard_date: HardDate) -> DueItem:
    """Return the line of the other's date; its words stay on its own page."""
    title = _("A date that may be hard is near")
    return DueItem("date", title, "", reverse("repair:hard_dates"), _("What would help"))


# In the order of the page. A further kind is one line here and two small functions above.
DUE_KINDS: tuple[DueKind[Any], ...] = (
    DueKind(returns_coming, return_item),
    DueKind(hard_dates_today, hard_date_item),
    DueKind(heads_ups, heads_up_item),
    DueKind(promises_to_report, promise_item),
    DueKind(questions_near, question_item),
    DueKind(reports_to_see, report_item),
    DueKind(drafts_rested, draft_item),
)

READS = {kind.key: kind.rows for kind in DUE_KINDS}


@prepared
def person_alone(user: User) -> QuerySet[User]:
    """Return the one row that is asked what is due."""
    return User.objects.filter(pk=user.pk)


_due = PreparedReads(person_alone, READS)
