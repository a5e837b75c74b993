"""Page data of the phase: where the two are, who moves it, what each said. It never prompts to move."""

from dataclasses import dataclass, field
from datetime import datetime

from couples.access import Partnered, Standing, movers_of
from couples.actions.phases import phase_now, reachable
from couples.models import (
    READINESS_OF,
    Partner,
    Phase,
    PhaseMove,
    PhaseYes,
    Readiness,
    ReadinessItem,
    ReadyWord,
)


@dataclass(frozen=True)
class Phasing:
    """The phase of a couple as one partner may see it."""

    held: PhaseMove
    moves: bool
    movers: tuple[Partner, ...]
    offered: list[Phase] = field(default_factory=list)
    yes: PhaseYes | None = None
    yes_of_other: PhaseYes | None = None
    word: ReadyWord | None = None
    word_of_other: ReadyWord | None = None
    history: list[PhaseMove] = field(default_factory=list)
    can_take_back: bool = False

    @property
    def phase(self) -> Phase:
        """Return the phase that holds."""
        return Phase(self.held.phase)

    @property
    def takes_both(self) -> bool:
        """Say whether a move needs a yes of both."""
        return len(self.movers) > 1


def phasing_of(standing: Partnered, *, now: datetime) -> Phasing:
    """Return the phase for one partner, in four queries; a yes from when it took both waits for nobody any more."""
    user, couple = standing.user, standing.couple
    held, movers = phase_now(couple), movers_of(standing, now=now)
    moves = any(partner.user_id == user.pk for partner in movers)
    said = PhaseYes.objects.visible_to(user).of_line(held) if len(movers) > 1 else ()
    yeses = {row.author_id == user.pk: row for row in said}
    mine = yeses.get(True)
    words = {row.author_id == user.pk: row for row in ReadyWord.objects.visible_to(user).of_line(held)}
    return Phasing(
        held,
        moves,
        movers,
        offered=[phase for phase in reachable(held) if not (mine and mine.towards == phase)] if moves else [],
        yes=mine,
        yes_of_other=yeses.get(False),
        word=words.get(True),
        word_of_other=words.get(False),
        history=list(PhaseMove.objects.visible_to(user).filter(couple=couple).newest_first()[:20]),
        can_take_back=bool(held.moved_by_id) and held.can_be_taken_back(by=user, now=now),
    )


def readiness_of(standing: Standing, phase: Phase) -> list[tuple[ReadinessItem, str]]:
    """Return the list of one phase with the person's own answers, empty where there is none."""
    said = dict(Readiness.objects.visible_to(standing.user).values_list("item", "answer"))
    return [(item, said.get(item.value, "")) for item in READINESS_OF[phase]]
