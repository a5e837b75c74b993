"""Writes of check-ins, their notes and their sharing.

Nothing here tells anybody that a partner has or has not written: a row opens by its
`opens_at`, which is the same for waiting, paused and skipped.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.models import User
from checkins.actions.appreciations import NotShared, NotYours
from checkins.models import Appreciation, CheckIn, CheckInNote, OwnAnswers, PrivateWords
from checkins.packing import pack_days, repack_kept
from checkins.reading import lock_day, lock_person, lock_theirs, lock_with_couple, private_words
from couples.access import Standing, standing_of
from couples.actions.once import free_key, written_before
from couples.models import Couple
from notices.actions import settle_notice
from trustrebuild.prepared import PreparedInsert
from trustrebuild.weeks import local_today, opens_at

BACK_FILL_DAYS = 2
_store, _store_own = PreparedInsert(CheckIn), PreparedInsert(OwnAnswers)


class DateNotOffered(Exception):
    """A check-in is for today or the last two days, and not before the account was made."""


class WrittenElsewhere(Exception):
    """Another tab or device wrote this day meanwhile; `check_in` is what stands there."""

    def __init__(self, check_in: CheckIn) -> None:
        super().__init__(str(check_in.pk))
        self.check_in = check_in


class AlreadyOpen(Exception):
    """The day has opened: a note can be added, the answers stay."""


@dataclass(frozen=True)
class Answers:
    """What was answered for one day: columns of the check-in, of the own row, and the private words."""

    shared: dict[str, Any]
    own: dict[str, Any]
    words_for_me: str = ""


def dates_offered(user: User, *, now: datetime) -> list[date]:
    """Return the local dates that can be filled in, newest first."""
    today = local_today(now, user.zone)
    first = local_today(user.created_at, user.zone)
    days = [today - timedelta(days=back) for back in range(BACK_FILL_DAYS + 1)]
    return [day for day in days if day >= first] or [today]


def submit_check_in(
    standing: Standing, *, on: date, answers: Answers, now: datetime, seen: datetime | None = None
) -> CheckIn:
    """Store one day's answers, once for a person and date, and settle that day's reminder.

    `seen` is the `changed_at` the writer started from (None for a new day). A second press
    with the same answers is the first one's row. Raises `WrittenElsewhere` if the day
    changed meanwhile, `AlreadyOpen` if it opened, `DateNotOffered`.
    """
    if on not in dates_offered(standing.user, now=now):
        raise DateNotOffered
    with transaction.atomic():
        _lock(standing)
        standing = standing_of(standing.user)  # a pause or a leaving may have come before the lock
        present, theirs = _day_of(standing, on)
        if present is None:
            check_in = _write(CheckIn(author=standing.user, local_date=on), standing, answers, now)
        elif _same(present, answers):
            return present
        elif _has_opened(present, theirs, now):
            raise AlreadyOpen
        elif seen != present.changed_at:
            raise WrittenElsewhere(present)
        else:
            check_in = _write(present, standing, answers, now)
        other = _open_if_both(check_in, theirs, now)
        pack_days(check_in.author_id, [check_in, *other])
        settle_notice(standing.user, local_date=on, now=now)
    return check_in


def _lock(standing: Standing) -> None:
    """Let one writer of a couple (or of a person alone) pass at a time.

    Not against rows that only point at them: the tick writes this person's notice meanwhile, and each
    would wait for the other.
    """
    partner = standing.partner
    if not (lock_with_couple(partner=partner.pk) if partner else lock_person(pk=standing.user.pk)):
        raise User.DoesNotExist


def _day_of(standing: Standing, on: date) -> tuple[CheckIn | None, list[CheckIn]]:
    """Lock what stands for a date and return one's own row, and the other's if it is shared with the couple."""
    couple = standing.couple.pk if standing.couple else None
    rows = standing.authored(lock_day(user=standing.user.pk, couple=couple, on=on))
    present = next((row for row in rows if row.author_id == standing.user.pk), None)
    return present, [row for row in rows if row is not present]


def _has_opened(check_in: CheckIn, others: list[CheckIn], now: datetime) -> bool:
    """Say whether a shared day lies open: by the time, or because one of the two wrote when it did or later.

    `now` was read before the wait for the lock, and the day may have opened meanwhile.
    """
    written = [row.changed_at for row in (check_in, *others) if row.couple_id == check_in.couple_id]
    return check_in.couple_id is not None and check_in.is_open(max(now, *written))


def _write(check_in: CheckIn, standing: Standing, answers: Answers, now: datetime) -> CheckIn:
    """Write every column anew, the own row and the private words."""
    is_new = check_in._state.adding
    due = opens_at(check_in.local_date, *standing.zones)
    for name, value in answers.shared.items():
        setattr(check_in, name, value)
    check_in.changed_at = now
    if is_new:
        check_in.couple = standing.shares_with
        check_in.submitted_at = now
        check_in.written_on = local_today(now, standing.user.zone)
        check_in.came_after_opening = due <= now
        check_in.opens_at = max(due, now)
    if is_new:
        _store(check_in)
    else:
        check_in.save()
    _write_own(check_in, answers.own, is_new=is_new)
    _keep_private_words(standing.user, on=check_in.local_date, words=answers.words_for_me, now=now)
    return check_in


def _write_own(check_in: CheckIn, answers: dict[str, Any], *, is_new: bool) -> None:
    own = None if is_new else getattr(check_in, "own", None)
    if own is None:
        _store_own(OwnAnswers(check_in=check_in, author=check_in.author, **answers))
        return
    for name, value in answers.items():
        setattr(own, name, value)
    own.save()


def _same(present: CheckIn, answers: Answers) -> bool:
    """Say whether a press repeats what stands there."""
    own = getattr(present, "own", None)
    words = private_words(user=present.author_id, on=present.local_date)
    return (
        all(getattr(present, name) == value for name, value in answers.shared.items())
        and all(getattr(own, name, None) == value for name, value in answers.own.items())
        and (words[0].words if words else "") == answers.words_for_me
    )


def _open_if_both(check_in: CheckIn, others: list[CheckIn], now: datetime) -> list[CheckIn]:
    """Open the day for both as soon as both have shared it; return the other's row if it opened."""
    if check_in.couple_id is None or check_in.is_open(now):
        return []
    theirs = [row for row in others if row.couple_id == check_in.couple_id]
    if not theirs:
        return []
    day = CheckIn.objects.filter(couple_id=check_in.couple_id, local_date=check_in.local_date)
    day.filter(opens_at__gt=now).update(opens_at=now)
    opened = [row for row in (check_in, *theirs) if not row.is_open(now)]
    for row in opened:
        row.opens_at = now
    return opened[1:]


def _keep_private_words(user: User, *, on: date, words: str, now: datetime) -> None:
    """Keep the private words of a date; empty words take them away."""
    if not words and not private_words(user=user.pk, on=on):
        return
    if not words:
        PrivateWords.objects.filter(author=user, local_date=on).delete()
        return
    PrivateWords.objects.update_or_create(author=user, local_date=on, defaults={"words": words, "changed_at": now})


@transaction.atomic
def delete_check_in(check_in: CheckIn, *, by: User, now: datetime) -> None:
    """Take a day's answers away before they open; the private words stay. Raises `AlreadyOpen`.

    Under the couple's lock: else the other's check-in could open for the sake of one that is going.
    """
    standing = standing_of(by)
    _lock(standing)
    fresh, theirs = _day_of(standing, check_in.local_date)
    if fresh is None or fresh.pk != check_in.pk:
        return
    if _has_opened(fresh, theirs, now):
        raise AlreadyOpen
    fresh.delete()
    repack_kept(by.pk)


@transaction.atomic
def add_note(check_in: CheckIn, *, by: User, words: str, key: UUID, now: datetime) -> CheckInNote:
    """Add words to one's own opened day; pressed twice, it stands once.

    Raises `NotYours`, `NotShared`, `WrittenBefore`.
    """
    if check_in.author_id != by.pk:
        raise NotYours
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    standing = standing_of(by)
    if standing.couple and check_in.couple_id == standing.couple.pk and standing.shares_with is None:
        raise NotShared
    before = written_before(CheckInNote, key=key, by=by, fields={"words": words})
    return before or CheckInNote.objects.create(
        pk=free_key(CheckInNote, key), author=by, check_in=check_in, words=words, added_at=now
    )


@transaction.atomic
def withdraw_check_in(check_in: CheckIn, *, by: User, now: datetime) -> None:
    """Take one's own opened day out of the partner's sight; a dated line stays. Harmless twice.

    A day that is sealed is taken away instead: its line would tell that it was written.
    """
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    opened = CheckIn.objects.filter(pk=check_in.pk, author=by, opens_at__lte=now)
    if opened.filter(withdrawn_at=None).update(withdrawn_at=now):
        repack_kept(by.pk)


@transaction.atomic
def withhold_unopened(user: User, *, now: datetime) -> int:
    """Take the couple off a person's rows that have not opened yet; return how many.

    A day stays that opened after `now`, which was read before a wait: one of the two wrote when it did.
    """
    of_the_two = CheckIn.objects.filter(couple=OuterRef("couple"), local_date=OuterRef("local_date"))
    sealed = CheckIn.objects.filter(author=user, opens_at__gt=now, couple__isnull=False)
    days = sealed.exclude(Exists(of_the_two.filter(changed_at__gte=OuterRef("opens_at"))))
    notes = Appreciation.objects.filter(author=user, delivered_at__gt=now, couple__isnull=False)
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    withheld = days.update(couple=None)
    if withheld:
        repack_kept(user.pk)
    return withheld + notes.update(couple=None)


@transaction.atomic
def share_since(user: User, *, couple: Couple, since: datetime, now: datetime) -> int:
    """Share the days written since an instant, as the writer asked; return how many.

    A day that is not over is sealed like any other: it opens with the other's, or at 03:00 in the later zone.
    """
    standing = standing_of(user)
    _lock(standing)
    unshared = list(CheckIn.objects.filter(author=user, couple=None, submitted_at__gte=since).select_related("own"))
    for check_in in unshared:
        check_in.couple, due = couple, opens_at(check_in.local_date, *standing.zones)
        check_in.opens_at = max(due, now)
        check_in.save(update_fields=["couple", "opens_at"])
        theirs = lock_theirs(couple=couple.pk, on=check_in.local_date, user=user.pk)
        pack_days(user.pk, [check_in, *_open_if_both(check_in, theirs, now)])
    return len(unshared)
