"""A person's answered days as their charts need them: numbers, without words and without whose they are."""

from datetime import date
from typing import Any, NamedTuple

from django.db.models import QuerySet

from accounts.models import User
from checkins.answers import PROMPTS, AnswerKind, Whose
from checkins.models import CheckIn
from kit.prepared import prepared

# Every rating of the weekly record, and of what is said with yes what the charts count.
IN_CHARTS = [prompt for prompt in PROMPTS if prompt.packed is not None and prompt.kind is AnswerKind.RATING] + [
    prompt for prompt in PROMPTS if prompt.name in ("hard_day", "rushed")
]
NAMES = [prompt.name for prompt in IN_CHARTS]
COLUMNS = ("local_date", *(f"own__{prompt.name}" if prompt.whose is Whose.OWN else prompt.name for prompt in IN_CHARTS))


class DrawnDay(NamedTuple):
    """One answered day. `said`: answers by name; ratings run from 0 to 10, None where the answer stayed open."""

    on: date
    said: dict[str, Any]

    @property
    def composite(self) -> float | None:
        """Return the mean of the three ratings, None without all of them."""
        if self.said["hard_day"] or self.said["on_guard"] is None:
            return None
        return composite(self.said["safe"], self.said["close"], self.said["on_guard"])


def drawn_day(on: date, *answers: Any) -> DrawnDay:
    """Return a day of the values of `COLUMNS`."""
    return DrawnDay(on, dict(zip(NAMES, answers, strict=True)))


def own_days(user: User, first: date, last: date) -> list[DrawnDay]:
    """Return a person's own answered days between two dates, oldest first, in one query."""
    return [drawn_day(*row) for row in _answered(user=user, first=first, last=last)]


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
def _rated(user: User, first: date, last: date) -> QuerySet[CheckIn, Any]:
    rated = _of_an_author(user, first, last).filter(hard_day=False, own__on_guard__isnull=False)
    return rated.values_list("local_date", "safe", "close", "own__on_guard")
