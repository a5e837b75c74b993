"""States that the database refuses whatever an action does."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from couples.models import Couple, Grant
from tests.factories import LONG_AGO, NOW, make_couple, make_grant, make_invitation, make_therapist, make_user

pytestmark = pytest.mark.django_db


def test_couple_has_one_grant_that_is_not_over() -> None:
    couple, other = make_couple(), make_couple()
    for open_one in (couple, other):
        make_grant(couple=open_one, therapist=make_therapist())
    make_grant(couple=couple, therapist=make_therapist(), ended_at=NOW)

    with pytest.raises(IntegrityError, match=r"one_open_grant_a_couple|couples_grant\.couple_id"):
        asked_again(couple)


def asked_again(couple: Couple) -> Grant:
    """Ask for a therapist beside the one there is."""
    return Grant.objects.create(
        couple=couple,
        invited_by=couple.partners.first().user,
        address="other@example.org",
        token_hash=b"other",
        invite_expires_at=NOW,
        created_at=LONG_AGO,
    )


def test_person_has_one_invitation_that_waits() -> None:
    inviter = make_user()
    make_invitation(inviter=inviter, cancelled_at=NOW)
    make_invitation(inviter=inviter, accepted_by=make_user(), accepted_at=NOW, confirmed_at=NOW)
    make_invitation(inviter=inviter, now=NOW - timedelta(days=9))
    make_invitation(inviter=make_user())

    with pytest.raises(IntegrityError, match=r"one_pending_invitation_an_inviter|couples_invitation\.inviter_id"):
        make_invitation(inviter=inviter)
