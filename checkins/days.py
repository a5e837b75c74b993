"""What one person may see of one day: the page data of Today and of a past day."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Case, QuerySet, When

from accounts.models import User
from checkins.models import (
    Appreciation,
    CheckIn,
    CheckInNote,
    OwnAnswers,
    PrivateWords,
    both_wrote,
    has_arrived,
    taken_back,
)
from checkins.told import ToldAnswers, told
from couples.access import Standing
from kit.paging import NO_END, Instant, behind, page_of
from kit.prepared import prepared


@dataclass(frozen=True)
class Day:
    """One local date as its reader may see it.

    `theirs` is None until it lies open to the reader, whatever the partner did. `is_over`:
    the clock has opened the date to the reader, so that nothing more comes by waiting.
    """

    on: date
    mine: CheckIn | None = None
    own: OwnAnswers | None = None
    words_for_me: str = ""
    theirs: CheckIn | None = None
    was_withdrawn: bool = False
    notes: list[CheckInNote] = field(default_factory=list)
    is_open: bool = False
    is_over: bool = False
    is_shared: bool = False
    ends_at: datetime | None = None  # when a shared day opens by the clock, as its author is told

    @property
    def my_answers(self) -> ToldAnswers:
        """Return one's own answers as the page tells them."""
        return told(self.mine, self.own)

    @property
    def their_answers(self) -> ToldAnswers:
        """Return what the partner shared as the page tells it."""
        return told(self.theirs, None)

    @property
    def is_waiting(self) -> bool:
        """Say whether one's own answers are in and the day has not opened."""
        return self.is_shared and not self.is_open

    @property
    def can_change(self) -> bool:
        """Say whether one's own answers may still be changed."""
        return self.mine is not None and not (self.is_shared and self.is_open)

    @property
    def nothing_shared(self) -> bool:
        """Say whether the day opened and the partner shared nothing in it."""
        return self.is_shared and self.is_over and self.theirs is None and not self.was_withdrawn

    @property
    def is_awaited(self) -> bool:
        """Say whether one's own answers lie open and the day is not over where the reader is: the other's may come."""
        return self.is_shared and self.is_open and self.theirs is None and not self.is_over and not self.was_withdrawn


TO_DRAW = ("own", "topic__author")
FRESH_FOR = timedelta(days=7)
LISTED = 20
AS_ITS_AUTHOR_IS_TOLD = {"both_wrote": both_wrote(), "was_taken_back": taken_back()}  # where `CheckIn` names them


@prepared
def _check_ins_of(user: User, until: date, on: date) -> QuerySet[CheckIn]:
    found = CheckIn.objects.visible_to(user, until=until).filter(local_date=on).annotate(**AS_ITS_AUTHOR_IS_TOLD)
    return found.select_related(None).select_related(*TO_DRAW)


@prepared
def private_words_of(user: User, on: date) -> QuerySet[PrivateWords]:
    """Keep a person's private words of a date."""
    return PrivateWords.objects.visible_to(user).filter(local_date=on).select_related(None)


@prepared
def unanswered(user: User, now: datetime, fresh_since: datetime) -> QuerySet[Appreciation]:
    """Keep the newest appreciation of the last week that has no answer yet; one at most, so that none nags."""
    fresh = Appreciation.objects.given_to(user, now=now).filter(
        answer="", withdrawn_at=None, delivered_at__gt=fresh_since
    )
    return fresh.select_related(None).order_by("-delivered_at")[:1]


@prepared
def _appreciations_of(user: User, now: datetime, before: datetime, before_pk: UUID) -> QuerySet[Appreciation]:
    on_its_way = {"is_on_its_way": Case(When(has_arrived(now), then=False), default=True)}
    notes = Appreciation.objects.visible_to(user, now=now).select_related(None).annotate(**on_its_way)
    return notes.filter(behind("written_at", (before, before_pk))).newest_first()[: LISTED + 1]


def day_of(standing: Standing, on: date, *, now: datetime, words: list[PrivateWords]) -> Day:
    """Return one day for one reader, who has these private words of it, in at most three queries."""
    user, couple, until = standing.user, standing.reads_with, standing.open_until(now)
    rows = standing.authored(_check_ins_of(user=user, until=until, on=on))
    standing.authored([row.own for row in rows if getattr(row, "own", None)])
    mine = next((row for row in rows if row.author_id == user.pk), None)
    theirs = next((row for row in rows if row.author_id != user.pk), None)
    standing.authored(words)
    is_open = theirs is not None or (mine is not None and mine.has_opened(couple, now))
    is_over = on <= until
    may_be_withdrawn = is_open and theirs is None and (is_over or (mine is not None and mine.both_wrote))
    return Day(
        on=on,
        mine=mine,
        own=getattr(mine, "own", None),
        words_for_me=words[0].words if words else "",
        theirs=theirs,
        was_withdrawn=may_be_withdrawn and couple is not None and _withdrawn(standing, on),
        notes=list(CheckInNote.objects.visible_to(user, until=until).filter(check_in__in=rows)) if is_open else [],
        is_open=is_open,
        is_over=is_over,
        is_shared=mine is not None and couple is not None and mine.couple_id == couple.pk,
        ends_at=couple.days.ends_at(on) if couple else None,
    )


def _withdrawn(standing: Standing, on: date) -> bool:
    """Say whether the partner took a day back that lay open; none of its content is read."""
    theirs = CheckIn.objects.exclude(author=standing.user).filter(couple=standing.reads_with, local_date=on)
    return theirs.filter(withdrawn_at__isnull=False).exists()


def appreciations(
    standing: Standing, *, now: datetime, before: Instant | None = None
) -> tuple[list[Appreciation], UUID | None]:
    """Return appreciations given and received, the newest first, and where the next page begins if there is one."""
    at, pk = before or NO_END
    notes = standing.authored(_appreciations_of(user=standing.user, now=now, before=at, before_pk=pk))
    shown, more = page_of(notes, size=LISTED)
    return shown, shown[-1].pk if more else None
