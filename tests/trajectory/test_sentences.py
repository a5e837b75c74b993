"""Every sentence in every state keeps to the words, and each reader gets their own."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest

from tests.trajectory.forbidden_words import wording_ok
from trajectory import sentences
from trajectory.sentences import Reader

WEEK = date(2026, 3, 9)
STATES = ("too_early", "none", "higher", "lower")
TOPIC = {"topic": "money", "heated": 4, "total": 6, "reliably": False}


def record(**fields: Any) -> dict[str, Any]:
    start = {
        "state": "none",
        "anew": False,
        "since": "2026-01-05",
        "setbacks": [],
        "steadier": False,
        "days_in_7": 6,
    }
    return start | fields


def setback(days_before_sunday: int = 2, **fields: Any) -> dict[str, Any]:
    on = (WEEK + timedelta(days=6 - days_before_sunday)).isoformat()
    return {"on": on, "seen": True, "said": False, "depth": 3.2, "days": 2, "open": False} | fields


def summary(both: int, kept: int, good: int, hard: int, open_: int) -> dict[str, Any]:
    return {
        "both_in_7": both,
        "promises": {"kept": kept, "due": 6},
        "evidence_file": {"kept": 30},
        "repair": {"repaired": kept, "conflicts": 5},
        "came_back": both > 0,
        "notes": {"positive": good, "negative": hard},
        "openness": open_,
        "returns": hard,
    }


SETBACKS = ([], [setback()], [setback(open=True)], [setback(seen=False, said=True)], [setback(days=1)])


def reader(**fields: Any) -> Reader:
    start = {"is_hurt": True, "own_state": "none", "is_on": True, "other_is_on": True}
    return Reader(**(start | {"other_id": "b", "other_name": "Jonas"} | fields))


def everything() -> Iterator[str]:
    for state, anew, back, steadier, days, kept in product(
        STATES, (False, True), SETBACKS, (True, False), (0, 6), (0, 1, 9)
    ):
        week = record(state=state, anew=anew, setbacks=back, steadier=steadier, days_in_7=days)
        yield from sentences.own_sentences(week, week=WEEK, kept_total=kept)
    for both, kept, good, hard, open_ in product((0, 1, 7), (0, 1, 5), (0, 1, 4), (0, 1, 3), (0, 1, 2)):
        yield from sentences.shared_sentences(summary(both, kept, good, hard, open_))
    for hurt, own in product((True, False), STATES):
        yield from sentences.words_about(reader(is_hurt=hurt, own_state=own), {"higher": ["b"], "differ": True})
    for heated in (0, 6):
        topic = TOPIC | {"heated": heated, "reliably": heated == 6}
        yield from sentences.talk_sentences([topic], {"money": "Money"})
    yield from (sentences.nothing_about_two(), sentences.finished(), sentences.too_early())


@pytest.mark.parametrize("sentence", sorted(set(everything())))
def test_every_sentence_keeps_to_the_words(sentence: str) -> None:
    assert wording_ok(sentence)


@pytest.mark.parametrize(
    "sentence",
    ["Your score is high.", "83 % of days", "It went well because you talked.", "You must rest.", "A level of 6.5"],
)
def test_the_filter_refuses(sentence: str) -> None:
    assert not wording_ok(sentence)


def test_too_early_is_said_in_its_own_words() -> None:
    said = sentences.own_sentences(record(state="too_early"), week=WEEK)

    assert said == [
        "Too early to say. We wait for at least five weeks with enough check-ins before saying anything about direction."
    ]


def test_a_later_half_year_names_its_month() -> None:
    said = sentences.direction(record(state="higher", anew=True, since="2026-07-06"))

    assert said == (
        "Your own check-ins have been steadily higher than in July. A hard day here and there does not undo that."
    )


def test_an_open_setback_does_not_take_away_what_was_kept() -> None:
    said = sentences.setback_sentences(record(setbacks=[setback(open=True)]), week=WEEK, kept_total=12)

    assert said == [
        "Friday was a hard one. Hard days are part of this; they do not take away the 12 small things already kept."
    ]


def test_a_closed_setback_says_the_way_back() -> None:
    said = sentences.setback_sentences(record(setbacks=[setback(days=1)]), week=WEEK, kept_total=12)

    assert said == ["After Friday you found your way back in about 1 day."]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"other_is_on": False}, []),
        ({"is_hurt": False}, ["Jonas’s check-ins have been higher than at the start. The pace stays theirs."]),
        ({"own_state": "higher"}, ["Jonas’s check-ins have been higher too. Your pace is yours."]),
    ],
)
def test_words_about_the_other_need_their_yes(fields: dict[str, Any], said: list[str]) -> None:
    told = sentences.words_about(reader(is_on=False, **fields), {"higher": ["b"], "differ": True})

    assert told == said


@pytest.mark.parametrize(("is_on", "own_state", "said"), [(True, "none", 1), (False, "none", 0), (True, "lower", 0)])
def test_different_places_need_both_and_nobody_lower(is_on: bool, own_state: str, said: int) -> None:
    told = sentences.words_about(reader(is_on=is_on, own_state=own_state), {"higher": [], "differ": True})

    assert len(told) == said


def test_no_promise_kept_says_nothing() -> None:
    assert sentences.promise_sentences({"kept": 0, "due": 4}, 9) == []


def test_a_topic_that_stays_heated_is_said_kindly() -> None:
    said = sentences.talk_sentences([TOPIC | {"reliably": True}], {"money": "Money"})

    assert said == [
        "Money still gets heated most times. It may help to bring it to a calmer hour, or to your therapist."
    ]


@pytest.mark.parametrize(
    ("openness", "returns", "said"),
    [
        (0, 0, []),
        (1, 0, ["1 thing was shared before anyone asked."]),
        (0, 2, ["2 returns were kept."]),
        (3, 1, ["3 things were shared before anyone asked; 1 return was kept."]),
    ],
)
def test_what_was_shared_and_kept_stands_in_one_sentence(openness: int, returns: int, said: list[str]) -> None:
    assert sentences.open_sentences(openness, returns) == said


@pytest.mark.parametrize(
    ("repaired", "came_back", "said"),
    [(7, True, ["You came back to each other after 7 of 9 conflicts."]), (7, False, []), (0, True, [])],
)
def test_coming_back_is_said_in_weeks_that_add_to_it(repaired: int, came_back: bool, said: list[str]) -> None:
    repair = {"repaired": repaired, "conflicts": 9}

    assert sentences.repair_sentences(repair, came_back=came_back) == said
