"""Plain functions that make repair logs, time-outs and hard days for tests; keyword-only."""

from datetime import date, datetime, timedelta
from typing import Any

from accounts.models import User
from couples.models import Couple
from repair.models import (
    Acknowledgement,
    AcknowledgementVersion,
    HardDate,
    HardMoment,
    Repair,
    RepairKind,
    RepairSide,
    SecondChance,
    Step,
    TimeOut,
    TimeOutReturn,
)
from tests.factories import NOW
from tests.repair.rows import TODAY


def make_time_out(
    *, author: User, couple: Couple | None, started_at: datetime = NOW, minutes: int = 40, **fields: Any
) -> TimeOut:
    """Make a running time-out; with `returned_at` one that both came back from, kept unless told otherwise."""
    if fields.get("returned_at"):
        fields = {"is_open": False, "returned_on": fields["returned_at"].date(), "is_kept": True, **fields}
    time_out = TimeOut.objects.create(
        author=author,
        couple=couple,
        started_at=started_at,
        started_on=started_at.date(),
        ends_at=started_at + timedelta(minutes=minutes),
        **fields,
    )
    if couple and time_out.returned_at:
        for partner in couple.partners.all():
            TimeOutReturn.objects.create(
                time_out=time_out, author_id=partner.user_id, couple=couple, said_at=time_out.returned_at
            )
    return time_out


def make_repair(*, author: User, couple: Couple, opened_at: datetime = NOW, **fields: Any) -> Repair:
    """Make an open repair about a debate; with `closed_at` one that both closed, with `is_whole` after an owning."""
    is_whole = fields.pop("is_whole", False)
    if closed_at := fields.get("closed_at"):
        closed = {"closed_on": closed_at.date(), "rested_at": closed_at, "rested_on": closed_at.date()}
        fields = {**closed, "rested_by_both": True, **fields}
    repair = Repair.objects.create(
        author=author,
        couple=couple,
        opened_at=opened_at,
        opened_on=opened_at.date(),
        **{"kind": RepairKind.DEBATE, "name": "The evening with your sister", **fields},
    )
    if is_whole:
        other = couple.partners.exclude(user=author).get().user
        make_side(repair=repair, author=other, step=Step.OWN, opened_at=opened_at)
        make_side(repair=repair, author=author, step=Step.LANDED, opened_at=opened_at, words="", landed="partly")
    return repair


def make_side(
    *, repair: Repair, author: User, step: Step = Step.HAPPENED, opened_at: datetime | None = NOW, **fields: Any
) -> RepairSide:
    """Make what one wrote in a step, opened unless told otherwise."""
    words = "" if fields.get("passed") else "I raised my voice."
    return RepairSide.objects.create(
        repair=repair,
        author=author,
        couple=fields.pop("couple", repair.couple),
        step=step,
        written_at=NOW,
        opened_at=opened_at,
        **{"words": words, **fields},
    )


def make_step(*, repair: Repair, authors: tuple[User, ...], step: Step = Step.HAPPENED) -> None:
    """Make an opened step, written by each of them."""
    for author in authors:
        make_side(repair=repair, author=author, step=step)


def make_chance(*, author: User, couple: Couple, **fields: Any) -> SecondChance:
    """Make a second chance that was asked for."""
    words = {"kind": RepairKind.BID, "missed": "You showed me the bird and I kept typing.", "again": "Show me again?"}
    return SecondChance.objects.create(
        author=author, couple=couple, **{"written_on": TODAY, "written_at": NOW, **words, **fields}
    )


def make_version(
    *, author: User, couple: Couple | None, acknowledgement: Acknowledgement | None = None, **fields: Any
) -> AcknowledgementVersion:
    """Make a version of an acknowledgement, sent if a couple is given."""
    held = acknowledgement or Acknowledgement.objects.create(author=author, couple=couple, begun_at=NOW, begun_on=TODAY)
    words = {
        "what": "I lied to you about the money for two years.",
        "wrong": "It was wrong.",
        "effect": "You could not trust your own eyes.",
        "differently": "I show you every letter of the bank.",
        "visible_if": "The letters lie on the table.",
    }
    sent = {"sent_at": NOW, "sent_on": TODAY} if couple else {}
    return AcknowledgementVersion.objects.create(
        acknowledgement=held,
        author=author,
        couple=couple,
        written_at=NOW,
        **{"number": 1, **words, **sent, **fields},
    )


def make_moment(*, author: User, couple: Couple | None = None, on: date = TODAY, **fields: Any) -> HardMoment:
    """Make a hard moment, shared if a couple is given."""
    shared = {"shared_at": NOW} if couple else {}
    told = {"cue": "the song in the shop", "strength": 8, "settled_minutes": 50, "needed": "a hand", "met": 2}
    return HardMoment.objects.create(
        author=author, couple=couple, happened_on=on, written_at=NOW, **{**told, **shared, **fields}
    )


def make_hard_date(
    *, author: User, couple: Couple | None = None, on: date = TODAY + timedelta(days=9), **fields: Any
) -> HardDate:
    """Make a hard date with three days of notice, shared if a couple is given."""
    marked = {"name": "the day I found out", "helps": "a walk together", "notice_days": 3}
    if couple:
        marked["heads_up_on"] = on - timedelta(days=fields.get("notice_days", 3))
    row = HardDate(author=author, couple=couple, falls_on=on, made_at=NOW, **{**marked, **fields})
    row.turn_to(TODAY)
    row.save()
    return row
