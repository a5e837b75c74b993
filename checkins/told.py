"""The answers of one day as its page tells them, of the table of answers."""

from dataclasses import dataclass, field
from typing import Any

from checkins.answers import PROMPTS, AnswerKind, Part, Prompt, Whose
from checkins.models import CheckIn, OwnAnswers
from kit.words import Words


@dataclass(frozen=True)
class ToldAnswer:
    """One answer in words; `is_kept`: the partner is not shown it."""

    words: Words
    answer: Any
    is_kept: bool = False


@dataclass(frozen=True)
class ToldAnswers:
    """The answers of a day in the order of its page: lists of taps and of the talk, sentences, then words."""

    taps: list[ToldAnswer] = field(default_factory=list)
    talk: list[ToldAnswer] = field(default_factory=list)
    sentences: list[ToldAnswer] = field(default_factory=list)
    words: list[str] = field(default_factory=list)


def told(check_in: CheckIn | None, own: OwnAnswers | None) -> ToldAnswers:
    """Return what a day's page tells; `own` is None for everybody but its author."""
    if check_in is None:
        return ToldAnswers()
    found = ToldAnswers(words=[words for prompt in WORDS if (words := getattr(check_in, prompt.name))])
    for prompt in TOLD:
        answer, is_kept = _answer(prompt, check_in, own)
        if answer not in (None, ""):
            _add(found, prompt, answer, is_kept)
    return found


def _comes_last(prompt: Prompt) -> bool:
    """Say whether an answer stands among the last sentences, after those that the other reads too."""
    return prompt.part is Part.MORE and prompt.whose is Whose.OWN


WORDS = [prompt for prompt in PROMPTS if prompt.kind is AnswerKind.WORDS and prompt.whose is Whose.SHARED]
TOLD = sorted((prompt for prompt in PROMPTS if prompt.told), key=_comes_last)


def _answer(prompt: Prompt, check_in: CheckIn, own: OwnAnswers | None) -> tuple[Any, bool]:
    """Return an answer as its reader may see it, and whether its author keeps it."""
    if prompt.whose is Whose.SHARED:
        return getattr(check_in, prompt.name, None), False
    shared = getattr(check_in, prompt.shared_column) if prompt.can_share else None
    kept = getattr(own, prompt.name, None)
    return (shared, False) if kept is None else (kept, shared is None)


def _add(found: ToldAnswers, prompt: Prompt, answer: Any, is_kept: bool) -> None:
    if prompt.part is not Part.MORE:
        lines = found.taps if prompt.part is Part.TAPS else found.talk
        lines.append(ToldAnswer(prompt.told, _in_words(prompt, answer), is_kept))
    elif answer is not False:
        words = prompt.told % {"n": answer} if prompt.kind is AnswerKind.RATING else prompt.told
        found.sentences.append(ToldAnswer(words, answer, is_kept))


def _in_words(prompt: Prompt, answer: Any) -> Any:
    if prompt.kind is AnswerKind.YES_NO:
        return prompt.yes_and_no[not answer]
    return prompt.choices(answer).label if prompt.choices else answer
