"""Pages of long lists by what stands last on them; an address that makes no sense is the first page."""

from datetime import UTC, date, datetime

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.dateparse import parse_datetime

LATER = 40
FIRST_DAY, LAST_DAY = date.min, date.max
NO_END = datetime(9999, 12, 31, tzinfo=UTC)  # the first page begins here, so that one prepared read serves every page


def page_of(rows: list, *, size: int) -> tuple[list, bool]:
    """Return the first `size` of at most one row more, and whether there was that one."""
    return rows[:size], len(rows) > size


def newest(rows: QuerySet, *, size: int) -> tuple[list, bool]:
    """Return the first `size` rows, and whether more follow."""
    return page_of(list(rows[: size + 1]), size=size)


def day_before(request: HttpRequest) -> date | None:
    """Return the date after `?before=`, or None."""
    try:
        return date.fromisoformat(request.GET.get("before", ""))
    except ValueError:
        return None


def instant_before(request: HttpRequest) -> datetime | None:
    """Return the aware instant after `?before=`, or None; one before the calendar begins is none."""
    try:
        before = parse_datetime(request.GET.get("before", ""))
        return before.astimezone(UTC) if before and before.tzinfo else None
    except (ValueError, OverflowError):
        return None
