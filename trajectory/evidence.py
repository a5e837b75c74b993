"""Counts of a couple beside the check-ins: appreciations, and what the repair room adds.

Everything here is made of rows that both may read.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count

from checkins.models import Appreciation, CheckIn
from trustrebuild.weeks import week_of


@dataclass(frozen=True)
class Evidence:
    """What couples share beside ratings, by couple and week (a Monday).

    `older_days`: shared check-ins before the dates that were read.
    """

    appreciations: dict[UUID, Counter[date]] = field(default_factory=dict)
    older_days: dict[UUID, int] = field(default_factory=dict)

    def in_week(self, couple: UUID, week: date) -> int:
        """Return the appreciations delivered that were written in one week."""
        return self.appreciations.get(couple, Counter())[week]

    def until(self, couple: UUID, week: date) -> int:
        """Return all of them up to the end of a week."""
        weeks = self.appreciations.get(couple, Counter())
        return sum(count for on, count in weeks.items() if on <= week)


def read_evidence(couples: Sequence[UUID], *, before: date, now: datetime) -> Evidence:
    """Read what these couples share, in one query for each table."""
    evidence = Evidence()
    delivered = Appreciation.objects.filter(couple__in=couples, delivered_at__lte=now, withdrawn_at=None)
    for couple, on, count in delivered.values_list("couple", "written_on").annotate(count=Count("pk")).order_by():
        evidence.appreciations.setdefault(couple, Counter())[week_of(on)] += count
    older = CheckIn.objects.filter(couple__in=couples, local_date__lt=before, opens_at__lte=now)
    evidence.older_days.update(older.values_list("couple").annotate(count=Count("pk")).order_by())
    return evidence


def sunday_of(week: date) -> date:
    """Return the last date of a week."""
    return week + timedelta(days=6)
