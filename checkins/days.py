"""What one person may see of one day: the page data of Today and of a past day."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from checkins.models import Appreciation, CheckIn, CheckInNote, OwnAnswers, PrivateWords
from couples.access import Standing


@dataclass(frozen=True)
class Day:
    """One local date as its reader may see it.

    `theirs` is None until the seal has opened, whatever the partner did.
    """

    on: date
    mine: CheckIn | None = None
    own: OwnAnswers | None = None
    words_for_me: str = ""
    theirs: CheckIn | None = None
    was_withdrawn: bool = False
    notes: list[CheckInNote] = field(default_factory=list)
    is_open: bool = False
    is_shared: bool = False

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
        return self.is_shared and self.is_open and self.theirs is None and not self.was_withdrawn


def day_of(standing: Standing, on: date, *, now: datetime) -> Day:
    """Return one day for one reader, in at most five queries."""
    user, couple = standing.user, standing.reads_with
    rows = list(CheckIn.objects.visible_to(user, now=now).filter(local_date=on).select_related("own__author"))
    mine = next((row for row in rows if row.author_id == user.pk), None)
    theirs = next((row for row in rows if row.author_id != user.pk), None)
    words = PrivateWords.objects.visible_to(user).filter(local_date=on).first()
    is_open = theirs is not None or (mine is not None and mine.is_open(now))
    return Day(
        on=on,
        mine=mine,
        own=getattr(mine, "own", None),
        words_for_me=words.words if words else "",
        theirs=theirs,
        was_withdrawn=is_open and theirs is None and couple is not None and _withdrawn(standing, on, now),
        notes=list(CheckInNote.objects.visible_to(user, now=now).filter(check_in__in=rows)) if is_open else [],
        is_open=is_open,
        is_shared=mine is not None and couple is not None and mine.couple_id == couple.pk,
    )


def _withdrawn(standing: Standing, on: date, now: datetime) -> bool:
    """Say whether the partner took an opened day back; none of its content is read."""
    theirs = CheckIn.objects.exclude(author=standing.user).filter(couple=standing.reads_with, local_date=on)
    return theirs.filter(opens_at__lte=now, withdrawn_at__isnull=False).exists()


def received(standing: Standing, *, now: datetime) -> list[Appreciation]:
    """Return the newest appreciation of the last week that has no answer yet; one at most, so that none nags."""
    notes = Appreciation.objects.visible_to(standing.user, now=now).exclude(author=standing.user)
    fresh = notes.filter(answer="", withdrawn_at=None, delivered_at__gt=now - timedelta(days=7))
    return list(fresh.order_by("-delivered_at")[:1])
