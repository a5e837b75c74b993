"""Form fields with the product's own refusals: plain text, scales, local dates and zones."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Self
from uuid import UUID, uuid4

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kit.dates import UnknownForm, read_date
from kit.encryption import Unopened
from kit.prepared import twin
from kit.refusals import WrittenBefore
from kit.unseen import TURNS, breaks_line, is_blank, without_unseen_edges
from kit.words import Words
from kit.zones import understood_zone, zone_names

LONGEST_TEXT = 10_000
STORED_CONTROLS = "\n\t"
NOT_AT_ALL, COMPLETELY = _("not at all"), _("completely")
OUT_OF_DATE = _("This page is out of date. Please send it again.")


class Shared(forms.Field):
    """A field whose forms share its messages and the attributes of its widget, which nobody can write into.

    Django copies these deeply, which for the check-in's nineteen fields takes longer than reading the answers.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.widget.attrs = MappingProxyType(self.widget.attrs)

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        """Return a field and a widget of one form's own: choices that name a person stay with their reader."""
        memo[id(self)] = shared = twin(self)
        shared.widget = twin(self.widget)
        return shared


class PlainText(Shared, forms.CharField):
    """Free text, kept as it was written; counted in Unicode code points."""

    default_error_messages = {
        "required": _("Please write something, or leave this page."),
        "unstorable": _("That text has a character we cannot store."),
        "unreadable": _("That text has characters we cannot read."),
    }
    widget: type[forms.Widget] = forms.Textarea

    def __init__(self, *, longest: int = LONGEST_TEXT, rows: int = 4, **kwargs: Any) -> None:
        self.longest = self.max_length = longest
        self.rows = rows
        super().__init__(strip=False, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Tell the page how many characters fit, and that nothing is suggested by the browser."""
        attrs = {"data-longest": self.longest, "autocomplete": "off"}
        return attrs | ({"rows": self.rows} if isinstance(widget, forms.Textarea) else {})

    def prepare_value(self, value: Any) -> Any:
        """Show nothing of a text that does not open: the words in its place are nobody's to send."""
        return "" if isinstance(value, Unopened) else super().prepare_value(value)

    def to_python(self, value: Any) -> str:
        """Return the text with line ends as one character; invisible text counts as empty."""
        text = (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")
        return "" if is_blank(text) else text

    def validate(self, value: str) -> None:
        """Refuse what cannot be stored or read, and what is too long, by how much."""
        super().validate(value)
        if "\0" in value or any(c < " " and c not in STORED_CONTROLS for c in value):
            raise forms.ValidationError(self.error_messages["unstorable"], code="unstorable")
        if "\ufffd" in value or any("\ud800" <= c <= "\udfff" for c in value):
            raise forms.ValidationError(self.error_messages["unreadable"], code="unreadable")
        over = len(value) - self.longest
        if over > 0:
            message = ngettext("That is %d character too long.", "That is %d characters too long.", over)
            raise forms.ValidationError(message % over, code="too_long")


class ShortLine(PlainText):
    """One line of plain text; no line breaks and no direction overrides, as in names and addresses."""

    widget = forms.TextInput

    def __init__(self, *, longest: int = 120, **kwargs: Any) -> None:
        super().__init__(longest=longest, **kwargs)

    def to_python(self, value: Any) -> str:
        """Return the line without blanks and unseen marks around it."""
        return without_unseen_edges(super().to_python(value))

    def validate(self, value: str) -> None:
        """Refuse line breaks and characters that turn the reading direction."""
        super().validate(value)
        if any(breaks_line(c) or c in TURNS for c in value):
            raise forms.ValidationError(self.error_messages["unstorable"], code="unstorable")


class Scale(Shared, forms.IntegerField):
    """A whole number from 0 to 10, chosen by a tap; `low` and `high` are the words at its ends."""

    widget = forms.RadioSelect
    default_error_messages = {
        "required": _("Choose a number from 0 to 10."),
        "invalid": _("Choose a number from 0 to 10."),
    }

    def __init__(self, *, low: Words = NOT_AT_ALL, high: Words = COMPLETELY, **kwargs: Any) -> None:
        self.low, self.high = low, high
        super().__init__(**kwargs)
        self.widget.choices = [(n, str(n)) for n in range(11)]

    def to_python(self, value: Any) -> int | None:
        """Return the number, or None for nothing; decimal digits of any script count."""
        if value in self.empty_values:
            return None
        text = str(value)
        if not text.isdecimal() or len(text) > 2 or not 0 <= int(text) <= 10:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return int(text)


class YesNo(Shared, forms.TypedChoiceField):
    """Yes, no, or nothing said; its value is True, False or None."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(
            choices=[("yes", _("Yes")), ("no", _("No"))],
            coerce=lambda value: value == "yes",
            empty_value=None,
            widget=forms.RadioSelect,
            **kwargs,
        )


class OneOf(Shared, forms.ChoiceField):
    """One of a few answers that are the same for everybody, chosen by a tap."""

    widget = forms.RadioSelect


class Unseen(Shared, forms.CharField):
    """A line that the page itself fills in."""

    widget = forms.HiddenInput


class Tick(Shared, forms.BooleanField):
    """A box that may be ticked."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)


class LocalDate(forms.DateField):
    """A calendar date: 2026-03-29 from the browser's own field, or as people type it where there is none."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {
        "invalid": _("Please write the date like this: 1 December 2027."),
        "absent": _("That date does not exist."),
    }

    def to_python(self, value: Any) -> date | None:
        """Return the date, nothing for nothing."""
        if value in self.empty_values or isinstance(value, date):
            return super().to_python(value)
        try:
            return read_date(str(value))
        except ValueError as problem:
            code = "invalid" if isinstance(problem, UnknownForm) else "absent"
            raise forms.ValidationError(self.error_messages[code], code=code) from None


class LocalTime(forms.TimeField):
    """A time of day: 07:30."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    input_formats = ["%H:%M", "%H:%M:%S"]
    default_error_messages = {"invalid": _("Please write a time such as 07:30.")}


def zone_choices() -> list[tuple[str, str]]:
    """Return the zone names as choices."""
    return [(name, name.replace("_", " ")) for name in zone_names()]


class ZoneSelect(forms.Select):
    """The list of zones, drawn in one go: a template for each of 430 options costs a tenth of a second.

    Where none of them is chosen it says so: a browser would take the first of the list without a word.
    """

    template_name = "kit/zones.html"  # stands in `kit.drawing` alone

    def use_required_attribute(self, initial: object) -> bool:
        """Need none: a zone is always chosen, and to look for an empty one is to walk through all."""
        return False

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Return what is drawn, without an entry for each option."""
        return {"widget": {"name": name, "value": value, "attrs": self.build_attrs(self.attrs, attrs)}}


class Zone(forms.ChoiceField):
    """A time zone from the list, never a path; an old name of one is understood."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Time zone"))
        super().__init__(choices=zone_choices, widget=ZoneSelect, **kwargs)
        message = _("Please pick a time zone from the list.")
        self.error_messages |= {"invalid_choice": message, "required": message}

    def to_python(self, value: Any) -> str:
        """Return the name on the list; what is not understood stays, to be refused."""
        said = super().to_python(value)
        return understood_zone(said) or said

    def validate(self, value: str) -> None:
        """Refuse a name that is not on the list."""
        forms.Field.validate(self, value)
        if value not in zone_names():
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")


class OnceForm(forms.Form):
    """A form whose hidden key becomes the new row's id: pressed twice, it writes once."""

    once = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": OUT_OF_DATE, "invalid": OUT_OF_DATE})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("once", uuid4)
        super().__init__(*args, **kwargs)

    @property
    def key(self) -> UUID:
        """Return the key of a valid form."""
        key: UUID = self.cleaned_data["once"]
        return key

    def full_clean(self) -> None:
        """Check the form; in the place of a key that is none it takes a new one, so that it can be sent again."""
        super().full_clean()
        if "once" in self.errors:
            self._take_new_key()

    def add_error(self, field: str | None, error: Any) -> None:
        """Add an error; after "saved before" the form takes a new key: pressed again, it keeps both."""
        super().add_error(field, error)
        if isinstance(error, WrittenBefore):
            self._take_new_key()

    def _take_new_key(self) -> None:
        self.data = filled_anew(self.data, self.add_prefix("once"), str(uuid4()))


def filled_anew(sent: Mapping[str, Any], name: str, value: str) -> QueryDict:
    """Return what was sent with another value in one field."""
    again = QueryDict(mutable=True)
    again.update(sent)
    again[name] = value
    return again
