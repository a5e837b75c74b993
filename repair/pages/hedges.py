"""Looking over words before they are sent: what the hedge check marks, as the pages show it.

It happens in memory, at a press: nothing is stored and nothing is sent anywhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.http import QueryDict

from repair.wording import marks

AROUND = 60


@dataclass(frozen=True)
class MarkedPhrase:
    """One marked phrase with a few words around it, why it stings, and a better form."""

    label: str
    before: str
    phrase: str
    after: str
    reason: object
    better: object


def marked_in(form: forms.Form, names: Iterable[str]) -> list[MarkedPhrase]:
    """Return what is marked in these fields of a valid form, in their order."""
    return [mark for name in names for mark in _marked(str(form.fields[name].label), form.cleaned_data[name])]


def _marked(label: str, text: str) -> list[MarkedPhrase]:
    return [
        MarkedPhrase(label, _before(text, m.start), text[m.start : m.end], _after(text, m.end), m.reason, m.better)
        for m in marks(text)
    ]


def _before(text: str, start: int) -> str:
    """Return the words before a phrase, cut at a blank where there are many."""
    if start <= AROUND:
        return text[:start]
    return "…" + text[start - AROUND : start].partition(" ")[2]


def _after(text: str, end: int) -> str:
    if len(text) - end <= AROUND:
        return text[end:]
    return text[end : end + AROUND].rpartition(" ")[0] + "…"


def look_over(form: forms.Form, names: Iterable[str], sent: QueryDict) -> list[MarkedPhrase] | None:
    """Return what to show before sending, or None to go on.

    Asked for, it is always shown; on sending once, and only if something is marked.
    """
    if not form.is_valid():
        return None
    found = marked_in(form, names)
    if "look" in sent:
        return found
    return found if found and "looked" not in sent else None
