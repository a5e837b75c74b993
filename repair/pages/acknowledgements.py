"""Page data of acknowledgements: versions, how they landed, the explanation as its reader may see it.

Whether an explanation is written leaves no trace for the other before it is unlocked.
"""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from couples.access import Standing, movers_of
from repair.models import (
    Acknowledgement,
    AcknowledgementVersion,
    Explanation,
    ExplanationUnlock,
    Landing,
)


@dataclass(frozen=True)
class AcknowledgementPage:
    """One acknowledgement as one reader may see it; versions come newest first."""

    held: Acknowledgement
    is_mine: bool
    versions: list[AcknowledgementVersion] = field(default_factory=list)
    gone: list[AcknowledgementVersion] = field(default_factory=list)
    landings: list[Landing] = field(default_factory=list)
    explanations: list[Explanation] = field(default_factory=list)
    can_unlock: bool = False
    has_asked: bool = False
    was_asked: bool = False

    @property
    def draft(self) -> AcknowledgementVersion | None:
        """Return one's own draft, if there is one."""
        return next((version for version in self.versions if version.is_draft), None)

    @property
    def sent(self) -> list[AcknowledgementVersion]:
        """Return what was sent, the newest first."""
        return [version for version in self.versions if not version.is_draft]

    @property
    def landed_versions(self) -> set[UUID]:
        """Return the versions somebody said something about."""
        return {landing.version_id for landing in self.landings}

    @property
    def explanation(self) -> Explanation | None:
        """Return the newest explanation this reader may see."""
        return self.explanations[-1] if self.explanations else None


def acknowledgement_page(held: Acknowledgement, standing: Standing, *, now: datetime) -> AcknowledgementPage:
    """Return one acknowledgement for one reader, in five queries."""
    user = standing.user
    unlocks = set(ExplanationUnlock.objects.visible_to(user).of_one(held).values_list("author_id", flat=True))
    movers = {partner.user_id for partner in movers_of(standing, now=now)}
    shared = standing.couple is not None and held.couple_id == standing.couple.pk
    return AcknowledgementPage(
        held,
        is_mine=held.author_id == user.pk,
        versions=list(AcknowledgementVersion.objects.visible_to(user).of_one(held)),
        gone=list(AcknowledgementVersion.objects.taken_back_from(user).of_one(held)),
        landings=list(Landing.objects.visible_to(user).of_one(held)),
        explanations=list(Explanation.objects.visible_to(user).of_one(held)),
        can_unlock=shared and held.unlocked_at is None and user.pk in movers and user.pk not in unlocks,
        has_asked=user.pk in unlocks,
        was_asked=bool(unlocks),
    )
