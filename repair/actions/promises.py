"""Writes of promises: made, reported, seen, owned, made anew, ended."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from http import HTTPStatus
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from couples.access import Standing
from couples.actions.acting import (
    AlreadyOver,
    AlreadyShared,
    NotYours,
    acting,
    couple_of,
    free_key,
    free_slot,
    refuse_while_paused,
    sharing,
    written_before,
)
from kit.refusals import Refusal
from kit.weeks import DAY, local_today
from repair.models import (
    MOST_OPEN_PROMISES,
    EndedAs,
    Promise,
    PromiseDate,
    PromiseNote,
    Repeats,
    Report,
    Seen,
)

REPORT_DAYS = 14
THREE_ARE_OPEN = _("Three promises are open. Bring one to its end first; small and few is stronger.")


class NotDue(Refusal):
    """The promise names no such date, or it is too early or too long ago to say how it went."""

    said = _("For this date that cannot be said, or not any more.")
    status = HTTPStatus.BAD_REQUEST


class WordStands(Refusal):
    """Seven days went by: the maker's word stands, and only seeing it too is left."""

    said = _("After seven days the word given stands. You can still say that you saw it too, or add a note.")


@dataclass(frozen=True)
class Terms:
    """What a promise says: "When `cue` I will `deed` by `deadline_words`", and when it is due."""

    cue: str
    deed: str
    deadline_words: str
    noticed: str
    repeats: Repeats
    first_on: date
    last_on: date | None = None
    weekdays: int = 0


@transaction.atomic
def make_promise(user: User, *, terms: Terms, key: UUID, now: datetime) -> Promise:
    """Make a promise of one's own; pressed twice, it stands once.

    Raises `NotShared`, `TooMany` with three open ones, `WrittenBefore`.
    """
    standing = acting(user)
    if present := written_before(Promise, key=key, by=user, fields=asdict(terms)):
        return present
    couple = sharing(standing)
    end_what_ran_out(user, now=now)
    taken = Promise.objects.of(user).open().values_list("slot", flat=True)
    key = free_key(Promise, key)
    return Promise.objects.create(
        pk=key,
        author=user,
        couple=couple,
        slot=free_slot(taken, most=MOST_OPEN_PROMISES, said=THREE_ARE_OPEN),
        thread=key,
        made_at=now,
        made_on=local_today(now, user.zone),
        **asdict(terms),
    )


def end_what_ran_out(user: User, *, now: datetime) -> int:
    """End the promises whose last date has gone by; return how many."""
    gone = Promise.objects.run_out(local_today(now, user.zone)).filter(author=user)
    return gone.update(ended_at=now, ended_on=F("last_on"), ended_as=EndedAs.DONE, slot=None)


@transaction.atomic
def report_promise(promise: Promise, *, by: User, on: date, report: Report, now: datetime) -> PromiseDate:
    """Say how a promise went on one of its dates; pressed twice, it stands once.

    The last date ends the promise, but not in a pause: the other, who reads no word of it, would see the end.
    Raises `NotYours`, `NotDue`, `AlreadyShared` if another word was given before.
    """
    standing = acting(by)
    if promise.author_id != by.pk:
        raise NotYours
    promise = Promise.objects.select_related("author", "couple").get(pk=promise.pk)
    present = PromiseDate.objects.of(by).filter(promise=promise, due_on=on).first()
    if present:
        return _same_word(present, report, now)
    _refuse_other_dates(promise, on, report, local_today(now, by.zone))
    row = PromiseDate.objects.create(
        author=by, couple=couple_of(standing, promise), promise=promise, due_on=on, report=report, reported_at=now
    )
    if promise.is_open and promise.last_on == on and not standing.is_paused:
        _end_with(row, now)
    return row


def end_what_was_shared(user: User, *, now: datetime) -> None:
    """End the promises whose last date was told of in a pause, once the other reads what was said."""
    told = PromiseDate.objects.of(user).filter(couple__isnull=False, due_on=F("promise__last_on"))
    for row in told.filter(promise__ended_at=None).select_related("promise__author"):
        _end_with(row, now)


def _end_with(last: PromiseDate, now: datetime) -> None:
    ended_as = EndedAs.CHANGED if last.report == Report.CHANGED else EndedAs.DONE
    _end(last.promise, ended_as, ended_on=last.due_on, now=now)


def _same_word(present: PromiseDate, report: Report, now: datetime) -> PromiseDate:
    """Return what was said before if it is the same; while nobody else can read it, say the other thing."""
    if present.report == report:
        return present
    if present.couple_id:
        raise AlreadyShared
    present.report, present.reported_at = report, now
    present.save(update_fields=["report", "reported_at"])
    return present


def _refuse_other_dates(promise: Promise, on: date, report: Report, today: date) -> None:
    """Raise `NotDue` unless this may be said of this date today."""
    if not promise.falls_on(on):
        raise NotDue
    if report == Report.CHANGED:
        fits = on >= today and promise.repeats != Repeats.WHENEVER
    else:
        kept_early = report == Report.KEPT and promise.repeats == Repeats.ONCE
        fits = today - timedelta(days=REPORT_DAYS) <= on and (on <= today or kept_early)
    if not fits:
        raise NotDue


@transaction.atomic
def see_promise(promise_date: PromiseDate, *, by: User, seen: Seen, now: datetime) -> None:
    """Say how one saw the other's promise; pressed twice, it stands once.

    Raises `NotYours` for the maker, `NotDue` for what was changed beforehand, `WordStands`
    after seven days unless it is seen too, `AlreadyShared` if something else was said before.
    """
    standing = acting(by)
    if promise_date.author_id == by.pk:
        raise NotYours
    if promise_date.report == Report.CHANGED:
        raise NotDue
    refuse_while_paused(standing, promise_date)
    if seen != Seen.AGREE and promise_date.stands(now):
        _refuse_unless_said(promise_date, seen, WordStands)
        return
    if not PromiseDate.objects.filter(pk=promise_date.pk, seen="").update(seen=seen, seen_at=now):
        _refuse_unless_said(promise_date, seen, AlreadyShared)


def _refuse_unless_said(promise_date: PromiseDate, seen: Seen, refusal: type[Refusal]) -> None:
    if not PromiseDate.objects.filter(pk=promise_date.pk, seen=seen).exists():
        raise refusal


@transaction.atomic
def own_promise(promise_date: PromiseDate, *, by: User, words: str, now: datetime) -> None:
    """Own what did not happen, once. Raises `NotYours`, `NotDue`, `AlreadyShared`."""
    standing = acting(by)
    if promise_date.author_id != by.pk:
        raise NotYours
    if promise_date.report != Report.MISSED:
        raise NotDue
    refuse_while_paused(standing, promise_date)
    row = PromiseDate.objects.select_related("author").select_for_update(of=("self",)).get(pk=promise_date.pk)
    if row.owned_at is None:
        row.owning, row.owned_at = words, now
        row.save(update_fields=["owning", "owned_at"])
    elif row.owning != words:
        raise AlreadyShared


@transaction.atomic
def change_promise(promise: Promise, *, by: User, terms: Terms, reason: str, key: UUID, now: datetime) -> Promise:
    """Make an open promise anew; the old one stays readable with the reason. Pressed twice, it stands once.

    Raises `NotYours`, `AlreadyOver`, `NotShared`, `WrittenBefore`.
    """
    standing = acting(by)
    if present := written_before(Promise, key=key, by=by, fields=asdict(terms)):
        return present
    old = _own_open(standing, promise, by)
    slot = old.slot
    _end(old, EndedAs.CHANGED, ended_on=_last_counting(old, by, now), reason=reason, now=now)
    return Promise.objects.create(
        pk=free_key(Promise, key),
        author=by,
        couple=sharing(standing),
        slot=slot,
        thread=old.thread,
        replaces=old,
        made_at=now,
        made_on=local_today(now, by.zone),
        **asdict(terms),
    )


@transaction.atomic
def end_promise(promise: Promise, *, by: User, ended_as: EndedAs, reason: str, now: datetime) -> None:
    """End one's own promise as done or taken back; harmless when pressed twice. Raises `NotYours`, `NotShared`."""
    standing = acting(by)
    try:
        old = _own_open(standing, promise, by)
    except AlreadyOver:
        return
    _end(old, ended_as, ended_on=_last_counting(old, by, now), reason=reason, now=now)


def _own_open(standing: Standing, promise: Promise, by: User) -> Promise:
    """Return one's own open promise as it stands now."""
    if promise.author_id != by.pk:
        raise NotYours
    refuse_while_paused(standing, promise)
    fresh = Promise.objects.select_related("author").get(pk=promise.pk)
    if not fresh.is_open:
        raise AlreadyOver
    return fresh


def _last_counting(promise: Promise, by: User, now: datetime) -> date:
    """Return the last date that counts: today if it was reported, else the day before."""
    today = local_today(now, by.zone)
    said = PromiseDate.objects.filter(promise=promise, due_on__gte=today).exists()
    return today if said else today - DAY


def _end(promise: Promise, ended_as: EndedAs, *, ended_on: date, now: datetime, reason: str = "") -> None:
    promise.ended_at, promise.ended_on, promise.ended_as, promise.slot = now, ended_on, ended_as, None
    promise.end_reason = reason
    promise.save(update_fields=["ended_at", "ended_on", "ended_as", "slot", "end_reason"])


@transaction.atomic
def add_promise_note(promise: Promise, *, by: User, words: str, key: UUID, now: datetime) -> PromiseNote:
    """Add words to a promise, by either partner; pressed twice, they stand once. Raises `NotShared`."""
    standing = acting(by)
    if present := written_before(PromiseNote, key=key, by=by, fields={"words": words}):
        return present
    refuse_while_paused(standing, promise)
    return PromiseNote.objects.create(
        pk=free_key(PromiseNote, key),
        author=by,
        couple=couple_of(standing, promise),
        promise=promise,
        words=words,
        added_at=now,
    )
