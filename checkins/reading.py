"""What is read each time a check-in is written, in the order it must be: first the lock, then the rows."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet, Subquery

from accounts.models import User
from checkins.day_pack import DayPack
from checkins.models import CheckIn, PrivateWords
from checkins.opens_by_clock import OpensByClock
from checkins.packs import FORMAT, Pack
from couples.models import Couple, Partner, Pause
from kit.clock import READ_AT
from kit.prepared import prepared
from kit.weeks import day_ends_at


@dataclass(frozen=True)
class Turn:
    """A writer's turn, for as long as the transaction lasts: the person, and their part in a living couple.

    `read_at` is the instant of the press: on PostgreSQL it may lie before the wait.
    """

    user: User
    read_at: datetime
    partner: Partner | None = None

    @property
    def couple(self) -> Couple | None:
        """Return the living couple, or None for a person alone."""
        return self.partner.couple if self.partner else None


@dataclass(frozen=True)
class Found:
    """What stands for a date when its writer's turn has come.

    A new day is shared with `shares_with`, and is over at `ends_at`: 03:00 after it in the couple's
    day zone, in one's own for a person alone.
    `opens_early`: the other's row is shared with the living couple, and neither took the date back.
    `packs` are those that are kept.
    """

    shares_with: Couple | None
    ends_at: datetime
    mine: CheckIn | None
    opens_early: bool
    has_private_words: bool
    packs: dict[UUID, Pack]


class WithTheirDay(Protocol):
    """A person as `_people_of` reads them, with what stands beside them; `day`, if there is one, is their check-in."""

    pk: UUID
    zone: str
    day_pack: DayPack
    has_opened: bool
    is_paused: bool
    has_private_words: bool
    opens_by_clock: bool


def take_turn(user: User) -> Turn:
    """Let one writer of a couple (or of a person alone) pass at a time, and say who it is.

    Not against rows that only point at them: the tick writes this person's notice meanwhile,
    and each would wait for the other. Raises `User.DoesNotExist` if the account is gone.
    """
    for partner in _lock_partner(user=user):
        return Turn(partner.user, partner.read_at, partner)
    for person in _lock_person(user=user):
        return Turn(person, person.read_at)
    raise User.DoesNotExist


def find_day(turn: Turn, on: date) -> Found:
    """Return what is stored of a date, read after the wait for the lock: a pause or the other's check-in may have come before."""
    couple = turn.couple
    people = _people_of(user=turn.user, couple=couple, on=on)
    me = next(person for person in people if person.pk == turn.user.pk)
    them = next((person for person in people if person is not me), None)
    shares = them is not None and me.has_opened and them.has_opened and not me.is_paused
    mine: CheckIn | None = getattr(me, "day", None)
    opens_early = couple is not None and _shares(them, couple) and not any(person.opens_by_clock for person in people)
    if mine:
        mine.author = turn.user
        mine.both_wrote = opens_early and couple is not None and mine.couple_id == couple.pk
    return Found(
        shares_with=couple if shares else None,
        ends_at=couple.days.ends_at(on) if couple else day_ends_at(on, me.zone),
        mine=mine,
        opens_early=opens_early,
        has_private_words=me.has_private_words,
        packs={person.pk: _pack_of(person) for person in people if _is_packed(person)},
    )


def _shares(person: "WithTheirDay | None", couple: Couple) -> bool:
    """Say whether a person's day of this date is shared with a couple."""
    day: CheckIn | None = getattr(person, "day", None)
    return day is not None and day.couple_id == couple.pk


def _is_packed(person: WithTheirDay) -> bool:
    """Say whether a person's pack is one that is read as it was written."""
    return hasattr(person, "day_pack") and person.day_pack.format == FORMAT


def _pack_of(person: WithTheirDay) -> Pack:
    kept: DayPack = person.day_pack
    return Pack(kept.began_on, kept.first_on, bytes(kept.couples), bytes(kept.days))


@prepared
def _lock_partner(user: User) -> QuerySet[Partner]:
    locked = Partner.objects.select_for_update(no_key=True, of=("user", "couple"))  # in this order, as everywhere
    return locked.select_related("user", "couple").live().filter(user=user).annotate(**READ_AT)


@prepared
def _lock_person(user: User) -> QuerySet[User]:
    return User.objects.select_for_update(no_key=True).filter(pk=user.pk).annotate(**READ_AT)


@prepared
def _people_of(user: User, couple: Couple | None, on: date) -> QuerySet[User, WithTheirDay]:
    """Keep a person, and the other one of the couple, each with their check-in of a date and their pack."""
    of_couple = Partner.objects.live().filter(couple=couple)
    other = of_couple.exclude(user=user).values("user")[:1]
    opened = of_couple.filter(user=OuterRef("pk"), opened_at__isnull=False)
    pause = Pause.objects.filter(partner__couple=couple, partner__user=OuterRef("pk"), ended_at=None)
    words = PrivateWords.objects.visible_to(user).filter(local_date=on)
    day = FilteredRelation("check_ins", condition=Q(check_ins__local_date=on))
    people = User.objects.filter(Q(pk=user.pk) | Q(pk=Subquery(other))).only("zone", "day_pack").annotate(day=day)
    by_clock = OpensByClock.objects.filter(author=OuterRef("pk"), local_date=on)
    flags = {"has_opened": Exists(opened), "is_paused": Exists(pause), "has_private_words": Exists(words)}
    described = people.annotate(**flags, opens_by_clock=Exists(by_clock))
    return described.select_related("day__own", "day_pack")  # type: ignore[misc,return-value]  # day and flags are unseen
