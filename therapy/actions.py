"""Each opening of a couple's page is written down, where the author can read it."""

from datetime import datetime, timedelta

from accounts.models import User
from couples.access import Caring
from couples.actions.events import note_readings
from couples.models import AccessEvent, Verb
from therapy.reading import read_authors

OPENINGS_A_MINUTE = 60
AREA = "weeks"
REFUSED = "refused"
A_MINUTE = timedelta(minutes=1)


class TooManyOpenings(Exception):
    """More pages were opened within a minute than anybody reads."""


def open_couple(caring: Caring, *, by: User, now: datetime) -> None:
    """Note that the pages of both were opened; raise `TooManyOpenings` beyond 60 a minute."""
    lately = AccessEvent.objects.filter(actor=by, verb=Verb.READ, happened_at__gt=now - A_MINUTE)
    openings = lately.filter(area=AREA).values("couple_id", "happened_at").distinct().count()
    people = [given.partner.user for given in read_authors(caring)]
    if openings >= OPENINGS_A_MINUTE:
        if not lately.filter(area=REFUSED, couple=caring.couple).exists():
            note_readings(by=by, couple=caring.couple, authors=people, area=REFUSED, now=now)
        raise TooManyOpenings
    note_readings(by=by, couple=caring.couple, authors=people, area=AREA, now=now)
