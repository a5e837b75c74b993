"""What a form field takes, and the plain words with which it refuses."""

from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError

from kit.fields import LocalDate, LocalTime, OneOf, PlainText, Scale, ShortLine, Tick, Unseen, YesNo, Zone

NOTHING_WRITTEN = "Please write something, or leave this page."


def refusal(field: object, value: object) -> str:
    with pytest.raises(ValidationError) as caught:
        field.clean(value)
    return caught.value.messages[0]


@pytest.mark.parametrize("value", ["", "   ", "\n\t", "\u200b\u200d", "\ufeff", "\u3164", "\u2800\u0301", None])
def test_text_refuses_what_shows_nothing(value: str | None) -> None:
    assert refusal(PlainText(), value) == NOTHING_WRITTEN


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("a\0b", "That text has a character we cannot store."),
        ("a\x07b", "That text has a character we cannot store."),
        ("a\ud800b", "That text has characters we cannot read."),
        ("a" * 10_001, "That is 1 character too long."),
        ("é" * 10_003, "That is 3 characters too long."),
    ],
)
def test_text_refuses_with_the_reason(value: str, message: str) -> None:
    assert refusal(PlainText(), value) == message


@pytest.mark.parametrize("value", ["a" * 10_000, "👩‍👩‍👧" * 2000, "<script>{{7*7}}</script>", "=cmd()", "\u202etext"])
def test_text_is_kept_as_it_was_written(value: str) -> None:
    assert PlainText().clean(value) == value


def test_text_counts_a_line_end_once() -> None:
    assert PlainText(longest=3).clean("a\r\nb") == "a\nb"


@pytest.mark.parametrize("value", ["a\nb", "a\r\nBcc: x@example.org", "a\u202eb", "a\u2066b"])
def test_line_refuses_breaks_and_turned_directions(value: str) -> None:
    assert refusal(ShortLine(), value) == "That text has a character we cannot store."


@pytest.mark.parametrize("value", ["a\u2028b", "a\x85b", "a\x7fb", "\x07a"])
def test_line_refuses_every_control(value: str) -> None:
    assert refusal(ShortLine(), value) == "That text has a character we cannot store."


@pytest.mark.parametrize("around", [" ", "\u200b", "\ufeff\u00ad", "\u3164", "\u2800", "\u2060\u180e", "\u200f", "\n"])
def test_line_drops_what_nobody_sees_around_it(around: str) -> None:
    assert ShortLine().clean(f"{around}Zoë{around}") == "Zoë"


@pytest.mark.parametrize("value", ["\u200b", "\u3164", "\u2800 \u2060", "\ufe0f", "\u0301"])
def test_line_must_show_something(value: str) -> None:
    assert refusal(ShortLine(), value) == NOTHING_WRITTEN
    assert ShortLine(required=False).clean(value) == ""


@pytest.mark.parametrize(
    "value",
    [
        "❤\ufe0f",
        "👩\u200d🔧",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "e\u0301",
        "می\u200cخواهم",
    ],
)
def test_line_keeps_what_belongs_to_a_sign(value: str) -> None:
    assert ShortLine().clean(value) == value


@pytest.mark.parametrize("value", ["11", "-1", "3.5", "1e1", "x", "5" * 5000, "[]", "NaN"])
def test_scale_refuses_all_but_nought_to_ten(value: str) -> None:
    assert refusal(Scale(), value) == "Choose a number from 0 to 10."


@pytest.mark.parametrize(("value", "number"), [("0", 0), ("10", 10), ("٣", 3)])
def test_scale_takes_whole_numbers(value: str, number: int) -> None:
    assert Scale().clean(value) == number


@pytest.mark.parametrize(
    "value", ["Foo/Bar", "europe/berlin", "../../etc/passwd", "/etc/passwd", "UTC\0", "America", "a" * 300]
)
def test_zone_takes_only_names_of_the_list(value: str) -> None:
    assert refusal(Zone(), value) == "Please pick a time zone from the list."


def test_zone_takes_a_name_of_the_list() -> None:
    assert Zone().clean("Asia/Kathmandu") == "Asia/Kathmandu"


@pytest.mark.parametrize(
    "value",
    [
        *("2027-12-01", "2027-12-1", "2027/12/01", "2027.12.01", "2027. 12. 1.", " 2027-12-01 "),
        *("01.12.2027", "1.12.2027", "1. 12. 2027"),
        *("1 Dec 2027", "1 December 2027", "01 DECEMBER 2027", "1. Dec. 2027", "1st December 2027", "1 dec, 2027"),
        *("1-Dec-2027", "1Dec2027", "Dec 1, 2027", "December 1st, 2027", "Dec. 1 2027", "1 Decem 2027"),
    ],
)
def test_date_is_read_as_people_type_it(value: str) -> None:
    assert LocalDate().clean(value) == date(2027, 12, 1)


def test_date_knows_every_month_by_its_beginning() -> None:
    typed = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"]

    assert [LocalDate().clean(f"5 {name} 2027").month for name in typed] == list(range(1, 13))


@pytest.mark.parametrize("value", ["2026-02-30", "2026-13-01", "0000-00-00", "30.2.2027", "31 June 2027", "0 May 2027"])
def test_date_refuses_what_does_not_exist(value: str) -> None:
    assert refusal(LocalDate(), value) == "That date does not exist."


@pytest.mark.parametrize(
    "value",
    ["12/01/2027", "01-12-2027", "01/02/03", "1.12.27", "10000-01-01", "tomorrow", "1 Dex 2027", "x" * 999, "१ Dec २"],
)
def test_date_says_which_form_it_takes(value: str) -> None:
    assert refusal(LocalDate(), value) == "Please write the date like this: 1 December 2027."


@pytest.mark.parametrize("value", ["24:00", "7.30", "25:61", "noon"])
def test_time_refuses_with_an_example(value: str) -> None:
    assert refusal(LocalTime(), value) == "Please write a time such as 07:30."


class Everything(forms.Form):
    words, scale, yes, tick, seen = PlainText(), Scale(), YesNo(), Tick(), Unseen()
    one = OneOf(choices=[("no", "No"), ("yes", "Yes")])


def test_what_one_form_says_of_a_field_stays_with_that_form() -> None:
    one, other = Everything(), Everything()

    for field in one.fields.values():
        field.label, field.help_text, field.initial, field.required = "mine", "mine", "mine", not field.required

    assert [field.label for field in other.fields.values()] == [None] * 6
    assert [field.help_text for field in other.fields.values()] == [""] * 6
    assert [field.required for field in other.fields.values()] == [True, True, False, False, True, True]
    assert "mine" not in str(other)


def test_choices_that_one_form_sets_stay_with_that_form() -> None:
    one, other = Everything(), Everything()

    for name in ("one", "yes"):
        one.fields[name].choices = [("yes", "Mara")]

    assert "Mara" in str(one)
    assert "Mara" not in str(other)
    assert "Mara" not in str(Everything())


def test_nobody_writes_into_what_forms_share() -> None:
    for field in Everything().fields.values():
        with pytest.raises(TypeError):
            field.widget.attrs["placeholder"] = "Mara"
