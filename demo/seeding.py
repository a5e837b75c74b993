"""Made-up couples for the demo, the benches and the tests; never on a database of real people."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from uuid import uuid4

import numpy as np
from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.models import Therapist, User
from couples.models import Consent, Couple, Grant, Level, Partner, Role, first_day_zones, whose_zone
from demo.days import write_appreciations, write_days
from demo.lives import draw_life
from demo.people import ADMIN, FIRST_COUPLE, FIRST_NAMES, PASSWORD, SECOND_COUPLE, THERAPIST, ZONE, ZONES, MadeUpPerson
from demo.repair_room import write_repaired, write_told_and_kept
from kit.weeks import DAY, instant, local_today, week_of
from notices.actions import start_clock

DEMO_WEEKS = 26
DEMO_COUPLES_AT_THERAPIST = 20


def seed_demo(*, now: datetime) -> None:
    """Make the demo's people, and half a year of their days up to yesterday."""
    rng = np.random.default_rng(20260323)
    with transaction.atomic():
        therapist = Therapist.objects.create(
            user=_sign_in(THERAPIST, now),
            licence="Demo licence 1",
            created_at=now,
            verified_at=now,
        )
        admin = _sign_in(ADMIN, now)
        admin.is_staff = admin.is_superuser = True
        admin.save()
        for couple, seen_by in ((FIRST_COUPLE, therapist), (SECOND_COUPLE, None)):
            people = [_sign_in(person, now) for person in couple]
            make_lived_couple(rng, people, weeks=DEMO_WEEKS, now=now, therapist=seen_by)
        for people in _strangers(rng, DEMO_COUPLES_AT_THERAPIST - 1, now):
            make_lived_couple(rng, people, weeks=DEMO_WEEKS, now=now, therapist=therapist)


def seed_couples(*, couples: int, weeks: int, seed: int, now: datetime) -> int:
    """Make couples that nobody can sign in as, with `weeks` weeks of days each; return how many."""
    rng = np.random.default_rng(seed)
    with transaction.atomic():
        for people in _strangers(rng, couples, now):
            make_lived_couple(rng, people, weeks=weeks, now=now, therapist=None)
    return couples


def _strangers(rng: np.random.Generator, couples: int, now: datetime) -> Iterator[list[User]]:
    for number in range(couples):
        zone = ZONES[int(rng.integers(len(ZONES)))]
        names = rng.choice(FIRST_NAMES, size=2, replace=False)
        yield [make_person(f"{uuid4().hex[:12]}-{number}@example.org", str(name), zone, now) for name in names]


def _sign_in(person: MadeUpPerson, now: datetime) -> User:
    return make_person(person.address, person.name, ZONE, now, password=PASSWORD)


def make_person(email: str, name: str, zone: str, now: datetime, *, password: str | None = None) -> User:
    """Make somebody with a confirmed address; without a password nobody can sign in as them."""
    user = User.objects.create_user(email, password, name=name, zone=zone)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    start_clock(user, now=now)
    return user


def make_lived_couple(
    rng: np.random.Generator, people: list[User], *, weeks: int, now: datetime, therapist: Therapist | None
) -> Couple:
    """Make a couple whose days begin on a Monday and run to yesterday."""
    yesterday = min(local_today(now, user.zone) for user in people) - DAY
    first = week_of(yesterday) - timedelta(weeks=weeks - 1)
    joined_at = instant(first, time(9), people[0].zone)
    zone = people[whose_zone([user.zone for user in people], now=joined_at)].zone
    couple = Couple.objects.create(created_at=joined_at, day_zones=first_day_zones(zone, now=joined_at).spelled())
    User.objects.filter(pk__in=[user.pk for user in people]).update(created_at=joined_at)
    partners = [
        _partner(couple, user, role, joined_at) for user, role in zip(people, (Role.HURT, Role.REPAIRING), strict=True)
    ]
    if therapist:
        _grant(rng, couple, partners, therapist, first, now)
    days = (yesterday - first).days + 1
    gains = rng.choice([-1.5, 0.0, 0.5, 1.5, 2.5, 3.5], p=[0.08, 0.22, 0.2, 0.2, 0.2, 0.1], size=2)
    lives = [
        draw_life(rng, days=days, start=float(start), gain=float(gain))
        for start, gain in zip(rng.uniform(3.0, 5.0, size=2), gains, strict=True)
    ]
    write_days(rng, couple, partners, lives, first)
    write_appreciations(rng, couple, partners, first, days)
    write_told_and_kept(rng.spawn(1)[0], couple, partners, first, days)
    write_repaired(rng.spawn(1)[0], couple, partners, first, days)
    return couple


def _partner(couple: Couple, user: User, role: Role, joined_at: datetime) -> Partner:
    return Partner.objects.create(
        couple=couple, user=user, role=role, role_since=joined_at, joined_at=joined_at, opened_at=joined_at
    )


def _grant(
    rng: np.random.Generator,
    couple: Couple,
    partners: list[Partner],
    therapist: Therapist,
    first: date,
    now: datetime,
) -> None:
    grant = Grant.objects.create(
        couple=couple,
        invited_by=partners[0].user,
        address=therapist.user.email,
        token_hash=rng.bytes(32),
        invite_expires_at=partners[0].joined_at + timedelta(hours=72),
        therapist=therapist,
        created_at=partners[0].joined_at,
        accepted_at=partners[0].joined_at,
        active_at=now - timedelta(days=20),
        from_on=first,
        expires_at=now + timedelta(days=70),
    )
    for partner in partners:
        Consent.objects.create(
            grant=grant, partner=partner, level=Level.WORDS, gives_on_guard=True, given_at=partner.joined_at
        )
