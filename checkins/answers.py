"""The table of answers: each question of the day is described here, once.

The form, the page of a day, the constraints of its columns, the packed day with all that
the weekly job reads, and the list of personal fields are made of this table. The columns
themselves stand in `checkins.models` as well, for their readers; a test keeps both equal.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from couples.models import Partner, Role
from kit.words import Words


class AnswerKind(Enum):
    """What an answer can be."""

    RATING = auto()  # 0 to 10
    YES_NO = auto()
    TICK = auto()
    CHOICE = auto()
    TOPIC = auto()
    WORDS = auto()


class Whose(Enum):
    """Who reads an answer, and so where it is stored."""

    SHARED = auto()  # in the check-in: the partner too, once the day opens
    OWN = auto()  # in the own answers: made into figures for the therapist, the partner never
    ALONE = auto()  # in a row of its own: nobody else, ever


class Part(Enum):
    """Where the form asks it."""

    TAPS = auto()  # the first card: asked unless it was a hard day
    TALK = auto()  # kept only if there was a hard talk
    MORE = auto()
    GATE = auto()  # a place of its own: it opens or closes another part


class BuiltInTopic(models.TextChoices):
    """Topics everybody has from the first day."""

    MONEY = "money", _("Money")
    TIME = "time", _("Time together")
    HONESTY = "honesty", _("Being open")
    PHONES = "phones", _("Phones and screens")
    HOME = "home", _("Home and chores")
    FAMILY = "family", _("Family")
    INTIMACY = "intimacy", _("Closeness and touch")
    THEN = "then", _("What happened")


class Escalated(models.TextChoices):
    """Whether a hard talk got heated."""

    NO = "no", _("No")
    LITTLE = "little", _("A little")
    YES = "yes", _("Yes")


@dataclass(frozen=True)
class Prompt:
    """One question of the day, and what becomes of its answer.

    `packed`: its number in the weekly record, None for answers that the weekly job does not
    see; numbers of yes and no count apart from all others, and none is given twice.
    `counted_as`: under which name the record counts the days on which it was said.
    `can_share`: an own answer that its author may show the partner, by a tick.
    `told`: how a day's page names it; a sentence where it is asked among the rest.
    """

    name: str
    kind: AnswerKind
    asks: Words
    whose: Whose = Whose.SHARED
    part: Part = Part.MORE
    asked_of: Role | None = None
    packed: int | None = None
    counted_as: str = ""
    can_share: bool = False
    choices: type[models.TextChoices] | None = None
    ends: tuple[Words, Words] = (_("not at all"), _("completely"))
    note: Words = ""
    told: Words = ""
    yes_and_no: tuple[Words, Words] = (_("Yes"), _("No"))

    @property
    def is_bit(self) -> bool:
        """Say whether the weekly record only needs to know that it was said."""
        return self.kind in (AnswerKind.YES_NO, AnswerKind.TICK)

    @property
    def empty(self) -> bool | str | None:
        """Return what is stored where nothing was answered."""
        if self.part is Part.GATE:
            return False
        return "" if self.kind in (AnswerKind.CHOICE, AnswerKind.WORDS) else None

    @property
    def beside(self) -> Words:
        """Return the words beside the question: of an own answer, that it stays with its author."""
        return self.note or (NEVER_SEEN if self.whose is Whose.OWN and not self.can_share else "")

    @property
    def shared_column(self) -> str:
        """Return the column of the check-in for an own answer that may be shared."""
        return f"{self.name}_shared"

    @property
    def tick(self) -> str:
        """Return the name of the tick that shares an own answer."""
        return f"share_{self.name}"

    def is_asked_of(self, partner: Partner | None) -> bool:
        """Say whether a person is asked this; a person alone gets the questions for everybody."""
        if self.asked_of is None:
            return True
        return partner is not None and partner.role in (self.asked_of, Role.BOTH)

    def empty_columns(self, whose: Whose) -> dict[str, Any]:
        """Return its columns in the check-in (SHARED) or in the own answers (OWN), each with nothing said."""
        if self.whose is not whose:
            return {self.shared_column: None} if self.can_share and whose is Whose.SHARED else {}
        return {"topic_key": "", "topic": None} if self.kind is AnswerKind.TOPIC else {self.name: self.empty}


RATING, YES_NO, TICK, CHOICE, TOPIC, WORDS = AnswerKind
TAPS, TALK, MORE, GATE = Part
OWN, ALONE = Whose.OWN, Whose.ALONE
NEVER_SEEN = _("Your partner never sees this.")

PROMPTS = (
    Prompt(
        "safe",
        RATING,
        _("Today I felt safe with my partner."),
        part=TAPS,
        packed=0,
        told=_("Felt safe"),
    ),
    Prompt(
        "close",
        RATING,
        _("Today I felt close to my partner."),
        part=TAPS,
        packed=1,
        told=_("Felt close"),
    ),
    Prompt(
        "on_guard",
        RATING,
        _("Today I was on guard, waiting for something to go wrong."),
        whose=OWN,
        part=TAPS,
        packed=2,
        can_share=True,
        told=_("On guard"),
    ),
    Prompt("hard_day", TICK, _("A hard day, not rating"), part=GATE, packed=1, counted_as="hard_days"),
    Prompt("hard_talk", YES_NO, _("Was there a hard talk?"), part=GATE, packed=2),
    Prompt("topic", TOPIC, _("What was it about?"), part=TALK, packed=7, choices=BuiltInTopic),
    Prompt("calm", RATING, _("I could stay calm."), part=TALK, packed=3, told=_("Stayed calm")),
    Prompt(
        "defended",
        RATING,
        _("I defended or explained myself away."),
        part=TALK,
        packed=5,
        told=_("Defended or explained away"),
    ),
    Prompt("heard", RATING, _("I felt heard."), part=TALK, packed=4, told=_("Felt heard")),
    Prompt(
        "escalated",
        CHOICE,
        _("Did it get heated?"),
        part=TALK,
        packed=6,
        choices=Escalated,
        told=_("Got heated"),
    ),
    Prompt(
        "came_back",
        YES_NO,
        _("Did you come back to each other?"),
        part=TALK,
        told=_("Came back to each other"),
        yes_and_no=(_("Yes"), _("Not yet")),
    ),
    Prompt(
        "rushed",
        YES_NO,
        _("Did you feel rushed today?"),
        whose=OWN,
        asked_of=Role.HURT,
        packed=3,
        counted_as="rushed",
        told=_("You felt rushed."),
    ),
    Prompt(
        "hard_moment",
        YES_NO,
        _("Was there a hard moment?"),
        whose=OWN,
        asked_of=Role.HURT,
        packed=4,
        told=_("There was a hard moment."),
    ),
    Prompt(
        "shared_unasked",
        YES_NO,
        _("Did you share something before you were asked?"),
        asked_of=Role.REPAIRING,
        packed=5,
        told=_("Shared something before being asked."),
    ),
    Prompt(
        "overwhelm",
        RATING,
        _("Today it was more than I could carry."),
        whose=OWN,
        asked_of=Role.REPAIRING,
        told=_("More than you could carry: %(n)s."),
    ),
    Prompt("words_for_us", WORDS, _("Words for us")),
    Prompt(
        "words_for_me",
        WORDS,
        _("Words for me"),
        whose=ALONE,
        note=_("Only you can ever read this. Nobody is told that it exists."),
    ),
)


def of_part(part: Part) -> list[Prompt]:
    """Return the questions of one part, in the order of the form."""
    return [prompt for prompt in PROMPTS if prompt.part is part]


def empty_columns(whose: Whose, prompts: Iterable[Prompt] = PROMPTS) -> dict[str, Any]:
    """Return every column of the check-in (SHARED) or of the own answers (OWN), each with nothing said."""
    return {name: empty for prompt in prompts for name, empty in prompt.empty_columns(whose).items()}


def columns(whose: Whose, *kinds: AnswerKind) -> list[str]:
    """Return the names of the columns that hold answers of these kinds."""
    return [*empty_columns(whose, (prompt for prompt in PROMPTS if prompt.kind in kinds))]
