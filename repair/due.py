"""What is due today for one person: a list of small kinds, each a question to the database and the line it becomes.

One query asks which kinds have anything; only those are read. Nothing comes twice on one
day: a kind names each row once, on one local date, and it is gone as soon as it was answered.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.formats import time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.models import User
from couples.access import Standing
from repair.models import AnswerVersion, Promise, PromiseDate, Question, Repeats, Report
from trustrebuild.weeks import DAY, instant


@dataclass(frozen=True)
class Item:
    """One line of what is due today."""

    icon: str
    title: str
    text: str
    url: str
    link: str


@dataclass(frozen=True)
class Due:
    """One kind of what may be due: the rows it asks for, and the line each becomes."""

    rows: Callable[[Standing, date, datetime], QuerySet]
    item: Callable[[Model], Item]


def due_today(standing: Standing, *, on: date, now: datetime) -> tuple[Item, ...]:
    """Return what is due for a person on their local date, in one query and one for each kind there is."""
    asked = [(kind, kind.rows(standing, on, now)) for kind in KINDS]
    flags = {f"kind_{number}": Exists(rows) for number, (_kind, rows) in enumerate(asked)}
    found = User.objects.filter(pk=standing.user.pk).annotate(**flags).values_list(*flags).get()
    present = [pair for pair, there in zip(asked, found, strict=True) if there]
    return tuple(_items(present))


def _items(present: list[tuple[Due, QuerySet]]) -> Iterator[Item]:
    for kind, rows in present:
        for row in rows:
            yield kind.item(row)


def promises_to_report(standing: Standing, on: date, now: datetime) -> QuerySet:
    """Return one's own promises that the rule names today and nothing was said of yet."""
    said = PromiseDate.objects.filter(promise=OuterRef("pk"), due_on=on)
    weekly = Q(repeats=Repeats.WEEKDAYS, today__gt=0) & (Q(last_on=None) | Q(last_on__gte=on))
    once = Q(repeats=Repeats.ONCE, last_on=on)
    own = Promise.objects.of(standing.user).open().annotate(today=F("weekdays").bitand(1 << on.weekday()))
    return own.filter(weekly | once, ~Exists(said), first_on__lte=on).order_by("made_at", "pk")


def promise_item(promise: Promise) -> Item:
    """Return the line of a promise to report."""
    return Item("check", _("Promised for today"), promise.deed, reverse("repair:promises"), _("Say how it went"))


def reports_to_see(standing: Standing, on: date, now: datetime) -> QuerySet:
    """Return what the other reported within a day and this person may answer."""
    fresh = PromiseDate.objects.from_the_other(standing.user).select_related("author", "promise__author")
    return fresh.filter(seen="", reported_at__gt=now - DAY).exclude(report=Report.CHANGED).order_by("due_on", "pk")


def report_item(row: PromiseDate) -> Item:
    """Return the line of a report to answer."""
    return Item(
        "thanks", _("Did you see it too?"), row.promise.deed, reverse("repair:promises"), _("Say how you saw it")
    )


def questions_near(standing: Standing, on: date, now: datetime) -> QuerySet:
    """Return the other's open questions whose agreed time comes today, without an answer sent."""
    until = instant(on + DAY, time(0), standing.user.zone)
    since = instant(on, time(0), standing.user.zone)
    answered = AnswerVersion.objects.sent().filter(question=OuterRef("pk"), author=standing.user)
    near = Question.objects.from_the_other(standing.user).open().filter(answer_by__gte=since, answer_by__lt=until)
    return near.filter(~Exists(answered)).order_by("answer_by", "pk")


def question_item(question: Question) -> Item:
    """Return the line of a question near its time."""
    at = time_format(localtime(question.answer_by))
    title = _("A question hopes for an answer by %(at)s") % {"at": at}
    return Item("question", title, question.text, reverse("repair:question", args=[question.pk]), _("Read it"))


def drafts_rested(standing: Standing, on: date, now: datetime) -> QuerySet:
    """Return one's own drafts that were put aside the day before."""
    today = instant(on, time(0), standing.user.zone)
    kept = Question.objects.of(standing.user).drafts()
    return kept.filter(written_at__lt=today, written_at__gte=today - timedelta(days=1)).order_by("written_at", "pk")


def draft_item(question: Question) -> Item:
    """Return the line of a draft that had its night."""
    title = _("You let a question rest overnight")
    return Item("question", title, question.text, reverse("repair:question", args=[question.pk]), _("Look at it again"))


# In the order of the page. A further kind is one line here and two small functions above.
KINDS = (
    Due(promises_to_report, promise_item),
    Due(questions_near, question_item),
    Due(reports_to_see, report_item),
    Due(drafts_rested, draft_item),
)
