"""A couple as its therapist reads it."""

from datetime import datetime, timedelta

from accounts.models import Therapist
from couples.models import Consent, Couple, Grant
from tests.factories import make_couple, make_grant, make_user
from tests.trajectory.test_closing import write_days
from trajectory.weekly.closing import close_weeks


def make_couple_with_days(*, therapist: Therapist, now: datetime) -> Couple:
    """Make a couple with 60 days behind it, both at words, on guard given; Mara joined first, and is named first."""
    couple = make_couple(
        hurt=make_user(name="Mara"), repairing=make_user(name="Jonas"), joined_at=now - timedelta(days=90)
    )
    couple.partners.filter(user__name="Jonas").update(joined_at=now - timedelta(days=90) + timedelta(minutes=1))
    for seed, partner in enumerate(couple.partners.order_by("role")):
        write_days(partner.user, 60, until=now.date() - timedelta(days=1), couple=couple, seed=seed)
    close_weeks(now=now)
    make_grant(couple=couple, therapist=therapist, active_at=now - timedelta(days=70))
    Grant.objects.update(expires_at=now + timedelta(days=20))
    Consent.objects.update(gives_on_guard=True)
    return couple
