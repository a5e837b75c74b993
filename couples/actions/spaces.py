"""Opening, pausing and leaving the shared space: each alone, at once, without a reason."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from couples.access import Standing
from couples.actions.acting import lock_person
from couples.actions.events import note_event
from couples.models import Couple, Grant, Partner, Pause, Role, Verb


@transaction.atomic
def choose_role(partner: Partner, *, role: Role, now: datetime) -> None:
    """Set one's own role; it counts for shared decisions after seven days, until then the one before."""
    mine = Partner.objects.select_for_update().get(pk=partner.pk)
    if mine.role != role:
        mine.role_before = mine.role_counting(now)
        mine.role, mine.role_since = role, now
        mine.save(update_fields=["role", "role_before", "role_since"])


@transaction.atomic
def open_space(partner: Partner, *, now: datetime) -> None:
    """Open the space from one's own side; harmless when pressed twice."""
    if Partner.objects.live().filter(pk=partner.pk, opened_at=None).update(opened_at=now):
        note_event(Verb.OPENED, by=partner.user, couple=partner.couple, object_id=partner.pk, now=now)


@transaction.atomic
def change_day_zone(partner: Partner, *, zone: str, now: datetime) -> None:
    """Let the days of the two end in another zone, from the third date after today on; both see it at once.

    What was chosen before and does not hold yet gives way.
    """
    couple = Couple.objects.select_for_update(no_key=True).live().get(pk=partner.couple_id)
    changed = couple.days.changed(zone, now=now).spelled()
    if changed != couple.day_zones:
        couple.day_zones = changed
        couple.save(update_fields=["day_zones"])
        note_event(Verb.DAY_ZONE, by=None, couple=couple, now=now)


def keep_open(standing: Standing, *, now: datetime) -> None:
    """Keep open to a person who moves what the clock had opened to them: stored before the zone changes."""
    if standing.partner:
        Partner.objects.filter(pk=standing.partner.pk).update(open_until=standing.open_until(now))


@transaction.atomic
def pause(partner: Partner, *, now: datetime) -> None:
    """Share nothing new from now on; nobody is told. Harmless when pressed twice.

    The person's own row is locked, as it is while a check-in is written: whichever
    comes second knows of the first.
    """
    lock_person(partner.user_id)
    _pause, is_new = Pause.objects.get_or_create(partner=partner, ended_at=None, defaults={"started_at": now})
    if is_new:
        note_event(Verb.PAUSED, by=partner.user, couple=partner.couple, object_id=partner.pk, now=now)


@transaction.atomic
def resume(partner: Partner, *, now: datetime) -> datetime | None:
    """Share again from now on; return when the pause had begun, or None if there was none."""
    lock_person(partner.user_id)
    open_pause = Pause.objects.filter(partner=partner, ended_at=None).first()
    if open_pause is None:
        return None
    open_pause.ended_at = now
    open_pause.save(update_fields=["ended_at"])
    note_event(Verb.RESUMED, by=partner.user, couple=partner.couple, object_id=partner.pk, now=now)
    return open_pause.started_at


@transaction.atomic
def leave(partner: Partner, *, now: datetime) -> bool:
    """End the couple at once, for both, and every grant with it. False if it was over already."""
    couple = partner.couple
    if not Couple.objects.live().filter(pk=couple.pk).update(ended_at=now):
        return False
    Partner.objects.filter(couple=couple).update(is_current=False)
    Grant.objects.filter(couple=couple, ended_at=None).update(ended_at=now)
    note_event(Verb.LEFT, by=None, couple=couple, now=now)
    return True


def users_of(couple: Couple) -> list[User]:
    """Return the two people of a couple, whoever is still in it."""
    return [partner.user for partner in couple.partners.select_related("user").order_by("user")]
