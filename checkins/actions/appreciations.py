"""Writes of appreciation: given once, delivered when it was meant to be, answered or not."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from checkins.models import Answer, Appreciation, has_arrived
from couples.access import Standing
from couples.actions.acting import NotYours, acting, free_key, lock_person, sharing, written_before
from couples.models import Couple
from kit.weeks import DAY, SUNDAY, day_ends_at, last_day_over, week_of

WAITS = _("While you pause, nothing goes to the other person. It waits here for you.")


@transaction.atomic
def appreciate(
    standing: Standing, *, deed: str, shows: str, with_the_week: bool, key: UUID, now: datetime
) -> Appreciation:
    """Write an appreciation, delivered now or when the week closes. Pressed twice, it stands once.

    Raises `WrittenBefore`.
    """
    standing = acting(standing.user)
    said = {"deed": deed, "shows": shows}
    before = written_before(Appreciation, key=key, by=standing.user, fields=said)
    return before or Appreciation.objects.create(
        pk=free_key(Appreciation, key),
        author=standing.user,
        couple=standing.shares_with,
        written_on=standing.date_at(now),
        written_at=now,
        delivered_at=_week_close(standing, now) if with_the_week else now,
        **said,
    )


def _week_close(standing: Standing, now: datetime) -> datetime:
    """Return the instant at which the next weekly summary is made, also after midnight on a Sunday."""
    over = standing.couple.days.last_over(now) if standing.couple else last_day_over(now, standing.user.zone)
    sunday = week_of(over + DAY) + SUNDAY
    return standing.couple.days.ends_at(sunday) if standing.couple else day_ends_at(sunday, standing.user.zone)


@transaction.atomic
def send_held(user: User, *, couple: Couple, since: datetime, now: datetime) -> int:
    """Let arrive now, under the present date, what came to its time in a pause that is over; return how many.

    An earlier date would change weeks that were told, and say since when it was held.
    """
    held = Appreciation.objects.filter(author=user, couple=couple, delivered_at__gt=since, delivered_at__lte=now)
    return held.update(delivered_at=now, written_at=now, written_on=couple.days.date_at(now))


@transaction.atomic
def send_written_since(user: User, *, couple: Couple, since: datetime, now: datetime) -> int:
    """Send what was written in a pause that is over, as the writer asked: now, or with its week; return how many."""
    kept = Appreciation.objects.filter(author=user, couple=None, written_at__gte=since, withdrawn_at=None)
    sent = {"written_at": now, "written_on": couple.days.date_at(now)}
    return kept.update(couple=couple, delivered_at=Greatest("delivered_at", now), **sent)


@transaction.atomic
def answer_appreciation(note: Appreciation, *, by: User, answer: Answer, now: datetime) -> None:
    """Answer what was received; the answer can be changed, and none is also fine.

    Raises `NotYours`, `NotShared` while the one who answers pauses: the answer would reach the other.
    """
    if note.author_id == by.pk:
        raise NotYours
    sharing(acting(by), WAITS)
    Appreciation.objects.filter(pk=note.pk, withdrawn_at=None).update(answer=answer, answered_at=now)


@transaction.atomic
def withdraw_appreciation(note: Appreciation, *, by: User, now: datetime) -> None:
    """Take back one's own appreciation; a dated line stays where it was delivered. Harmless twice."""
    lock_person(by.pk)
    own = Appreciation.objects.filter(pk=note.pk, author=by, withdrawn_at=None)
    own.filter(~has_arrived(now)).update(couple=None, withdrawn_at=now)
    own.update(withdrawn_at=now)
