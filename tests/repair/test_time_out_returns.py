"""What "I'm back" says, and to whom, when a pause lies between."""

from datetime import timedelta
from uuid import uuid4

import pytest

from couples.access import standing_of
from home.actions import pause_sharing, resume_sharing
from repair.actions.time_outs import call_time_out, say_back
from repair.pages.time_outs import time_outs_page
from tests.factories import NOW
from tests.repair.rows import make_pair

pytestmark = pytest.mark.django_db


def test_back_said_in_a_pause_is_said_again_to_both_afterwards() -> None:
    hurt, repairing, _couple = make_pair()
    time_out = call_time_out(repairing, length=timedelta(hours=1), key=uuid4(), now=NOW)
    pause_sharing(hurt, now=NOW + timedelta(minutes=5))
    say_back(time_out, by=hurt, now=NOW + timedelta(minutes=20))
    resume_sharing(hurt, share_meanwhile=False, now=NOW + timedelta(minutes=30))
    [card] = time_outs_page(standing_of(hurt), before=None, now=NOW + timedelta(minutes=31)).cards
    may_say_it = not card.is_back
    say_back(time_out, by=hurt, now=NOW + timedelta(minutes=32))

    both = say_back(time_out, by=repairing, now=NOW + timedelta(minutes=40))

    time_out.refresh_from_db()
    assert (may_say_it, both, time_out.is_kept) == (True, True, True)
