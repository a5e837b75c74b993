"""Writes of a promise's dates: told, seen by the other, owned."""

from datetime import date, datetime
from http import HTTPStatus

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from couples.actions.acting import AlreadyShared, NotYours, acting, couple_of, refuse_while_paused
from kit.refusals import Refusal
from kit.weeks import local_today
from repair.actions.promises import lives_of
from repair.models import Promise, PromiseDate, PromiseLife, Report, Seen


class NotDue(Refusal):
    """The promise names no such date, or it is too early or too long ago to say how it went."""

    said = _("For this date that cannot be said, or not any more.")
    status = HTTPStatus.BAD_REQUEST


class WordStands(Refusal):
    """Seven days went by: the maker's word stands, and only seeing it too is left."""

    said = _("After seven days the word given stands. You can still say that you saw it too, or add a note.")


@transaction.atomic
def report_promise(promise: Promise, *, by: User, on: date, report: Report, now: datetime) -> PromiseDate:
    """Say how a promise went on one of its dates; pressed twice, it stands once.

    Raises `NotYours`, `NotDue`, `AlreadyShared` if another word was given before.
    """
    standing = acting(by)
    if promise.author_id != by.pk:
        raise NotYours
    promise = Promise.objects.select_related("author", "couple").get(pk=promise.pk)
    present = PromiseDate.objects.of(by).filter(promise=promise, due_on=on).first()
    if present:
        return _same_word(present, report, standing.date_at(now), now)
    today = local_today(now, by.zone)
    life = lives_of(standing, [promise], today)[promise.pk]
    _refuse_other_dates(promise, life, on, report, now)
    if promise.slot and not life.with_told(on, report).may(today).takes_slot:
        Promise.objects.filter(pk=promise.pk).update(slot=None)
    return PromiseDate.objects.create(
        author=by,
        couple=couple_of(standing, promise),
        promise=promise,
        due_on=on,
        report=report,
        reported_at=now,
        told_on=standing.date_at(now),
    )


def _same_word(present: PromiseDate, report: Report, today: date, now: datetime) -> PromiseDate:
    """Return what was said before if it is the same; while nobody else can read it, say the other thing."""
    if present.report == report:
        return present
    if present.couple_id:
        raise AlreadyShared
    present.report, present.reported_at, present.told_on = report, now, today
    present.save(update_fields=["report", "reported_at", "told_on"])
    return present


def _refuse_other_dates(promise: Promise, life: PromiseLife, on: date, report: Report, now: datetime) -> None:
    """Raise `NotDue` unless this may be said of this date now."""
    zone = promise.author.zone
    today = local_today(now, zone)
    if report == Report.CHANGED:
        fits = life.may_be_moved(on, promise.deadline_words, now=now, zone=zone)
    else:
        fits = life.may_be_told(on, today) and (report == Report.KEPT or on <= today)
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
