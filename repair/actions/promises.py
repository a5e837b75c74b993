"""Writes of promises: made, made anew, ended, noted."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from http import HTTPStatus
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from couples.access import Standing
from couples.actions.acting import (
    AlreadyOver,
    NotYours,
    SharedEarlier,
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
    PromiseLife,
    PromiseNote,
    PromiseState,
    Repeats,
)

THREE_ARE_OPEN = _("Three promises are open. Finish one before adding another; fewer is stronger.")


class ToldAlready(Refusal):
    """The day is told already, and made anew the promise would have no other date."""

    said = _("You’ve already said how that day went. Choose a later date.")
    status = HTTPStatus.BAD_REQUEST


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
    taken = _slots_taken(standing, now)
    key = free_key(Promise, key)
    return Promise.objects.create(
        pk=key,
        author=user,
        couple=couple,
        slot=free_slot(taken, most=MOST_OPEN_PROMISES, said=THREE_ARE_OPEN),
        thread=key,
        made_at=now,
        made_on=standing.date_at(now),
        **asdict(terms),
    )


def _slots_taken(standing: Standing, now: datetime) -> list[int | None]:
    """Return the places of one's open promises; what is open no more, or was promised to somebody else, gives its own back."""
    today = local_today(now, standing.user.zone)
    holding = list(Promise.objects.of(standing.user).with_slot())
    lives = lives_of(standing, holding, today)
    done = [promise.pk for promise in holding if not lives[promise.pk].may(today).takes_slot]
    Promise.objects.filter(pk__in=done).update(slot=None)
    return [promise.slot for promise in holding if promise.pk not in done]


def lives_of(standing: Standing, promises: Iterable[Promise], today: date) -> dict[UUID, PromiseLife]:
    """Return the lives of some of one's own promises."""
    told: dict[UUID, list[PromiseDate]] = {promise.pk: [] for promise in promises}
    for row in PromiseDate.objects.filter(promise__in=told).lately(today - DAY):
        told[row.promise_id].append(row)
    living = standing.couple.pk if standing.couple else None
    return {promise.pk: promise.life(told[promise.pk], living=living) for promise in promises}


@transaction.atomic
def change_promise(promise: Promise, *, by: User, terms: Terms, reason: str, key: UUID, now: datetime) -> Promise:
    """Make an open promise anew; the old one stays readable with the reason. Pressed twice, it stands once.

    The new one begins on the date of its terms, or the day after if the old one was told of that date: no date is
    due in both. Raises `NotYours`, `AlreadyOver`, `NotShared`, `SharedEarlier`, `ToldAlready`, `WrittenBefore`.
    """
    standing = acting(by)
    said = {name: value for name, value in asdict(terms).items() if name != "first_on"}
    if present := written_before(Promise, key=key, by=by, fields=said):
        return present
    old, life = _own_open(standing, promise, now)
    couple, slot = sharing(standing), old.slot
    ended_on = life.ends_if_said(terms.first_on)
    terms = _beginning_after(ended_on, terms)
    _end(old, EndedAs.CHANGED, ended_on=ended_on, said_on=standing.date_at(now), reason=reason, now=now)
    if slot is None:
        slot = free_slot(_slots_taken(standing, now), most=MOST_OPEN_PROMISES, said=THREE_ARE_OPEN)
    return Promise.objects.create(
        pk=free_key(Promise, key),
        author=by,
        couple=couple,
        slot=slot,
        thread=old.thread,
        replaces=old,
        made_at=now,
        made_on=standing.date_at(now),
        **asdict(terms),
    )


def _beginning_after(ended_on: date, terms: Terms) -> Terms:
    """Return the terms from the day after a date on, if they begin earlier. Raises `ToldAlready` if nothing is left."""
    later = replace(terms, first_on=max(terms.first_on, ended_on + DAY))
    if later.last_on and later.last_on < later.first_on:
        raise ToldAlready
    return later


@transaction.atomic
def end_promise(promise: Promise, *, by: User, ended_as: EndedAs, reason: str, on: date, now: datetime) -> None:
    """End one's own promise on a date as done or taken back; harmless when pressed twice.

    Raises `NotYours`, `NotShared`, `SharedEarlier`.
    """
    standing = acting(by)
    try:
        old, life = _own_open(standing, promise, now)
    except AlreadyOver:
        return
    _end(old, ended_as, ended_on=life.ends_if_said(on), said_on=standing.date_at(now), reason=reason, now=now)


def _own_open(standing: Standing, promise: Promise, now: datetime) -> tuple[Promise, PromiseLife]:
    """Return one's own open promise as it stands now, and its life."""
    if promise.author_id != standing.user.pk:
        raise NotYours
    refuse_while_paused(standing, promise)
    today = local_today(now, standing.user.zone)
    fresh = Promise.objects.select_related("author").get(pk=promise.pk)
    life = lives_of(standing, [fresh], today)[fresh.pk]
    if life.state(today) == PromiseState.APART:
        raise SharedEarlier
    if not life.may(today).be_ended:
        raise AlreadyOver
    return fresh, life


def _end(
    promise: Promise, ended_as: EndedAs, *, ended_on: date, said_on: date, now: datetime, reason: str = ""
) -> None:
    promise.ended_at, promise.ended_on, promise.ended_as, promise.slot = now, ended_on, ended_as, None
    promise.end_said_on, promise.end_reason = said_on, reason
    promise.save(update_fields=["ended_at", "ended_on", "end_said_on", "ended_as", "slot", "end_reason"])


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
        added_on=standing.date_at(now),
    )
