"""A therapist may read once invited, accepted, and agreed to by both; either ends it at once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.actions import become_therapist
from accounts.models import User
from couples.access import has_couple
from couples.actions.events import note_event
from couples.actions.invitations import A_DAY, LIFETIME, MOST_A_DAY, LinkNoLongerWorks, TooManyInvitations
from couples.actions.posting import may_mail
from couples.actions.tokens import hash_of, new_token
from couples.messages import therapist_letter
from couples.models import Consent, Couple, Grant, Level, Partner, Verb
from kit.refusals import Refusal
from notices.actions import post_letter, stop_reminders
from notices.models import Kind

CONSENT_LASTS = timedelta(days=90)
Giving = Callable[..., None]


class OneTherapistAtATime(Refusal):
    """The couple already shares with a therapist, or is agreeing on one."""


class BothNeedToAgree(Refusal):
    """What this partner agrees to is no longer offered: it ended, ran out, or the couple did."""

    said = _("Both of you need to agree.")


class SomebodyAccepted(Refusal):
    """Somebody accepted whom this partner has not seen yet: people agree to a person, not to a letter."""

    said = _("Somebody has accepted by now. Please look who it is.")


class GivesMore(Exception):
    """The therapist would read more than before; whoever asks for that proves who they are first."""


@transaction.atomic
def invite_therapist(
    partner: Partner, *, address: str, level: Level, gives_on_guard: bool = False, now: datetime
) -> Grant:
    """Invite a therapist and give one's own consent; nothing opens before both agreed.

    Raises `OneTherapistAtATime`, `TooManyInvitations` for the couple's sixth in 24 hours,
    `BothNeedToAgree` if the couple ended meanwhile.
    """
    couple = Couple.objects.select_for_update(no_key=True).live().filter(pk=partner.couple_id).first()
    if couple is None:
        raise BothNeedToAgree
    grants = Grant.objects.filter(couple=couple)
    if grants.open(now).exists():
        raise OneTherapistAtATime
    if grants.filter(created_at__gt=now - A_DAY).count() >= MOST_A_DAY:
        raise TooManyInvitations
    grants.filter(ended_at=None).update(ended_at=now)  # those that ran out; else the same therapist could not return
    token = new_token()
    grant = Grant.objects.create(
        couple=couple,
        invited_by=partner.user,
        address=address,
        token_hash=hash_of(token),
        invite_expires_at=now + LIFETIME,
        created_at=now,
    )
    if may_mail(address, now=now):
        post_letter(to=address, kind=Kind.INVITATION, now=now, **therapist_letter(token))
    note_event(Verb.GRANT_ASKED, by=partner.user, couple=couple, object_id=grant.pk, now=now)
    consent(grant, partner=partner, level=level, gives_on_guard=gives_on_guard, now=now)
    return grant


@transaction.atomic
def consent(
    grant: Grant,
    *,
    partner: Partner,
    level: Level,
    gives_on_guard: bool = False,
    therapist: UUID | None = None,
    now: datetime,
) -> None:
    """Agree to a grant at a level; agreeing twice sets the level anew.

    `therapist` is who had accepted on the page this partner saw. Raises `BothNeedToAgree` if the grant is not
    this partner's to agree to any more, `SomebodyAccepted` if it is another one by now.
    """
    offered = Grant.objects.select_for_update(no_key=True, of=("self",)).open(now)
    locked = offered.filter(pk=grant.pk, couple=partner.couple_id).first()
    if locked is None:
        raise BothNeedToAgree
    if locked.therapist_id != therapist:
        raise SomebodyAccepted
    given = {"level": level, "gives_on_guard": gives_on_guard}
    _row, is_new = Consent.objects.update_or_create(
        grant=locked, partner=partner, defaults=given, create_defaults={**given, "given_at": now}
    )
    verb = Verb.CONSENTED if is_new else Verb.LEVEL_SET
    note_event(verb, by=partner.user, couple=partner.couple, object_id=locked.pk, now=now)
    _activate(locked, now)


@transaction.atomic
def change_level(
    grant: Grant,
    *,
    partner: Partner,
    level: Level,
    gives_on_guard: bool = False,
    may_give_more: bool = False,
    now: datetime,
) -> None:
    """Change how much of one's own a grant gives; it holds from the next page on.

    Raises `BothNeedToAgree` for a partner who has not agreed, or when the grant is over; `GivesMore` unless that is allowed.
    """
    given = Consent.objects.filter(grant__in=Grant.objects.open(now).filter(pk=grant.pk), partner=partner)
    mine = given.select_for_update(of=("self",)).first()
    if mine is None:
        raise BothNeedToAgree
    if mine.gives_less_than(level, gives_on_guard) and not may_give_more:
        raise GivesMore
    mine.level, mine.gives_on_guard = level, gives_on_guard
    mine.save(update_fields=["level", "gives_on_guard"])
    note_event(Verb.LEVEL_SET, by=partner.user, couple=partner.couple, object_id=grant.pk, now=now)


def find_therapist_invitation(token: str, *, by: User | None, now: datetime) -> Grant:
    """Return the grant this person may accept by a token; changes nothing.

    Raises `LinkNoLongerWorks`, also for the partners: nobody is their own therapist.
    """
    found = Grant.objects.open(now).filter(token_hash=hash_of(token), therapist=None).first()
    if found is None or (by and Partner.objects.filter(couple=found.couple_id, user=by).exists()):
        raise LinkNoLongerWorks
    return found


@transaction.atomic
def accept_grant(token: str, *, by: User, now: datetime) -> Grant:
    """Accept as the therapist, once; harmless when pressed twice. Raises `LinkNoLongerWorks`.

    Both partners then have another 72 hours to agree. Somebody who accepts from another address than the one
    invited has nobody's yes yet: what was agreed to before is taken away, and both are asked about this person.
    """
    offered = Grant.objects.select_for_update(no_key=True, of=("self",)).open(now)
    grant = offered.filter(token_hash=hash_of(token)).first()
    if grant is None:
        raise LinkNoLongerWorks
    if grant.therapist and grant.therapist.user_id == by.pk:
        return grant
    find_therapist_invitation(token, by=by, now=now)
    if not (by.is_therapist or has_couple(by)):
        stop_reminders(by, now=now)  # who comes to read along is not asked for days of their own
    therapist = become_therapist(by, licence="", now=now)
    grant.therapist, grant.accepted_at, grant.invite_expires_at = therapist, now, now + LIFETIME
    grant.save(update_fields=["therapist", "accepted_at", "invite_expires_at"])
    if not grant.went_to(by):
        grant.consents.all().delete()
    _activate(grant, now)
    return grant


def _activate(grant: Grant, now: datetime) -> None:
    """Open the grant for 90 days once the therapist and both partners said yes."""
    agreed = Consent.objects.filter(grant=grant).count() == 2
    if grant.active_at or not (agreed and grant.accepted_at):
        return
    grant.active_at, grant.expires_at = now, now + CONSENT_LASTS
    grant.from_on = grant.couple.days.date_at(now)
    grant.save(update_fields=["active_at", "expires_at", "from_on"])
    note_event(Verb.GRANT_ACTIVE, by=None, couple=grant.couple, object_id=grant.pk, now=now)


@transaction.atomic
def end_grant(grant: Grant, *, now: datetime) -> None:
    """End a grant at once, by either partner or the therapist; who did it is not told."""
    if Grant.objects.filter(pk=grant.pk, ended_at=None).update(ended_at=now):
        note_event(Verb.GRANT_ENDED, by=None, couple=grant.couple, object_id=grant.pk, now=now)
