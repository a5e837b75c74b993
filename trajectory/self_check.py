"""The monthly self-check in words, and what a person's own check-ins say beside each statement."""

from django.utils.translation import gettext_lazy as _

from trajectory.records import Item, ReadingRecord, State, SummaryRecord

STATEMENT_WORDS = {
    "safer": _("I feel safer with my partner."),
    "calmer": _("Our hard talks are calmer."),
    "less_defence": _("I defend myself less."),
    "followed": _("Apologies are followed by what was said."),
    "closer": _("Closeness is coming back."),
    "same_things": _("We want the same things."),
}
CLEAR, NOT_YET, EARLY, OTHER_WAY = "clear", "not_yet", "early", "other_way"
BESIDE = {
    CLEAR: _("your check-ins say so too"),
    NOT_YET: _("not clear yet from your check-ins"),
    EARLY: _("too early to say from your check-ins"),
    OTHER_WAY: _("your check-ins point the other way"),
}
BESIDE_FOLLOWED = {
    CLEAR: _("the promises kept after repairs say so too"),
    NOT_YET: _("not clear yet from the promises after repairs"),
    EARLY: _("too early to say from the promises after repairs"),
}
PROMISES_TO_SAY, KEPT_MOSTLY = 6, 0.5
SIGNS: dict[str, tuple[Item, State]] = {
    "calmer": ("calm", "higher"),
    "less_defence": ("own_defence", "lower"),
    "closer": ("close", "higher"),
}
WANTED_OF_ALL: State = "higher"
OPPOSITE: dict[State, State] = {"higher": "lower", "lower": "higher"}


def signs_of(record: ReadingRecord) -> dict[str, str]:
    """Return for each statement what the check-ins say.

    A single answer speaks only while the three together have a direction: five questions
    asked every week would else find something by chance.
    """
    whole = record["state"]
    found = {"safer": (whole, WANTED_OF_ALL)}
    found |= {statement: (record[item]["state"], wanted) for statement, (item, wanted) in SIGNS.items()}
    return {statement: _sign(state, wanted, held=whole in OPPOSITE) for statement, (state, wanted) in found.items()}


def sign_of_followed(summary: SummaryRecord | None) -> str:
    """Return what the promises within a fortnight after something was owned say; never "the other way"."""
    if summary is None or summary["followed"]["due"] < PROMISES_TO_SAY:
        return EARLY
    return CLEAR if (summary["followed"]["lo"] or 0) > KEPT_MOSTLY else NOT_YET


def beside(record: ReadingRecord, summary: SummaryRecord | None) -> dict[str, str]:
    """Return for each statement of the self-check the words that stand beside it."""
    words = {name: str(BESIDE[sign]) for name, sign in signs_of(record).items()}
    return words | {"followed": str(BESIDE_FOLLOWED[sign_of_followed(summary)])}


def _sign(state: State, wanted: State, *, held: bool) -> str:
    if state == "too_early":
        return EARLY
    if not held:
        return NOT_YET
    return CLEAR if state == wanted else OTHER_WAY if state == OPPOSITE[wanted] else NOT_YET
