"""Sharing again while the other leaves: on real connections."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, connections, transaction

from accounts.models import User
from checkins.models import CheckIn
from home.actions import leave_couple, pause_sharing, resume_sharing
from repair.actions.openness import share_openness
from repair.models import Openness
from tests.checkins.days import pair, submit
from tests.checkins.test_races import until_somebody_waits
from tests.factories import NOW

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time"),
]


def resume_elsewhere(user: User) -> None:
    """Share again, with what was written meanwhile, on a connection of its own."""
    try:
        resume_sharing(user, share_meanwhile=True, now=NOW)
    finally:
        connections.close_all()


def test_nothing_is_shared_with_a_couple_that_ended_during_the_wait() -> None:
    hurt, repairing, _couple = pair()
    pause_sharing(hurt, now=NOW - timedelta(hours=1))
    submit(hurt)
    share_openness(hurt, words="She wrote to me.", key=uuid4(), now=NOW)

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            leave_couple(repairing, now=NOW)
            resumed = pool.submit(resume_elsewhere, hurt)
            until_somebody_waits()
        resumed.result()

    assert (CheckIn.objects.get().couple, Openness.objects.get().couple) == (None, None)
