"""A person's own topics of hard talks."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from couples.access import standing_of
from couples.actions.acting import TooMany, acting, free_key, lock_person, sharing, written_before
from couples.models import Couple, Topic

MOST = 20


class TooManyTopics(TooMany):
    """The list is long enough to be chosen from on a phone."""

    said = _("Twenty topics are the most. Put one away first.")
    field = "topic"


@transaction.atomic
def add_topic(author: User, *, key: UUID, name: str, couple: Couple | None, now: datetime) -> Topic:
    """Add a topic, shared with the couple if one is given. Pressed twice, it stands once.

    Raises `TooManyTopics`, `WrittenBefore`.
    """
    lock_person(author.pk)
    if Topic.objects.filter(author=author, retired_at=None).exclude(pk=key).count() >= MOST:
        raise TooManyTopics
    if couple and standing_of(author).shares_with != couple:
        couple = None  # a pause or a leaving came before the lock
    before = written_before(Topic, key=key, by=author, fields={"name": name})
    return before or Topic.objects.create(
        pk=free_key(Topic, key), author=author, name=name, couple=couple, created_at=now
    )


@transaction.atomic
def share_topic(topic: Topic, *, by: User) -> None:
    """Share one's own topic with the living couple, also one shared with somebody earlier; harmless when pressed twice.

    Raises `NotShared`.
    """
    couple = sharing(acting(by))
    Topic.objects.filter(pk=topic.pk, author=by, retired_at=None).update(couple=couple)


def retire_topic(topic: Topic, *, by: User, now: datetime) -> None:
    """Offer one's own topic no more; check-ins that name it keep it. Harmless when pressed twice."""
    Topic.objects.filter(pk=topic.pk, author=by, retired_at=None).update(retired_at=now)
