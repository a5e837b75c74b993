"""Vague promises are found, each with its reason; specific ones pass."""

import pytest

from repair.specific import example_for, rules, vague_parts

SPECIFIC = {
    "cue": "I leave work",
    "deed": "write you when I will be home",
    "deadline_words": "six",
    "noticed": "the message is there",
}

VAGUE_DEEDS = [
    ("be more careful", rules.FEELING),
    ("I will be more careful", rules.FEELING),
    ("be honest", rules.FEELING),
    ("be completely honest with you", rules.FEELING),
    ("be a better husband", rules.FEELING),
    ("be there for you", rules.FEELING),
    ("be less defensive", rules.FEELING),
    ("respect you", rules.FEELING),
    ("love you like you deserve", rules.FEELING),
    ("care about your needs", rules.FEELING),
    ("show you that I love you", rules.FEELING),
    ("make it up to you", rules.FEELING),
    ("change my ways", rules.FEELING),
    ("try to come home on time", rules.TRYING),
    ("do my best to listen", rules.TRYING),
    ("call you when I want to", rules.TRYING),
    ("call you if I can", rules.TRYING),
    ("hopefully call, maybe at noon", rules.TRYING),
    ("never lie to you", rules.ABSOLUTE),
    ("always tell you where I am", rules.ABSOLUTE),
    ("not lie", rules.NOT_AGAIN),
    ("stop drinking", rules.NOT_AGAIN),
    ("not do it again", rules.NOT_AGAIN),
    ("not let you down", rules.NOT_AGAIN),
    ("work on my anger", rules.WORKING),
    ("improve myself", rules.WORKING),
    ("communicate with you", rules.WORKING),
    ("do whatever it takes", rules.WORKING),
    ("do better", rules.WORKING),
    ("take more responsibility", rules.WORKING),
    ("listen", rules.MORE),
    ("spend more time with you", rules.MORE),
    ("pay attention to you", rules.MORE),
    ("help more", rules.MORE),
    ("come home earlier", rules.MORE),
    ("call you more often", rules.MORE),
    ("share everything", rules.MORE),
    ("drink less", rules.MORE),
    ("cook", rules.SHORT),
    ("you will call me", rules.THEIRS),
    ("she will tell me where she is", rules.THEIRS),
]
SPECIFIC_DEEDS = [
    "write you when I will be home",
    "put my phone in the hall drawer",
    "call you at noon",
    "show you the bank letter the day it comes",
    "be home at seven",
    "be at the school gate at three",
    "come back to the kitchen table after half an hour",
    "tell you what she wrote before I answer",
    "tell you the same day",
    "ask you first",
    "not look at my phone until we are done eating",
    "walk with you for thirty minutes",
    "drink water only",
    "read the letter to you",
    "book the first free date at the counsellor",
    "wash up and clean the table",
    "listen for ten minutes without answering",
    "spend Saturday morning with you and the children",
    "hand you my card for that shop",
    "bring the children to bed",
    "leave the room door open while I am on the phone",
    "send you a photo of the timetable",
    "say out loud that I need a break and when I come back",
    "take a taxi home",
    "ask you at ten whether you want to go",
]


@pytest.mark.parametrize(("deed", "why"), VAGUE_DEEDS)
def test_vague_deed_is_found_with_its_reason(deed: str, why: str) -> None:
    found = vague_parts(**{**SPECIFIC, "deed": deed})

    assert [(vague.part, vague.why) for vague in found] == [("deed", why)]


@pytest.mark.parametrize("deed", SPECIFIC_DEEDS)
def test_specific_deed_passes(deed: str) -> None:
    assert vague_parts(**{**SPECIFIC, "deed": deed}) == []


@pytest.mark.parametrize(
    "cue", ["always", "when I can", "when possible", "I have time", "things get hard", "needed", "something happens"]
)
def test_vague_cue_is_found(cue: str) -> None:
    assert [vague.why for vague in vague_parts(**{**SPECIFIC, "cue": cue})] == [rules.ANYTIME]


@pytest.mark.parametrize(
    "cue",
    [
        "I leave work",
        "when she writes to me",
        "it is Wednesday",
        "we argue and my voice gets loud",
        "I buy something over 50",
    ],
)
def test_specific_cue_passes(cue: str) -> None:
    assert vague_parts(**{**SPECIFIC, "cue": cue}) == []


@pytest.mark.parametrize("deadline", ["soon", "as soon as possible", "some day", "later", "when I can", "over time"])
def test_vague_deadline_is_found(deadline: str) -> None:
    assert [vague.why for vague in vague_parts(**{**SPECIFIC, "deadline_words": deadline})] == [rules.OPEN_END]


@pytest.mark.parametrize(
    "deadline", ["six", "the same evening", "Friday", "by 7 pm", "before we go to bed", "the end of March"]
)
def test_specific_deadline_passes(deadline: str) -> None:
    assert vague_parts(**{**SPECIFIC, "deadline_words": deadline}) == []


@pytest.mark.parametrize("noticed", ["you will see", "trust me", "I will know", "things get better", "you'll feel it"])
def test_unseen_sign_is_found(noticed: str) -> None:
    assert [vague.why for vague in vague_parts(**{**SPECIFIC, "noticed": noticed})] == [rules.UNSEEN]


@pytest.mark.parametrize(
    "noticed", ["the message is there", "you see the empty sink", "we read the statement together"]
)
def test_seen_sign_passes(noticed: str) -> None:
    assert vague_parts(**{**SPECIFIC, "noticed": noticed}) == []


@pytest.mark.parametrize("deed", [deed for deed, _why in VAGUE_DEEDS])
def test_every_example_is_specific_itself(deed: str) -> None:
    example = example_for(deed)

    assert vague_parts(**{part: str(getattr(example, part)) for part in SPECIFIC}) == []


def test_example_is_about_the_same_thing() -> None:
    examples = [str(example_for(deed).cue) for deed in ("be faithful", "spend less", "stop drinking", "stop shouting")]

    assert examples == [
        "a message from that person comes",
        "I want to spend over 50 on one thing",
        "we go out with friends",
        "my voice gets loud",
    ]
