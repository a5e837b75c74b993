"""The form of a promise: what is refused keeps its words and writes nothing."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from repair.models import Promise
from tests.factories import make_pause, make_user
from tests.repair import rows
from tests.repair.pages import browser, today
from tests.repair.rows import make_pair

pytestmark = pytest.mark.django_db
NEW = "repair:promise_new"


def filled(**changed: object) -> dict[str, object]:
    return {
        "once": uuid4(),
        "cue": "I leave work",
        "deed": "write you when I will be home",
        "deadline_words": "six",
        "noticed": "the message is on your phone",
        "repeats": "weekdays",
        "weekdays": ["0", "1", "2", "3", "4", "5", "6"],
        **changed,
    }


def test_new_promise_is_made_and_read_by_the_other() -> None:
    hurt, repairing, _couple = make_pair()

    answer = browser(repairing).post(reverse(NEW), filled())

    page = browser(hurt).get(reverse("repair:promises"))
    assert (answer.status_code, answer.url) == (302, reverse("repair:promises"))
    assert page.context["ledger"].theirs[0].promise.deed == "write you when I will be home"


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"deed": ""}, "deed", "Please write something, or leave this page."),
        ({"deed": " \u200b "}, "deed", "Please write something, or leave this page."),
        ({"cue": ""}, "cue", "Please write something, or leave this page."),
        ({"deed": "be more careful"}, "deed", "This is how you want to be."),
        ({"deed": "never lie to you"}, "deed", "Nobody can see always or never"),
        ({"cue": "I have time"}, "cue", "This could be any time."),
        ({"deadline_words": "soon"}, "deadline_words", "This has no end."),
        ({"noticed": "you will see"}, "noticed", "Only one of you could know this."),
        ({"deed": "you will call me"}, "deed", "A promise is your own."),
        ({"deed": "x" * 301}, "deed", "That is 1 character too long."),
        ({"deed": "call you\0"}, "deed", "That text has a character we cannot store."),
        ({"repeats": "once", "due_on": ""}, "due_on", "Choose the date."),
        ({"repeats": "once", "due_on": "1900-01-01"}, "due_on", "Choose a date from today to two years from now."),
        ({"repeats": "once", "due_on": "2500-01-01"}, "due_on", "Choose a date from today to two years from now."),
        ({"repeats": "once", "due_on": "2026-02-30"}, "due_on", "That date does not exist."),
        ({"weekdays": []}, "weekdays", "Choose at least one day."),
        ({"weekdays": ["9"]}, "weekdays", "Please choose one of these."),
        ({"last_on": "1900-01-01"}, "last_on", "Choose a date from today to two years from now."),
        ({"repeats": "daily"}, "repeats", "Please choose one of these."),
    ],
)
def test_new_promise_refuses_with_the_reason_and_keeps_the_words(changed: dict, field: str, said: str) -> None:
    _hurt, repairing, _couple = make_pair()

    page = browser(repairing).post(reverse(NEW), filled(**changed))

    form = page.context["form"]
    assert (page.status_code, list(form.errors)) == (400, [field])
    assert form.errors[field][0].startswith(said)
    assert (form["noticed"].value(), Promise.objects.count()) == (filled(**changed)["noticed"], 0)


@pytest.mark.parametrize(("days", "status"), [(-1, 400), (0, 302), (730, 302), (732, 400)])
def test_due_date_runs_from_today_to_two_years(days: int, status: int) -> None:
    _hurt, repairing, _couple = make_pair()
    due_on = today() + timedelta(days=days)

    page = browser(repairing).post(reverse(NEW), filled(repeats="once", due_on=due_on))

    assert page.status_code == status


def test_vague_promise_shows_the_same_made_specific() -> None:
    _hurt, repairing, _couple = make_pair()

    page = browser(repairing).post(reverse(NEW), filled(deed="stop drinking"))

    assert "drink water only and drive us home" in page.content.decode()


def test_promise_in_the_partners_name_is_refused() -> None:
    hurt, repairing, _couple = make_pair()

    page = browser(repairing).post(reverse(NEW), filled(author=str(hurt.pk)))

    assert (page.status_code, Promise.objects.count()) == (400, 0)
    assert "Nobody can make one for somebody else." in page.content.decode()


def test_fourth_promise_is_refused_with_its_words_kept() -> None:
    _hurt, repairing, couple = make_pair()
    for slot in (1, 2, 3):
        rows.make_promise(author=repairing, couple=couple, slot=slot)

    page = browser(repairing).post(reverse(NEW), filled())

    assert (page.status_code, Promise.objects.count()) == (400, 3)
    assert "Three promises are open." in page.content.decode()
    assert page.context["form"]["deed"].value() == "write you when I will be home"


def test_same_form_with_other_words_is_not_lost() -> None:
    _hurt, repairing, _couple = make_pair()
    client, first = browser(repairing), filled()
    client.post(reverse(NEW), first)

    clash = client.post(reverse(NEW), first | {"deed": "call you at noon"})
    again = client.post(
        reverse(NEW), first | {"deed": "call you at noon", "once": clash.context["form"]["once"].value()}
    )

    assert (clash.status_code, again.status_code, Promise.objects.count()) == (409, 302, 2)


@pytest.mark.parametrize(
    "name", ["promises", "promise_new", "question_new", "agreement_new", "questions", "agreements"]
)
def test_person_alone_is_invited(name: str) -> None:
    page = browser(make_user()).get(reverse(f"repair:{name}"))

    assert (page.status_code, "Where the two of you stand" in page.content.decode()) == (200, True)


def test_paused_person_keeps_the_words_and_shares_nothing() -> None:
    hurt, repairing, _couple = make_pair()
    make_pause(user=repairing)

    page = browser(repairing).post(reverse(NEW), filled())

    assert (page.status_code, Promise.objects.count()) == (409, 0)
    assert page.context["form"]["deed"].value() == "write you when I will be home"
    assert Promise.objects.visible_to(hurt).count() == 0
