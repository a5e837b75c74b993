"""The hours at which made-up people write."""

from datetime import date, datetime, time, timedelta

from couples.models import Partner
from kit.weeks import instant

WRITTEN_AT = time(21, 10)
EVENING = time(20, 10)
REPORTED_AT = time(20, 40)
ANSWERED_AT = time(21, 30)


def evening(first: date, index: int, partner: Partner) -> datetime:
    """Return the evening `index` days after the first one, where the partner lives."""
    return instant(first + timedelta(days=index), EVENING, partner.user.zone)
