"""The lines of the access table for the repair room's promises, questions, openness and evidence; and its rows.

Each line is what GET and what an empty POST answer to each visitor, as in `tests/access_table.py`.
In this world the repairing partner promises, offers and shares; the hurt partner asks.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from kit.weeks import local_today
from tests.repair import rows

if TYPE_CHECKING:
    from tests.world import World

PAGE = "anonymous:302 *:200"
NONE = "anonymous:302 *:405"
PAIR = "anonymous:302 hurt+repairing:200 *:404"
MAKER = "anonymous:302 repairing:200 *:404"
ASKER = "anonymous:302 hurt:200 *:404"


def act(who: str, status: int = 302) -> tuple[str, str]:
    """Return the line of a button that some may press."""
    others = f"{who}:302" if status == 302 else f"{who}:{status}"
    return (NONE, f"anonymous:302 {others} *:404")


LINES: dict[str, tuple[str, str]] = {
    "repair:room": (PAGE, NONE),
    "repair:evidence": (PAGE, NONE),
    "repair:promises": (PAGE, NONE),
    "repair:promise_new": (PAGE, "anonymous:302 *:400"),
    "repair:promise": (PAIR, NONE),
    "repair:promise_change": (MAKER, "anonymous:302 repairing:400 *:404"),
    "repair:promise_done": act("repairing"),
    "repair:promise_withdraw": (MAKER, "anonymous+repairing:302 *:404"),
    "repair:promise_note": act("hurt+repairing", 400),
    "repair:promise_own": (MAKER, "anonymous:302 repairing:400 *:404"),
    "repair:promise_kept": act("repairing", 409),
    "repair:promise_late": act("repairing", 409),
    "repair:promise_not-this-time": act("repairing"),
    "repair:promise_changed": act("repairing", 409),
    "repair:promise_agree": act("hurt"),
    "repair:promise_differently": act("hurt"),
    "repair:promise_unnoticed": act("hurt"),
    "repair:questions": (PAGE, NONE),
    "repair:question_new": (PAGE, "anonymous:302 *:400"),
    "repair:question_keep": (NONE, "anonymous:302 *:400"),
    "repair:question": (PAIR, NONE),
    "repair:question_again": (ASKER, "anonymous:302 hurt:400 *:404"),
    "repair:question_ask": act("hurt"),
    "repair:question_drop": act("hurt"),
    "repair:question_follow_up": (ASKER, "anonymous:302 hurt:400 *:404"),
    "repair:question_enough": act("hurt"),
    "repair:question_session": act("hurt"),
    "repair:question_withdraw": act("hurt"),
    "repair:question_lengthen": act("hurt", 400),
    "repair:answer": ("anonymous:302 repairing:200 hurt:409 *:404", "anonymous:302 repairing:400 hurt:409 *:404"),
    "repair:answer_keep": (NONE, "anonymous:302 repairing:400 hurt:409 *:404"),
    "repair:openness": (PAGE, "anonymous:302 *:400"),
    "repair:openness_withdraw": act("repairing"),
    "repair:openness_note": (MAKER, "anonymous:302 repairing:400 *:404"),
    "repair:agreements": (PAGE, NONE),
    "repair:agreement_new": (PAGE, "anonymous:302 *:400"),
    "repair:agreement_anew": (MAKER, "anonymous:302 repairing:400 *:404"),
    "repair:agreement_pause": act("hurt+repairing"),
    "repair:agreement_resume": act("repairing"),
    "repair:agreement_end": act("hurt+repairing"),
}


def sentinel(part: str, where: str) -> str:
    """Return words that name who wrote them and where, as in `tests/world.py`."""
    return f"SENTINEL:{part}:{where}"


def write_repair_rows(world: "World", *, now: datetime) -> None:
    """Give both couples a promise with a reported date, a question with answers and drafts, openness, an offer."""
    for maker, asker, couple, ids in (
        ("repairing", "hurt", world.couple, world.ids),
        ("other_repairing", "other", world.other_couple, world.foreign),
    ):
        author, asks = world.people[maker], world.people[asker]
        on = local_today(now, author.zone) - timedelta(days=1)
        words = sentinel(maker, "shared")
        promise = rows.make_promise(author=author, couple=couple, deed=words, weekdays=127, first_on=on, made_on=on)
        kept = rows.make_promise_date(promise=promise, on=on, report="missed", reported_at=now, owning=words)
        question = rows.make_question(author=asks, couple=couple, text=sentinel(asker, "shared"))
        rows.make_draft_question(author=asks, text=sentinel(asker, "draft"))
        gone = sentinel(asker, "withdrawn")
        rows.make_closed_question(author=asks, couple=couple, closed_as="withdrawn", text=gone)
        rows.make_answer(question=question, author=author, words=words)
        rows.make_answer(question=question, author=author, number=2, sent_at=None, words=sentinel(maker, "draft"))
        openness = rows.make_openness(author=author, couple=couple, words=words)
        rows.make_openness(author=author, couple=couple, withdrawn_at=now, words=sentinel(maker, "withdrawn"))
        offer = rows.make_agreement(
            author=author, couple=couple, offered=words, made_on=on, review_on=on, ends_on=on + timedelta(days=60)
        )
        ids |= {f"{name}.pk": _row_of(name, promise, kept, question, openness, offer) for name in LINES}
        ids |= {f"{name}.on": on for name in LINES if name.startswith("repair:promise_")}


def _row_of(name: str, promise: object, kept: object, question: object, openness: object, offer: object) -> object:
    """Return the id for the address of one route."""
    if name in {"repair:promise_agree", "repair:promise_differently", "repair:promise_unnoticed"}:
        return kept.pk
    kinds = {"promise": promise, "question": question, "answer": question, "openness": openness, "agreement": offer}
    return next((row.pk for start, row in kinds.items() if name.startswith(f"repair:{start}")), "")
