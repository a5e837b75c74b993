"""What changes an account. Mail goes through the adapter, which hands it to the outbox."""

from datetime import datetime, timedelta

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import transaction

from accounts.messages import page
from accounts.models import LostText, SecondFactorReset, Therapist, User
from kit.encryption import LOST
from kit.zones import known_zone

RESET_WAITS = timedelta(hours=72)
SIGN_UP_WAITS = timedelta(days=7)
LOST_TEXTS_KEPT = timedelta(days=30)
DECLINED_KEPT = 20


def change_profile(user: User, *, name: str, zone: str, language: str, now: datetime) -> None:
    """Change one's name, time zone and language; days already written keep their dates.

    The reminder clock lives to the right of this app: after a change of zone the
    caller also calls `notices.actions.move_clock(user, now=now)`.
    Raises `ValueError` for a zone or language that is not on the list.
    """
    if not known_zone(zone) or language not in dict(settings.LANGUAGES):
        raise ValueError("unknown zone or language")
    user.name, user.zone, user.language = name, zone, language
    user.save(update_fields=["name", "zone", "language"])


def decline_zone(user: User, *, zone: str) -> None:
    """Note that the account does not follow a device into this zone, so that it is not asked about again."""
    others = [name for name in user.declined_zones if name != zone]
    user.declined_zones = [*others, zone][-DECLINED_KEPT:]
    user.save(update_fields=["declined_zones"])


def become_therapist(user: User, *, licence: str, now: datetime) -> Therapist:
    """Make a person a therapist, once; a second time only fills in a licence that was left out."""
    therapist, is_new = Therapist.objects.get_or_create(user=user, defaults={"licence": licence, "created_at": now})
    if licence and not is_new and not therapist.licence:
        therapist.licence = licence
        therapist.save(update_fields=["licence"])
    return therapist


def verify_therapist(therapist: Therapist, *, by: User, now: datetime) -> None:
    """Note that the staff has seen the licence."""
    Therapist.objects.filter(pk=therapist.pk, verified_at=None).update(verified_at=now, verified_by=by)


def withdraw_verification(therapist: Therapist) -> None:
    """Take the note back."""
    Therapist.objects.filter(pk=therapist.pk).update(verified_at=None, verified_by=None)


def note_search(found: User | None, *, by: User) -> None:
    """Note that one of the staff looked for an account by a full address; the address itself is kept nowhere."""
    LogEntry.objects.create(
        user=by,
        content_type=ContentType.objects.get_for_model(User),
        object_id=str(found.pk) if found else None,
        object_repr=str(found) if found else "",
        action_flag=CHANGE,
        change_message="found by its address" if found else "looked for an address that nobody has",
    )


def disable_account(user: User) -> None:
    """Switch an account off; its sessions end with their next request."""
    User.objects.filter(pk=user.pk).update(is_active=False)


def enable_account(user: User) -> None:
    """Switch an account on again."""
    User.objects.filter(pk=user.pk).update(is_active=True)


def remind_of_sign_up(user: User) -> bool:
    """Write to a person who has not confirmed the address; return whether there was anything to say."""
    if EmailAddress.objects.filter(user=user, verified=True).exists():
        return False
    get_adapter().send_mail("accounts/email/finish_sign_up", user.email, {"user": user})
    return True


def start_password_reset(user: User) -> None:
    """Post a reset link to the stored address."""
    token = default_token_generator.make_token(user)
    url = page("account_reset_password_from_key", uidb36=user_pk_to_url_str(user), key=token)
    get_adapter().send_mail("account/email/password_reset_key", user.email, {"user": user, "password_reset_url": url})


@transaction.atomic
def ask_second_factor_reset(user: User, *, by: User, now: datetime) -> SecondFactorReset:
    """Ask for the second factor to be removed in 72 hours; the owner is told and can stop it.

    While one waits, asking again changes and sends nothing.
    """
    due_at = now + RESET_WAITS
    reset, is_new = SecondFactorReset.objects.get_or_create(
        user=user, done_at=None, stopped_at=None, defaults={"asked_by": by, "asked_at": now, "due_at": due_at}
    )
    if is_new:
        _tell(user, "second_step_asked", due_at=due_at, reset_id=reset.pk)
    return reset


@transaction.atomic
def stop_second_factor_reset(reset: SecondFactorReset, *, now: datetime) -> bool:
    """Keep the second factor; return False if it was too late or stopped before."""
    if not SecondFactorReset.objects.waiting(now).filter(pk=reset.pk).update(stopped_at=now):
        return False
    _tell(reset.user, "second_step_kept")
    return True


def perform_due_resets(*, now: datetime) -> int:
    """Remove the second factors whose 72 hours went by; return how many. Safe to run twice."""
    return sum(_perform(reset, now) for reset in SecondFactorReset.objects.due(now).select_related("user"))


@transaction.atomic
def _perform(reset: SecondFactorReset, now: datetime) -> bool:
    if not SecondFactorReset.objects.due(now).filter(pk=reset.pk).update(done_at=now):
        return False
    Authenticator.objects.filter(user=reset.user).delete()
    _tell(reset.user, "second_step_removed")
    return True


def _tell(user: User, what: str, **facts: object) -> None:
    get_adapter().send_mail(f"accounts/email/{what}", user.email, {"user": user, **facts})


def record_lost_texts(*, now: datetime) -> None:
    """Tell the staff which texts this process could not open, by model and id; each stands there once."""
    met = {LOST.popleft() for _one in range(len(LOST))}
    LostText.objects.bulk_create(
        [LostText(**lost._asdict(), seen_at=now) for lost in sorted(met)], ignore_conflicts=True
    )


def forget_lost_texts(*, now: datetime) -> int:
    """Forget texts that were met 30 days ago; one that still does not open comes back when it is next read."""
    return LostText.objects.filter(seen_at__lt=now - LOST_TEXTS_KEPT).delete()[0]


def forget_unfinished_sign_ups(*, now: datetime) -> int:
    """Delete accounts whose address nobody confirmed within a week; return how many."""
    stale = User.objects.unfinished().filter(created_at__lte=now - SIGN_UP_WAITS)
    _all, by_model = stale.delete()
    return by_model.get("accounts.User", 0)


def forget_ended_sessions(*, now: datetime) -> int:
    """Delete sessions that ran out, and what the list of devices kept of them; return how many."""
    ended, _rows = Session.objects.filter(expire_date__lte=now).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    return ended
