"""What may be answered: the check-in, a note to an opened day, an appreciation."""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Any

from django import forms
from django.utils.choices import BaseChoiceIterator
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from checkins.actions import Answers
from checkins.models import BuiltInTopic, CheckIn, Escalated, OwnAnswers
from couples.models import Partner, Topic
from kit.fields import OnceForm, OneOf, PlainText, Scale, Tick, Unseen, YesNo

TALK_FIELDS = ("topic", "calm", "defended", "heard", "escalated", "came_back")
RATINGS = ("safe", "close", "on_guard")


class CheckInForm(forms.Form):
    """One day's answers. Three taps are enough; "a hard day, not rating" needs none."""

    safe = Scale(required=False, label=_("Today I felt safe with my partner."))
    close = Scale(required=False, label=_("Today I felt close to my partner."))
    on_guard = Scale(required=False, label=_("Today I was on guard, waiting for something to go wrong."))
    share_on_guard = Tick(label=_("My partner may see this one too"))
    hard_day = Tick(label=_("A hard day, not rating"))
    hard_talk = YesNo(label=_("Was there a hard talk?"))
    topic = forms.ChoiceField(required=False, label=_("What was it about?"))
    calm = Scale(required=False, label=_("I could stay calm."))
    defended = Scale(required=False, label=_("I defended or explained myself away."))
    heard = Scale(required=False, label=_("I felt heard."))
    escalated = OneOf(required=False, choices=Escalated.choices, label=_("Did it get heated?"))
    came_back = YesNo(label=_("Did you come back to each other?"))
    rushed = YesNo(label=_("Did you feel rushed today?"), help_text=_("Your partner never sees this."))
    hard_moment = YesNo(label=_("Was there a hard moment?"), help_text=_("Your partner never sees this."))
    shared_unasked = YesNo(label=_("Did you share something before you were asked?"))
    overwhelm = Scale(
        required=False, label=_("Today it was more than I could carry."), help_text=_("Your partner never sees this.")
    )
    words_for_us = PlainText(required=False, rows=3, label=_("Words for us"))
    words_for_me = PlainText(
        required=False,
        rows=3,
        label=_("Words for me"),
        help_text=_("Only you can ever read this. Nobody is told that it exists."),
    )
    seen = Unseen(required=False, max_length=40)

    def __init__(
        self,
        *args: Any,
        partner: Partner | None = None,
        read_topics: Callable[[], Iterable[Topic]] = tuple,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.read_topics = read_topics
        self.fields["topic"].choices = OfferedTopics(self)
        if not (partner and partner.is_hurt):
            del self.fields["rushed"], self.fields["hard_moment"]
        if not (partner and partner.is_repairing):
            del self.fields["shared_unasked"], self.fields["overwhelm"]

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
        cleaned = super().clean()
        for name in RATINGS:
            if cleaned.get("hard_day"):
                cleaned[name] = None
            elif cleaned.get(name) is None and name not in self.errors:
                self.add_error(name, self.fields[name].error_messages["required"])
        if not cleaned.get("hard_talk"):
            cleaned.update(dict.fromkeys(TALK_FIELDS))
        return cleaned

    @property
    def has_more(self) -> bool:
        """Say whether something is asked or answered beyond the three taps."""
        beyond = [name for name in self.fields if name not in (*RATINGS, "share_on_guard", "hard_day", "seen")]
        return any(self[name].value() not in (None, "", False) or name in self.errors for name in beyond)

    def clean_seen(self) -> object:
        """Return the instant the writer started from, or None."""
        try:
            return parse_datetime(self.cleaned_data["seen"])
        except ValueError:
            return None

    def answers(self) -> Answers:
        """Return the clean answers, parted by who may read them."""
        clean = self.cleaned_data
        key = clean.get("topic") or ""
        own_topic = self.topics[key] if key and key not in BuiltInTopic.values else None
        shared = {name: clean.get(name) for name in ("safe", "close", "calm", "defended", "heard")}
        shared |= {name: clean.get(name) for name in ("came_back", "shared_unasked")}
        shared |= {
            "hard_day": clean["hard_day"],
            "hard_talk": bool(clean.get("hard_talk")),
            "topic_key": "" if own_topic else key,
            "topic": own_topic,
            "escalated": clean.get("escalated") or "",
            "on_guard_shared": clean["on_guard"] if clean.get("share_on_guard") else None,
            "words_for_us": clean["words_for_us"],
        }
        own = {name: clean.get(name) for name in ("on_guard", "overwhelm", "rushed", "hard_moment")}
        return Answers(shared=shared, own=own, words_for_me=clean["words_for_me"])


class OfferedTopics(BaseChoiceIterator):
    """The topics to choose from; those of their own are read only if the built-in ones do not settle it."""

    def __init__(self, form: CheckInForm) -> None:
        self.form = form

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Yield the built-in topics, then their own."""
        yield "", _("Choose a topic")
        yield from BuiltInTopic.choices
        yield from ((key, topic.name) for key, topic in self.form.topics.items())


def yes_no(value: bool | None) -> str:
    """Return the form's word for a stored yes or no."""
    return "" if value is None else ("yes" if value else "no")


def initial_of(check_in: CheckIn | None, own: OwnAnswers | None, words_for_me: str) -> dict[str, Any]:
    """Return what a form starts with: the stored answers, or nothing."""
    if check_in is None:
        return {"words_for_me": words_for_me}
    plain = ("safe", "close", "hard_day", "calm", "defended", "heard", "escalated", "words_for_us")
    start = {name: getattr(check_in, name) for name in plain}
    start |= {name: yes_no(getattr(check_in, name)) for name in ("hard_talk", "came_back", "shared_unasked")}
    start |= {
        "topic": check_in.topic_key or (str(check_in.topic_id) if check_in.topic_id else ""),
        "share_on_guard": check_in.on_guard_shared is not None,
        "seen": check_in.changed_at.isoformat(),
        "words_for_me": words_for_me,
    }
    if own is not None:
        start |= {"on_guard": own.on_guard, "overwhelm": own.overwhelm}
        start |= {"rushed": yes_no(own.rushed), "hard_moment": yes_no(own.hard_moment)}
    return start


class NoteForm(OnceForm):
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
