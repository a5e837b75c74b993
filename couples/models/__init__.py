"""Two people, what they opened to each other, and whom they let read."""

from couples.models.grants import (
    LEVEL_RANK,
    Consent,
    Grant,
    GrantQuerySet,
    Level,
)
from couples.models.invitations import (
    Invitation,
    InvitationQuerySet,
    MailedAddress,
)
from couples.models.people import (
    HURT_ROLES,
    REPAIRING_ROLES,
    Couple,
    CoupleQuerySet,
    Partner,
    PartnerQuerySet,
    Pause,
    Role,
)
from couples.models.records import (
    PRIVATE_VERBS,
    AccessEvent,
    AccessEventQuerySet,
    Session,
    Topic,
    TopicQuerySet,
    Verb,
)

__all__ = [
    "HURT_ROLES",
    "LEVEL_RANK",
    "PRIVATE_VERBS",
    "REPAIRING_ROLES",
    "AccessEvent",
    "AccessEventQuerySet",
    "Consent",
    "Couple",
    "CoupleQuerySet",
    "Grant",
    "GrantQuerySet",
    "Invitation",
    "InvitationQuerySet",
    "Level",
    "MailedAddress",
    "Partner",
    "PartnerQuerySet",
    "Pause",
    "Role",
    "Session",
    "Topic",
    "TopicQuerySet",
    "Verb",
]
