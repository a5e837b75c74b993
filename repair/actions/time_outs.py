"""Writes of time-outs and of what was agreed on in calm."""

from datetime import datetime, timedelta
from http import HTTPStatus
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from couples.actions.acting import acting, free_key, sharing, still_sharing, written_before
from couples.models import Couple
from kit.refusals import Refusal
from kit.weeks import local_today
from repair.models import LONGEST_TIME_OUT, SHORTEST_TIME_OUT, CalmPlan, TimeOut, TimeOutOutcome


class NotALength(Refusal):
    """A time-out lasts from twenty minutes to a day."""

    said = _("From 20 minutes to 24 hours.")
    status = HTTPStatus.BAD_REQUEST


@transaction.atomic
def call_time_out(user: User, *, length: timedelta, key: UUID, now: datetime) -> TimeOut:
    """Take space until a time; the other can neither refuse nor cancel it. Pressed twice, it runs once.

    While one runs, the return moves to the later time, at most a day after its start. Raises
    `NotALength`, `NotShared`.
    """
    if not SHORTEST_TIME_OUT <= length <= LONGEST_TIME_OUT:
        raise NotALength
    couple = sharing(acting(user))
    Couple.objects.select_for_update(no_key=True).get(pk=couple.pk)
    present = TimeOut.objects.filter(couple=couple, pk=key).first() or _running(couple, now)
    if present:
        return _longer(present, now + length, now) if present.pk != key else present
    TimeOut.objects.open().filter(couple=couple).update(is_open=False)
    return TimeOut.objects.create(
        pk=free_key(TimeOut, key),
        author=user,
        couple=couple,
        started_at=now,
        started_on=local_today(now, user.zone),
        returns_at=now + length,
    )


def _running(couple: Couple, now: datetime) -> TimeOut | None:
    return TimeOut.objects.open().filter(couple=couple, returns_at__gt=now).first()


def _longer(time_out: TimeOut, until: datetime, now: datetime) -> TimeOut:
    """Move the return to the later time, no further than a day after the start."""
    until = min(until, time_out.started_at + LONGEST_TIME_OUT)
    if until > time_out.returns_at:
        time_out.returns_at, time_out.extended_at = until, now
        time_out.save(update_fields=["returns_at", "extended_at"])
    return time_out


@transaction.atomic
def return_from(time_out: TimeOut, *, by: User, now: datetime) -> bool:
    """Record that the two are back, by either; say whether this press did it. Raises `NotShared` in a pause."""
    still_sharing(acting(by), time_out)
    waiting = TimeOut.objects.open().filter(pk=time_out.pk, returned_at=None)
    back = {"returned_at": now, "returned_on": local_today(now, by.zone), "returned_by": by}
    return bool(waiting.update(is_open=False, **back))


@transaction.atomic
def say_outcome(time_out: TimeOut, *, by: User, outcome: TimeOutOutcome, now: datetime) -> None:
    """Say what became of it, once; the first word stands. Raises `NotShared` in a pause of one's own."""
    still_sharing(acting(by), time_out)
    TimeOut.objects.filter(pk=time_out.pk, returned_at__isnull=False, outcome="").update(outcome=outcome)


@transaction.atomic
def save_plan(user: User, *, signal_words: str, soothing: str, key: UUID, now: datetime) -> CalmPlan:
    """Keep one's own plan for heated moments; earlier versions stay. Pressed twice, it stands once."""
    standing = acting(user)
    words = {"signal_words": signal_words, "soothing": soothing}
    if present := written_before(CalmPlan, key=key, by=user, fields=words):
        return present
    newest = CalmPlan.objects.of(user).newest_first().first()
    shared_as_now = newest is not None and newest.couple_id == getattr(standing.shares_with, "pk", None)
    if newest and shared_as_now and (newest.signal_words, newest.soothing) == (signal_words, soothing):
        return newest
    return CalmPlan.objects.create(
        pk=free_key(CalmPlan, key),
        author=user,
        couple=standing.shares_with,
        changed_at=now,
        changed_on=local_today(now, user.zone),
        **words,
    )
