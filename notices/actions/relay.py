"""The relay: takes what is ready, reads once more whether it is wanted, and sends it.

It takes rows by an UPDATE of those that still wait, under a lease, and marks a few of them at
a time before it sends them. If it dies, what was only taken waits again; of marked notices
nobody knows, and they are not sent again; marked letters are, with the same Message-ID.
"""

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import SystemRandom
from time import monotonic
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F

from notices.actions import breaker
from notices.messages import compose
from notices.models import GIVEN_UP_AFTER, Delivery, DeliveryQuerySet, Reminder, State
from notices.provider import Down, Provider, SendingOutcome

logger = logging.getLogger("trustrebuild.notices")

LEASE = timedelta(seconds=60)
BATCH = 100
EXPIRE_BATCH = 5000
SLICE = 20
STALE_AFTER_SECONDS = 1.0
STOP_AFTER_SECONDS = 30.0
LONGEST_WAIT_SECONDS = 1800
NOT_HELD = {"claim": None, "lease_until": None}
ERASED = {"address": b"", "letter": b""}
RANDOM = SystemRandom()


@dataclass
class Run:
    """One relay's work on the rows it took: which, since when, and what became of them."""

    began_at: datetime
    elapsed: Callable[[], float]
    claim: UUID = field(default_factory=uuid4)
    counts: Counter[str] = field(default_factory=Counter)
    failures: int = 0
    was_served: bool = False
    is_over: bool = False

    @property
    def now(self) -> datetime:
        """The instant it began, moved on by what it took until here."""
        return self.began_at + timedelta(seconds=self.elapsed())

    @property
    def held(self) -> DeliveryQuerySet:
        """The rows that it still holds."""
        return Delivery.objects.held_by(self.claim)


def relay(*, now: datetime, limit: int = BATCH) -> Counter[str]:
    """Send what is ready, at most `limit`; return counts by new state, and `claimed`.

    `claimed` is 0 when nothing is ready or the provider is left in peace. Any number of
    relays may run at once: a row is taken by one of them.
    """
    began = monotonic()
    run = Run(now, elapsed=lambda: monotonic() - began)
    _end_leases(run)
    _expire(run)
    ids = claim(run, breaker.allowed(limit, now=now))
    run.counts["claimed"] = len(ids)
    if ids:
        _send_all(run, ids)
        breaker.note_failures(run.failures, was_served=run.was_served, now=run.now)
    return +run.counts


def _end_leases(run: Run) -> None:
    """Deal with what a sender that died had taken; a letter is tried five times in all."""
    over = Delivery.objects.lease_over(run.now)
    if not over.exists():
        return
    marked = over.filter(state=State.SENDING)
    tired = marked.letters().filter(attempts__gte=GIVEN_UP_AFTER)
    run.counts["unknown"] += marked.notices().update(state=State.UNKNOWN, finished_at=run.now, **NOT_HELD)
    run.counts["dead"] += tired.update(state=State.DEAD, finished_at=run.now, **NOT_HELD)
    run.counts["again"] += over.update(state=State.PENDING, **NOT_HELD)


def _expire(run: Run) -> None:
    """Close what waited until its window was over; rows that somebody works on are left to them."""
    overdue = Delivery.objects.overdue(run.now)
    while overdue.exists():
        with transaction.atomic():
            ids = list(overdue.select_for_update(skip_locked=True).values_list("pk", flat=True)[:EXPIRE_BATCH])
            expired = Delivery.objects.filter(pk__in=ids).update(state=State.EXPIRED, finished_at=run.now)
        run.counts["expired"] += expired
        if not expired:
            return


@transaction.atomic
def claim(run: Run, limit: int) -> list[UUID]:
    """Take letters first, then notices; the condition of the UPDATE decides, the row lock only helps."""
    ids: list[UUID] = []
    for ready in (Delivery.objects.ready_letters(run.now), Delivery.objects.ready_notices(run.now)):
        waiting = ready.select_for_update(skip_locked=True)
        ids += waiting.values_list("pk", flat=True)[: limit - len(ids)]
    if not ids:
        return []
    taken = Delivery.objects.filter(pk__in=ids, state=State.PENDING).update(
        state=State.TAKEN, claim=run.claim, lease_until=run.now + LEASE
    )
    return ids if taken == len(ids) else list(run.held.values_list("pk", flat=True))


def _send_all(run: Run, ids: list[UUID]) -> None:
    """Send over one connection, slice by slice; what is left when the provider fails goes back."""
    rest = ids
    try:
        with Provider() as provider:
            while rest and not run.is_over:
                rest = rest[_send_slice(run, provider, rest[:SLICE]) :]
    except Down:
        run.failures += 1
    if rest:
        _give_back(run, rest)


def _give_back(run: Run, ids: list[UUID]) -> None:
    """Let others take these; they were not tried."""
    run.held.filter(pk__in=ids).update(state=State.PENDING, **NOT_HELD)


def _send_slice(run: Run, provider: Provider, ids: list[UUID]) -> int:
    """Mark some rows, read them once more and send them; return how many are done.

    It stops when the reading is a second old, or nobody is served; the rest is unmarked.
    """
    read_at = run.elapsed()
    rows = {row.pk: row for row in _mark(run, ids)}
    sent: list[UUID] = []
    done = 0
    for pk in ids:
        if run.is_over or (done and run.elapsed() - read_at > STALE_AFTER_SECONDS):
            break
        done += _deal_with(run, provider, rows.get(pk), sent)
    _finish(run, sent, State.SENT)
    if done < len(ids):
        run.held.filter(pk__in=ids[done:]).update(state=State.TAKEN, attempts=F("attempts") - 1)
    run.is_over |= run.elapsed() > STOP_AFTER_SECONDS
    return done


def _mark(run: Run, ids: list[UUID]) -> DeliveryQuerySet:
    """Mark what the relay still holds as being sent; read it with the person's settings, in one statement."""
    held = run.held.filter(pk__in=ids, lease_until__gt=run.now)
    held.update(state=State.SENDING, attempts=F("attempts") + 1)
    rows = held.filter(state=State.SENDING).select_related("user__reminder")
    return rows.defer("user__password", "user__data_key")


def _deal_with(run: Run, provider: Provider, row: Delivery | None, sent: list[UUID]) -> int:
    """Send one row or say why not; return 0 if it is left for another time."""
    if row is None:
        return 1
    state = _unwanted(row, run.now)
    if state:
        _finish(run, [row.pk], state)
        return 1
    outcome = _try(provider, row)
    _count(run, outcome)
    if outcome is SendingOutcome.DOWN:
        return 0
    if outcome is SendingOutcome.TAKEN and not row.is_letter:
        sent.append(row.pk)
    else:
        _record(run, row, outcome)
    return 1


def _unwanted(row: Delivery, now: datetime) -> State | None:
    """Return what becomes of a row that is not wanted now, None if it is."""
    if row.is_letter or row.user is None or row.not_after is None:  # a notice has both
        return None
    reminder: Reminder | None = getattr(row.user, "reminder", None)
    is_asked = row.asks_check_in or row.has_news
    if not is_asked or reminder is None or not reminder.is_on or not row.user.is_active:
        return State.SETTLED
    if now >= row.not_after or reminder.rhythm(row.user.zone).is_quiet(now):
        return State.EXPIRED
    return None


def _try(provider: Provider, row: Delivery) -> SendingOutcome:
    """Hand one mail over; one that cannot be written must not stop the others."""
    try:
        mail = compose(row)
    except Exception:
        logger.exception("delivery %s cannot be written", row.pk)
        return SendingOutcome.UNWRITABLE
    return provider.send(mail)


def _count(run: Run, outcome: SendingOutcome) -> None:
    """Keep the failures in a row; a line that broke, or a provider that is down, ends the run."""
    if outcome is SendingOutcome.TAKEN:
        run.was_served, run.failures = True, 0
    elif outcome not in (SendingOutcome.REFUSED, SendingOutcome.UNWRITABLE):
        run.failures += 1
    run.is_over |= outcome in (SendingOutcome.UNSURE, SendingOutcome.DOWN) or run.failures >= breaker.OPENS_AFTER


def _record(run: Run, row: Delivery, outcome: SendingOutcome) -> None:
    """Write down what became of one row that is not simply a notice sent."""
    if outcome is SendingOutcome.TAKEN:
        _finish(run, [row.pk], State.SENT, **ERASED)
    elif outcome is SendingOutcome.UNSURE and not row.is_letter:
        _finish(run, [row.pk], State.UNKNOWN)
    elif outcome is SendingOutcome.REFUSED or row.attempts >= GIVEN_UP_AFTER:
        logger.warning("delivery %s given up after %d tries: %s", row.pk, row.attempts, outcome.value)
        _finish(run, [row.pk], State.DEAD)
    else:
        wait = timedelta(seconds=RANDOM.uniform(0, min(LONGEST_WAIT_SECONDS, 5 * 2**row.attempts)))
        run.held.filter(pk=row.pk).update(state=State.PENDING, due_at=run.now + wait, **NOT_HELD)
        run.counts["again"] += 1


def _finish(run: Run, ids: list[UUID], state: State, **columns: object) -> None:
    if ids:
        done = run.held.filter(pk__in=ids).update(state=state, finished_at=run.now, **NOT_HELD, **columns)
        run.counts[str(state)] += done
