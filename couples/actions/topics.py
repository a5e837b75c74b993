"""A person's own topics of hard talks."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from couples.models import Couple, Topic

MOST = 20


class TooManyTopics(Exception):
    """The list is long enough to be chosen from on a phone."""


@transaction.atomic
def add_topic(author: User, *, key: UUID, name: str, couple: Couple | None, now: datetime) -> Topic:
    """Add a topic, shared with the couple if one is given. Pressed twice, it stands once."""
    User.objects.select_for_update(no_key=True).get(pk=author.pk)
    if Topic.objects.filter(author=author, retired_at=None).exclude(pk=key).count() >= MOST:
        raise TooManyTopics
    topic, _is_new = Topic.objects.get_or_create(
        pk=key, author=author, defaults={"name": name, "couple": couple, "created_at": now}
    )
    return topic


def retire_topic(topic: Topic, *, by: User, now: datetime) -> None:
    """Offer one's own topic no more; check-ins that name it keep it. Harmless when pressed twice."""
    Topic.objects.filter(pk=topic.pk, author=by, retired_at=None).update(retired_at=now)
