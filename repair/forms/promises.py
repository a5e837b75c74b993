"""What a promise may say, and what may be added to one."""

from datetime import date
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from kit.fields import LocalDate, OnceForm, PlainText
from kit.frames import SentenceGap
from repair.actions.promises import Terms
from repair.forms.page_day import DatedForm
from repair.models import Promise, Repeats, Schedule
from repair.specific import Example, vague_parts

LONGEST_PART = 300
FARTHEST_YEARS = 2
OUT_OF_REACH = _("Choose a date from today to two years from now.")


def farthest(today: date) -> date:
    """Return the last date that may be promised: two years from today."""
    leap_day = today.month == 2 and today.day == 29
    return today.replace(year=today.year + FARTHEST_YEARS, day=28 if leap_day else today.day)


class DateOfOnce(LocalDate):
    """A date that is asked for where a promise is made once, so that the page does not call it optional."""

    is_optional = False


I_WILL = ("I will", "will", "I'll", "I shall", "I am going to", "I'm going to", "I promise to", "I promise that")
WE_KNOW = ("we both know because", "we'll both know because", "we know because", "because")


class PromiseForm(OnceForm, DatedForm):
    """ "When … I will … by …", and when it is due; vague words are given back with an example."""

    cue = SentenceGap(frames=("whenever", "when"), longest=LONGEST_PART, label=_("When"))
    deed = SentenceGap(frames=I_WILL, is_deed=True, longest=LONGEST_PART, label=_("I will"))
    deadline_words = SentenceGap(frames=("by when", "by"), longest=LONGEST_PART, label=_("by"))
    noticed = SentenceGap(frames=WE_KNOW, longest=LONGEST_PART, label=_("We both know because"))
    repeats = forms.ChoiceField(choices=Repeats.choices, widget=forms.RadioSelect, label=_("How often?"))
    due_on = DateOfOnce(required=False, label=_("On which date?"), help_text=_("For a promise made once."))
    weekdays = forms.TypedMultipleChoiceField(
        required=False,
        choices=list(WEEKDAYS.items()),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        label=_("On which days?"),
        help_text=_("For certain weekdays."),
    )
    last_on = LocalDate(
        required=False,
        label=_("Until when?"),
        help_text=_("For weekdays and whenever it happens; empty is without end."),
    )
    author = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["day"] = self.today = today
        self.user = user
        self.example: Example | None = None

    def clean_author(self) -> str:
        """Refuse a promise in somebody else's name."""
        if self.cleaned_data["author"] not in ("", str(self.user.pk)):
            raise forms.ValidationError(_("A promise is your own. Nobody can make one for somebody else."))
        return ""

    def clean(self) -> dict[str, Any]:
        """Give vague words back, and ask for the dates that go with the rule."""
        clean = self.cleaned_data
        parts = {name: clean.get(name, "") for name in ("cue", "deed", "deadline_words", "noticed")}
        for vague in vague_parts(**parts):
            self.add_error(vague.part, vague.why)
            self.example = vague.example
        for name in ("due_on", "last_on"):
            if clean.get(name) and not clean.get("day", self.today) <= clean[name] <= farthest(self.today):
                self.add_error(name, OUT_OF_REACH)
        self._ask_for_dates(clean)
        return clean

    def _ask_for_dates(self, clean: dict[str, Any]) -> None:
        repeats = clean.get("repeats")
        if repeats == Repeats.ONCE and not clean.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _("Choose the date."))
        if repeats == Repeats.WEEKDAYS and not clean.get("weekdays") and "weekdays" not in self.errors:
            self.add_error("weekdays", _("Choose at least one day."))
        has_date = self.errors or repeats == Repeats.WHENEVER
        if not has_date and not any(self._schedule().due_dates(clean["day"], farthest(self.today))):
            self.add_error("last_on", _("None of these days comes before that date."))

    def _schedule(self) -> Schedule:
        terms = self.terms()
        return Schedule(terms.repeats, terms.first_on, terms.last_on, terms.weekdays)

    def terms(self) -> Terms:
        """Return what the promise says; the dates that do not belong to its rule are left out."""
        clean = self.cleaned_data
        once, weekly = clean["repeats"] == Repeats.ONCE, clean["repeats"] == Repeats.WEEKDAYS
        return Terms(
            cue=clean.get("cue", ""),
            deed=clean.get("deed", ""),
            deadline_words=clean.get("deadline_words", ""),
            noticed=clean.get("noticed", ""),
            repeats=Repeats(clean["repeats"]),
            first_on=clean["day"],
            last_on=clean["due_on"] if once else clean.get("last_on"),
            weekdays=sum(1 << number for number in clean["weekdays"]) if weekly else 0,
        )


class ChangePromiseForm(PromiseForm):
    """The promise made anew, and why; both versions stay readable."""

    reason = PlainText(longest=1000, rows=2, required=False, label=_("What changed?"))


def words_of(promise: Promise) -> dict[str, Any]:
    """Return what the form of a promise made anew starts with."""
    start = {name: getattr(promise, name) for name in ("cue", "deed", "deadline_words", "noticed", "repeats")}
    once = promise.repeats == Repeats.ONCE
    dates = {"due_on": promise.last_on if once else None, "last_on": None if once else promise.last_on}
    return start | dates | {"weekdays": promise.weekday_numbers}


class EndForm(DatedForm):
    """Why a promise is ended, on the date its page shows; no reason is also fine."""

    reason = PlainText(longest=1000, rows=2, required=False, label=_("What changed?"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["day"] = self.today = today


class OwnForm(forms.Form):
    """The few words after a promise did not come about."""

    words = PlainText(
        longest=2000,
        rows=4,
        label=_("What was mine in it"),
        help_text=_("What happened, what it may have been like for you, and what I do about it."),
    )


class PromiseNoteForm(OnceForm):
    """Words added to what was already shared."""

    words = PlainText(longest=2000, rows=3, label=_("Add a note"))
