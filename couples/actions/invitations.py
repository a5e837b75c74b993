"""Inviting the other person: one use, 72 hours, and the inviter's own yes at the end."""

from datetime import datetime, timedelta
from functools import partial

from django.db import IntegrityError, transaction
from django.db.models import Q
from notices.actions import post_letter

from accounts.models import User
from couples.actions.events import note_event
from couples.actions.tokens import digest_of_address, hash_of, new_token
from couples.messages import invitation_letter
from couples.models import Couple, Invitation, Partner, Role, Verb
from couples.words import four_words
from notices.models import Kind

LIFETIME = timedelta(hours=72)
A_DAY = 5
MAILS_FOR_AN_ADDRESS = 2
ADDRESS_WINDOW = timedelta(days=7)


class TooManyInvitations(Exception):
    """Five invitations were written within a day."""


class LinkNoLongerWorks(Exception):
    """The invitation is used, cancelled, expired, one's own, or never was."""


class AlreadyInACouple(Exception):
    """One of the two is a partner already."""


@transaction.atomic
def invite(inviter: User, *, address: str, now: datetime) -> Invitation:
    """Write an invitation and post its letter, if the address has not had two within a week.

    Raises `TooManyInvitations` for the sixth in 24 hours, `AlreadyInACouple`.
    Whether a letter goes out is never told.
    """
    User.objects.select_for_update().get(pk=inviter.pk)
    if Partner.objects.live().filter(user=inviter).exists():
        raise AlreadyInACouple
    if Invitation.objects.filter(inviter=inviter, created_at__gt=now - timedelta(days=1)).count() >= A_DAY:
        raise TooManyInvitations
    Invitation.objects.filter(inviter=inviter).waiting(now).update(cancelled_at=now)
    token = new_token()
    invitation = Invitation(
        inviter=inviter,
        address=address,
        address_digest=digest_of_address(address),
        token_hash=hash_of(token),
        words=four_words(),
        created_at=now,
        sent_at=now,
        expires_at=now + LIFETIME,
    )
    _post(invitation, token, now)
    invitation.save(force_insert=True)
    return invitation


@transaction.atomic
def resend_invitation(invitation: Invitation, *, by: User, now: datetime) -> Invitation:
    """Send a waiting invitation anew, with a new link and 72 hours; the old link ends."""
    fresh = Invitation.objects.select_for_update().waiting(now).filter(pk=invitation.pk).first()
    if fresh is None:
        raise LinkNoLongerWorks
    fresh = Invitation.objects.select_related("inviter").get(pk=fresh.pk)
    token = new_token()
    _post(fresh, token, now)
    fresh.token_hash, fresh.sent_at, fresh.expires_at = hash_of(token), now, now + LIFETIME
    fresh.save(update_fields=["token_hash", "sent_at", "expires_at"])
    return fresh


def _post(invitation: Invitation, token: str, now: datetime) -> None:
    """Post the letter unless it goes to oneself or the address had its two mails this week."""
    recent = Invitation.objects.filter(address_digest=invitation.address_digest, sent_at__gt=now - ADDRESS_WINDOW)
    to_oneself = invitation.address == invitation.inviter.email
    if not to_oneself and recent.count() < MAILS_FOR_AN_ADDRESS:
        letter = invitation_letter(invitation, token)
        post_letter(to=invitation.address, kind=Kind.INVITATION, now=now, **letter)


def find_invitation(token: str, *, by: User | None, now: datetime) -> Invitation:
    """Return the waiting invitation of a token; changes nothing. Raises `LinkNoLongerWorks`."""
    waiting = Invitation.objects.waiting(now).select_related("inviter")
    found = waiting.filter(token_hash=hash_of(token), inviter__is_active=True).first()
    if found is None or found.inviter == by:
        raise LinkNoLongerWorks
    return found


@transaction.atomic
def accept_invitation(token: str, *, by: User, now: datetime) -> Invitation:
    """Take an invitation, once. Nothing is shared until the inviter confirms."""
    found = find_invitation(token, by=by, now=now)
    if Partner.objects.live().filter(user=by).exists():
        raise LinkNoLongerWorks
    taken = Invitation.objects.waiting(now).filter(pk=found.pk).update(accepted_by=by, accepted_at=now)
    if not taken:
        raise LinkNoLongerWorks
    found.refresh_from_db()
    return found


@transaction.atomic
def cancel_invitation(invitation: Invitation, *, by: User, now: datetime) -> None:
    """Withdraw an invitation at any time before it is confirmed, by either of the two."""
    mine = Invitation.objects.filter(pk=invitation.pk, confirmed_at=None, cancelled_at=None)
    mine.filter(_between(by)).update(cancelled_at=now)


def _between(user: User) -> Q:
    return Q(inviter=user) | Q(accepted_by=user)


def confirm_invitation(invitation: Invitation, *, by: User, now: datetime) -> Couple:
    """Make the couple of the two: the inviter saw the same four words. Harmless when pressed twice."""
    try:
        with transaction.atomic():
            return _make_couple(invitation, by, now)
    except IntegrityError:
        raise AlreadyInACouple from None


def _make_couple(invitation: Invitation, by: User, now: datetime) -> Couple:
    joinable = Invitation.objects.filter(pk=invitation.pk, inviter=by).to_confirm()
    if not joinable.update(confirmed_at=now):
        raise LinkNoLongerWorks
    invitation.refresh_from_db()
    couple = Couple.objects.create(created_at=now)
    make = partial(Partner.objects.create, couple=couple, role=Role.UNSAID, joined_at=now)
    for user in (invitation.inviter, invitation.accepted_by):
        make(user=user)
        note_event(Verb.JOINED, by=user, couple=couple, now=now)
        others = Invitation.objects.filter(confirmed_at=None, cancelled_at=None)
        others.filter(_between(user)).update(cancelled_at=now)
    return couple
