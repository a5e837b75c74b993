"""The table of answers, what is made of it, and how a day of the weekly record is packed."""

from datetime import datetime, timedelta
from types import SimpleNamespace

import numpy as np
import pytest
from django.db import models

from checkins.answers import PROMPTS, AnswerKind, Escalated, Prompt, Whose, columns
from checkins.layout import LAYOUT, NOTHING, STATES, Layout
from checkins.models import CheckIn, OwnAnswers
from checkins.packs import KEPT_DAYS
from kit.weeks import last_closed_week, last_day_over, local_today
from tests.factories import NOW
from trajectory.weekly.chunks import first_day_read
from trajectory.weekly.closing import BACK_WEEKS, WEEK

FIELD_OF = {
    AnswerKind.RATING: models.PositiveSmallIntegerField,
    AnswerKind.YES_NO: models.BooleanField,
    AnswerKind.TICK: models.BooleanField,
    AnswerKind.CHOICE: models.CharField,
}
STORED_IN = {Whose.SHARED: CheckIn, Whose.OWN: OwnAnswers}
FREE = max([*STATES.values(), *(prompt.packed for prompt in PROMPTS if prompt.packed is not None)]) + 1
MORE = [
    *(Prompt(f"rating_{n}", AnswerKind.RATING, "", packed=FREE + n, whose=list(STORED_IN)[n % 2]) for n in range(7)),
    *(Prompt(f"yes_{n}", AnswerKind.YES_NO, "", packed=FREE + n, whose=list(STORED_IN)[n % 2]) for n in range(8)),
    Prompt("choice", AnswerKind.CHOICE, "", packed=FREE + 20, choices=Escalated),
]


@pytest.mark.parametrize("whose", STORED_IN)
@pytest.mark.parametrize("kind", FIELD_OF)
def test_each_answer_has_a_column_of_its_kind(whose: Whose, kind: AnswerKind) -> None:
    found = {name: type(STORED_IN[whose]._meta.get_field(name)) for name in columns(whose, kind)}

    assert found == dict.fromkeys(found, FIELD_OF[kind])


def test_names_and_numbers_in_the_record_are_given_once() -> None:
    packed = [(prompt.is_bit, prompt.packed) for prompt in PROMPTS if prompt.packed is not None]
    taken = [(True, place) for place in STATES.values()]

    assert len(set(packed + taken)) == len(packed + taken)
    assert len({prompt.name for prompt in PROMPTS}) == len(PROMPTS)


def test_answers_stand_where_the_hashes_of_earlier_weeks_have_them() -> None:
    numbers = ["safe", "close", "on_guard", "calm", "heard", "defended", "escalated", "topic"]
    bits = ["present", "hard_day", "hard_talk", "rushed", "hard_moment", "shared_unasked", "withdrawn", "opened"]

    assert list(LAYOUT.columns)[:8] == numbers
    assert sorted(LAYOUT.bits, key=LAYOUT.bits.__getitem__)[:8] == bits


def day_of(rng: np.random.Generator, prompts: list[Prompt]) -> SimpleNamespace:
    """Draw a day that answers some of these questions, with its own answers beside it."""
    rows = {whose: SimpleNamespace() for whose in STORED_IN}
    for prompt in prompts:
        said = prompt.empty
        if rng.random() < 0.7 and prompt.kind is not AnswerKind.TOPIC:
            one_of = list(prompt.choices.values if prompt.choices else [False, True] if prompt.is_bit else range(11))
            said = one_of[int(rng.integers(len(one_of)))]
        setattr(rows[prompt.whose], prompt.name, said)
    shared = rows[Whose.SHARED]
    shared.own, shared.topic_key, shared.topic_id, shared.withdrawn_at = rows[Whose.OWN], "", None, None
    return shared


@pytest.mark.parametrize("seed", range(5))
def test_there_is_room_for_sixteen_more_answers(seed: int) -> None:
    rng, prompts = np.random.default_rng(seed), [*(prompt for prompt in PROMPTS if prompt.packed is not None), *MORE]
    layout = Layout(prompts)
    days = [day_of(rng, prompts) for _ in range(30)]

    packed = np.frombuffer(b"".join(layout.packed(day) for day in days), np.uint8).reshape(30, layout.size)

    assert len(MORE) == 16
    assert layout.has(packed, "present").all()
    assert not layout.has(packed, "opened").any()
    for prompt in prompts:
        said = [getattr(day if prompt.whose is Whose.SHARED else day.own, prompt.name, None) for day in days]
        if prompt.is_bit:
            assert layout.has(packed, prompt.name).tolist() == [bool(answer) for answer in said]
        elif prompt.choices is None:
            found = layout.number(packed, prompt.name).tolist()
            assert found == [NOTHING if answer is None else answer for answer in said]
        elif prompt.kind is AnswerKind.CHOICE:
            codes = layout.number(packed, prompt.name).tolist()
            assert [prompt.choices.values[code] if code != NOTHING else "" for code in codes] == said


def test_clearing_bits_leaves_the_others_of_all_bytes() -> None:
    layout = Layout([*PROMPTS, *MORE])
    days = np.full((2, layout.size), 255, np.uint8)

    layout.clear(days, ["opened", "yes_7"])

    left = [bit for bit in layout.bits if layout.has(days, bit).all()]
    assert left == [bit for bit in layout.bits if bit not in ("opened", "yes_7")]
    assert (days[:, : layout.bits_at] == 255).all()


def test_another_order_or_another_meaning_is_another_spelling() -> None:
    moved = [prompt for prompt in MORE if prompt.name != "choice"]
    renamed = [
        *moved,
        Prompt("choice", AnswerKind.CHOICE, "", packed=FREE + 20, choices=models.TextChoices("Other", "A B")),
    ]
    swapped = [Prompt(MORE[1].name, MORE[1].kind, "", packed=MORE[0].packed), *MORE[1:]]

    assert len({Layout(prompts).spelled for prompts in (MORE, moved, renamed, swapped)}) == 4


@pytest.mark.parametrize("hours", range(0, 24 * 8, 7))
def test_kept_days_cover_what_the_weekly_job_looks_back_on(hours: int) -> None:
    now: datetime = NOW + timedelta(hours=hours)
    ends_of_the_world = ("Pacific/Pago_Pago", "Pacific/Kiritimati")

    newest = max(local_today(now, zone) for zone in ends_of_the_world)
    oldest_week = (
        min(last_closed_week(last_day_over(now, zone)) for zone in ends_of_the_world) - (BACK_WEEKS - 1) * WEEK
    )

    assert (newest - first_day_read(oldest_week)).days < KEPT_DAYS
