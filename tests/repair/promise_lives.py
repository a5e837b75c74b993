"""Random lives of promises, driven through the product's own actions, and naive counts of their rows.

`live` writes one life from a seed; the functions after it count what is in the database date by date,
knowing nothing of `repair.models.promise_life`. The suite asks a few short lives, a drill asks many.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID, uuid4

from accounts.models import User
from couples.access import standing_of
from couples.models import Couple
from home.actions import leave_couple, pause_sharing, resume_sharing, save_profile
from kit.refusals import Refusal
from kit.weeks import DAY, instant, local_today
from repair.actions.promise_dates import report_promise, see_promise
from repair.actions.promises import Terms, change_promise, end_promise, make_promise
from repair.models import EndedAs, Promise, PromiseDate, Repeats, Report, Seen
from tests.factories import make_user
from tests.repair.rows import MONDAY, make_couple

ZONES = ("UTC", "Pacific/Auckland", "Pacific/Honolulu", "Europe/Vienna", "America/New_York", "Asia/Kolkata")
DEADLINES = ("18:30", "the same day", "at 6 pm", "before 9")


@dataclass
class LivedCouple:
    """Two people, whoever is their partner now, and the moment they have come to."""

    rng: Random
    maker: User
    other: User
    now: datetime
    refused: Counter[str] = field(default_factory=Counter)

    @property
    def couple(self) -> Couple | None:
        """Return the maker's living couple."""
        return standing_of(self.maker).couple


def live(seed: int, *, weeks: int) -> LivedCouple:
    """Write one life of some weeks."""
    rng = Random(seed)
    maker, other = (make_user(zone=rng.choice(ZONES), created_at=instant(MONDAY, time(0), "UTC")) for _person in "mo")
    make_couple(hurt=other, repairing=maker)
    life = LivedCouple(rng, maker, other, instant(MONDAY, time(6), "UTC"))
    for number in range(7 * weeks):
        for _act in range(rng.randrange(1, 4)):
            life.now = instant(MONDAY + DAY * number, time(rng.randrange(1, 24), rng.randrange(60)), "UTC")
            _act_once(life)
    life.now += DAY
    return life


def _act_once(life: LivedCouple) -> None:
    acts: dict[Callable[[LivedCouple], None], float] = {_make: 3, _tell: 12, _see: 8, _make_anew: 2, _end: 1, _move: 1}
    standing = standing_of(life.maker)
    acts |= {_part: 0.5 if standing.couple else 20, _pause: 5 if standing.is_paused else 0.5}
    [act] = life.rng.choices(list(acts), weights=list(acts.values()))
    try:
        act(life)
    except Refusal as refusal:
        life.refused[type(refusal).__name__] += 1


def _terms(life: LivedCouple) -> Terms:
    rng, today = life.rng, local_today(life.now, life.maker.zone)
    repeats = rng.choice(list(Repeats))
    later = today + DAY * rng.randrange(20)
    return Terms(
        cue="I leave work",
        deed="write you",
        deadline_words=rng.choice(DEADLINES),
        noticed="you have the message",
        repeats=repeats,
        first_on=today,
        last_on=later if repeats == Repeats.ONCE or rng.random() < 0.5 else None,
        weekdays=rng.randrange(1, 128) if repeats == Repeats.WEEKDAYS else 0,
    )


def _make(life: LivedCouple) -> None:
    make_promise(life.maker, terms=_terms(life), key=uuid4(), now=life.now)


def _some_promise(life: LivedCouple) -> Promise | None:
    latest = list(Promise.objects.of(life.maker).order_by("-made_at", "thread")[:12])
    unended = [promise for promise in latest if not promise.ended_as]
    return life.rng.choice((unended if life.rng.random() < 0.8 else latest) or [None])


def _tell(life: LivedCouple) -> None:
    """Tell one of the last or next dates, mostly one that is due; or a coming one early."""
    promise, today = _some_promise(life), local_today(life.now, life.maker.zone)
    if promise is None:
        return
    near = list(span(today - 16 * DAY, today + 6 * DAY))
    due = [on for on in near if is_due(promise, on)] if life.rng.random() < 0.9 else near
    on = promise.last_on if promise.last_on and life.rng.random() < 0.3 else life.rng.choice(due or near)
    ahead = [Report.CHANGED, Report.KEPT] if promise.repeats == Repeats.ONCE else [Report.CHANGED]
    report = life.rng.choice(ahead if on > today else [Report.KEPT, Report.KEPT, Report.LATE, Report.MISSED])
    report_promise(promise, by=life.maker, on=on, report=report, now=life.now)


def _see(life: LivedCouple) -> None:
    row = PromiseDate.objects.from_the_other(life.other).filter(seen="").order_by("-reported_at").first()
    if row:
        see_promise(row, by=life.other, seen=life.rng.choice([*Seen, Seen.AGREE, Seen.AGREE]), now=life.now)


def _make_anew(life: LivedCouple) -> None:
    promise = _some_promise(life)
    if promise:
        change_promise(promise, by=life.maker, terms=_terms(life), reason="", key=uuid4(), now=life.now)


def _end(life: LivedCouple) -> None:
    promise = _some_promise(life)
    if promise:
        ended_as = life.rng.choice([EndedAs.DONE, EndedAs.WITHDRAWN])
        on = local_today(life.now, life.maker.zone)
        end_promise(promise, by=life.maker, ended_as=ended_as, reason="", on=on, now=life.now)


def _pause(life: LivedCouple) -> None:
    if standing_of(life.maker).is_paused:
        resume_sharing(life.maker, share_meanwhile=life.rng.random() < 0.5, now=life.now)
    else:
        pause_sharing(life.maker, now=life.now)


def _move(life: LivedCouple) -> None:
    who = life.rng.choice([life.maker, life.other])
    save_profile(who, name=who.name, zone=life.rng.choice(ZONES), language="en", now=life.now)


def _part(life: LivedCouple) -> None:
    """Leave now and then, and begin again, with the same person or another."""
    if life.couple is None:
        life.other = life.rng.choice([life.other, make_user(created_at=life.now)])
        make_couple(hurt=life.other, repairing=life.maker)
    else:
        leave_couple(life.rng.choice([life.maker, life.other]), now=life.now)


# What follows counts rows, date by date.


def is_due(promise: Promise, on: date) -> bool:
    """Say whether a promise names a date."""
    if (
        on < promise.first_on
        or (promise.last_on and on > promise.last_on)
        or (promise.ended_on and on > promise.ended_on)
    ):
        return False
    if promise.repeats == "weekdays":
        return bool(promise.weekdays & (1 << on.weekday()))
    return promise.repeats == "once" and on == promise.last_on


def span(first: date, last: date) -> Iterator[date]:
    """Yield the dates from a first to a last one."""
    for number in range((last - first).days + 1):
        yield first + DAY * number


def said_of(promise: Promise, reader: User) -> dict[date, PromiseDate]:
    """Return what this person reads of a promise's dates."""
    return {row.due_on: row for row in PromiseDate.objects.visible_to(reader).filter(promise=promise)}


def counts_as(row: PromiseDate, now: datetime) -> str:
    """Return what a told date counts as: kept, not kept, waiting, or nothing."""
    if row.report == "changed":
        return "nothing"
    if row.seen == "" and now - row.reported_at < timedelta(days=7):
        return "waits"
    return "kept" if row.report in ("kept", "late") and row.seen in ("", "agree") else "not kept"


def stands(row: PromiseDate) -> date:
    """Return the date a told one stands under."""
    return min(row.due_on, row.told_on) if row.report in ("kept", "late") else row.due_on


def counted(author: User, couple: UUID, first: date, last: date, now: datetime) -> tuple[int, int, int]:
    """Return kept, due and unanswered of one person's promises to a couple between two dates."""
    numbers: Counter[str] = Counter()
    for promise in Promise.objects.filter(author=author, couple=couple):
        told = {row.due_on: row for row in PromiseDate.objects.filter(promise=promise, couple=couple)}
        numbers.update(counts_as(row, now) for row in told.values() if first <= stands(row) <= last)
        numbers["untold"] += sum(is_due(promise, on) and on not in told for on in span(first, last))
    return numbers["kept"], numbers["kept"] + numbers["not kept"], numbers["waits"] + numbers["untold"]


def last_due(promise: Promise) -> date | None:
    """Return the last date that a promise's rule names."""
    if promise.last_on is None or promise.repeats != "weekdays":
        return promise.last_on
    named = [on for on in span(promise.last_on - 6 * DAY, promise.last_on) if promise.weekdays & (1 << on.weekday())]
    return max((on for on in named if on >= promise.first_on), default=promise.last_on)


def open_ones(maker: User, reader: User, couple: Couple | None, today: date) -> set[UUID]:
    """Return the promises of one person that are open for a reader on a date."""
    found = set()
    for promise in Promise.objects.filter(author=maker, couple=couple, ended_as="") if couple else ():
        last, told = last_due(promise), said_of(promise, reader)
        if last is None or (last >= today and last not in told):
            found.add(promise.pk)
    return found
