"""The forms of the product, one line each: who sends it, what it takes, and of which kind each field is."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

TODAY = datetime.now(UTC).date()
SOON, LATER = str(TODAY + timedelta(days=5)), str(TODAY + timedelta(days=20))
ONCE = str(UUID(int=7, version=4))
UNREADABLE = [b"a\xff\xfe", b"a\xed\xa0\x80", b"a\x00b", b"a\x07b"]
TRIED = 3
BLANK = ["", "   ", "\u200b\u200d"]
NUMBERS = ["11", "-1", "3.5", "1e1", "\u00b2", "9" * 400, "ten", "1\x00"]
BAD: dict[str, list[str | bytes]] = {
    "scale": NUMBERS,
    "yes": ["maybe", "yes\x00", "x" * 5000],
    "choice": ["", "nonsense", "x" * 5000, "\x00"],
    "option": ["nonsense", "x" * 5000, "\x00"],
    "date": ["", "2026-02-30", "10000-01-01", "0000-00-00", "01/02/03", "0001-01-01", "9999-12-31", "2026-01-01\x00"],
    "day": ["2026-02-30", "10000-01-01", "0001-01-01", "9999-12-31"],
    "time": ["", "24:00", "7.30", "25:61", "07:30\x00"],
    "once": ["", "nonsense", "{}", "9" * 400, "\x00"],
    "minutes": ["-5", "0", "19", "1441", "6000", "3.5", "1e3", "9" * 400],
    "number": ["-1", "3.5", "1e3", "9" * 400, "many"],
    "zone": ["", "Foo/Bar", "europe/berlin", "../../etc/passwd", "/etc/passwd", "UTC\x00", "America", "a" * 300],
    "address": ["", "a@b", "x\r\nBcc: b@x.org", "a@x.org.", "\uff21\uff22@x", f"{'a' * 243}@example.org"],
}


@dataclass(frozen=True)
class Filled:
    """A form filled in well: each field's kind, the length of each text, and the answer it gets."""

    route: str
    by: str
    valid: dict[str, str]
    kinds: dict[str, str]
    longest: dict[str, int] = field(default_factory=dict)
    optional: frozenset[str] = frozenset()
    taken: tuple[int, ...] = (302,)


def form(route: str, by: str = "hurt", taken: tuple[int, ...] = (302,), **fields: tuple) -> Filled:
    """Return a form from `name=(kind, valid value, longest text)`; a kind that ends in "?" may stay empty."""
    kinds = {name: said[0].rstrip("?") for name, said in fields.items()}
    valid = {name: said[1] for name, said in fields.items()}
    longest = {name: said[2] for name, said in fields.items() if len(said) > 2}
    optional = frozenset(name for name, said in fields.items() if said[0].endswith("?"))
    return Filled(route, by, valid, kinds, longest, optional, taken)


def refused_by(filled: Filled, *, turn: int) -> list[tuple[str, str | bytes]]:
    """Return every field with some values that its kind refuses; from form to form the values take turns."""
    return [
        (name, value)
        for place, name in enumerate(filled.kinds)
        for value in _some(_all_of(filled, name), start=turn + place)
    ]


def _some(values: list[str | bytes], *, start: int) -> list[str | bytes]:
    return [values[(start * TRIED + step) % len(values)] for step in range(min(TRIED, len(values)))]


def _all_of(filled: Filled, name: str) -> list[str | bytes]:
    kind = filled.kinds[name]
    if kind not in {"text", "line"}:
        return [value for value in BAD[kind] if value or name not in filled.optional]
    values = ["x" * (filled.longest[name] + 1), *UNREADABLE]
    values += ["a\nb", "a\u202eb"] if kind == "line" else []
    return values + ([] if name in filled.optional else BLANK)


def once() -> tuple[str, str]:
    """Return the hidden key."""
    return ("once", ONCE)


PROMISE = {
    "once": once(),
    "cue": ("text", "I leave work", 300),
    "deed": ("text", "write you a message when I will be home", 300),
    "deadline_words": ("text", "six in the evening", 300),
    "noticed": ("text", "the message is on your phone", 300),
    "repeats": ("choice", "once"),
    "due_on": ("date", SOON),
    "weekdays": ("option?", "2"),
    "last_on": ("day?", SOON),
}
QUESTION = {
    "once": once(),
    "text": ("text", "Who else knew?", 2000),
    "need": ("text?", "To be sure.", 2000),
    "kind": ("choice", "fact"),
    "how": ("choice", "written"),
    "days": ("choice", "2"),
}
ACKNOWLEDGEMENT = {
    "once": once(),
    "what": ("text", "I lied to you about the money for two years.", 3000),
    "wrong": ("text", "It was wrong.", 2000),
    "effect": ("text", "You could not trust your own eyes.", 3000),
    "differently": ("text", "I show you every letter of the bank.", 2000),
    "visible_if": ("text", "The letters lie on the table.", 2000),
}
MOMENT = {
    "once": once(),
    "happened_on": ("date", str(TODAY)),
    "cue": ("text", "the song in the shop", 1000),
    "strength": ("scale", "8"),
    "settled_minutes": ("number?", "50"),
    "needed": ("text?", "a hand", 1000),
    "met": ("option?", "2"),
}
ANSWER = {"once": once(), "words": ("text", "Only my brother, since May.", 10_000), "is_all_known": ("yes?", "yes")}
AGAIN = {"change": ("choice", "new_information"), "asked_for": ("choice", "no")}
CHECK_IN = {
    **dict.fromkeys(("safe", "close", "on_guard"), ("scale", "5")),
    "hard_talk": ("yes?", "yes"),
    "topic": ("option?", "money"),
    **dict.fromkeys(("calm", "defended", "heard"), ("scale?", "3")),
    "escalated": ("option?", "little"),
    "came_back": ("yes?", "no"),
    "rushed": ("yes?", "no"),
    "hard_moment": ("yes?", "yes"),
    "words_for_us": ("text?", "We walked.", 10_000),
    "words_for_me": ("text?", "I was tired.", 10_000),
}
LEVEL = {"level": ("choice", "numbers")}
FORMS = [
    form("home:save_person", name=("line?", "Anna", 60), zone=("zone", "UTC"), language=("choice", "en")),
    form(
        "home:save_reminder", local_time=("time", "20:30"), quiet_from=("time?", "22:00"), quiet_to=("time?", "07:00")
    ),
    form("home:save_topic", once=once(), topic=("line", "Gardens", 40)),
    form("accounts:therapist", by="stranger", licence=("line?", "Vienna 12", 200)),
    form("couples:invite", by="stranger", address=("address", "somebody@example.org")),
    form("couples:role", role=("choice", "both")),
    form("couples:change_level", **LEVEL),
    form("home:day", by="ex", **{name: CHECK_IN[name] for name in CHECK_IN if name not in ("rushed", "hard_moment")}),
    form("checkins:note", once=once(), words=("text", "One thing more.", 10_000)),
    form("checkins:appreciation", once=once(), deed=("text", "You made tea.", 1000), shows=("text?", "Care.", 1000)),
    form("trajectory:self_check", repair=("option?", "begun")),
    form("repair:promise_new", by="hurt", **PROMISE),
    form("repair:promise_change", by="repairing", reason=("text?", "A new job.", 1000), **PROMISE),
    form("repair:promise_withdraw", by="repairing", reason=("text?", "A new job.", 1000)),
    form("repair:promise_own", by="repairing", taken=(302, 409), words=("text", "I forgot, and you sat there.", 2000)),
    form("repair:promise_note", once=once(), words=("text", "One thing more.", 2000)),
    form("repair:question_new", **QUESTION),
    form("repair:question_keep", **QUESTION),
    form("repair:question_again", **QUESTION),
    form("repair:question_follow_up", **QUESTION),
    form("repair:answer", by="repairing", **ANSWER, **AGAIN),
    form("repair:answer_keep", by="repairing", **ANSWER, **AGAIN),
    form("repair:openness", once=once(), words=("text", "She wrote to me today.", 5000)),
    form("repair:openness_note", by="repairing", once=once(), words=("text", "One thing more.", 2000)),
    form(
        "repair:agreement_new",
        once=once(),
        offered=("text", "the bank statement", 1000),
        why=("text", "so that nothing is hidden", 1000),
        review_on=("date", SOON),
        ends_on=("date", LATER),
    ),
    form("repair:time_outs", once=once(), minutes=("minutes", "40"), other=("minutes?", "50")),
    form("repair:calm_plan", once=once(), signal_words=("text", "Red hand.", 300), soothing=("text?", "A walk.", 2000)),
    form(
        "repair:repair_new",
        once=once(),
        kind=("choice", "breach"),
        name=("line", "May", 120),
        done_by_me=("choice", "no"),
    ),
    form("repair:repair_own", by="repairing", words=("text", "I raised my voice.", 5000)),
    form("repair:repair_landed", taken=(302, 409), landed=("choice", "partly"), needed=("text?", "Time.", 2000)),
    form("repair:repair_promise_new", by="hurt", **PROMISE),
    form("repair:repair_again", taken=(302, 409), once=once(), reason=("text", "It came back.", 1000)),
    form("repair:side_note", once=once(), words=("text", "One thing more.", 2000)),
    form(
        "repair:chance_new",
        once=once(),
        kind=("choice", "bid"),
        missed=("text", "You showed me the bird.", 1000),
        again=("text", "Show me again?", 1000),
    ),
    form("repair:chance_answer", once=once(), reply=("choice", "yes"), words=("text?", "Gladly.", 1000)),
    form("repair:acknowledgement_new", by="repairing", **ACKNOWLEDGEMENT),
    form("repair:acknowledgement_change", by="repairing", **ACKNOWLEDGEMENT),
    form("repair:landing", once=once(), landed=("choice", "partly"), needed=("text?", "Time.", 2000)),
    form("repair:explanation", by="repairing", once=once(), words=("text", "How it came to it.", 5000)),
    form("repair:moment_new", **MOMENT),
    form("repair:moment", taken=(302, 409), **MOMENT),
    form(
        "repair:hard_date_new",
        once=once(),
        falls_on=("date", SOON),
        name=("line", "the day I found out", 120),
        helps=("text?", "a walk together", 1000),
        notice_days=("number", "3"),
    ),
    form("repair:hard_date_line", by="repairing", once=once(), words=("text", "I know what day it is.", 1000)),
]
