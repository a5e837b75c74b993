"""A part of `dev.py drill silence`: what one does in private changes no byte of the other's rooms."""

import pytest
from django.db import connection, transaction

from accounts.models import User
from checkins.models import CheckIn
from kit.clock import database_now
from tests.private_acts import SEALED, SILENT
from tests.silence import differences, pages_of, put_clock
from tests.world import World, build_world

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL's clock can be held still"),
]


@pytest.fixture
def world() -> World:
    """Make the fullest state, on a day that neither of the two has written."""
    now = database_now()
    world = build_world(now=now)
    CheckIn.objects.filter(couple=world.couple, local_date__gte=now.date()).delete()
    return world


def test_what_one_does_in_private_changes_no_byte_of_the_other_s_rooms(world: World) -> None:
    now, loud = database_now(), []
    with transaction.atomic():
        put_clock(now)
        before = pages_of(world.people["repairing"])

    for name, act in {**SILENT, **SEALED}.items():
        with transaction.atomic():
            put_clock(now)
            act(User.objects.get(pk=world.people["hurt"].pk), now)
            loud += [f"{name}: {page}" for page in differences(before, pages_of(world.people["repairing"]))]
            transaction.set_rollback(True)

    assert loud == []
