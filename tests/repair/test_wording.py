"""The hedge check: what is marked, what is left alone, and where a mark stands."""

import re
from itertools import pairwise

import pytest

from bench.hedges import by_mark, by_statement, collection, parts
from repair.wording import HedgeKind, marks
from repair.wording.notation import first_words, placed, spelled
from repair.wording.reading import read
from repair.wording.rules import GUARDS, rules
from repair.wording.words import BETTER, REASONS

HEDGE, MINIMISE, DEFLECT, RUSH, FORGIVENESS = HedgeKind

MARKED = [
    ("I'm sorry if you felt hurt.", HEDGE, "I'm sorry if you felt"),
    ("If I hurt you, tell my mother.", HEDGE, "If I hurt you"),
    ("I am so sorry that you feel this way.", HEDGE, "I am so sorry that you feel"),
    ("To the extent that I was rude, I regret it.", HEDGE, "To the extent"),
    ("Mistakes were made.", HEDGE, "Mistakes were made"),
    ("Things happened at work.", HEDGE, "Things happened"),
    ("It just happened.", HEDGE, "It just happened"),
    ("I'm sorry, but the train was late.", HEDGE, "I'm sorry, but"),
    ("It was only a drink.", MINIMISE, "It was only a drink"),
    ("It wasn't that bad.", MINIMISE, "It wasn't that bad"),
    ("It's not a big deal.", MINIMISE, "It's not a big deal"),
    ("It didn't mean anything.", MINIMISE, "didn't mean anything"),
    ("You're overreacting.", MINIMISE, "overreacting"),
    ("Technically I was at home.", MINIMISE, "Technically"),
    ("You made me lie.", DEFLECT, "You made me"),
    ("If you hadn't asked, fine.", DEFLECT, "If you hadn't"),
    ("You never listen.", DEFLECT, "You never"),
    ("I lied because you were cold.", DEFLECT, "I lied because you"),
    ("We both made it worse.", DEFLECT, "We both made"),
    ("Everyone does it.", DEFLECT, "Everyone does it"),
    ("I was drunk so I forgot.", DEFLECT, "I was drunk so"),
    ("Anyone would have done that.", DEFLECT, "Anyone would have"),
    ("I know I was late, but you also keep me waiting.", DEFLECT, "but you also"),
    ("When will you get over it?", RUSH, "When will you get over it"),
    ("Can we move on?", RUSH, "Can we move on"),
    ("It's been months.", RUSH, "It's been months"),
    ("Let it go.", RUSH, "Let it go"),
    ("How long do I have to wait?", RUSH, "How long do I"),
    ("Let's put this behind us.", RUSH, "Let's put this behind us"),
    ("I already said sorry.", RUSH, "I already said"),
    ("Please forgive me.", FORGIVENESS, "Please forgive me"),
    ("Can you forgive what I did?", FORGIVENESS, "Can you forgive"),
    ("I hope you can forgive me.", FORGIVENESS, "hope you can forgive me"),
    ("Tell me we're okay.", FORGIVENESS, "Tell me we're okay"),
    ("I can't live with your anger.", FORGIVENESS, "I can't live"),
]

LEFT_ALONE = {
    "an offer with if": "I was wrong, and if you want to talk tonight I will be home.",
    "forgiveness let go": "You do not have to forgive me.",
    "a pressure disowned": "I will not ask you to move on.",
    "just once, denied": "it was not just once, I lied for four months",
    "small, denied": "I know it wasn't a small thing.",
    "only, about the lie": "I only told you half of it.",
    "but, owning": "I was angry, but I chose to lie.",
    "but, after sorry": "I'm sorry, but I know that sorry is not enough.",
    "time, offered": "I take time if you need it. Take all the time you need.",
    "reported and called a lie": "I told you it was just dinner. That was a lie.",
    "an excuse disowned": "I will not say it only happened because we were fighting.",
    "quoted": 'I know that "sorry if you were hurt" is no apology.',
    "quoted in curly quotes": "Nothing “just happened”. I planned it.",
    "told to myself": "I told myself it was harmless.",
    "asking that was wrong": "I was wrong to ask you to get over it.",
    "a gerund": "I'm sorry for telling you to calm down.",
    "the drink, owned": "I was drunk, and that is no excuse.",
    "never, in praise": "You never deserved this.",
    "never, because of me": "You never knew, because I made sure of it.",
    "always, in praise": "You always told me the truth.",
    "made me, in thanks": "You made me dinner and I did not come home.",
    "both, owning": "We both know that I lied.",
    "because of trust": "You did not check because you trusted me.",
    "if, caught": "If you had not found the receipt I would have kept lying.",
    "months, since an act": "It's been four months since I told you the truth.",
    "months, with understanding": "I know it has been months and it still hurts.",
    "when, for a plan": "When will you be home? I will cook.",
    "asked if": "I never asked if you felt safe.",
    "by me": "The promises were broken by me.",
    "second chance, in the past": "You gave me a second chance and I wasted it.",
    "a small try again": "I missed that. May I try again?",
}


@pytest.mark.parametrize(("text", "kind", "phrase"), MARKED, ids=[phrase for _, _, phrase in MARKED])
def test_marks_finds_the_phrase_and_its_kind(text: str, kind: HedgeKind, phrase: str) -> None:
    found = [(mark.kind, text[mark.start : mark.end]) for mark in marks(text)]

    assert found == [(kind, phrase)]


@pytest.mark.parametrize("text", LEFT_ALONE.values(), ids=LEFT_ALONE)
def test_marks_leaves_owning_alone(text: str) -> None:
    found = marks(text)

    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        "You made me lie",
        "YOU MADE ME LIE",
        "You   made\tme lie",
        "😀 You made me lie",
        "e\u0301t\u00e9. You made me lie",
        "You *made* me lie",
        "Ｙｏｕ ｍａｄｅ ｍｅ lie",
        "Yo\u0301u made me\u0301 lie",
        "You\u00ad made me lie",
    ],
)
def test_marks_reads_every_spelling_alike(text: str) -> None:
    found = [mark.kind for mark in marks(text)]

    assert found == [DEFLECT]


@pytest.mark.parametrize(
    "text",
    ["it wasn't that bad", "it wasn’t that bad", "it wasnt that bad", "it was not that bad", "it wasn`t that bad"],
)
def test_marks_reads_every_apostrophe_alike(text: str) -> None:
    found = [(mark.kind, text[mark.start : mark.end]) for mark in marks(text)]

    assert found == [(MINIMISE, text)]


@pytest.mark.parametrize("pause", [", ", " — ", "—", "... ", "… ", " - ", "; "])
def test_marks_reads_over_every_pause(pause: str) -> None:
    text = f"I'm sorry{pause}but the train was late"

    found = [text[mark.start : mark.end] for mark in marks(text)]

    assert found == [f"I'm sorry{pause}but"]


def test_marks_counts_code_points() -> None:
    text = "😀👩‍👩‍👧 It just happened"

    found = [(mark.start, mark.end) for mark in marks(text)]

    assert found == [(text.index("It"), len(text))]


def test_marks_keeps_an_accent_with_its_letter() -> None:
    text = "You made me\u0301 lie"

    found = [text[mark.start : mark.end] for mark in marks(text)]

    assert found == ["You made me\u0301"]


def test_marks_gives_the_shared_but_to_the_first_of_two() -> None:
    text = "I'm sorry, but you never listen."

    found = [(mark.kind, text[mark.start : mark.end]) for mark in marks(text)]

    assert found == [(HEDGE, "I'm sorry, but"), (DEFLECT, "you never")]


def test_marks_reads_a_text_quoted_as_a_whole_as_its_own() -> None:
    found = [mark.kind for mark in marks('"You made me lie"')]

    assert found == [DEFLECT]


@pytest.mark.parametrize("text", ["", " ", "\n", "😀", "'", '"', "...", "\u0301", "\ud7ff", "\0", "but", "İ", "ß" * 50])
def test_marks_finds_nothing_in_next_to_nothing(text: str) -> None:
    found = marks(text)

    assert found == []


def test_marks_stand_in_order_inside_the_text_and_apart() -> None:
    texts = [one.text for one in collection()]

    for text in [*texts[::4], " ".join(texts[:100])]:
        places = [(mark.start, mark.end) for mark in marks(text)]
        assert all(0 <= start < end <= len(text) for start, end in places)
        assert all(end <= start for (_, end), (start, _) in pairwise(places))
        assert all(text[start:end] == text[start:end].strip() for start, end in places)


def test_marks_say_why_and_offer_a_better_form() -> None:
    (mark,) = marks("You made me lie")

    assert (mark.reason, mark.better) == (REASONS[DEFLECT], BETTER["you made me"])


def test_every_rule_has_a_better_form_and_every_form_a_rule() -> None:
    names = {rule.name for rule in rules()}

    assert names == set(BETTER)


def test_every_kind_has_rules_and_a_reason() -> None:
    kinds = {rule.kind for rule in rules()}

    assert kinds == set(HedgeKind) == set(REASONS)


def test_phrases_and_guards_repeat_only_what_is_counted() -> None:
    written = [text for rule in rules() for text in (*rule.phrases, *rule.guards.values())]

    unbounded = [text for text in written if re.search(r"[*+]|\{\d*,\}", spelled(text))]

    assert unbounded == []


def test_phrases_never_repeat_a_group_that_repeats() -> None:
    written = [text for rule in rules() for text in (*rule.phrases, *rule.guards.values())]

    nested = [text for text in written for group in repeated_groups(spelled(text)) if re.search(r"\{\d,[2-9]\}", group)]

    assert nested == []


def repeated_groups(pattern: str) -> list[str]:
    """Return the inside of each group that may come more than once."""
    opened: list[int] = []
    groups = []
    for place, letter in enumerate(pattern):
        if letter == "(":
            opened.append(place)
        elif letter == ")" and (begin := opened.pop()) is not None and re.match(r"\{\d,[2-9]\}", pattern[place + 1 :]):
            groups.append(pattern[begin + 1 : place])
    return groups


def test_every_phrase_and_guard_compiles() -> None:
    for rule in rules():
        assert all(placed("phrases", phrase) for phrase in rule.phrases)
        assert all(rule.guard(place) for place in GUARDS if place in rule.guards)


@pytest.mark.parametrize(
    ("phrase", "words"),
    [
        ("you made me", {"you"}),
        ("(so|please) tell me", {"so", "please"}),
        ("(so |please )?tell me", {"so", "please", "tell"}),
        ("((just|now) ){0,2}stop", {"just", "now", "stop"}),
        ("(a (b|c)|d) e", {"a", "d"}),
    ],
)
def test_first_words_are_all_words_with_which_a_phrase_can_begin(phrase: str, words: set[str]) -> None:
    assert first_words(phrase) == words


@pytest.mark.parametrize("phrase", ["~2 you", "", "(|so) you", r"\S{1,3} you", "(so you"])
def test_first_words_refuse_a_phrase_that_begins_with_anything(phrase: str) -> None:
    with pytest.raises(ValueError, match=r"phrase begins|never closed"):
        first_words(phrase)


def test_reading_spells_out_contractions_and_drops_fillers() -> None:
    reading = read("Honestly, I'm REALLY sorry… you shouldn't've asked? 😀 It's 2,300!")

    assert reading.plain == " , i am sorry , you should not have asked ? it is 2,300 . "


def test_reading_keeps_really_after_not() -> None:
    reading = read("It wasn't really a lie")

    assert reading.plain == " it was not really a lie "


@pytest.mark.parametrize("part", [*parts(collection())])
def test_collection_is_read_with_precision_and_recall(part: str) -> None:
    figures = by_statement(parts(collection())[part])

    assert figures.precision >= 0.9
    assert figures.recall >= 0.8


@pytest.mark.parametrize("kind", list(HedgeKind))
def test_collection_marks_of_each_kind_are_read_with_precision_and_recall(kind: HedgeKind) -> None:
    figures = by_mark(collection(), [kind])

    assert figures.precision >= 0.9
    assert figures.recall >= 0.8


def test_collection_is_half_good_and_holds_every_kind() -> None:
    statements = collection()

    good = sum(not one.kinds for one in statements)
    kinds = frozenset[str]().union(*(one.kinds for one in statements))

    assert len(statements) >= 160
    assert 0.4 <= good / len(statements) <= 0.6
    assert kinds == {str(kind) for kind in HedgeKind}
