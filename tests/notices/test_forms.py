"""What a person may choose for their reminder."""

from datetime import time

import pytest

from notices.forms import ReminderForm

USUAL = {"is_on": "on", "local_time": "20:30", "quiet_from": "21:30", "quiet_to": "08:00"}


def errors_of(**changes: str) -> dict[str, list[str]]:
    """Return the errors of the usual answers with some changed."""
    return dict(ReminderForm({**USUAL, **changes}).errors)


def test_reminder_form_takes_the_usual_evening() -> None:
    form = ReminderForm(USUAL)

    assert form.is_valid()
    assert form.cleaned_data == {
        "is_on": True,
        "local_time": time(20, 30),
        "quiet_from": time(21, 30),
        "quiet_to": time(8, 0),
    }


def test_reminder_form_takes_no_quiet_hours() -> None:
    assert errors_of(quiet_from="", quiet_to="", local_time="23:59") == {}


@pytest.mark.parametrize("wrong", ["24:00", "7.30", "25:61", "", "noon", "07:30:00.5"])
def test_reminder_form_refuses_what_is_no_time(wrong: str) -> None:
    assert [*errors_of(local_time=wrong)] == ["local_time"]


def test_reminder_form_says_how_a_time_is_written() -> None:
    assert errors_of(local_time="24:00") == {"local_time": ["Please write a time such as 07:30."]}


@pytest.mark.parametrize("inside", ["21:30", "23:00", "00:00", "07:59"])
def test_reminder_form_refuses_a_time_within_the_quiet_hours(inside: str) -> None:
    words = "That is within your quiet hours, 21:30 to 08:00. Please choose another time."

    assert errors_of(local_time=inside) == {"local_time": [words]}


def test_reminder_form_refuses_quiet_hours_that_are_empty_or_half() -> None:
    same = errors_of(quiet_from="08:00", quiet_to="08:00", local_time="12:00")
    halves = [errors_of(quiet_from=""), errors_of(quiet_to="")]

    assert same == {"quiet_to": ["Please choose an end that differs from the start, such as 07:30."]}
    assert [[*errors] for errors in halves] == [["quiet_from"], ["quiet_to"]]
