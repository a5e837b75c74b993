"""Inviting the other person: one use, 72 hours, and the inviter's own yes at the end.

Every action first locks the people it is about, in one order, so that two of them
inviting, accepting and confirming at the same moment pass one after the other.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from couples.access import has_couple
from couples.actions.events import note_event
from couples.actions.posting import may_mail
from couples.actions.tokens import hash_of, new_token
from couples.messages import invitation_letter
from couples.models import Couple, Invitation, Partner, Verb, first_day_zones, whose_zone
from couples.words import four_words
from kit.refusals import Refusal
from notices.actions import post_letter
from notices.models import Kind

LIFETIME = timedelta(hours=72)
A_DAY = timedelta(days=1)
MOST_A_DAY = 5


class TooManyInvitations(Refusal):
    """Five invitations were written within a day."""


class LinkNoLongerWorks(Refusal):
    """The invitation is used, cancelled, expired, one's own, or never was."""


class TakenBySomebodyElse(LinkNoLongerWorks):
    """The invitation already made a couple of two others."""


class AcceptedBefore(LinkNoLongerWorks):
    """This person said yes to it already: the link has led them where it leads."""


class NotYourZone(Refusal):
    """The days of the two would end in the other one's zone, which the other one may change."""


class AlreadyInACouple(Refusal):
    """One of the two is a partner already."""


@transaction.atomic
def invite(inviter: User, *, address: str, now: datetime) -> Invitation:
    """Write an invitation and post its letter, if the address has not had two within a week.

    Whatever else the inviter had pending ends. Raises `TooManyInvitations` for the sixth
    in 24 hours, `AlreadyInACouple`. Whether a letter goes out is never told.
    """
    _lock(inviter.pk)
    _refuse_a_second_couple(inviter)
    if Invitation.objects.filter(inviter=inviter, created_at__gt=now - A_DAY).count() >= MOST_A_DAY:
        raise TooManyInvitations
    _withdraw_pending(inviter, now=now)
    token = new_token()
    invitation = Invitation(
        inviter=inviter,
        address=address,
        token_hash=hash_of(token),
        words=four_words(),
        created_at=now,
        sent_at=now,
        expires_at=now + LIFETIME,
    )
    invitation.save(force_insert=True)
    _post(invitation, token, now)
    return invitation


@transaction.atomic
def resend_invitation(invitation: Invitation, *, by: User, now: datetime) -> None:
    """Send a pending invitation anew, with a new link and 72 hours; the old link ends.

    If the address had its two mails, nothing changes: the link that went out stays good.
    Raises `LinkNoLongerWorks` once it was accepted or cancelled.
    """
    _lock(by.pk)
    fresh = Invitation.objects.unanswered().filter(pk=invitation.pk, inviter=by).select_related("inviter").first()
    if fresh is None:
        raise LinkNoLongerWorks
    token = new_token()
    fresh.token_hash, fresh.sent_at, fresh.expires_at = hash_of(token), now, now + LIFETIME
    if _post(fresh, token, now):
        fresh.save(update_fields=["token_hash", "sent_at", "expires_at"])


def _post(invitation: Invitation, token: str, now: datetime) -> bool:
    """Post the letter unless it goes to oneself or the address had its mails; say whether it went."""
    if invitation.address == invitation.inviter.email or not may_mail(invitation.address, now=now):
        return False
    post_letter(to=invitation.address, kind=Kind.INVITATION, now=now, **invitation_letter(token))
    return True


def find_invitation(token: str, *, by: User | None, now: datetime) -> Invitation:
    """Return the invitation this person may accept by a token; changes nothing.

    Raises `LinkNoLongerWorks`, also for the inviter and for a partner of a living couple,
    and `AcceptedBefore` for the person who accepted it.
    """
    if by and Invitation.objects.filter(token_hash=hash_of(token), accepted_by=by, cancelled_at=None).exists():
        raise AcceptedBefore
    found = Invitation.objects.waiting(now).filter(token_hash=hash_of(token)).first()
    if found is None or (by and (found.inviter_id == by.pk or has_couple(by))):
        raise LinkNoLongerWorks
    return found


@transaction.atomic
def accept_invitation(token: str, *, by: User, now: datetime) -> Invitation:
    """Take an invitation, once; nothing is shared until the inviter confirms. Harmless when pressed twice.

    Whatever else this person had pending ends. Raises `LinkNoLongerWorks`.
    """
    named = Invitation.objects.filter(token_hash=hash_of(token), cancelled_at=None).first()
    if named is None:
        raise LinkNoLongerWorks
    _lock(named.inviter_id, by.pk)
    named.refresh_from_db()
    if named.accepted_by_id == by.pk and named.cancelled_at is None:
        return named
    if named.confirmed_at:
        raise TakenBySomebodyElse
    found = find_invitation(token, by=by, now=now)
    found.accepted_by, found.accepted_at = by, now
    found.save(update_fields=["accepted_by", "accepted_at"])
    _withdraw_pending(by, now=now, but=found)
    return found


@transaction.atomic
def cancel_invitation(invitation: Invitation, *, by: User, now: datetime) -> None:
    """Withdraw an invitation at any time before it is confirmed, by either of the two."""
    _lock(invitation.inviter_id)
    Invitation.objects.pending().filter(_between(by), pk=invitation.pk).update(cancelled_at=now)


def whose_days(inviter: User, joiner: User, *, now: datetime) -> User:
    """Return the one of the two in whose zone their days would end: the later of the two (ruling 33a)."""
    return (inviter, joiner)[whose_zone([inviter.zone, joiner.zone], now=now)]


def may_choose_day_zone(invitation: Invitation, *, by: User, now: datetime) -> bool:
    """Say whether somebody accepted, and the days of the two would end in this person's zone."""
    joiner = invitation.accepted_by
    return joiner is not None and whose_days(invitation.inviter, joiner, now=now) == by


@transaction.atomic
def choose_day_zone(invitation: Invitation, *, by: User, zone: str, now: datetime) -> None:
    """Let the days of the two end in another zone than one's own, before the couple is made.

    Raises `LinkNoLongerWorks` when there is nothing to confirm, `NotYourZone` for the other one.
    """
    _lock(invitation.inviter_id, invitation.accepted_by_id)
    accepted = Invitation.objects.to_confirm().select_related("inviter", "accepted_by")
    fresh = accepted.filter(_between(by), pk=invitation.pk).first()
    if fresh is None:
        raise LinkNoLongerWorks
    if not may_choose_day_zone(fresh, by=by, now=now):
        raise NotYourZone
    fresh.day_zone = zone
    fresh.save(update_fields=["day_zone"])


@transaction.atomic
def confirm_invitation(invitation: Invitation, *, by: User, now: datetime) -> Couple:
    """Make the couple of the two: the inviter saw the same four words.

    Raises `LinkNoLongerWorks` when it is no longer to be confirmed, `AlreadyInACouple`.
    """
    _lock(invitation.inviter_id, invitation.accepted_by_id)
    accepted = Invitation.objects.to_confirm().select_related("inviter", "accepted_by")
    fresh = accepted.filter(pk=invitation.pk, inviter=by).first()
    if fresh is None:
        raise LinkNoLongerWorks
    people = [person for person in (fresh.inviter, fresh.accepted_by) if person]
    for person in people:
        _refuse_a_second_couple(person)
    fresh.confirmed_at = now
    fresh.save(update_fields=["confirmed_at"])
    zone = fresh.day_zone or whose_days(*people, now=now).zone
    couple = Couple.objects.create(created_at=now, day_zones=first_day_zones(zone, now=now).spelled())
    for person in people:
        Partner.objects.create(couple=couple, user=person, joined_at=now)
        note_event(Verb.JOINED, by=person, couple=couple, now=now)
        _withdraw_pending(person, now=now)
    return couple


def _lock(*people: UUID | None) -> None:
    """Let one action about these people pass at a time."""
    list(User.objects.select_for_update(no_key=True).filter(pk__in=[pk for pk in people if pk]).order_by("pk"))


def _refuse_a_second_couple(user: User) -> None:
    if has_couple(user):
        raise AlreadyInACouple


def _between(user: User) -> Q:
    return Q(inviter=user) | Q(accepted_by=user)


def _withdraw_pending(user: User, *, now: datetime, but: Invitation | None = None) -> None:
    """End what this person has pending with anybody: one way into a couple at a time."""
    pending = Invitation.objects.pending().filter(_between(user))
    others = pending.exclude(pk=but.pk) if but else pending
    others.update(cancelled_at=now)
