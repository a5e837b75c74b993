"""What stands on Today beside the check-ins: what is due, words kept for oneself, thanks, topics of one's own."""

from datetime import date, datetime
from typing import Any

from django.db.models import DateTimeField, QuerySet

from checkins.days import FRESH_FOR, private_words_of, unanswered
from couples.access import Standing
from couples.models import Topic
from kit.prepared import PreparedReads, Slot
from repair.pages.due import BUILDERS, FIELDS, asked, person_alone


def topics_offered(user: Slot, **_slots: Slot) -> QuerySet[Topic]:
    """Keep the topics that a person may choose beside the built-in ones."""
    return Topic.objects.visible_to(user).offered()


_beside = PreparedReads(
    person_alone,
    {**BUILDERS, "words": private_words_of, "unanswered": unanswered, "topics": topics_offered},
    **FIELDS,
    now=DateTimeField(),
    fresh_since=DateTimeField(),
)


def beside(standing: Standing, *, on: date, now: datetime) -> dict[str, list[Any]]:
    """Return what there is for a local date, in one query and one for each kind there is."""
    found = _beside(**asked(standing, on=on, now=now), now=now, fresh_since=now - FRESH_FOR)
    standing.authored(found["unanswered"])
    return found
