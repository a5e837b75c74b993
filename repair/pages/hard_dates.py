"""Page data of hard dates: each with the next time it comes and the lines written for it."""

from dataclasses import dataclass, field
from datetime import date

from couples.access import Standing
from kit.paging import CARDS, LAST_DAY, Place, newest, with_those_of
from repair.models import HardDate, HardDateLine


@dataclass(frozen=True)
class SeenHardDate:
    """One hard date as its reader may see it; `on` is empty once it does not come any more."""

    row: HardDate
    on: date | None
    is_mine: bool
    is_shared: bool
    lines: list[HardDateLine] = field(default_factory=list)
    can_write_line: bool = False

    @property
    def is_earlier(self) -> bool:
        """Say whether it was shared with somebody earlier; it can be shared anew."""
        return self.row.couple_id is not None and not self.is_shared


@dataclass(frozen=True)
class HardDatesPage:
    """What comes, the next one first, and a page of what has been, the newest first."""

    coming: list[SeenHardDate]
    been: list[SeenHardDate]
    later: HardDate | None = None


def hard_dates_page(standing: Standing, today: date, *, before: Place | None = None) -> HardDatesPage:
    """Return the dates a person may read that were not taken away, in three queries."""
    user = standing.user
    seen = HardDate.objects.visible_to(user).standing()
    ahead, (behind, more) = list(seen.coming(today)), newest(seen.been(today, before=before), size=CARDS)
    lines = HardDateLine.objects.visible_to(user).written_for([*ahead, *behind])
    dates = [
        _coming(row, standing, today, written)
        for row, written in with_those_of([*ahead, *behind], lines, "hard_date_id")
    ]
    coming = sorted(dates[: len(ahead)], key=lambda coming: coming.on or LAST_DAY)
    return HardDatesPage(coming, dates[len(ahead) :], later=behind[-1] if more else None)


def _coming(row: HardDate, standing: Standing, today: date, lines: list[HardDateLine]) -> SeenHardDate:
    user, living = standing.user, standing.couple.pk if standing.couple else None
    on, is_mine = row.next_on(today), row.author_id == user.pk
    is_shared = row.couple_id is not None and row.couple_id == living
    written = (line.for_on for line in lines if line.author_id == user.pk and line.couple_id == living)
    return SeenHardDate(row, on, is_mine, is_shared, lines, can_write_line=not is_mine and on not in (None, *written))
