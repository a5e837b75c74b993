"""Writes of time-outs and of what was agreed on in calm."""

from datetime import datetime, timedelta
from http import HTTPStatus
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from couples.access import Standing
from couples.actions.acting import (
    NotYours,
    acting,
    couple_of,
    free_key,
    refuse_while_paused,
    still_sharing,
    written_before,
)
from couples.models import Couple
from kit.refusals import Refusal
from repair.models import (
    KEPT_FROM,
    KEPT_UNTIL_AFTER,
    LONGEST_TIME_OUT,
    SHORTEST_TIME_OUT,
    CalmPlan,
    TimeOut,
    TimeOutOutcome,
    TimeOutReturn,
)

END_STANDS = _(
    "While you’ve paused sharing, the end your partner sees stays as it is. You can say “I’m back” for yourself."
)


class NotALength(Refusal):
    """A time-out lasts from twenty minutes to a day."""

    said = _("From 20 minutes to 24 hours.")
    status = HTTPStatus.BAD_REQUEST


@transaction.atomic
def call_time_out(user: User, *, length: timedelta, key: UUID, now: datetime) -> TimeOut:
    """Take space until a time, for oneself; nobody can refuse it or move its end. Pressed twice, it runs once.

    While one's own runs, its end moves to the later time, at most a day after its start. Where
    nothing is shared, in a pause or before the space is open, nobody else reads it. Raises `NotALength`.
    """
    if not SHORTEST_TIME_OUT <= length <= LONGEST_TIME_OUT:
        raise NotALength
    standing = acting(user)
    if present := TimeOut.objects.of(user).with_id(key):
        return present
    couple = _one_at_a_time(standing.shares_with)
    mine = TimeOut.objects.open().filter(author=user, couple=couple)
    running = mine.running(now)
    time_out = _longer(running, now + length) if running else _begin(standing, length, key, now)
    TimeOutReturn.objects.filter(time_out=time_out.joined_id or time_out.pk, author=user).delete()
    return time_out


def _one_at_a_time(couple: Couple | None) -> Couple | None:
    """Let one write of two people's time-outs pass at a time."""
    return couple and Couple.objects.select_for_update(no_key=True).get(pk=couple.pk)


def _begin(standing: Standing, length: timedelta, key: UUID, now: datetime) -> TimeOut:
    """Begin one's own, beside the partner's if theirs runs; what ran out before asks for no return any more."""
    user, couple = standing.user, standing.shares_with
    before = TimeOut.objects.open().filter(couple=couple)
    theirs = before.exclude(author=user).running(now) if couple else None
    own_or_all = before.filter(author=user) if theirs or couple is None else before
    own_or_all.update(is_open=False)
    return TimeOut.objects.create(
        pk=free_key(TimeOut, key),
        author=user,
        couple=couple,
        joined_id=(theirs.joined_id or theirs.pk) if theirs else None,
        started_at=now,
        started_on=standing.date_at(now),
        ends_at=now + length,
    )


def _longer(time_out: TimeOut, until: datetime) -> TimeOut:
    """Move the end to the later time, no further than a day after the start."""
    time_out.ends_at = max(time_out.ends_at, min(until, time_out.started_at + LONGEST_TIME_OUT))
    time_out.save(update_fields=["ends_at"])
    return time_out


@transaction.atomic
def end_time_out(time_out: TimeOut, *, by: User, now: datetime) -> None:
    """End one's own early; harmless when pressed twice. Raises `NotYours`, `NotShared` where a pause would show."""
    standing = acting(by)
    if time_out.author_id != by.pk:
        raise NotYours
    refuse_while_paused(standing, time_out, END_STANDS)
    TimeOut.objects.open().filter(pk=time_out.pk, ends_at__gt=now).update(ends_at=now)


@transaction.atomic
def say_back(time_out: TimeOut, *, by: User, now: datetime) -> bool:
    """Say "I'm back", for oneself; say whether this was the word that both had said. Harmless when pressed twice.

    In a pause of one's own it stays with oneself. The first word stands until the person calls again.
    """
    standing = acting(by)
    _one_at_a_time(time_out.couple)
    head = TimeOut.objects.select_related("couple").get(pk=time_out.joined_id or time_out.pk)
    both = TimeOut.objects.of_one(head)
    if not both.open().exists():
        return False
    said = {"couple": couple_of(standing, head), "said_at": now}
    mine, is_new = TimeOutReturn.objects.get_or_create(time_out=head, author=by, defaults=said)
    if not is_new and mine.couple_id is None and said["couple"]:  # what a pause kept back is said now
        TimeOutReturn.objects.filter(pk=mine.pk).update(**said)
    returns = TimeOutReturn.objects.filter(time_out=head, couple__isnull=False)
    moments = [row.said_at for row in returns]
    if head.couple and len(moments) < 2:
        return False
    if head.couple:
        ends_at = max(row.ends_at for row in both)
        head.is_kept = all(head.started_at + KEPT_FROM <= at <= ends_at + KEPT_UNTIL_AFTER for at in moments)
        head.returned_at, head.returned_on = now, head.couple.days.date_at(now)
    both.update(is_open=False)
    head.is_open = False
    head.save(update_fields=["is_open", "is_kept", "returned_at", "returned_on"])
    return head.couple is not None


@transaction.atomic
def say_outcome(time_out: TimeOut, *, by: User, outcome: TimeOutOutcome, now: datetime) -> None:
    """Say for oneself what to do next, once both are back; the first word stands. Raises `NotShared` in a pause."""
    still_sharing(acting(by), time_out)
    mine = TimeOutReturn.objects.filter(time_out=time_out.joined_id or time_out.pk, author=by, outcome="")
    mine.filter(time_out__returned_at__isnull=False).update(outcome=outcome)


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
        changed_on=standing.date_at(now),
        **words,
    )
