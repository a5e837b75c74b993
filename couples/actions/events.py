"""What changed about who may read what, written with the change."""

from datetime import datetime
from uuid import UUID

from accounts.models import User
from couples.models import PRIVATE_VERBS, AccessEvent, Couple, Verb
from kit.prepared import PreparedInsert, PreparedInserts

_store = PreparedInsert(AccessEvent)
_store_both = PreparedInserts(_store, _store)


def note_event(
    verb: Verb,
    *,
    by: User | None,
    now: datetime,
    couple: Couple | None = None,
    object_id: UUID | None = None,
) -> AccessEvent:
    """Add one line; a private verb belongs to its actor alone."""
    return AccessEvent.objects.create(
        verb=verb,
        actor=by,
        owner=by if verb in PRIVATE_VERBS else None,
        couple=couple,
        object_id=object_id,
        happened_at=now,
    )


def note_readings(*, by: User, couple: Couple, authors: list[User], area: str, now: datetime) -> None:
    """Add one line for each author whose area a therapist opened, in one statement."""
    lines = [
        AccessEvent(verb=Verb.READ, actor=by, owner=author, couple=couple, area=area, happened_at=now)
        for author in authors
    ]
    if len(lines) == 2:
        _store_both(*lines)
    elif lines:
        _store(*lines)
