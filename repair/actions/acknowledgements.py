"""Writes of acknowledgements: versions, how they landed, and the explanation behind its lock."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from couples.access import Standing, movers_of, standing_of
from couples.actions.acting import (
    NotShared,
    NotYours,
    acting,
    couple_of,
    free_key,
    sharing,
    still_sharing,
    written_before,
)
from repair.models import (
    Acknowledgement,
    AcknowledgementVersion,
    Explanation,
    ExplanationUnlock,
    Landed,
    Landing,
)

ONLY_ITS_READER = _("Only the one it was written for can say this.")


@dataclass(frozen=True)
class Parts:
    """What an acknowledgement says."""

    what: str
    wrong: str
    effect: str
    differently: str
    visible_if: str


@transaction.atomic
def write_acknowledgement(
    user: User,
    *,
    parts: Parts,
    key: UUID,
    now: datetime,
    is_draft: bool = False,
    acknowledgement: Acknowledgement | None = None,
) -> AcknowledgementVersion:
    """Send a version, or keep a draft for oneself; each sending is a version, the same one twice stands once.

    Raises `NotYours`, `NotShared` for sending without an open space, `WrittenBefore`.
    """
    standing = acting(user)
    couple = None if is_draft else sharing(standing)
    if present := _written(user, key, parts, is_draft):
        return present
    held = _held(acknowledgement, standing, key, now)
    if couple and held.couple_id not in (None, couple.pk):
        raise NotShared
    version = _next_version(held, user, key, parts, is_draft)
    if version is None:
        return held.versions.sent().select_related("author").order_by("-number")[0]
    for name, words in asdict(parts).items():
        setattr(version, name, words)
    version.written_at = now
    if couple:
        version.couple, version.sent_at, version.sent_on = couple, now, standing.date_at(now)
        first = {"couple": couple, "begun_at": now, "begun_on": version.sent_on}  # of a draft the other reads no date
        Acknowledgement.objects.filter(pk=held.pk, couple=None).update(**first)
    version.save()
    return version


def _written(user: User, key: UUID, parts: Parts, is_draft: bool) -> AcknowledgementVersion | None:
    """Return the version an earlier press of this form sent; a draft goes on being written."""
    row = AcknowledgementVersion.objects.of(user).filter(pk=key).first()
    if row is None or (row.is_draft and not is_draft) or (is_draft and row.is_draft):
        return None
    return written_before(AcknowledgementVersion, key=key, by=user, fields=asdict(parts))


def _held(acknowledgement: Acknowledgement | None, standing: Standing, key: UUID, now: datetime) -> Acknowledgement:
    """Return the acknowledgement to write in, locked; a new one where none is given."""
    user = standing.user
    if acknowledgement is None:
        begun = AcknowledgementVersion.objects.of(user).filter(pk=key).first()
        if begun is None:
            return Acknowledgement.objects.create(author=user, begun_at=now, begun_on=standing.date_at(now))
        acknowledgement = begun.acknowledgement
    if acknowledgement.author_id != user.pk:
        raise NotYours
    return Acknowledgement.objects.select_for_update(no_key=True, of=("self",)).get(pk=acknowledgement.pk)


def _next_version(
    held: Acknowledgement, user: User, key: UUID, parts: Parts, is_draft: bool
) -> AcknowledgementVersion | None:
    """Return the draft, or a version to write; None if the last one sent says the same."""
    versions = list(AcknowledgementVersion.objects.of(user).filter(acknowledgement=held).order_by("number"))
    sent = [version for version in versions if not version.is_draft]
    if not is_draft and sent and _parts_of(sent[-1]) == parts and sent[-1].withdrawn_at is None:
        AcknowledgementVersion.objects.filter(acknowledgement=held, sent_at=None).delete()
        return None
    draft = next((version for version in versions if version.is_draft), None)
    number = versions[-1].number + 1 if versions else 1
    return draft or AcknowledgementVersion(
        pk=free_key(AcknowledgementVersion, key), acknowledgement=held, author=user, number=number
    )


def _parts_of(version: AcknowledgementVersion) -> Parts:
    return Parts(**{name: getattr(version, name) for name in Parts.__dataclass_fields__})


@transaction.atomic
def drop_acknowledgement_draft(acknowledgement: Acknowledgement, *, by: User) -> None:
    """Throw away one's own draft, and the acknowledgement if nothing else is in it. Harmless when pressed twice."""
    acting(by)
    AcknowledgementVersion.objects.filter(acknowledgement=acknowledgement, author=by, sent_at=None).delete()
    Acknowledgement.objects.filter(pk=acknowledgement.pk, author=by, versions=None).delete()


def withdraw_version(version: AcknowledgementVersion, *, by: User, now: datetime) -> None:
    """Take back a version one sent; a dated line stays. Harmless when pressed twice."""
    sent = AcknowledgementVersion.objects.sent().filter(pk=version.pk, author=by, withdrawn_at=None)
    sent.update(withdrawn_at=now)


@transaction.atomic
def say_landing(
    version: AcknowledgementVersion, *, by: User, landed: Landed, needed: str, key: UUID, now: datetime
) -> Landing:
    """Say how a version landed; a later word stands beside the earlier one, the same one stands once.

    Raises `NotYours` for its author, `NotShared`.
    """
    standing = acting(by)
    if version.author_id == by.pk or version.is_draft:
        raise NotYours(ONLY_ITS_READER)
    still_sharing(standing, version)
    said = {"landed": landed, "needed": needed}
    if present := written_before(Landing, key=key, by=by, fields=said):
        return present
    newest = Landing.objects.of(by).filter(version=version).order_by("-answered_at").first()
    if newest and (newest.landed, newest.needed) == (landed, needed):
        return newest
    return Landing.objects.create(
        pk=free_key(Landing, key),
        version=version,
        author=by,
        couple=couple_of(standing, version),
        answered_at=now,
        answered_on=standing.date_at(now),
        **said,
    )


@transaction.atomic
def write_explanation(
    acknowledgement: Acknowledgement, *, by: User, words: str, key: UUID, now: datetime
) -> Explanation:
    """Write how it came to it: one's own until it is asked for, from then on a version each.

    Raises `NotYours`; `NotShared` in a pause once it was asked for.
    """
    standing = acting(by)
    if acknowledgement.author_id != by.pk:
        raise NotYours
    held = Acknowledgement.objects.select_for_update(no_key=True, of=("self",)).get(pk=acknowledgement.pk)
    if held.unlocked_at:
        still_sharing(standing, held)
    newest = Explanation.objects.of(by).filter(acknowledgement=held).order_by("-number").first()
    if newest and (newest.couple_id is None or newest.words == words):
        row = newest
    else:
        number = newest.number + 1 if newest else 1
        row = Explanation(pk=free_key(Explanation, key), acknowledgement=held, author=by, number=number)
    if row.couple_id is None:
        row.words, row.written_at, row.written_on = words, now, standing.date_at(now)
        row.couple = couple_of(standing, held) if held.unlocked_at else None
        row.save()
    return row


def withdraw_explanation(explanation: Explanation, *, by: User, now: datetime) -> None:
    """Take back one's own explanation that was shared. Harmless when pressed twice."""
    shared = Explanation.objects.filter(pk=explanation.pk, author=by, couple__isnull=False, withdrawn_at=None)
    shared.update(withdrawn_at=now)


@transaction.atomic
def unlock_explanation(acknowledgement: Acknowledgement, *, by: User, now: datetime) -> bool:
    """Ask to read the explanation; it opens when everybody whose yes it needs asked. Harmless when pressed twice.

    Everybody: each partner whose role is hurt or both, else both. Says whether it is unlocked now.
    Raises `NotYours`, `NotShared`.
    """
    standing = acting(by)
    still_sharing(standing, acknowledgement)
    held = Acknowledgement.objects.select_for_update(no_key=True, of=("self",)).get(pk=acknowledgement.pk)
    needed = _asking(standing, held, now)
    if by.pk not in needed:
        raise NotYours(ONLY_ITS_READER)
    ExplanationUnlock.objects.get_or_create(
        acknowledgement=held, author=by, defaults={"couple": couple_of(standing, held), "said_at": now}
    )
    said = set(ExplanationUnlock.objects.filter(acknowledgement=held).values_list("author_id", flat=True))
    if held.unlocked_at is None and needed <= said:
        held.unlocked_at = now
        held.save(update_fields=["unlocked_at"])
        _share_explanations(held, now)
    return held.unlocked_at is not None


def _asking(standing: Standing, held: Acknowledgement, now: datetime) -> set[UUID]:
    """Return who must ask, while the acknowledgement is shared with the two."""
    if standing.couple is None or held.couple_id != standing.couple.pk:
        raise NotShared
    return {partner.user_id for partner in movers_of(standing, now=now)}


def _share_explanations(held: Acknowledgement, now: datetime) -> None:
    """Share what was written behind the lock, under the date of this, unless its author has paused."""
    couple = couple_of(standing_of(held.author), held)
    if couple:
        shared = {"couple": couple, "written_on": couple.days.date_at(now)}
        Explanation.objects.filter(acknowledgement=held, couple=None).update(**shared)
