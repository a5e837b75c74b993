"""A person's answered days as their charts need them: numbers, without words and without whose they are."""

from datetime import date
from typing import Any, NamedTuple

from django.db.models import QuerySet

from accounts.models import User
from checkins.models import CheckIn
from kit.prepared import prepared


class DrawnDay(NamedTuple):
    """One answered day. Ratings run from 0 to 10; None where the answer stayed open."""

    on: date
    is_hard: bool
    safe: int | None
    close: int | None
    calm: int | None
    heard: int | None
    defended: int | None
    on_guard: int | None
    rushed: bool | None

    @property
    def composite(self) -> float | None:
        """Return the mean of the three ratings, None without all of them."""
        if self.is_hard or self.on_guard is None:
            return None
        return composite(self.safe, self.close, self.on_guard)


COLUMNS = ("local_date", "hard_day", "safe", "close", "calm", "heard", "defended", "own__on_guard", "own__rushed")


def own_days(user: User, first: date, last: date) -> list[DrawnDay]:
    """Return a person's own answered days between two dates, oldest first, in one query."""
    return [DrawnDay(*row) for row in _answered(user=user, first=first, last=last)]


def own_composite(user: User, first: date, last: date) -> list[tuple[date, float]]:
    """Return the composite of a person's own days that have one, oldest first: half of the columns of `own_days`."""
    rows = _rated(user=user, first=first, last=last)
    return [(on, composite(safe, close, on_guard)) for on, safe, close, on_guard in rows]


def composite(safe: int, close: int, on_guard: int) -> float:
    """Return the mean of the three ratings, on guard reversed."""
    return (safe + close + 10 - on_guard) / 3


def _of_an_author(user: User, first: date, last: date) -> QuerySet[CheckIn]:
    days = CheckIn.objects.filter(author=user, local_date__gte=first, local_date__lte=last)
    return days.order_by("local_date")


@prepared
def _answered(user: User, first: date, last: date) -> QuerySet[CheckIn, Any]:
    return _of_an_author(user, first, last).values_list(*COLUMNS)


@prepared
def _rated(user: User, first: date, last: date) -> QuerySet[CheckIn, tuple[date, int, int, int]]:
    rated = _of_an_author(user, first, last).filter(hard_day=False, own__on_guard__isnull=False)
    return rated.values_list("local_date", "safe", "close", "own__on_guard")
