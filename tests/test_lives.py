"""Two weeks of random lives, as `dev.py drill lives` has them for many and for longer."""

from itertools import chain

import pytest

from tests.lives import counting
from tests.lives.living import HOUR, House, instant_of, living_couples
from trajectory.weekly.closing import close_weeks

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seed", [1, 2])
def test_what_is_read_and_counted_is_what_the_rows_say(seed: int) -> None:
    start = instant_of(0)
    houses, wrong = [House.build(seed, now=start)], []
    people = [person for house in houses for person in house.people]

    for hour in range(15 * 24):
        now = start + hour * HOUR
        for house in houses:
            house.live(now)
        if hour % 24 == seed:
            wrong += chain.from_iterable(counting.wrong_readings(person, now) for person in people)
            close_weeks(now=now)
    now += 2 * HOUR
    close_weeks(now=now)
    for person in people:
        wrong += [*counting.wrong_weeks(person, now), *counting.wrong_pack(person)]
    wrong += chain.from_iterable(counting.wrong_summaries(couple, now) for couple in living_couples(houses))

    assert wrong == []
