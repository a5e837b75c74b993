"""Nothing that a person reads, and no moment at which it changes, tells where the other one is (ruling 33)."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction

from accounts.models import User
from checkins.actions import appreciate
from couples.access import standing_of
from home.actions import save_profile
from kit.weeks import DAY
from tests.checkins.days import submit
from tests.factories import LONG_AGO, make_couple, make_user
from tests.silence import ROOMS, differences, pages_of, put_clock
from trajectory.weekly.closing import close_weeks

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL's clock can be held still"),
]
HOME = "Europe/Vienna"
JOURNEY = (HOME, "Pacific/Kiritimati", "Asia/Kolkata", "America/New_York", "Pacific/Pago_Pago", "Pacific/Auckland")
SUNDAY = date(2026, 3, 15)
NOON = datetime(2026, 3, 15, 12, tzinfo=UTC)
CLOSES = datetime(2026, 3, 16, 2, tzinfo=UTC)  # Monday 03:00 in Vienna
MINUTE = timedelta(minutes=1)
INSTANTS = (NOON + 10 * MINUTE, CLOSES - MINUTE, CLOSES)
WORDS = "beth came home on time"


@pytest.fixture
def two() -> tuple[User, User]:
    """Make Anna, who stays at home and answers some days, and Beth, who answered the week before."""
    anna, beth = (make_user(name=name, zone=HOME, created_at=LONG_AGO) for name in ("Anna", "Beth"))
    make_couple(hurt=anna, repairing=beth)
    for back in range(4, 9):
        for person in (anna, beth):
            submit(person, on=SUNDAY - back * DAY, now=NOON - back * DAY)
    for back in (3, 1):
        submit(anna, on=SUNDAY - back * DAY, now=NOON - back * DAY)
    return anna, beth


def live(beth: User, zones: tuple[str, str]) -> None:
    """Let Beth write, fill in and change in one zone, move to the other, and do so there."""
    for step, zone in enumerate(zones):
        now = NOON + 2 * (step - 1) * DAY
        move(beth, zone, now=now - MINUTE)
        submit(beth, on=now.date() - DAY, now=now, words_for_us="filled in")
        first = submit(beth, on=now.date(), now=now, words_for_us="a first try")
        submit(beth, on=now.date(), now=now + MINUTE, seen=first.changed_at, words_for_us=WORDS)
        for with_the_week in (True, False):
            said = {"deed": f"tea {step}", "shows": "", "with_the_week": with_the_week}
            appreciate(standing_of(beth), key=uuid4(), now=now + MINUTE, **said)


def move(person: User, zone: str, *, now: datetime) -> None:
    save_profile(person, name=person.name, zone=zone, language="en", now=now)


def what_anna_reads(anna: User, beth: User, zones: tuple[str, str]) -> list[dict[str, bytes]]:
    """Return Anna's pages at each instant, in a life that is then forgotten."""
    found = []
    days = [f"/check-ins/{SUNDAY - back * DAY}/" for back in range(4)]
    with transaction.atomic():
        live(beth, zones)
        for now in INSTANTS:
            if now == CLOSES:
                close_weeks(now=now)
            put_clock(now)
            found.append(pages_of(anna, [*ROOMS, *days]))
        transaction.set_rollback(True)
    beth.zone = HOME
    return found


@pytest.mark.parametrize("leg", range(1, len(JOURNEY)), ids=JOURNEY[1:])
def test_a_journey_of_the_other_changes_no_byte_and_no_moment_of_one_s_pages(two: tuple[User, User], leg: int) -> None:
    anna, beth = two

    at_home = what_anna_reads(anna, beth, (HOME, HOME))
    on_the_way = what_anna_reads(anna, beth, (JOURNEY[leg - 1], JOURNEY[leg]))

    assert [differences(*pair) for pair in zip(at_home, on_the_way, strict=True)] == [[], [], []]
    assert [WORDS.encode() in pages[f"/check-ins/{SUNDAY}/"] for pages in on_the_way] == [False, False, True]
