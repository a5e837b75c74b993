"""What stands on Today beside the check-ins: what is due, words kept for oneself, thanks, topics of one's own."""

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from checkins.days import FRESH_FOR, private_words_of, unanswered
from couples.access import Standing
from couples.models import Topic
from kit.prepared import PreparedReads, prepared
from repair.pages.due import READS, due_slots, person_alone


@prepared
def topics_offered(user: User) -> QuerySet[Topic]:
    """Keep the topics that a person may choose beside the built-in ones."""
    return Topic.objects.visible_to(user).offered()


_beside = PreparedReads(
    person_alone,
    {**READS, "words": private_words_of, "unanswered": unanswered, "topics": topics_offered},
)


def beside(standing: Standing, *, on: date, now: datetime) -> dict[str, list[Any]]:
    """Return what there is for a local date, in one query and one for each kind there is."""
    found = _beside(**due_slots(standing, on=on, now=now), now=now, fresh_since=now - FRESH_FOR)
    standing.authored(found["unanswered"])
    return found
