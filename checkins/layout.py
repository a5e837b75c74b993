"""Where each answer of the weekly record stands in the bytes of a day, as the table of answers has it.

First one byte for each answer that is a number, then bytes of bits: the state of the day,
and each yes. Arrays of days end with the same bytes: (people, days, `LAYOUT.size`).
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from checkins.answers import PROMPTS, AnswerKind, BuiltInTopic, Prompt, Whose
from checkins.models import CheckIn, OwnAnswers

NOTHING, OWN_TOPIC = 255, 254
# Bits that no answer may take. They lie between those of answers as hashes of weeks that stand have them.
STATES = {"present": 0, "withdrawn": 6, "opened": 7}
BUILT_IN = [topic.value for topic in BuiltInTopic]
Bytes = NDArray[np.uint8]


class Layout:
    """The order of packed answers; `nothing` is a day without a check-in."""

    def __init__(self, prompts: Iterable[Prompt]) -> None:
        packed = sorted((prompt.packed, prompt.name, prompt) for prompt in prompts if prompt.packed is not None)
        self.numbers = [prompt for _place, _name, prompt in packed if not prompt.is_bit]
        self.yes = [prompt for _place, _name, prompt in packed if prompt.is_bit]
        self.columns = {prompt.name: column for column, prompt in enumerate(self.numbers)}
        self.bits = STATES | {prompt.name: place for place, _name, prompt in packed if prompt.is_bit}
        self.bits_at = len(self.numbers)
        self.size = self.bits_at + max(self.bits.values()) // 8 + 1
        self.nothing = bytes([NOTHING] * self.bits_at + [0] * (self.size - self.bits_at))

    @property
    def spelled(self) -> str:
        """Return everything that a reader of packed answers relies on."""
        numbers = [(prompt.name, prompt.choices.values if prompt.choices else None) for prompt in self.numbers]
        return repr((numbers, sorted(self.bits.items())))

    def packed(self, check_in: CheckIn) -> bytes:
        """Spell one day with the author's own answers, if there are any; whether it lies open is for its reader to say."""
        rows = {Whose.SHARED: check_in, Whose.OWN: getattr(check_in, "own", None)}
        day = bytearray(self.nothing)
        for column, prompt in enumerate(self.numbers):
            day[column] = _number(prompt, rows[prompt.whose])
        said = [prompt.name for prompt in self.yes if getattr(rows[prompt.whose], prompt.name, False)]
        for name in ("present", *(["withdrawn"] if check_in.withdrawn_at else []), *said):
            column, mask = self.place_of(name)
            day[column] |= mask
        return bytes(day)

    def place_of(self, bit: str) -> tuple[int, int]:
        """Return the column of a bit, and the bit in it."""
        return self.bits_at + self.bits[bit] // 8, 1 << self.bits[bit] % 8

    def number(self, days: Bytes, name: str) -> Bytes:
        """Return one answer of many days."""
        return days[..., self.columns[name]]

    def has(self, days: Bytes, bit: str) -> NDArray[np.bool_]:
        """Say of many days whether something was said or is so."""
        column, mask = self.place_of(bit)
        return (days[..., column] & mask) > 0

    def clear(self, days: Bytes, bits: Iterable[str]) -> None:
        """Take bits away from many days."""
        masks = np.zeros(self.size - self.bits_at, np.uint8)
        for column, mask in map(self.place_of, bits):
            masks[column - self.bits_at] |= mask
        days[..., self.bits_at :] &= ~masks


def _number(prompt: Prompt, row: CheckIn | OwnAnswers | None) -> int:
    """Return the byte of an answer that is a number or one of a few."""
    if prompt.kind is AnswerKind.TOPIC and isinstance(row, CheckIn):
        return BUILT_IN.index(row.topic_key) if row.topic_key else OWN_TOPIC if row.topic_id else NOTHING
    answer = getattr(row, prompt.name, None)
    if answer in (None, ""):
        return NOTHING
    return prompt.choices.values.index(answer) if prompt.choices else answer


LAYOUT = Layout(PROMPTS)
