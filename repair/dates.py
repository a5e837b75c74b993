"""Page data of hard dates: each with the next time it comes and the lines written for it."""

from dataclasses import dataclass, field
from datetime import date

from accounts.models import User
from repair.models import HardDate, HardDateLine


@dataclass(frozen=True)
class Coming:
    """One hard date as its reader may see it; `on` is empty once it does not come any more."""

    row: HardDate
    on: date | None
    is_mine: bool
    lines: list[HardDateLine] = field(default_factory=list)
    can_write_line: bool = False


def dates_of(user: User, today: date) -> list[Coming]:
    """Return the dates a person may read that were not taken away, the next one first, in two queries."""
    rows = list(HardDate.objects.visible_to(user).standing().in_order())
    lines = list(HardDateLine.objects.visible_to(user).written_for(rows))
    dates = [_coming(row, user, today, [line for line in lines if line.hard_date_id == row.pk]) for row in rows]
    return sorted(dates, key=lambda date_: (date_.on is None, date_.on or date_.row.falls_on))


def _coming(row: HardDate, user: User, today: date, lines: list[HardDateLine]) -> Coming:
    on, is_mine = row.next_on(today), row.author_id == user.pk
    has_written = any(line.author_id == user.pk and line.for_on == on for line in lines)
    return Coming(row, on, is_mine, lines, can_write_line=not is_mine and on is not None and not has_written)
