"""Page data of hard dates: each with the next time it comes and the lines written for it."""

from dataclasses import dataclass, field
from datetime import date

from accounts.models import User
from kit.paging import CARDS, LAST_DAY, Place, newest, with_those_of
from repair.models import HardDate, HardDateLine


@dataclass(frozen=True)
class SeenHardDate:
    """One hard date as its reader may see it; `on` is empty once it does not come any more."""

    row: HardDate
    on: date | None
    is_mine: bool
    lines: list[HardDateLine] = field(default_factory=list)
    can_write_line: bool = False


@dataclass(frozen=True)
class HardDatesPage:
    """What comes, the next one first, and a page of what has been, the newest first."""

    coming: list[SeenHardDate]
    been: list[SeenHardDate]
    later: HardDate | None = None


def hard_dates_page(user: User, today: date, *, before: Place | None = None) -> HardDatesPage:
    """Return the dates a person may read that were not taken away, in three queries."""
    seen = HardDate.objects.visible_to(user).standing()
    ahead, (behind, more) = list(seen.coming(today)), newest(seen.been(today, before=before), size=CARDS)
    lines = HardDateLine.objects.visible_to(user).written_for([*ahead, *behind])
    dates = [
        _coming(row, user, today, written) for row, written in with_those_of([*ahead, *behind], lines, "hard_date_id")
    ]
    coming = sorted(dates[: len(ahead)], key=lambda coming: coming.on or LAST_DAY)
    return HardDatesPage(coming, dates[len(ahead) :], later=behind[-1] if more else None)


def _coming(row: HardDate, user: User, today: date, lines: list[HardDateLine]) -> SeenHardDate:
    on, is_mine = row.next_on(today), row.author_id == user.pk
    has_written = any(line.author_id == user.pk and line.for_on == on for line in lines)
    return SeenHardDate(row, on, is_mine, lines, can_write_line=not is_mine and on is not None and not has_written)
