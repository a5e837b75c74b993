"""A person's answered days as their charts need them: numbers, without words and without whose they are."""

from datetime import date
from typing import Any, NamedTuple

from django.db.models import DateField, QuerySet, UUIDField

from accounts.models import User
from checkins.models import CheckIn
from trustrebuild.prepared import Prepared, Slot


class Day(NamedTuple):
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
        return (self.safe + self.close + 10 - self.on_guard) / 3


COLUMNS = ("local_date", "hard_day", "safe", "close", "calm", "heard", "defended", "own__on_guard", "own__rushed")


def own_days(user: User, first: date, last: date) -> list[Day]:
    """Return a person's own answered days between two dates, oldest first, in one query."""
    return [Day(*row) for row in _days_of(user=user.pk, first=first, last=last)]


def _of_an_author(user: Slot, first: Slot, last: Slot) -> QuerySet[CheckIn, Any]:
    days = CheckIn.objects.filter(author=user, local_date__gte=first, local_date__lte=last)
    return days.order_by("local_date").values_list(*COLUMNS)


_days_of = Prepared(_of_an_author, user=UUIDField(), first=DateField(), last=DateField())
