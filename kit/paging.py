"""Pages of long lists, found by the last row of the page before; an address that makes no sense gives the first page."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

LATER = 40
CARDS = 12  # of rows with all their words; twenty of them took twice the time of one
FIRST_DAY, LAST_DAY = date.min, date.max
Row = TypeVar("Row")
Stored = TypeVar("Stored", bound=Model)
Instant = tuple[datetime, UUID]  # a row's instant, and its id
Place = tuple[date, UUID]  # a row's date or instant, and its id: two rows of one instant are two places
LAST_PK = UUID(int=2**128 - 1)
NO_END = datetime(9999, 12, 31, tzinfo=UTC), LAST_PK  # first pages begin here: one prepared read serves every page


def page_of(rows: list[Row], *, size: int) -> tuple[list[Row], bool]:
    """Return the first `size` of at most one row more, and whether there was that one."""
    return rows[:size], len(rows) > size


def behind(field: str, place: Place) -> Q:
    """Return the condition that a row follows a place in a list: the newest date or instant first, then the higher id."""
    at, pk = place
    return Q(**{f"{field}__lte": at}) & (Q(**{f"{field}__lt": at}) | Q(pk__lt=pk))


def newest(rows: QuerySet[Model, Row], *, size: int) -> tuple[list[Row], bool]:
    """Return the first `size` rows, and whether more follow."""
    return page_of(list(rows[: size + 1]), size=size)


def with_those_of(rows: list[Stored], others: Iterable[Row], key: str) -> list[tuple[Stored, list[Row]]]:
    """Return each row with those of the others that point at it by `key`, both in their order."""
    by_row: dict[UUID, list[Row]] = defaultdict(list)
    for other in others:
        by_row[getattr(other, key)].append(other)
    return [(row, by_row[row.pk]) for row in rows]


def day_before(request: HttpRequest) -> date | None:
    """Return the date after `?before=`, or None."""
    try:
        return date.fromisoformat(request.GET.get("before", ""))
    except ValueError:
        return None


def place_before(request: HttpRequest) -> Place | None:
    """Return the date and row after `?before=2026-03-18:…`, or None."""
    on, _colon, pk = request.GET.get("before", "").partition(":")
    try:
        return date.fromisoformat(on), UUID(pk)
    except ValueError:
        return None


def row_before(
    request: HttpRequest, rows: Callable[[Any], QuerySet[Model]], field: str, *, name: str = "before"
) -> Instant | None:
    """Return the place of the row that `?before=` names among those its reader may read, or None.

    The address names the row: the instant itself would tell the minute in which the other wrote it.
    """
    try:
        pk = UUID(request.GET.get(name, ""))
    except ValueError:
        return None
    return rows(request.user).filter(pk=pk, **{f"{field}__isnull": False}).values_list(field, "pk").first()
