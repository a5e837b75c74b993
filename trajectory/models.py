"""Weekly rows: what a person's own week says, and what a couple may read together.

Rows are only ever added. When the input of a week changes, a row with the next version
becomes the current one. Beside them the monthly self-check.
"""

from datetime import date
from typing import cast
from uuid import uuid4

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from couples.models import Couple, Partner
from kit import lookups  # noqa: F401  registers `__among`
from trajectory.records import ReadingRecord, RecordField, SummaryRecord, in_todays_shape

IS_A_MONDAY = Q(week__iso_week_day=1)


class WeeklyRow(models.Model):
    """What both kinds of weekly row have in common; `week` is a Monday.

    `record` is as it was written (`trajectory.records`); read it by `says`.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    week = models.DateField()
    version = models.PositiveSmallIntegerField(default=1)
    is_current = models.BooleanField(default=True)
    record = RecordField()
    input_hash = models.BinaryField(max_length=16)
    engine_version = models.CharField(max_length=12)
    computed_at = models.DateTimeField()

    class Meta:
        abstract = True

    @property
    def is_updated(self) -> bool:
        """Say whether an earlier version of this week was there to read."""
        return self.version > 1


class WeeklyReadingQuerySet(models.QuerySet["WeeklyReading"]):
    """Reads of one person's weeks."""

    def visible_to(self, user: User) -> "WeeklyReadingQuerySet":
        """Keep the person's own."""
        return self.filter(author=user)

    def current(self) -> "WeeklyReadingQuerySet":
        """Keep the version that counts of each week."""
        return self.filter(is_current=True)


class WeeklyReading(WeeklyRow):
    """One person's week, made of all their own rows.

    Read by that person; never by the partner. A therapist reads it at that person's level where
    the days of its week are shared, which is asked when a page is drawn (`therapy.weeks`).
    `steps` is what the looks of this week leave for the next.
    """

    # The unique keys begin with it: one index less to keep.
    author = models.ForeignKey(User, models.CASCADE, related_name="weekly_readings", db_index=False)
    steps = models.CharField(max_length=120, blank=True)

    objects = WeeklyReadingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "week", "version"], name="one_reading_a_version"),
            models.UniqueConstraint(
                fields=["author", "week"], condition=Q(is_current=True), name="one_current_reading_a_week"
            ),
            models.CheckConstraint(condition=IS_A_MONDAY, name="reading_begins_on_a_monday"),
        ]

    def __str__(self) -> str:
        return f"weekly reading {self.pk}"

    @property
    def says(self) -> ReadingRecord:
        """Return what the week says, in today's shape."""
        return cast(ReadingRecord, in_todays_shape(self.record, self.engine_version))


class WeeklySummaryQuerySet(models.QuerySet["WeeklySummary"]):
    """Reads of what two people may read about their week."""

    def of_week(self, week: date) -> "WeeklySummaryQuerySet":
        """Keep one week."""
        return self.filter(week=week)

    def visible_to(self, user: User) -> "WeeklySummaryQuerySet":
        """Keep those of the person's living couple while it is open to both."""
        return self.filter(couple__in=shared_couples().filter(partners__user=user))

    def current(self) -> "WeeklySummaryQuerySet":
        """Keep the version that counts of each week."""
        return self.filter(is_current=True)


def shared_couples() -> models.QuerySet[Couple]:
    """Return the couples about whom something may be said: living, and open to both.

    A pause is not asked about: it holds back new rows, and what stands stays as it was.
    """
    closed = Partner.objects.filter(couple=OuterRef("pk"), opened_at=None)
    return Couple.objects.live().filter(~Exists(closed))


class WeeklySummary(WeeklyRow):
    """A couple's week, made of opened rows alone: what both may read.

    Read by both partners while the space is open to both; by a therapist at the lower of
    the two levels.
    """

    # The unique keys begin with it: one index less to keep.
    couple = models.ForeignKey(Couple, models.CASCADE, related_name="weekly_summaries", db_index=False)

    objects = WeeklySummaryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "weekly summaries"
        constraints = [
            models.UniqueConstraint(fields=["couple", "week", "version"], name="one_summary_a_version"),
            models.UniqueConstraint(
                fields=["couple", "week"], condition=Q(is_current=True), name="one_current_summary_a_week"
            ),
            models.CheckConstraint(condition=IS_A_MONDAY, name="summary_begins_on_a_monday"),
        ]

    def __str__(self) -> str:
        return f"weekly summary {self.pk}"

    @property
    def says(self) -> SummaryRecord:
        """Return what the week says, in today's shape."""
        return cast(SummaryRecord, in_todays_shape(self.record, self.engine_version))


class UnclosedWeek(models.Model):
    """A week that could not be closed for one owner: id, week and kind of exception, no content.

    Read by staff. It goes away when the week is closed after all.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    owner_id = models.UUIDField()
    week = models.DateField()
    problem = models.CharField(max_length=80)
    happened_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner_id", "week"], name="one_unclosed_row_a_week")]

    def __str__(self) -> str:
        return f"unclosed week {self.pk}"


class WordsAboutMeQuerySet(models.QuerySet["WordsAboutMe"]):
    """Reads of the switch."""

    def visible_to(self, user: User) -> "WordsAboutMeQuerySet":
        """Keep the person's own."""
        return self.filter(author=user)


class WordsAboutMe(models.Model):
    """Whether words about a person may reach the partner; off until its author turns it on.

    Read by its author alone. It counts for weeks that close after `since`.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    author = models.OneToOneField(User, models.CASCADE, related_name="words_about_me")
    is_on = models.BooleanField(default=False)
    since = models.DateTimeField()

    objects = WordsAboutMeQuerySet.as_manager()

    def __str__(self) -> str:
        return f"words about me {self.pk}"


class RepairFelt(models.TextChoices):
    """Where the repair stands for its author alone."""

    UNSAID = "", _("no answer")
    BEGUN = "begun", _("only begun")
    UNDER_WAY = "under_way", _("under way")
    FINISHED = "finished", _("finished")


STATEMENTS = ("safer", "calmer", "less_defence", "followed", "closer", "same_things")


class SelfCheckQuerySet(models.QuerySet["SelfCheck"]):
    """Reads of monthly self-checks."""

    def visible_to(self, user: User) -> "SelfCheckQuerySet":
        """Keep the person's own."""
        return self.filter(author=user)

    def of_month(self, on: date) -> "SelfCheckQuerySet":
        """Keep the month of a date."""
        return self.filter(month=on.replace(day=1))


class SelfCheck(models.Model):
    """One person's monthly answers, 0 to 10 each, and where the repair stands for them.

    Read by its author; by the therapist of `couple` at numbers, without `repair`; by the
    partner never. `month` is the first of a month.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    author = models.ForeignKey(User, models.CASCADE, related_name="self_checks")
    couple = models.ForeignKey(Couple, models.SET_NULL, null=True, related_name="self_checks")
    month = models.DateField()
    answered_at = models.DateTimeField()
    safer = models.PositiveSmallIntegerField(null=True)
    calmer = models.PositiveSmallIntegerField(null=True)
    less_defence = models.PositiveSmallIntegerField(null=True)
    followed = models.PositiveSmallIntegerField(null=True)
    closer = models.PositiveSmallIntegerField(null=True)
    same_things = models.PositiveSmallIntegerField(null=True)
    repair = models.CharField(max_length=9, choices=RepairFelt.choices, blank=True)

    objects = SelfCheckQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "month"], name="one_self_check_a_month"),
            models.CheckConstraint(condition=Q(month__day=1), name="self_check_names_a_first"),
            *(
                models.CheckConstraint(
                    condition=Q(**{name: None}) | Q(**{f"{name}__gte": 0, f"{name}__lte": 10}),
                    name=f"{name}_in_scale",
                )
                for name in STATEMENTS
            ),
        ]

    def __str__(self) -> str:
        return f"self-check {self.pk}"
