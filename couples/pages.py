"""What the pages about a couple tell, each built by one function."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.addresses import hinted
from accounts.models import User
from couples.access import Partnered, Standing, standing_of
from couples.actions.invitations import whose_days
from couples.models import AccessEvent, Consent, Couple, Grant, Invitation, Partner, Verb
from kit.prepared import prepared
from kit.weeks import zone_label
from kit.words import Words
from kit.zones import rules_of


@dataclass(frozen=True)
class Place:
    """Where a person stands on the way into a couple: alone, asked, confirm, joining or couple."""

    standing: Standing
    invitation: Invitation | None = None
    was_in_a_couple: bool = False

    @property
    def name(self) -> str:
        """Return the word for where the person stands."""
        if self.standing.partner:
            return "couple"
        if self.invitation is None:
            return "alone"
        if self.invitation.accepted_at is None:
            return "asked"
        return "confirm" if self.invitation.inviter_id == self.standing.user.pk else "joining"

    def own_day_zone(self, now: datetime) -> str:
        """Return where the days of the two would end, to the one whose zone it is; nothing to the other."""
        if self.invitation is None or self.invitation.accepted_by is None:
            return ""
        whose = whose_days(self.invitation.inviter, self.invitation.accepted_by, now=now)
        return zone_label(self.invitation.day_zone or whose.zone, now=now) if whose == self.standing.user else ""

    @property
    def words(self) -> list[str]:
        """Return the four words of the invitation."""
        return self.invitation.words.split() if self.invitation else []


def place_of(user: User) -> Place:
    """Return where a person stands, in one query for a partner and three for a person alone."""
    standing = standing_of(user)
    if standing.partner:
        return Place(standing)
    invitation = Invitation.objects.visible_to(user).pending().order_by("-created_at").first()
    return Place(standing, invitation, Couple.objects.left_by(user).exists())


@dataclass(frozen=True)
class EndOfDays:
    """Where the shared days end, and the change that is to come: a zone by its offset and one city."""

    zone: str
    next_zone: str = ""
    next_from: date | None = None


def end_of_days(couple: Couple, *, now: datetime) -> EndOfDays:
    """Return where the shared days of a couple end."""
    days = couple.days
    zone, coming = zone_label(days.zone_of(days.date_at(now)), now=now), days.coming(now)
    return EndOfDays(zone, zone_label(coming[1], now=now), coming[0]) if coming else EndOfDays(zone)


@dataclass(frozen=True)
class Sharing:
    """How a couple stands with a therapist, as one of its partners may know it.

    `state` is none, asked, accepted, live or ended. It never holds the other partner's consent.
    """

    state: str
    grant: Grant | None = None
    mine: Consent | None = None

    @property
    def is_as_invited(self) -> bool:
        """Say whether who accepted has the address that was invited; asked of the database."""
        return bool(self.grant and self.accepted_by and self.grant.went_to(self.accepted_by))

    @property
    def address_hint(self) -> str:
        """Return a hint at the address of the person who accepted: enough for somebody who knows it."""
        return hinted(self.accepted_by.email) if self.accepted_by else ""

    @cached_property
    def accepted_by(self) -> User | None:
        """Return who accepted, if anybody did."""
        return self.grant.therapist.user if self.grant and self.grant.therapist else None


@prepared
def _newest_grant(user: User, couple: Couple) -> QuerySet[Grant]:
    return Grant.objects.visible_to(user).filter(couple=couple).order_by("-created_at")[:1]


@prepared
def _consent_of(partner: Partner, grant: Grant) -> QuerySet[Consent]:
    return Consent.objects.filter(grant=grant, partner=partner)


def sharing_of(standing: Partnered, *, now: datetime) -> Sharing:
    """Return the newest grant of a partner's couple and that partner's own consent."""
    for grant in _newest_grant(user=standing.user, couple=standing.couple):
        if not grant.is_open(now):
            return Sharing("ended" if grant.active_at else "none")
        consents = _consent_of(partner=standing.partner, grant=grant)
        state = "asked" if grant.therapist is None else "live" if grant.active_at else "accepted"
        return Sharing(state, grant, consents[0] if consents else None)
    return Sharing("none")


@dataclass(frozen=True)
class HistoryLine:
    """One dated line of what changed between two people."""

    on: date
    title: Words


READINGS_LOOKED_AT = 500
SAID: dict[str, Words] = {
    Verb.DAY_ZONE: _("Where your shared days end was changed."),
    Verb.GRANT_ASKED: _("A therapist was invited."),
    Verb.GRANT_ACTIVE: _("Sharing with the therapist began."),
    Verb.GRANT_ENDED: _("Sharing with the therapist has ended."),
}


def history_of(standing: Partnered, *, now: datetime) -> list[HistoryLine]:
    """Return what changed and both may read, and when a therapist read one's own; newest first.

    No line says who did it. What both read has the date of the couple's day zone, which no journey
    changes. However often one's pages were opened on a date, it is one line.
    """
    moments: list[tuple[datetime, Words]] = [(standing.couple.created_at, _("The two of you joined."))]
    for event in AccessEvent.objects.shared_in(standing.couple).filter(verb__in=SAID):
        moments.append((event.happened_at, SAID[event.verb]))
    ran_out = Grant.objects.ran_out(now).filter(couple=standing.couple).values_list("expires_at", flat=True)
    moments += [(at, SAID[Verb.GRANT_ENDED]) for at in ran_out if at]
    moments.sort(key=lambda moment: moment[0], reverse=True)
    lines = [HistoryLine(standing.couple.days.date_at(at), title) for at, title in moments]
    return sorted(lines + _read_on(standing, rules_of(standing.user.zone)), key=lambda line: line.on, reverse=True)


def _read_on(standing: Partnered, zone: ZoneInfo) -> list[HistoryLine]:
    """Return a line for each of the last dates on which the therapist opened this person's pages."""
    opened = AccessEvent.objects.readings_of(standing.user, standing.couple).order_by("-happened_at")
    times = opened.values_list("happened_at", flat=True)[:READINGS_LOOKED_AT]
    dates = dict.fromkeys(at.astimezone(zone).date() for at in times)
    return [HistoryLine(on, _("The therapist opened your pages.")) for on in dates]
