"""Made-up couples for the demo, the benches and the tests; never on a database of real people."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from uuid import uuid4

import numpy as np
from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.models import Therapist, User
from checkins.models import Appreciation, BuiltInTopic, CheckIn, Escalated, OwnAnswers
from checkins.packing import repack
from couples.models import Consent, Couple, Grant, Level, Partner, Role
from demo.lives import SHARES_UNASKED, Life, draw_life
from demo.logs import write_logs
from demo.repair_room import write_repair_room
from demo.words import DEEDS, NAMES, SHOWN, WORDS_FOR_US
from kit.weeks import DAY, instant, local_today, opens_at, week_of
from notices.actions import start_clock

DEMO_PASSWORD = "daybook-demo-1"
DEMO_WEEKS = 26
DEMO_COUPLES_AT_THERAPIST = 20
ZONES = ("Europe/Vienna", "Europe/Lisbon", "America/New_York", "Pacific/Auckland", "Asia/Kathmandu")
WRITTEN_AT = time(21, 10)


def seed_demo(*, now: datetime) -> None:
    """Make the demo's people, and half a year of their days up to yesterday."""
    rng = np.random.default_rng(20260323)
    with transaction.atomic():
        therapist = Therapist.objects.create(
            user=make_person("therapist@example.org", "Dr. Okafor", "Europe/Vienna", now, demo=True),
            licence="Demo licence 1",
            created_at=now,
            verified_at=now,
        )
        admin = make_person("admin@example.org", "Admin", "Europe/Vienna", now, demo=True)
        admin.is_staff = admin.is_superuser = True
        admin.save()
        for prefix, names, seen_by in (("", ("Mara", "Jonas"), therapist), ("other-", ("Ines", "Tomas"), None)):
            people = [
                make_person(f"{prefix}{role}@example.org", name, "Europe/Vienna", now, demo=True)
                for role, name in zip(("hurt", "repairing"), names, strict=True)
            ]
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
        names = rng.choice(NAMES, size=2, replace=False)
        yield [make_person(f"{uuid4().hex[:12]}-{number}@example.org", str(name), zone, now) for name in names]


def make_person(email: str, name: str, zone: str, now: datetime, *, demo: bool = False) -> User:
    user = User.objects.create_user(email, DEMO_PASSWORD if demo else None, name=name, zone=zone)
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
    couple = Couple.objects.create(created_at=joined_at)
    User.objects.filter(pk__in=[user.pk for user in people]).update(created_at=joined_at)
    partners = [_partner(couple, user, role, joined_at) for user, role in zip(people, _roles(), strict=True)]
    if therapist:
        _grant(rng, couple, partners, therapist, first, now)
    days = (yesterday - first).days + 1
    gains = rng.choice([-1.5, 0.0, 0.5, 1.5, 2.5, 3.5], p=[0.08, 0.22, 0.2, 0.2, 0.2, 0.1], size=2)
    lives = [
        draw_life(rng, days=days, start=float(start), gain=float(gain))
        for start, gain in zip(rng.uniform(3.0, 5.0, size=2), gains, strict=True)
    ]
    _write_days(rng, couple, partners, lives, first)
    _write_appreciations(rng, couple, partners, first, days)
    write_repair_room(rng.spawn(1)[0], couple, partners, first, days)
    write_logs(rng.spawn(1)[0], couple, partners, first, days)
    return couple


def _roles() -> tuple[Role, Role]:
    return (Role.HURT, Role.REPAIRING)


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


def _write_days(
    rng: np.random.Generator, couple: Couple, partners: list[Partner], lives: list[Life], first: date
) -> None:
    """Write every answered day of both, each pair of days open since it was written."""
    zones = [partner.user.zone for partner in partners]
    check_ins, own = [], []
    for partner, life in zip(partners, lives, strict=True):
        for index in np.flatnonzero(life.answered).tolist():
            row = _check_in(rng, partner, couple, life, index, first + timedelta(days=index))
            both = all(other.answered[index] for other in lives)
            row.opens_at = row.submitted_at if both else opens_at(row.local_date, *zones)
            check_ins.append(row)
            own.append(_own(rng, partner, row, life, index))
    CheckIn.objects.bulk_create(check_ins, batch_size=500)
    OwnAnswers.objects.bulk_create(own, batch_size=500)
    repack([partner.user_id for partner in partners])


def _check_in(rng: np.random.Generator, partner: Partner, couple: Couple, life: Life, index: int, on: date) -> CheckIn:
    at = instant(on, WRITTEN_AT, partner.user.zone)
    row = CheckIn(author=partner.user, couple=couple, local_date=on, written_on=on, submitted_at=at, changed_at=at)
    if life.hard_day[index]:
        row.hard_day = True
    else:
        row.safe, row.close = int(life.safe[index]), int(life.close[index])
    if life.hard_talk[index]:
        row.hard_talk = True
        row.topic_key = list(BuiltInTopic)[int(life.topic[index])]
        row.calm, row.heard, row.defended = (int(x[index]) for x in (life.calm, life.heard, life.defended))
        row.escalated = list(Escalated)[int(life.heat[index])]
        row.came_back = bool(rng.random() < 0.5 + 0.05 * life.mood[index])
    if partner.is_repairing:
        row.shared_unasked = bool(rng.random() < SHARES_UNASKED)
    if rng.random() < 0.16:
        tone = 0 if life.mood[index] < 4 else 1
        row.words_for_us = str(rng.choice(WORDS_FOR_US[tone]))
    return row


def _own(rng: np.random.Generator, partner: Partner, row: CheckIn, life: Life, index: int) -> OwnAnswers:
    own = OwnAnswers(author=partner.user, check_in=row)
    own.on_guard = None if row.hard_day else int(life.on_guard[index])
    if partner.is_hurt:
        own.rushed = bool(rng.random() < 0.08)
        own.hard_moment = bool(life.mood[index] < 2.5 and rng.random() < 0.5)
    else:
        own.overwhelm = int(np.clip(round(8 - life.mood[index] + rng.normal()), 0, 10))
    return own


def _write_appreciations(
    rng: np.random.Generator, couple: Couple, partners: list[Partner], first: date, days: int
) -> None:
    notes = []
    for partner in partners:
        for index in np.flatnonzero(rng.random(days) < 0.06).tolist():
            on = first + timedelta(days=index)
            at = instant(on, WRITTEN_AT, partner.user.zone)
            note = Appreciation(author=partner.user, couple=couple, written_on=on, written_at=at, delivered_at=at)
            note.deed, note.shows = str(rng.choice(DEEDS)), str(rng.choice(SHOWN))
            if rng.random() < 0.7:
                note.answer, note.answered_at = ("thanks" if rng.random() < 0.85 else "hard"), at + timedelta(hours=2)
            notes.append(note)
    Appreciation.objects.bulk_create(notes, batch_size=500)
