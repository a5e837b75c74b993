"""A therapist may read once invited, accepted, and agreed to by both; either ends it at once."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from notices.actions import post_letter

from accounts.models import Therapist, User
from couples.actions.events import note_event
from couples.actions.invitations import A_DAY, LIFETIME, LinkNoLongerWorks, TooManyInvitations
from couples.actions.tokens import hash_of, new_token
from couples.messages import therapist_letter
from couples.models import Consent, Grant, Level, Partner, Verb
from notices.models import Kind
from trustrebuild.weeks import local_today

CONSENT_LASTS = timedelta(days=90)


class OneTherapistAtATime(Exception):
    """The couple already shares with a therapist, or is agreeing on one."""


@transaction.atomic
def invite_therapist(
    partner: Partner, *, address: str, level: Level, gives_on_guard: bool = False, now: datetime
) -> Grant:
    """Invite a therapist and give one's own consent; nothing opens before both agreed."""
    couple = type(partner.couple).objects.select_for_update().live().get(pk=partner.couple_id)
    if Grant.objects.open(now).filter(couple=couple).exists():
        raise OneTherapistAtATime
    if Grant.objects.filter(couple=couple, created_at__gt=now - timedelta(days=1)).count() >= A_DAY:
        raise TooManyInvitations
    token = new_token()
    grant = Grant.objects.create(
        couple=couple,
        invited_by=partner.user,
        address=address,
        token_hash=hash_of(token),
        invite_expires_at=now + LIFETIME,
        created_at=now,
    )
    post_letter(to=address, kind=Kind.INVITATION, now=now, **therapist_letter(token))
    note_event(Verb.GRANT_ASKED, by=partner.user, couple=couple, object_id=grant.pk, now=now)
    consent(grant, partner=partner, level=level, gives_on_guard=gives_on_guard, now=now)
    return grant


@transaction.atomic
def consent(grant: Grant, *, partner: Partner, level: Level, gives_on_guard: bool = False, now: datetime) -> None:
    """Agree to a grant at a level, or change the level; it holds from the next page on."""
    grant = Grant.objects.select_for_update().get(pk=grant.pk)
    _row, is_new = Consent.objects.update_or_create(
        grant=grant,
        partner=partner,
        defaults={"level": level, "gives_on_guard": gives_on_guard},
        create_defaults={"level": level, "gives_on_guard": gives_on_guard, "given_at": now},
    )
    verb = Verb.CONSENTED if is_new else Verb.LEVEL_SET
    note_event(verb, by=partner.user, couple=partner.couple, object_id=grant.pk, now=now)
    _activate(grant, now)


def find_therapist_invitation(token: str, *, now: datetime) -> Grant:
    """Return the grant of a token that a therapist may still accept; changes nothing."""
    found = Grant.objects.open(now).filter(token_hash=hash_of(token), therapist=None).first()
    if found is None:
        raise LinkNoLongerWorks
    return found


@transaction.atomic
def accept_grant(token: str, *, by: User, now: datetime) -> Grant:
    """Accept as the therapist, once. A partner of the couple cannot be its therapist."""
    found = find_therapist_invitation(token, now=now)
    grant = Grant.objects.select_for_update().get(pk=found.pk)
    if grant.therapist_id or Partner.objects.filter(couple=grant.couple, user=by).exists():
        raise LinkNoLongerWorks
    therapist, _new = Therapist.objects.get_or_create(user=by, defaults={"created_at": now})
    grant.therapist, grant.accepted_at = therapist, now
    try:
        with transaction.atomic():
            grant.save(update_fields=["therapist", "accepted_at"])
    except IntegrityError:
        raise LinkNoLongerWorks from None
    _activate(grant, now)
    return grant


def _activate(grant: Grant, now: datetime) -> None:
    """Open the grant for 90 days once the therapist and both partners said yes."""
    agreed = Consent.objects.filter(grant=grant).count() == 2
    if grant.active_at or grant.ended_at or not (agreed and grant.accepted_at):
        return
    zones = Partner.objects.filter(couple_id=grant.couple_id).values_list("user__zone", flat=True)
    grant.active_at, grant.expires_at = now, now + CONSENT_LASTS
    grant.from_on = min(local_today(now, zone) for zone in zones)
    grant.save(update_fields=["active_at", "expires_at", "from_on"])
    note_event(Verb.GRANT_ACTIVE, by=None, couple=grant.couple, object_id=grant.pk, now=now)


@transaction.atomic
def end_grant(grant: Grant, *, now: datetime) -> None:
    """End a grant at once, by either partner or the therapist; who did it is not told."""
    if Grant.objects.filter(pk=grant.pk, ended_at=None).update(ended_at=now):
        note_event(Verb.GRANT_ENDED, by=None, couple=grant.couple, object_id=grant.pk, now=now)
