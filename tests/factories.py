"""Plain functions that make rows for tests; keyword-only, with believable defaults."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from allauth.mfa.totp.internal.auth import TOTP

from accounts.models import Therapist, User
from checkins.models import Appreciation, CheckIn, OwnAnswers, PrivateWords
from couples.models import (
    Consent,
    Couple,
    Grant,
    Invitation,
    Level,
    Partner,
    Pause,
    Role,
    Topic,
    first_day_zones,
    whose_zone,
)
from notices.models import Reminder
from notices.windows import window_after

NOW = datetime(2026, 3, 18, 20, 30, tzinfo=UTC)
NUMBERS = count(1)
LONG_AGO = NOW - timedelta(days=60)


def make_user(*, email: str = "", zone: str = "UTC", **fields: Any) -> User:
    """Make a person with a verified address and no usable password."""
    number = next(NUMBERS)
    fields.setdefault("name", f"Person {number}")
    user = User.objects.create_user(email or f"person{number}@example.org", zone=zone, **fields)
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    return user


def make_therapist(*, user: User | None = None, has_second_factor: bool = True, **fields: Any) -> Therapist:
    """Make a therapist whose licence was seen, with the second factor that is required."""
    user = user or make_user()
    if has_second_factor:
        give_second_factor(user)
    return Therapist.objects.create(user=user, created_at=LONG_AGO, **{"verified_at": LONG_AGO, **fields})


def make_staff(*, has_second_factor: bool = True, **fields: Any) -> User:
    """Make one of the staff, with the second factor that is required."""
    user = make_user(is_staff=True, **fields)
    if has_second_factor:
        give_second_factor(user)
    return user


def give_second_factor(user: User, *, secret: str = "JBSWY3DPEHPK3PXP") -> None:
    """Give a person an authenticator app with this seed."""
    TOTP.activate(user, secret)


def make_couple(
    *,
    hurt: User | None = None,
    repairing: User | None = None,
    opened: bool = True,
    joined_at: datetime = LONG_AGO,
) -> Couple:
    """Make a couple of two, with the space open to both unless told otherwise."""
    people = [user or make_user() for user in (hurt, repairing)]
    zone = people[whose_zone([user.zone for user in people], now=joined_at)].zone
    couple = Couple.objects.create(created_at=joined_at, day_zones=first_day_zones(zone, now=joined_at).spelled())
    for user, role in zip(people, (Role.HURT, Role.REPAIRING), strict=True):
        Partner.objects.create(
            couple=couple,
            user=user,
            role=role,
            role_since=joined_at,
            joined_at=joined_at,
            opened_at=joined_at if opened else None,
        )
    return couple


def partner_of(user: User) -> Partner:
    """Return the person's live partner row."""
    return Partner.objects.live().get(user=user)


def make_pause(*, user: User, started_at: datetime = NOW) -> Pause:
    """Make an open pause."""
    return Pause.objects.create(partner=partner_of(user), started_at=started_at)


def make_grant(
    *,
    couple: Couple,
    therapist: Therapist,
    levels: tuple[str, str] = (Level.WORDS, Level.WORDS),
    active_at: datetime | None = LONG_AGO,
    ended_at: datetime | None = None,
    **fields: Any,
) -> Grant:
    """Make a therapist's grant; by default live, both partners at the level of words."""
    partners = list(couple.partners.order_by("role"))
    grant = Grant.objects.create(
        couple=couple,
        invited_by=partners[0].user,
        address=therapist.user.email,
        token_hash=f"hash {next(NUMBERS)}".encode(),
        invite_expires_at=LONG_AGO + timedelta(hours=72),
        therapist=therapist,
        created_at=LONG_AGO,
        accepted_at=LONG_AGO,
        active_at=active_at,
        from_on=active_at.date() if active_at else None,
        expires_at=active_at + timedelta(days=90) if active_at else None,
        ended_at=ended_at,
        **fields,
    )
    for partner, level in zip(partners, levels, strict=True):
        Consent.objects.create(grant=grant, partner=partner, level=level, given_at=LONG_AGO)
    return grant


def make_check_in(
    *,
    author: User,
    on: date = NOW.date(),
    couple: Couple | None = None,
    on_guard: int | None = 4,
    own: dict[str, Any] | None = None,
    **fields: Any,
) -> CheckIn:
    """Make a check-in with its own-eyes row, written at 20:00 UTC of its date."""
    at = datetime(on.year, on.month, on.day, 20, tzinfo=UTC)
    rated = {} if fields.get("hard_day") else {"safe": 5, "close": 5}
    check_in = CheckIn.objects.create(
        author=author,
        couple=couple,
        local_date=on,
        zone=author.zone,
        submitted_at=at,
        changed_at=at,
        **{**rated, **fields},
    )
    guard = None if check_in.hard_day else on_guard
    OwnAnswers.objects.create(author=author, check_in=check_in, on_guard=guard, **(own or {}))
    return check_in


def make_private_words(*, author: User, words: str, on: date = NOW.date()) -> PrivateWords:
    """Make words that are their author's alone."""
    return PrivateWords.objects.create(author=author, words=words, local_date=on, changed_at=NOW)


def make_appreciation(
    *, author: User, couple: Couple, deed: str = "You made tea", delivered_at: datetime = NOW, **fields: Any
) -> Appreciation:
    """Make a delivered appreciation."""
    return Appreciation.objects.create(
        author=author,
        couple=couple,
        deed=deed,
        written_on=NOW.date(),
        delivered_at=delivered_at,
        **{"written_at": NOW, **fields},
    )


def make_topic(*, author: User, name: str, couple: Couple | None = None) -> Topic:
    """Make a topic of a person's own, shared if a couple is given."""
    return Topic.objects.create(author=author, name=name, couple=couple, created_at=NOW)


def make_invitation(*, inviter: User, now: datetime = NOW, **fields: Any) -> Invitation:
    """Make a waiting invitation whose token is not known to anybody."""
    number = next(NUMBERS)
    return Invitation.objects.create(
        inviter=inviter,
        address=f"invited{number}@example.org",
        token_hash=f"token {number}".encode(),
        words="river lamp wool stone",
        created_at=now,
        sent_at=now,
        expires_at=now + timedelta(hours=72),
        **fields,
    )


def make_reminder(*, user: User, now: datetime = NOW, quiet: bool = True, **fields: Any) -> Reminder:
    """Make a person's reminder as it stands after `now`; without quiet hours on request."""
    hours = {} if quiet else {"quiet_from": None, "quiet_to": None}
    reminder = Reminder(user=user, **hours, **fields)
    reminder.turn_to(window_after(now, reminder.rhythm(user.zone)))
    reminder.save()
    return reminder
