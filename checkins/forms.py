"""What may be answered: the check-in, a note to an opened day, an appreciation."""

from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from functools import cached_property
from typing import Any

from django import forms
from django.utils.choices import BaseChoiceIterator
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from checkins.actions import Answers
from checkins.answers import PROMPTS, AnswerKind, BuiltInTopic, Part, Prompt, Whose, of_part
from checkins.models import CheckIn, OwnAnswers
from couples.models import Partner, Topic
from kit.fields import OnceForm, OneOf, PlainText, Scale, Tick, Unseen, YesNo
from kit.words import Words

TAPS, TALK = of_part(Part.TAPS), of_part(Part.TALK)


def field_of(prompt: Prompt) -> forms.Field:
    """Return the form field of a question."""
    words: dict[str, Any] = {"label": prompt.asks, "help_text": prompt.beside, "required": False}
    match prompt.kind:
        case AnswerKind.RATING:
            return Scale(low=prompt.ends[0], high=prompt.ends[1], **words)
        case AnswerKind.YES_NO:
            return YesNo(**words)
        case AnswerKind.TICK:
            return Tick(label=prompt.asks)
        case AnswerKind.CHOICE if prompt.choices:
            return OneOf(choices=prompt.choices.choices, **words)
        case AnswerKind.TOPIC:
            return forms.ChoiceField(**words)
    return PlainText(rows=3, **words)


def fields_of(prompt: Prompt) -> dict[str, forms.Field]:
    """Return a question's field, and the tick beside an own answer that may be shared."""
    tick = {prompt.tick: Tick(label=_("My partner may see this one too"))} if prompt.can_share else {}
    return {prompt.name: field_of(prompt)} | tick


FIELDS = [(prompt, fields_of(prompt)) for prompt in PROMPTS]
SEEN: dict[str, forms.Field] = {"seen": Unseen(required=False, max_length=40)}


class CheckInForm(forms.Form):
    """One day's answers. Three taps are enough; "a hard day, not rating" needs none."""

    def __init__(
        self,
        *args: Any,
        partner: Partner | None = None,
        read_topics: Callable[[], Iterable[Topic]] = tuple,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        asked = [fields for prompt, fields in FIELDS if prompt.is_asked_of(partner)]
        self.fields = deepcopy({name: field for fields in (*asked, SEEN) for name, field in fields.items()})
        self.read_topics = read_topics
        topic = self.fields["topic"]
        if isinstance(topic, forms.ChoiceField):
            topic.choices = OfferedTopics(self)

    def of_part(self, part: Part) -> list[forms.BoundField]:
        """Return the questions of one part that are asked, as the page draws them."""
        return [self[prompt.name] for prompt in of_part(part) if prompt.name in self.fields]

    @property
    def taps(self) -> list[forms.BoundField]:
        """Return the questions of the first card."""
        return self.of_part(Part.TAPS)

    @property
    def talk(self) -> list[forms.BoundField]:
        """Return the questions about a hard talk."""
        return self.of_part(Part.TALK)

    @property
    def more(self) -> list[forms.BoundField]:
        """Return what is asked beside taps and talk."""
        return self.of_part(Part.MORE)

    def say_who_reads(self, *, is_shared: bool) -> None:
        """Say beside the words for both who will read them, also in a form whose answers were read before."""
        shared, alone = _("The other person can read this once the day opens."), _("Nobody else can read this for now.")
        self["words_for_us"].help_text = shared if is_shared else alone

    @cached_property
    def topics(self) -> dict[str, Topic]:
        """Return the topics of their own by their ids."""
        return {str(topic.pk): topic for topic in self.read_topics()}

    def clean(self) -> dict[str, Any]:
        """Ask for the three ratings unless it was a hard day; drop what belongs to no talk."""
        cleaned = self.cleaned_data
        for name in (prompt.name for prompt in TAPS):
            if cleaned.get("hard_day"):
                cleaned[name] = None
            elif cleaned.get(name) is None and name not in self.errors:
                self.add_error(name, self.fields[name].error_messages["required"])
        if not cleaned.get("hard_talk"):
            cleaned.update((prompt.name, None) for prompt in TALK)
        return cleaned

    @property
    def has_more(self) -> bool:
        """Say whether something is asked or answered beyond the three taps."""
        beyond = [self["hard_talk"], *self.talk, *self.more]
        return any(field.value() not in (None, "", False) or field.name in self.errors for field in beyond)

    def clean_seen(self) -> object:
        """Return the instant the writer started from, or None."""
        try:
            return parse_datetime(self.cleaned_data["seen"])
        except ValueError:
            return None

    def answers(self) -> Answers:
        """Return the clean answers, parted by who may read them."""
        clean = self.cleaned_data
        said: dict[Whose, dict[str, Any]] = {Whose.SHARED: {}, Whose.OWN: {}}
        for prompt in PROMPTS:
            answer = clean.get(prompt.name)
            if prompt.can_share:
                said[Whose.SHARED][prompt.shared_column] = answer if clean.get(prompt.tick) else None
            if prompt.kind is AnswerKind.TOPIC:
                said[prompt.whose] |= self._chosen_topic(answer or "")
            elif prompt.whose is not Whose.ALONE:
                said[prompt.whose][prompt.name] = prompt.empty if answer is None else answer
        return Answers(shared=said[Whose.SHARED], own=said[Whose.OWN], words_for_me=clean["words_for_me"])

    def _chosen_topic(self, key: str) -> dict[str, Any]:
        own_topic = self.topics[key] if key and key not in BuiltInTopic.values else None
        return {"topic_key": "" if own_topic else key, "topic": own_topic}


class OfferedTopics(BaseChoiceIterator):
    """The topics to choose from; those of their own are read only if the built-in ones do not settle it."""

    def __init__(self, form: CheckInForm) -> None:
        self.form = form

    def __iter__(self) -> Iterator[tuple[str, Words]]:
        """Yield the built-in topics, then their own."""
        yield "", _("Choose a topic")
        yield from BuiltInTopic.choices
        yield from ((key, topic.name) for key, topic in self.form.topics.items())


def yes_no(value: bool | None) -> str:
    """Return the form's word for a stored yes or no."""
    return "" if value is None else ("yes" if value else "no")


def initial_of(check_in: CheckIn | None, own: OwnAnswers | None, words_for_me: str) -> dict[str, Any]:
    """Return what a form starts with: the stored answers, or nothing."""
    start: dict[str, Any] = {"words_for_me": words_for_me}
    if check_in is None:
        return start
    rows = {Whose.SHARED: check_in, Whose.OWN: own}
    for prompt in PROMPTS:
        row = rows.get(prompt.whose)
        if row is not None:
            start[prompt.name] = _initial(prompt, row)
        if prompt.can_share:
            start[prompt.tick] = getattr(check_in, prompt.shared_column) is not None
    return start | {"seen": check_in.changed_at.isoformat()}


def _initial(prompt: Prompt, row: CheckIn | OwnAnswers) -> Any:
    if prompt.kind is AnswerKind.TOPIC and isinstance(row, CheckIn):
        return row.topic_key or (str(row.topic_id) if row.topic_id else "")
    answer = getattr(row, prompt.name)
    return yes_no(answer) if prompt.kind is AnswerKind.YES_NO else answer


class DayNoteForm(OnceForm):
    """Words added to a day that has opened."""

    words = PlainText(rows=3, label=_("Add a note to this day"))


class AppreciationForm(OnceForm):
    """A deed that was noticed, and what it shows."""

    deed = PlainText(longest=1000, rows=2, label=_("What did they do?"))
    shows = PlainText(longest=1000, rows=2, required=False, label=_("What does it show about them?"))
    with_the_week = Tick(label=_("Keep it for the weekly summary"))

    def said(self) -> dict[str, Any]:
        """Return what was noticed, and when it is to arrive."""
        return {name: self.cleaned_data[name] for name in ("deed", "shows", "with_the_week")}
