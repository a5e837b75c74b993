"""The lines of the access table for repair logs, time-outs, acknowledgement, hard days, phases; and their rows.

Each line is what GET and what an empty POST answer to each visitor, as in `tests/access_table.py`.
In this world the hurt partner opens, calls and marks; the repairing partner acknowledges and asks again.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from kit.weeks import local_today
from repair.models import Explanation, RepairSide, Step
from tests.repair import logs
from tests.repair.access import NONE, PAGE, PAIR, act, sentinel

if TYPE_CHECKING:
    from tests.world import World

FORM = (PAGE, "anonymous:302 *:400")
HURT = "anonymous:302 hurt:200 *:404"
REPAIRING = "anonymous:302 repairing:200 *:404"
OF_TWO = "anonymous:302 hurt+repairing+other:302 *:404"

LOG_LINES: dict[str, tuple[str, str]] = {
    "repair:time_outs": FORM,
    "repair:calm_plan": FORM,
    "repair:time_out_back": act("hurt+repairing"),
    "repair:time_out_end": act("hurt"),
    "repair:time_out_again": act("hurt+repairing"),
    "repair:time_out_tabled": act("hurt+repairing"),
    "repair:time_out_dropped": act("hurt+repairing"),
    "repair:repairs": (PAGE, NONE),
    "repair:repair_new": FORM,
    "repair:repair": (PAIR, NONE),
    "repair:repair_happened": ("anonymous+hurt+repairing:302 *:404", "anonymous:302 hurt+repairing:400 *:404"),
    "repair:repair_own": ("anonymous:302 hurt+repairing:200 *:404", "anonymous:302 hurt+repairing:400 *:404"),
    "repair:repair_landed": ("anonymous+hurt+repairing:302 *:404", "anonymous:302 hurt+repairing:400 *:404"),
    "repair:repair_pattern": ("anonymous+hurt+repairing:302 *:404", "anonymous:302 hurt+repairing:400 *:404"),
    "repair:repair_happened_pass": act("hurt+repairing", 409),
    "repair:repair_own_pass": (NONE, "anonymous+repairing:302 hurt:409 *:404"),
    "repair:repair_pattern_pass": act("hurt+repairing", 409),
    "repair:repair_promise": (PAIR, "anonymous:302 hurt+repairing:400 *:404"),
    "repair:repair_promise_new": (PAIR, "anonymous:302 hurt+repairing:400 *:404"),
    "repair:repair_close": act("hurt+repairing"),
    "repair:repair_keep_open": act("hurt+repairing"),
    "repair:repair_again": (PAIR, "anonymous:302 hurt+repairing:400 *:404"),
    "repair:side_share": act("hurt"),
    "repair:side_note": (HURT, "anonymous:302 hurt:400 *:404"),
    "repair:side_withdraw": act("hurt"),
    "repair:chances": (PAGE, NONE),
    "repair:chance_new": FORM,
    "repair:chance_answer": (HURT, "anonymous:302 hurt:400 *:404"),
    "repair:chance_withdraw": act("repairing"),
    "repair:acknowledgements": (PAGE, NONE),
    "repair:acknowledgement_new": FORM,
    "repair:acknowledgement": (PAIR, NONE),
    "repair:acknowledgement_change": (REPAIRING, "anonymous:302 repairing:400 *:404"),
    "repair:acknowledgement_drop": act("repairing"),
    "repair:acknowledgement_withdraw": act("repairing"),
    "repair:landing": (PAIR, "anonymous:302 hurt+repairing:400 *:404"),
    "repair:explanation": (REPAIRING, "anonymous:302 repairing:400 *:404"),
    "repair:explanation_unlock": (NONE, "anonymous+hurt:302 repairing:409 *:404"),
    "repair:explanation_withdraw": act("repairing"),
    "repair:moments": (PAGE, NONE),
    "repair:moment_new": FORM,
    "repair:moment": (HURT, "anonymous:302 hurt:400 *:404"),
    "repair:moment_share": act("hurt"),
    "repair:moment_withdraw": act("hurt"),
    "repair:hard_dates": (PAGE, NONE),
    "repair:hard_date_new": FORM,
    "repair:hard_date_line": (PAIR, "anonymous:302 hurt+repairing:400 *:404"),
    "repair:hard_date_share": act("hurt"),
    "repair:hard_date_withdraw": act("hurt"),
    "couples:phase": (PAGE, NONE),
    "couples:phase_atone": (NONE, "anonymous+hurt+other:302 repairing:409 *:404"),
    "couples:phase_attune": (NONE, "anonymous+hurt+other:302 repairing:409 *:404"),
    "couples:phase_attach": (NONE, "anonymous:302 hurt+repairing+other:409 *:404"),
    "couples:phase_take_back": (NONE, OF_TWO),
    "couples:phase_stay": (NONE, OF_TWO),
    "couples:phase_ready": (NONE, "anonymous+repairing:302 hurt+other:409 *:404"),
    "couples:phase_not_yet": (NONE, "anonymous+repairing:302 hurt+other:409 *:404"),
    "couples:readiness": ("anonymous+repairing:302 hurt+other:200 *:404", OF_TWO),
}


def write_log_rows(world: "World", *, now: datetime) -> None:
    """Give both couples a log with an opened and a sealed step, and one row of every other kind."""
    for opener, sorry, couple, ids in (
        ("hurt", "repairing", world.couple, world.ids),
        ("other", "other_repairing", world.other_couple, world.foreign),
    ):
        author, other = world.people[opener], world.people[sorry]
        shared, on = sentinel(opener, "shared"), local_today(now, author.zone)
        repair = logs.make_repair(author=author, couple=couple, name=shared, opened_at=now)
        opened = logs.make_side(repair=repair, author=author, words=shared)
        logs.make_side(repair=repair, author=other, words=sentinel(sorry, "shared"))
        logs.make_side(
            repair=repair, author=author, step=Step.OWN, opened_at=None, words=sentinel(opener, "sealed_side")
        )
        version = logs.make_version(author=other, couple=couple, what=sentinel(sorry, "shared"))
        logs.make_version(
            author=other,
            couple=None,
            acknowledgement=version.acknowledgement,
            number=2,
            what=sentinel(sorry, "draft"),
        )
        rows = {
            "time_out": logs.make_time_out(author=author, couple=couple, started_at=now),
            "side": opened,
            "repair": repair,
            "chance": logs.make_chance(author=other, couple=couple, missed=sentinel(sorry, "shared")),
            "explanation_withdraw": _explanation(version.acknowledgement, sorry, now),
            "explanation": version.acknowledgement,
            "acknowledgement_withdraw": version,
            "acknowledgement": version.acknowledgement,
            "landing": version,
            "moment": logs.make_moment(author=author, couple=couple, on=on, cue=shared),
            "hard_date": logs.make_hard_date(author=author, couple=couple, on=on + timedelta(days=5), name=shared),
        }
        logs.make_moment(author=author, on=on, cue=sentinel(opener, "own_moment"))
        logs.make_hard_date(author=author, on=on + timedelta(days=5), name=sentinel(opener, "own_date"))
        ids |= {f"{name}.pk": _row_of(name, rows).pk for name in LOG_LINES if _row_of(name, rows)}


def _explanation(held: object, sorry: str, now: datetime) -> Explanation:
    """Make an explanation that nobody asked for."""
    words = sentinel(sorry, "explanation")
    written = {"words": words, "written_at": now, "written_on": now.date()}
    return Explanation.objects.create(acknowledgement=held, author=held.author, number=1, **written)


def _row_of(name: str, rows: dict[str, object]) -> "RepairSide | None":
    """Return the row for the address of one route."""
    return next((row for start, row in rows.items() if name.startswith(f"repair:{start}")), None)
