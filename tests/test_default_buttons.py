"""Enter, and a phone's Go, press the first button of a form: where a form has two meanings, that one keeps private."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from kit.clock import database_now
from tests.people import browser_of
from tests.repair.rows import make_pair
from tests.test_access import OUR_ROUTES, fill
from tests.world import World, build_world

TEMPLATES = Path(settings.BASE_DIR) / "templates"
# What Enter does in each form with more than one button. A new form comes here with the act that gives nothing away.
ENTER = {
    "account/email_change.html": "Send the code again",  # to one's own new address
    "checkins/_form.html": "Save",
    "repair/acknowledgement_form.html": "Keep as a draft",
    "repair/question_answer.html": "Keep it as a draft",
    "repair/chance_form.html": "Look over my words",
    "repair/hard_date_form.html": "Keep it to myself",
    "repair/moment_form.html": "Save|Keep it to myself",
    "repair/promise_own.html": "Look over my words",
    "repair/question_form.html": "Let it rest until tomorrow|Keep it for me",
    "repair/repair_step.html": "Look over my words",
    "repair/repair_step_note.html": "Look over my words",
    "repair/time_outs.html": "Take longer",  # the other button stands in another branch, alone
}


@dataclass
class Buttons(HTMLParser):
    """Collects the words of each form's submit buttons, in the order of the page."""

    forms: list[list[str]] = field(default_factory=list)
    is_in_form: bool = False
    is_in_button: bool = False

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a form or one of its buttons; a button with form="…" belongs to another form."""
        said = dict(attrs)
        if tag == "form":
            self.is_in_form = True
            self.forms.append([])
        submits = said.get("type", "submit") in {"submit", "image"} if tag == "button" else said.get("type") == "submit"
        if tag in {"button", "input"} and submits and self.is_in_form and "form" not in said:
            self.forms[-1].append("")
            self.is_in_button = tag == "button"

    def handle_endtag(self, tag: str) -> None:
        """Close what was opened."""
        self.is_in_form = self.is_in_form and tag != "form"
        self.is_in_button = self.is_in_button and tag != "button"

    def handle_data(self, words: str) -> None:
        """Note what the button says."""
        if self.is_in_button:
            self.forms[-1][-1] += words.strip()


def several(source: str) -> list[list[str]]:
    """Return the buttons of each form that has more than one."""
    found = Buttons()
    found.feed(source)
    return [buttons for buttons in found.forms if len(buttons) > 1]


def plain(source: str) -> str:
    """Return a template with its texts in the place of their tags, those of two branches parted by a bar."""
    told = re.sub(r'\{% translate "([^"]*)" %\}', r"\1", source)
    return re.sub(r"\{[%#].*?[%#]\}", "", re.sub(r"\{% (?:else|elif [^%]*) %\}", "|", told))


def test_first_button_of_a_form_keeps_private() -> None:
    found = {
        str(path.relative_to(TEMPLATES)): [buttons[0] for buttons in several(plain(path.read_text()))]
        for path in sorted(TEMPLATES.rglob("*.html"))
    }

    assert {name: first for name, first in found.items() if first} == {name: [said] for name, said in ENTER.items()}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: object) -> Iterator[World]:
    """Build everybody once."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_world(now=database_now())
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_first_button_on_each_page_keeps_private(world: World) -> None:
    allowed = {said for first in ENTER.values() for said in first.split("|")}
    met = set()

    for name, path in OUR_ROUTES.items():
        if name != "home:exit":
            for part in ("hurt", "repairing", "stranger"):
                page = world.client(part).get(fill(path, world.ids, name))
                met |= {buttons[0] for buttons in several(page.content.decode())}

    assert met >= {"Save", "Keep it to myself", "Keep it for me", "Keep as a draft", "Look over my words"}
    assert met <= allowed


@pytest.mark.django_db
def test_first_button_after_a_mistake_keeps_private() -> None:
    hurt, _repairing, _couple = make_pair()
    pages = [browser_of(hurt).post(reverse(f"repair:{name}"), {}) for name in ("hard_date_new", "question_new")]

    firsts = [several(page.content.decode())[0][0] for page in pages]

    assert firsts == ["Keep it to myself", "Keep it for me"]
