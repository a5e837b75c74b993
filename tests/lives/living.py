"""Random lives: people who write, move, pause, leave and link anew, hour by hour, through the product's own actions.

Four people live in a house; two and two are couples, and after an end they may be others. What a
person does in an hour is drawn; what the product refuses is refused, as on a page. Beside the rows
only the instants and zones of moves are kept (`Person.moves`): rows do not hold them.
"""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import Therapist, User
from checkins.actions.appreciations import appreciate, withdraw_appreciation
from checkins.actions.days import (
    Answers,
    dates_offered,
    delete_check_in,
    share_since,
    submit_check_in,
    withdraw_check_in,
    withhold_unopened,
    writing,
)
from checkins.models import Appreciation, CheckIn
from couples.access import standing_of
from couples.actions import spaces
from couples.models import Couple, Grant, Level, Partner
from home.actions import save_profile
from kit.refusals import Refusal
from kit.weeks import local_today
from repair.actions.openness import share_openness, withdraw_openness
from repair.models import Openness
from tests.factories import make_couple, make_grant, make_reminder, make_therapist, make_user

ZONES = (
    *("Pacific/Auckland", "Asia/Kolkata", "Europe/Vienna"),
    *("Africa/Casablanca", "America/New_York", "Pacific/Honolulu"),
)
MONDAY = date(2026, 9, 28)  # in these eight weeks clocks change in Auckland, Vienna and New York
ACTS_AN_HOUR = 0.14
HOUR = timedelta(hours=1)
DONE: Counter[str] = Counter()


@dataclass
class Person:
    """One person, and the zones they lived in: (from when, zone)."""

    user: User
    moves: list[tuple[datetime, str]] = field(default_factory=list)
    once_written: set[date] = field(default_factory=set)

    def zone_at(self, at: datetime) -> str:
        """Return the zone of an instant."""
        return next(zone for since, zone in reversed(self.moves) if since <= at)


@dataclass
class House:
    """Four people and a therapist, of whom two and two live as couples."""

    rng: Random
    people: list[Person]
    therapist: Therapist

    @classmethod
    def build(cls, seed: int, *, now: datetime) -> "House":
        """Make the people, each with a reminder of their own hour, nobody with anybody yet."""
        rng = Random(seed)
        people = []
        for _number in range(4):
            zone = rng.choice(ZONES)
            user = make_user(zone=zone, created_at=now)
            make_reminder(user=user, now=now)
            people.append(Person(user, [(now, zone)]))
        return cls(rng, people, make_therapist())

    def live(self, now: datetime) -> None:
        """Let everybody live for an hour that begins now."""
        for person in self.people:
            if self.rng.random() < ACTS_AN_HOUR:
                at = now + HOUR * self.rng.random()
                act = self.rng.choices([act for act, _weight in ACTS], [weight for _act, weight in ACTS])[0]
                with suppress(Refusal), transaction.atomic():
                    act(self, person, at.replace(microsecond=0))
                    DONE[act.__name__.strip("_")] += 1

    @staticmethod
    def done() -> dict[str, int]:
        """Return how often each thing was done."""
        return dict(DONE)

    def single(self) -> list[Person]:
        """Return who lives in no couple."""
        taken = set(
            Partner.objects.live().filter(user__in=[p.user for p in self.people]).values_list("user", flat=True)
        )
        return [person for person in self.people if person.user.pk not in taken]


def instant_of(week: int) -> datetime:
    """Return when a week of these lives begins, in UTC."""
    return datetime(MONDAY.year, MONDAY.month, MONDAY.day, tzinfo=UTC) + timedelta(weeks=week)


def partner_of(person: Person) -> Partner | None:
    """Return the person's part in a living couple."""
    return Partner.objects.live().filter(user=person.user).select_related("couple", "user").first()


def _write_day(house: House, person: Person, at: datetime) -> None:
    """Write today, mostly, or a day before; a second time is a change."""
    days = dates_offered(person.user, now=at)
    on = days[0] if house.rng.random() < 0.8 else house.rng.choice(days)
    present = CheckIn.objects.filter(author=person.user, local_date=on).first()
    with writing(person.user) as turn:
        submit_check_in(turn, on=on, answers=_answers(house.rng), now=at, seen=present.changed_at if present else None)
    person.once_written.add(on)


def _answers(rng: Random) -> Answers:
    if rng.random() < 0.08:
        return Answers({"hard_day": True, "safe": None, "close": None}, {"on_guard": None})
    shared: dict[str, Any] = {"hard_day": False, "safe": rng.randint(0, 10), "close": rng.randint(0, 10)}
    if rng.random() < 0.4:
        topic, heat = rng.choice(("money", "family", "time")), rng.choice(("no", "little", "yes"))
        shared |= {"hard_talk": True, "topic_key": topic, "escalated": heat}
    return Answers(shared, {"on_guard": rng.randint(0, 10)})


def _some_day(house: House, person: Person) -> CheckIn:
    days = list(CheckIn.objects.filter(author=person.user).order_by("-local_date")[:5])
    if not days:
        raise Refusal
    return house.rng.choice(days)


def _delete_day(house: House, person: Person, at: datetime) -> None:
    delete_check_in(_some_day(house, person), by=person.user, now=at)


def _take_back_day(house: House, person: Person, at: datetime) -> None:
    withdraw_check_in(_some_day(house, person), by=person.user, now=at)


def _appreciate(house: House, person: Person, at: datetime) -> None:
    appreciate(
        standing_of(person.user),
        deed="You made tea",
        shows="",
        with_the_week=house.rng.random() < 0.5,
        key=_key(house),
        now=at,
    )


def _take_back_appreciation(house: House, person: Person, at: datetime) -> None:
    for note in Appreciation.objects.filter(author=person.user, withdrawn_at=None).order_by("-written_at")[:1]:
        withdraw_appreciation(note, by=person.user, now=at)


def _be_open(house: House, person: Person, at: datetime) -> None:
    share_openness(person.user, words="I met her by chance.", key=_key(house), now=at)


def _take_back_openness(house: House, person: Person, at: datetime) -> None:
    for row in Openness.objects.filter(author=person.user, withdrawn_at=None).order_by("-shared_at")[:1]:
        withdraw_openness(row, by=person.user, now=at)


def _move(house: House, person: Person, at: datetime) -> None:
    zone = house.rng.choice(ZONES)
    user = person.user
    save_profile(user, name=user.name, zone=zone, language="en", now=at)
    person.moves.append((at, zone))


def _move_days(house: House, person: Person, at: datetime) -> None:
    if partner := partner_of(person):
        spaces.change_day_zone(partner, zone=house.rng.choice(ZONES), now=at)


def _pause(house: House, person: Person, at: datetime) -> None:
    if partner := partner_of(person):
        spaces.pause(partner, now=at)
        if house.rng.random() < 0.5:
            withhold_unopened(person.user, now=at)


def _resume(house: House, person: Person, at: datetime) -> None:
    partner = partner_of(person)
    if partner and (since := spaces.resume(partner, now=at)) and house.rng.random() < 0.5:
        share_since(person.user, since=since, now=at)


def _link(house: House, person: Person, at: datetime) -> None:
    others = [other for other in house.single() if other is not person]
    if others and person in house.single():
        make_couple(hurt=person.user, repairing=house.rng.choice(others).user, opened=False, joined_at=at)


def _open_space(house: House, person: Person, at: datetime) -> None:
    if partner := partner_of(person):
        spaces.open_space(partner, now=at)


def _leave(house: House, person: Person, at: datetime) -> None:
    if partner := partner_of(person):
        spaces.leave(partner, now=at)


def _give_therapist(house: House, person: Person, at: datetime) -> None:
    partner = partner_of(person)
    if partner is None or Grant.objects.filter(couple=partner.couple, ended_at=None).exists():
        return
    grant = make_grant(
        couple=partner.couple, therapist=house.therapist, levels=(Level.NUMBERS, Level.WORDS), active_at=at
    )
    Grant.objects.filter(pk=grant.pk).update(from_on=house.rng.choice([at.date(), MONDAY]))


def _key(house: House) -> UUID:
    return UUID(int=house.rng.getrandbits(128), version=4)


ACTS: tuple[tuple[Callable[[House, Person, datetime], None], float], ...] = (
    (_write_day, 60),
    (_delete_day, 2),
    (_take_back_day, 2),
    (_appreciate, 6),
    (_take_back_appreciation, 1),
    (_be_open, 3),
    (_take_back_openness, 1),
    (_move, 3),
    (_move_days, 1),
    (_pause, 2),
    (_resume, 5),
    (_link, 6),
    (_open_space, 12),
    (_leave, 0.7),
    (_give_therapist, 2),
)


def today_of(person: Person, at: datetime) -> date:
    """Return the person's date of an instant."""
    return local_today(at, person.zone_at(at))


def living_couples(houses: list[House]) -> list[Couple]:
    """Return the couples of these houses that live."""
    users = [person.user for house in houses for person in house.people]
    return list(Couple.objects.live().filter(partners__user__in=users).distinct().order_by("pk"))
