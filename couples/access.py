"""The one door to rows: where a person stands, asked of the database on each request.

Views ask here who is acting; nothing about rights is kept in a session or a cache.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Protocol, TypeVar
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404

from accounts.models import User
from accounts.names import names_of_two
from couples.models import HURT_ROLES, LEVEL_RANK, Consent, Couple, Grant, Level, Partner, Pause
from kit.clock import READ_AT
from kit.prepared import prepared
from kit.weeks import last_day_over, local_today


class Authored(Protocol):
    """A row that somebody wrote."""

    author_id: UUID
    author: User


Row = TypeVar("Row", bound=Authored)


@dataclass(frozen=True)
class Standing:
    """Where a person stands: alone, or a partner with the other one; then it is `Partnered`."""

    user: User
    partner: Partner | None = None
    other: Partner | None = None
    is_paused: bool = False
    read_at: datetime | None = None

    @cached_property
    def couple(self) -> Couple | None:
        """Return the live couple, or None for a person alone."""
        return self.partner.couple if self.partner else None

    @cached_property
    def is_open(self) -> bool:
        """Say whether both partners opened the space."""
        return bool(self.partner and self.other and self.partner.opened_at and self.other.opened_at)

    @cached_property
    def shares_with(self) -> Couple | None:
        """Return the couple to write on a new row: only while open to both and not paused."""
        return self.couple if self.is_open and not self.is_paused else None

    @cached_property
    def reads_with(self) -> Couple | None:
        """Return the couple whose shared rows may be read: only while open to both."""
        return self.couple if self.is_open else None

    @cached_property
    def people(self) -> dict[UUID, User]:
        """Return the two people by their ids, one instance each: their words open with a key unwrapped once."""
        two = {partner.user_id: partner.user for partner in (self.partner, self.other) if partner}
        return two | {self.user.pk: self.user}

    def authored(self, rows: list[Row]) -> list[Row]:
        """Give rows that were read without authors the couple's two people; any other is read when asked for."""
        for row in rows:
            author = self.people.get(row.author_id)
            if author:
                row.author = author
        return rows

    def date_at(self, now: datetime) -> date:
        """Return the date to store with what is written now: the couple's, whoever travels; alone, one's own (ruling 34)."""
        return self.couple.days.date_at(now) if self.couple else local_today(now, self.user.zone)

    def open_until(self, now: datetime) -> date:
        """Return the last date of the other's that lies open to this person by the clock, whoever wrote it (ruling 33d).

        It is over where the two count their days and where the reader lives, or was open before
        the reader moved.
        """
        own = last_day_over(now, self.user.zone)
        if self.partner is None:
            return own
        return max(filter(None, (self.partner.open_until, min(self.partner.couple.days.last_over(now), own))))


@dataclass(frozen=True)
class Partnered(Standing):
    """Where a partner of a living couple stands."""

    partner: Partner
    read_at: datetime = field(kw_only=True)

    @cached_property
    def couple(self) -> Couple:
        """Return the living couple."""
        return self.partner.couple


@prepared
def _two_partners(user: User) -> QuerySet[Partner]:
    """Keep both partners of a person's living couple, each with whether they pause."""
    open_pause = Pause.objects.filter(partner=OuterRef("pk"), ended_at=None)
    theirs = Partner.objects.live().filter(couple__partners__user=user)
    paused = {"is_paused": Exists(open_pause)}
    return theirs.select_related("couple", "user").annotate(**paused, **READ_AT)


def standing_of(user: User) -> Standing:
    """Return where a person stands, in one query."""
    rows = _two_partners(user=user)
    partner = next((row for row in rows if row.user_id == user.pk), None)
    if partner is None:
        return Standing(user)
    other = next((row for row in rows if row.user_id != user.pk), None)
    return Partnered(user, partner, other, bool(partner.is_paused), read_at=partner.read_at)


@prepared
def _live_partner(user: User) -> QuerySet[Partner, UUID]:
    return Partner.objects.live().filter(user=user).values_list("pk", flat=True)[:1]


def has_couple(user: User) -> bool:
    """Say whether a person is a partner in a living couple."""
    return bool(_live_partner(user=user))


def movers_of(standing: Standing, *, now: datetime) -> tuple[Partner, ...]:
    """Return who moves the phase and asks for an explanation: whose role is hurt or both, else both of the two."""
    two = tuple(partner for partner in (standing.partner, standing.other) if partner)
    return tuple(partner for partner in two if partner.role_counting(now) in HURT_ROLES) or two


@dataclass(frozen=True)
class Given:
    """What one partner gives the therapist."""

    partner: Partner
    name: str
    level: Level
    gives_on_guard: bool

    def reaches(self, level: Level) -> bool:
        """Say whether this partner gives at least the level."""
        return LEVEL_RANK[self.level] >= LEVEL_RANK[level]


@dataclass(frozen=True)
class Caring:
    """A therapist's live view of one couple."""

    grant: Grant
    couple: Couple
    given: tuple[Given, ...]
    from_on: date  # the first date whose rows may be read

    def both_give(self, level: Level) -> bool:
        """Say whether the LOWER of the two levels reaches this one."""
        return len(self.given) == 2 and all(given.reaches(level) for given in self.given)


def grants_of_therapist(user: User, *, now: datetime) -> list[Grant]:
    """Return the grants that let this person read something now, in one query."""
    live = Grant.objects.live(now).filter(therapist__user=user, therapist__user__is_active=True)
    return list(live.select_related("couple").order_by("active_at"))


def caring_for(user: User, couple_id: UUID, *, now: datetime) -> Caring:
    """Return the therapist's view of one couple, or 404."""
    for grant in _live_grant(user=user, couple=couple_id, now=now):
        if grant.from_on:
            return Caring(grant, grant.couple, _given(_consents_of(grant=grant)), grant.from_on)
    raise Http404


def _given(consents: list[Consent]) -> tuple[Given, ...]:
    names = names_of_two([consent.partner.user.name for consent in consents])
    return tuple(
        Given(c.partner, name, Level(c.level), c.gives_on_guard) for c, name in zip(consents, names, strict=False)
    )


@prepared
def _live_grant(user: User, couple: UUID, now: datetime) -> QuerySet[Grant]:
    live = Grant.objects.live(now).filter(therapist__user=user, couple=couple)
    return live.select_related("couple").order_by("pk")[:1]


@prepared
def _consents_of(grant: Grant) -> QuerySet[Consent]:
    of_both = Consent.objects.filter(grant=grant).select_related("partner__user")
    return of_both.order_by("partner__joined_at", "partner__pk")
