"""A repair room in daily use for as long as told: for the drill that compares three years with one row of each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import uuid4

from django.urls import get_resolver, reverse

from accounts.models import User
from couples.models import Couple
from repair.models import (
    CalmPlan,
    ClosedAs,
    Explanation,
    Landing,
    OpennessNote,
    PromiseDate,
    PromiseNote,
    Repair,
    RepairNote,
    RepairReopening,
    SecondChanceAnswer,
    Seen,
    Step,
)
from tests.repair import logs, rows

FEW_DAYS, THREE_YEARS = timedelta(days=40), timedelta(days=3 * 365)
PLAN_CHANGES_AFTER = 12


@dataclass(frozen=True)
class Amounts:
    """How many rows of the past there are of each kind."""

    promise_dates: int = 1
    questions: int = 1
    repairs: int = 1
    others: int = 1


@dataclass(frozen=True)
class Room:
    """Two people, how much they left since they began, and now. The oldest row of every kind is from their first day."""

    hurt: User
    repairing: User
    couple: Couple
    amounts: Amounts
    now: datetime
    lasts: timedelta = FEW_DAYS

    @property
    def began(self) -> datetime:
        """Return when the two began."""
        return self.now - self.lasts

    def moments(self, number: int, until: timedelta = timedelta(days=32)) -> Iterator[datetime]:
        """Yield instants from the beginning on, evenly, up to about a month ago."""
        for index in range(number):
            yield self.began + (self.lasts - until) * index / number


def write_room(room: Room) -> dict[str, object]:
    """Write it all and return the row, or the keywords, for the address of each route."""
    return (
        write_promises(room)
        | write_questions(room)
        | write_openness(room)
        | write_repairs(room)
        | write_acknowledgements(room)
        | write_hard_days(room)
    )


def write_promises(room: Room) -> dict[str, object]:
    """Write one promise for all the time, reported every day, seen, missed and owned now and then."""
    start = (room.began).date()
    promise = rows.make_promise(
        author=room.repairing, couple=room.couple, weekdays=127, first_on=start, made_on=start, made_at=room.began
    )
    dates = []
    for index in range(room.amounts.promise_dates):
        on, at = start + timedelta(days=index), room.began + timedelta(days=index)
        date = PromiseDate(author=room.repairing, couple=room.couple, promise=promise, due_on=on, told_on=on)
        date.reported_at = at
        date.report = "missed" if index % 9 == 8 else "kept"
        date.owning, date.owned_at = ("I let it slip, and you waited.", at) if index % 9 == 8 else ("", None)
        date.seen, date.seen_at = (Seen.AGREE, at) if index % 5 else ("", None)
        dates.append(date)
    PromiseDate.objects.bulk_create(dates, batch_size=500)
    today = room.now.date()
    missed = rows.make_promise_date(promise=promise, on=today, report="missed", reported_at=room.now)
    for at in room.moments(room.amounts.others):
        on = at.date()
        made = {"first_on": on, "made_on": on, "made_at": at, "ended_on": on, "end_said_on": on, "ended_at": at}
        rows.make_ended_promise(author=room.repairing, couple=room.couple, **made)
    thanks = {"words": "Thank you.", "added_at": at, "added_on": on}
    PromiseNote.objects.create(author=room.hurt, couple=room.couple, promise=promise, **thanks)
    return {"promise": promise, "promise_own": {"pk": missed.promise_id, "on": missed.due_on}}


def write_questions(room: Room) -> dict[str, object]:
    """Write answered questions that came to rest, one open and one draft."""
    for at in room.moments(room.amounts.questions):
        asked = _asked(at)
        at_rest = {"closed_as": ClosedAs.ENOUGH, "closed_at": at + timedelta(days=3)}
        closed = rows.make_question(author=room.hurt, couple=room.couple, slot=None, **asked, **at_rest)
        rows.make_answer(question=closed, author=room.repairing, sent_at=at)
    question = rows.make_question(author=room.hurt, couple=room.couple, follows=closed, **_asked(room.now))
    rows.make_answer(question=question, author=room.repairing, sent_at=room.now)
    rows.make_draft_question(author=room.hurt)
    return {"question": question, "answer": question}


def _asked(at: datetime) -> dict[str, object]:
    return {"written_at": at, "asked_at": at, "asked_on": at.date(), "answer_by": at + timedelta(hours=48)}


def write_openness(room: Room) -> dict[str, object]:
    """Write what was shared unasked, and offers of which the last one runs."""
    for at in room.moments(room.amounts.others):
        openness = rows.make_openness(author=room.repairing, couple=room.couple, on=at.date())
        openness.shared_at = at
        openness.save(update_fields=["shared_at"])
        OpennessNote.objects.create(
            author=room.repairing, couple=room.couple, openness=openness, words="And on Friday too.", added_at=at
        )
        _offer(room, at)
    return {"openness": openness, "agreement": _offer(room, room.now)}


def _offer(room: Room, at: datetime) -> object:
    on = at.date()
    dates = {"made_on": on, "made_at": at, "review_on": on + timedelta(days=9), "ends_on": on + timedelta(days=25)}
    return rows.make_agreement(author=room.repairing, couple=room.couple, **dates)


def write_repairs(room: Room) -> dict[str, object]:
    """Write repairs folded away with all their words, one resting, and one open at each step; time-outs; chances."""
    for at in room.moments(room.amounts.repairs):
        folded = _repair(room, at, steps=(Step.HAPPENED, Step.OWN, Step.PATTERN), rest=True)
    resting = _repair(room, room.now - timedelta(days=2), steps=(Step.HAPPENED, Step.OWN), rest=True)
    _reopen(room, folded)
    begun = _repair(room, room.now, steps=())
    told = _repair(room, room.now, steps=(Step.HAPPENED,))
    owned = _repair(room, room.now, steps=(Step.HAPPENED, Step.OWN))
    for at in list(room.moments(room.amounts.others))[::PLAN_CHANGES_AFTER]:
        CalmPlan.objects.create(
            author=room.hurt, couple=room.couple, signal_words="red", soothing="tea", changed_at=at, changed_on=at
        )
    for at in room.moments(room.amounts.others):
        back = at + timedelta(minutes=30)
        logs.make_time_out(author=room.hurt, couple=room.couple, started_at=at, returned_at=back)
        chance = logs.make_chance(author=room.repairing, couple=room.couple, written_at=at, written_on=at.date())
        SecondChanceAnswer.objects.create(
            chance=chance, author=room.hurt, couple=room.couple, reply="yes", answered_at=at
        )
    return {
        "repair": folded,
        "repair_happened": begun,
        "repair_own": told,
        "repair_landed": owned,
        "repair_pattern": owned,
        "repair_promise": told,
        "repair_promise_new": told,
        "repair_again": resting,
        "side_note": folded.sides.get(author=room.hurt, step=Step.OWN),
        "chance": chance,
    }


def _repair(room: Room, at: datetime, *, steps: tuple[Step, ...], rest: bool = False) -> Repair:
    closed = {"closed_at": at + timedelta(hours=9)} if rest else {}
    repair = logs.make_repair(author=room.hurt, couple=room.couple, opened_at=at, **closed)
    for step in steps:
        logs.make_step(repair=repair, authors=(room.hurt, room.repairing), step=step)
    return repair


def _reopen(room: Room, repair: Repair) -> None:
    at = repair.closed_at
    side = repair.sides.get(author=room.repairing, step=Step.OWN)
    RepairNote.objects.create(side=side, author=room.repairing, couple=room.couple, words="And more.", added_at=at)
    RepairReopening.objects.create(
        repair=repair,
        author=room.hurt,
        couple=room.couple,
        reason="It came back.",
        reopened_at=at,
        reopened_on=at.date(),
        rested_at=at,
    )


def write_acknowledgements(room: Room) -> dict[str, object]:
    """Write acknowledgements; the last has an explanation, and its version landed."""
    for at in room.moments(room.amounts.others):
        sent = {"sent_at": at, "sent_on": at.date()}
        version = logs.make_version(author=room.repairing, couple=room.couple, **sent)
        version.acknowledgement.begun_at = at
        version.acknowledgement.save(update_fields=["begun_at"])
        Landing.objects.create(
            version=version,
            author=room.hurt,
            couple=room.couple,
            landed="partly",
            answered_at=at,
            answered_on=at.date(),
        )
    held = version.acknowledgement
    Explanation.objects.create(
        acknowledgement=held, author=room.repairing, number=1, words="I hid.", written_at=at, written_on=at.date()
    )
    return {"acknowledgement": held, "explanation": held, "landing": version}


def write_hard_days(room: Room) -> dict[str, object]:
    """Write hard moments, shared and one's own, and hard dates that went by, and one of each that is near."""
    for at in room.moments(room.amounts.others):
        logs.make_moment(author=room.hurt, couple=room.couple, on=at.date())
        moment = logs.make_moment(author=room.hurt, on=at.date())
        logs.make_hard_date(author=room.hurt, couple=room.couple, on=at.date())
    date = logs.make_hard_date(author=room.hurt, couple=room.couple, on=room.now.date() + timedelta(days=2))
    words = {"for_on": date.falls_on, "words": "I am home at four.", "written_at": room.now}
    date.lines.create(author=room.repairing, couple=room.couple, **words)
    return {"moment": moment, "hard_date": date}


def addresses_of(known: dict[str, object]) -> dict[str, str]:
    """Return the address of every route of the room, for the rows that `write_room` returned."""
    [space] = [entry for entry in get_resolver().url_patterns if getattr(entry, "namespace", "") == "repair"]
    names = sorted(name for name in space.reverse_dict if isinstance(name, str))
    return {name: _address(name, space.reverse_dict[name][0][0][1], known) for name in names}


def _address(name: str, keywords: list[str], known: dict[str, object]) -> str:
    """Return the address for the row whose name a route's own begins with; where there is none, of nothing."""
    longest = max((key for key in known if name.startswith(key)), key=len, default="")
    row = known.get(longest)
    given = row if isinstance(row, dict) else {"pk": row.pk if row else uuid4(), "on": date(2026, 1, 5)}
    return reverse(f"repair:{name}", kwargs={key: given[key] for key in keywords})
