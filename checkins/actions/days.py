"""Writes of check-ins, their notes and their sharing.

Nothing here tells anybody that a partner has or has not written: what lies open is asked
of the rows of both when they are read, and waiting, paused and skipped are the same.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from checkins.models import Appreciation, CheckIn, CheckInNote, OwnAnswers, PrivateWords, both_wrote
from checkins.opens_by_clock import OpensByClock
from checkins.packing import pack_day, repack_kept, row_with_day, store_pack
from checkins.packs import Pack
from checkins.reading import Found, Turn, find_day, take_turn
from couples.access import standing_of
from couples.actions.acting import NotYours, free_key, lock_person, refuse_while_paused, written_before
from kit.encryption import Unopened
from kit.prepared import PreparedInsert, PreparedInserts
from kit.refusals import Refusal
from kit.weeks import local_today
from notices.actions import settle_notice, settled_notice, store_notice, take_question_off

BACK_FILL_DAYS = 2
MARKED_FOR = timedelta(days=7)
IN_A_PAUSE = _("While you pause, this cannot be shared. Your words stay here.")
_store_day = PreparedInserts(PreparedInsert(CheckIn), PreparedInsert(OwnAnswers), store_pack, store_notice)


class DateNotOffered(Refusal):
    """A check-in is for today or the last two days, and not before the account was made."""

    said = _(
        "You can fill in today, or the last two days. Your words stay here, so that you can copy them to another day."
    )
    status = HTTPStatus.BAD_REQUEST


class WrittenElsewhere(Refusal):
    """Another tab or device wrote this day meanwhile; `check_in` is the row as it is stored now."""

    def __init__(self, check_in: CheckIn) -> None:
        super().__init__()
        self.check_in = check_in


class AlreadyOpen(Refusal):
    """The day has opened: a note can be added, the answers stay."""


class DayTakenAway(Refusal):
    """The day was taken away while its note was written."""

    said = _("This day was taken away meanwhile. Your words stay here.")


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


@contextmanager
def writing(user: User) -> Iterator[Turn]:
    """Open the transaction in which a person writes, and wait for their turn.

    Whatever is raised in it takes back what was written. Raises `User.DoesNotExist`.
    """
    with transaction.atomic():
        yield take_turn(user)


def submit_check_in(turn: Turn, *, on: date, answers: Answers, now: datetime, seen: datetime | None = None) -> CheckIn:
    """Store one day's answers, once for a person and date, and settle that day's reminder.

    `seen` is the `changed_at` the writer started from (None for a new day). A second press
    with the same answers is the first one's row. Raises `WrittenElsewhere` if the day
    changed meanwhile, `AlreadyOpen` if it opened, `DateNotOffered`.
    """
    if on not in dates_offered(turn.user, now=now):
        raise DateNotOffered
    found = find_day(turn, on)
    if found.mine is None:
        check_in = _write(CheckIn(author=turn.user, local_date=on), found, answers, now)
    elif _same(found.mine, answers):
        return found.mine
    elif found.mine.has_opened(turn.couple, now):
        raise AlreadyOpen
    elif seen != found.mine.changed_at:
        raise WrittenElsewhere(found.mine)
    else:
        check_in = _write(found.mine, found, answers, now)
    return check_in


def _write(check_in: CheckIn, found: Found, answers: Answers, now: datetime) -> CheckIn:
    """Write every column anew, the own row and the private words; what was asked of the date is answered."""
    is_new = check_in._state.adding
    for name, value in answers.shared.items():
        setattr(check_in, name, value)
    check_in.changed_at = now
    check_in.is_added_later = check_in.is_added_later or found.ends_at <= now
    if is_new:
        _begin(check_in, found, now)
    own = (None if is_new else getattr(check_in, "own", None)) or OwnAnswers(check_in=check_in, author=check_in.author)
    for name, value in answers.own.items():
        setattr(own, name, value)
    if is_new and check_in.author_id in found.packs:
        _store_at_once(check_in, own, found.packs[check_in.author_id], now)
    else:
        check_in.save()
        own.save()
        settle_notice(check_in.author, local_date=check_in.local_date, now=now)
        pack_day(found.packs, check_in)
    if answers.words_for_me or found.has_private_words:
        _keep_private_words(check_in.author, on=check_in.local_date, words=answers.words_for_me, now=now)
    return check_in


def _store_at_once(check_in: CheckIn, own: OwnAnswers, pack: Pack, now: datetime) -> None:
    """Store a new day, its pack and its settled notice."""
    user, on = check_in.author, check_in.local_date
    if not _store_day(check_in, own, row_with_day(pack, check_in), settled_notice(user, local_date=on, now=now)):
        take_question_off(user, local_date=on, now=now)


def _begin(check_in: CheckIn, found: Found, now: datetime) -> None:
    """Say with whom a new day is shared, when and where it was written."""
    check_in.couple = found.shares_with
    check_in.both_wrote = found.opens_early and found.shares_with is not None
    check_in.submitted_at = now
    check_in.zone = check_in.author.zone


def _same(present: CheckIn, answers: Answers) -> bool:
    """Say whether a press repeats what is stored already."""
    own = getattr(present, "own", None)
    words = PrivateWords.objects.visible_to(present.author).filter(local_date=present.local_date).first()
    return (
        all(getattr(present, name) == value for name, value in answers.shared.items())
        and all(getattr(own, name, None) == value for name, value in answers.own.items())
        and (words.words if words else "") == answers.words_for_me
    )


def _keep_private_words(user: User, *, on: date, words: str, now: datetime) -> None:
    """Keep the private words of a date; empty words take them away, but not those that do not open now."""
    if not words:
        for kept in PrivateWords.objects.filter(author=user, local_date=on).select_related("author"):
            if not isinstance(kept.words, Unopened):
                kept.delete()
        return
    PrivateWords.objects.update_or_create(author=user, local_date=on, defaults={"words": words, "changed_at": now})


@transaction.atomic
def delete_check_in(check_in: CheckIn, *, by: User, now: datetime) -> None:
    """Take a day's answers away before they open; the private words stay. Raises `AlreadyOpen`.

    A date that was shared opens by the clock only from now on. Under the couple's lock: else the
    other's check-in could open for the sake of one that is going.
    """
    turn = take_turn(by)
    found = find_day(turn, check_in.local_date)
    if found.mine is None or found.mine.pk != check_in.pk:
        return
    if found.mine.has_opened(turn.couple, now):
        raise AlreadyOpen
    if found.mine.couple_id:
        _keep_to_the_clock(by, [found.mine.local_date])
    found.mine.delete()
    repack_kept(by.pk)


def _keep_to_the_clock(user: User, dates: Iterable[date]) -> None:
    """Let dates that were sealed open by the clock only, whatever is written of them later."""
    marks = [OpensByClock(author=user, local_date=on) for on in dates]
    OpensByClock.objects.bulk_create(marks, ignore_conflicts=True)


def forget_taken_back(*, now: datetime) -> None:
    """Erase the marks of dates that were taken back, when those are long over."""
    OpensByClock.objects.filter(local_date__lt=now.date() - MARKED_FOR).delete()


@transaction.atomic
def add_note(check_in: CheckIn, *, by: User, words: str, key: UUID, now: datetime) -> CheckInNote:
    """Add words to one's own opened day; pressed twice, it stands once.

    Raises `NotYours`, `NotShared`, `WrittenBefore`, `DayTakenAway`.
    """
    if check_in.author_id != by.pk:
        raise NotYours
    lock_person(by.pk)
    _read_anew(check_in)
    refuse_while_paused(standing_of(by), check_in, IN_A_PAUSE)
    before = written_before(CheckInNote, key=key, by=by, fields={"words": words})
    return before or CheckInNote.objects.create(
        pk=free_key(CheckInNote, key), author=by, check_in=check_in, words=words, added_at=now
    )


def _read_anew(check_in: CheckIn) -> None:
    try:
        check_in.refresh_from_db(fields=["couple"])
    except CheckIn.DoesNotExist:
        raise DayTakenAway from None


@transaction.atomic
def withdraw_check_in(check_in: CheckIn, *, by: User, now: datetime) -> None:
    """Take one's own opened day out of the partner's sight; a dated line stays. Harmless twice.

    A day that is sealed is taken away instead: its line would tell that it was written.
    """
    turn = take_turn(by)
    mine = find_day(turn, check_in.local_date).mine
    if mine and mine.pk == check_in.pk and mine.withdrawn_at is None and mine.has_opened(turn.couple, now):
        mine.withdrawn_at = now
        mine.save(update_fields=["withdrawn_at"])
        repack_kept(by.pk)


@transaction.atomic
def withhold_unopened(user: User, *, now: datetime) -> int:
    """Take the couple off a person's rows that have not opened yet, which open by the clock only; return how many."""
    couple, withheld = take_turn(user).couple, 0
    notes = Appreciation.objects.filter(author=user, delivered_at__gt=now, couple__isnull=False)
    if couple:
        mine = CheckIn.objects.filter(author=user, couple=couple, local_date__gt=couple.days.last_over(now))
        sealed = dict(mine.exclude(both_wrote()).values_list("pk", "local_date"))
        _keep_to_the_clock(user, sealed.values())
        withheld = CheckIn.objects.filter(pk__in=sealed).update(couple=None)
    if withheld:
        repack_kept(user.pk)
    return withheld + notes.update(couple=None)


@transaction.atomic
def share_since(user: User, *, since: datetime, now: datetime) -> int:
    """Share the days written since an instant, as the writer asked; return how many, none if the couple is over.

    A day that is not over is sealed like any other: it opens with the other's, or at 03:00 in the day zone.
    """
    turn, shared = take_turn(user), 0
    unshared = CheckIn.objects.filter(author=user, couple=None, submitted_at__gte=since)
    for on in unshared.order_by("local_date").values_list("local_date", flat=True):
        found = find_day(turn, on)
        if found.mine and found.shares_with:
            found.mine.couple = found.shares_with
            found.mine.save(update_fields=["couple"])
            pack_day(found.packs, found.mine)
            shared += 1
    return shared
