"""Hard dates, with what would help on them and the lines written before they come."""

from datetime import date, timedelta
from typing import Self
from uuid import uuid4

from django.db import models
from django.db.models import Q

from accounts.models import User
from couples.models import Couple
from kit.encryption import EncryptedTextField
from kit.paging import Place, behind
from repair.models.sharing import SharedQuerySet, open_to

LONGEST_NOTICE_DAYS = 30


class HardDateQuerySet(SharedQuerySet["HardDate"]):
    """Reads of hard dates. What was taken back is its author's alone."""

    def visible_to(self, user: User) -> Self:
        """Keep the person's own, and what the partner shared and did not take back."""
        return self.filter(Q(author=user) | open_to(user) & Q(withdrawn_at=None)).select_related("author")

    def standing(self) -> Self:
        """Keep those that nobody took back."""
        return self.filter(withdrawn_at=None)

    def coming(self, on: date) -> Self:
        """Keep those that come on this date, later, or every year."""
        return self.filter(Q(yearly=True) | Q(falls_on__gte=on)).order_by("falls_on", "pk")

    def been(self, on: date, *, before: Place | None = None) -> Self:
        """Keep those that do not come any more, the newest first; with a place, those that stand behind it."""
        rows = self.filter(yearly=False, falls_on__lt=on).order_by("-falls_on", "-pk")
        return rows.filter(behind("falls_on", before)) if before else rows

    def gone_by(self, on: date) -> Self:
        """Keep the yearly ones whose next time lies before this date."""
        return self.standing().filter(yearly=True, comes_on__lt=on)

    def falling_on(self, on: date) -> Self:
        """Keep those that come on this date."""
        return self.standing().filter(comes_on=on)

    def near(self, on: date) -> Self:
        """Keep those whose days of notice this date is one of, their own date included."""
        return self.standing().filter(near_from__lte=on, comes_on__gte=on)

    def to_tell(self, on: date) -> Self:
        """Keep shared ones of living couples whose heads-up is due by this date."""
        return self.standing().filter(heads_up_on__lte=on, couple__ended_at=None, couple__isnull=False)


class HardDate(models.Model):
    """A date that may be hard, what would help, and how long before the other gets a heads-up.

    Read by its author; by the partner while it carries the couple; by the therapist at words. Shared with
    somebody earlier, it can be shared anew. `comes_on` is the next time it comes and `near_from` when its days
    of notice begin; the hourly job moves both on once a date has gone by everywhere. `heads_up_on`: the date
    of the next heads-up, empty where none is to come.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    author = models.ForeignKey(User, models.CASCADE, related_name="hard_dates")
    couple = models.ForeignKey(Couple, models.SET_NULL, null=True, related_name="hard_dates")
    falls_on = models.DateField()
    yearly = models.BooleanField(default=False)
    name = EncryptedTextField(owner="author")
    helps = EncryptedTextField(owner="author")
    notice_days = models.PositiveSmallIntegerField()
    comes_on = models.DateField(null=True)
    near_from = models.DateField(null=True)
    heads_up_on = models.DateField(null=True)
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    objects = HardDateQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["heads_up_on"], name="heads_up_order")]
        constraints = [
            models.CheckConstraint(condition=Q(notice_days__lte=LONGEST_NOTICE_DAYS), name="notice_within_a_month"),
        ]

    def __str__(self) -> str:
        return f"hard date {self.pk}"

    def next_on(self, day: date) -> date | None:
        """Return the first time it comes on this day or later; a 29 February comes on the 28th where there is none."""
        if not self.yearly or self.falls_on >= day:
            return self.falls_on if self.falls_on >= day else None
        this_year = in_year(self.falls_on, day.year)
        return this_year if this_year >= day else in_year(self.falls_on, day.year + 1)

    def turn_to(self, day: date) -> None:
        """Set the next time it comes on this day or later, of one that comes once its date."""
        coming = self.next_on(day) if self.yearly else self.falls_on
        if coming:
            self.comes_on, self.near_from = coming, self.noticed_on(coming)

    def noticed_on(self, day: date) -> date:
        """Return when the heads-up for one of its dates goes."""
        return day - timedelta(days=self.notice_days)


def in_year(on: date, year: int) -> date:
    """Return the same date in another year, the 28th for a 29 February that is not there."""
    try:
        return on.replace(year=year)
    except ValueError:
        return on.replace(year=year, day=28)


class HardDateLineQuerySet(SharedQuerySet["HardDateLine"]):
    """Reads of lines written beforehand."""

    def visible_to(self, user: User) -> Self:
        """Keep one's own, and the partner's on dates that still stand."""
        return self.filter(Q(author=user) | open_to(user)).select_related("author")

    def written_for(self, dates: list[HardDate]) -> Self:
        """Keep those for these dates, the newest first."""
        return self.filter(hard_date__in=dates).order_by("-for_on", "-written_at")


class HardDateLine(models.Model):
    """A line the other wrote before the date came. Read by both partners; by the therapist at words."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    hard_date = models.ForeignKey(HardDate, models.CASCADE, related_name="lines")
    author = models.ForeignKey(User, models.CASCADE, related_name="+")
    couple = models.ForeignKey(Couple, models.SET_NULL, null=True, related_name="+")
    for_on = models.DateField()
    words = EncryptedTextField(owner="author")
    written_at = models.DateTimeField()

    objects = HardDateLineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hard_date", "couple", "author", "for_on"], name="one_line_a_date"),
        ]

    def __str__(self) -> str:
        return f"hard date line {self.pk}"
