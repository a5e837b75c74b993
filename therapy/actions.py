"""Each opening of a couple's page is written down, where the author can read it."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import User
from couples.access import Caring
from couples.actions.events import note_readings
from couples.models import AccessEvent, Verb
from kit.prepared import prepared
from therapy.reading import read_authors

OPENINGS_A_MINUTE = 60
AREA = "weeks"
REFUSED = "refused"
A_MINUTE = timedelta(minutes=1)


class TooManyOpenings(Exception):
    """More pages were opened within a minute than anybody reads."""


def open_couple(caring: Caring, *, by: User, now: datetime) -> None:
    """Note that the pages of both were opened; raise `TooManyOpenings` beyond 60 a minute."""
    people = [given.partner.user for given in read_authors(caring)]
    if len(_opened_since(user=by, since=now - A_MINUTE)) >= OPENINGS_A_MINUTE:
        refused = _read_since(by, now - A_MINUTE).filter(area=REFUSED, couple=caring.couple)
        if not refused.exists():
            note_readings(by=by, couple=caring.couple, authors=people, area=REFUSED, now=now)
        raise TooManyOpenings
    note_readings(by=by, couple=caring.couple, authors=people, area=AREA, now=now)


def _read_since(user: User, since: datetime) -> QuerySet[AccessEvent]:
    return AccessEvent.objects.filter(actor=user, verb=Verb.READ, happened_at__gt=since)


@prepared
def _opened_since(user: User, since: datetime) -> QuerySet[AccessEvent, tuple[UUID, datetime]]:
    """Keep couple and instant of each opening: one page notes a line for each of two authors."""
    opened = _read_since(user, since).filter(area=AREA).values_list("couple_id", "happened_at")
    return opened.distinct()[:OPENINGS_A_MINUTE]
