"""The pages of openness and agreements."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from kit.clock import database_now
from repair.models import Agreement, Openness, OpennessNote
from tests.factories import make_user
from tests.repair import rows
from tests.repair.pages import browser, queries, today
from tests.repair.rows import make_pair

pytestmark = pytest.mark.django_db


def offered(**changed: object) -> dict[str, object]:
    dates = {"review_on": today() + timedelta(days=30), "ends_on": today() + timedelta(days=90)}
    return {"once": uuid4(), "offered": "the bank letter", "why": "no surprises", **dates, **changed}


def test_openness_is_shared_and_read() -> None:
    hurt, repairing, _couple = make_pair()

    shared = browser(repairing).post(reverse("repair:openness"), {"words": "She called.", "once": uuid4()})

    page = browser(hurt).get(reverse("repair:openness")).content.decode()
    assert (shared.status_code, "She called." in page) == (302, True)


@pytest.mark.parametrize("words", ["", "  ", "\u200b", "x" * 5001, "a\0b"])
def test_openness_is_refused_with_its_words_kept(words: str) -> None:
    _hurt, repairing, _couple = make_pair()

    page = browser(repairing).post(reverse("repair:openness"), {"words": words, "once": uuid4()})

    assert (page.status_code, page.context["form"]["words"].value(), Openness.objects.count()) == (400, words, 0)


def test_person_alone_writes_openness_for_themselves() -> None:
    alone = make_user()

    browser(alone).post(reverse("repair:openness"), {"words": "She called.", "once": uuid4()})

    assert Openness.objects.get().couple_id is None


def test_withdrawn_openness_keeps_its_date_alone() -> None:
    hurt, repairing, couple = make_pair()
    row = rows.make_openness(author=repairing, couple=couple, words="She called.")
    path = reverse("repair:openness_withdraw", args=[row.pk])

    statuses = [browser(user).post(path).status_code for user in (hurt, repairing, repairing)]
    page = browser(hurt).get(reverse("repair:openness")).content.decode()

    assert statuses == [404, 302, 302]
    assert ("Taken back." in page, "She called." in page) == (True, False)


def test_note_stands_with_the_openness() -> None:
    hurt, repairing, couple = make_pair()
    row = rows.make_openness(author=repairing, couple=couple)
    path = reverse("repair:openness_note", args=[row.pk])

    empty = browser(repairing).post(path, {"words": "", "once": uuid4()})
    added = browser(repairing).post(path, {"words": "Also by mail.", "once": uuid4()})
    other = browser(hurt).post(path, {"words": "mine", "once": uuid4()})

    assert (empty.status_code, added.status_code, other.status_code) == (400, 302, 404)
    assert OpennessNote.objects.visible_to(hurt).get().words == "Also by mail."


def test_agreement_is_offered_and_paused_by_the_other() -> None:
    hurt, repairing, _couple = make_pair()
    browser(repairing).post(reverse("repair:agreement_new"), offered())
    row = Agreement.objects.get()

    paused = browser(hurt).post(reverse("repair:agreement_pause", args=[row.pk]))
    resumed = browser(hurt).post(reverse("repair:agreement_resume", args=[row.pk]))

    row.refresh_from_db()
    assert (paused.status_code, resumed.status_code, row.paused_at is None) == (302, 404, False)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"offered": ""}, "offered"),
        ({"why": " "}, "why"),
        ({"ends_in": 91}, "ends_on"),
        ({"ends_in": 0}, "ends_on"),
        ({"review_in": -1}, "review_on"),
        ({"review_in": 60, "ends_in": 30}, "review_on"),
        ({"ends_on": "2026-02-30"}, "ends_on"),
    ],
)
def test_agreement_is_refused_with_its_words_kept(changed: dict, field: str) -> None:
    _hurt, repairing, _couple = make_pair()
    for name in ("review", "ends"):
        if f"{name}_in" in changed:
            changed = changed | {f"{name}_on": today() + timedelta(days=changed[f"{name}_in"])}

    page = browser(repairing).post(reverse("repair:agreement_new"), offered(**changed))

    form = page.context["form"]
    assert (page.status_code, list(form.errors), Agreement.objects.count()) == (400, [field], 0)
    assert form["offered"].value() == offered(**changed)["offered"]


def test_agreement_is_ended_by_either_and_offered_anew() -> None:
    hurt, repairing, couple = make_pair()
    row = rows.make_agreement(author=repairing, couple=couple)
    path = reverse("repair:agreement_end", args=[row.pk])

    statuses = [browser(user).post(path).status_code for user in (hurt, repairing, repairing)]
    form = browser(repairing).get(reverse("repair:agreement_anew", args=[row.pk])).context["form"]

    assert (statuses, form["offered"].value()) == ([302, 302, 302], row.offered)


def test_pages_ask_as_much_for_thirty_rows_as_for_one() -> None:
    hurt, repairing, couple = make_pair()
    client, paths = browser(hurt), [reverse("repair:openness"), reverse("repair:agreements")]

    def more(number: int) -> None:
        for _row in range(number):
            rows.make_openness(author=repairing, couple=couple)
            rows.make_agreement(author=repairing, couple=couple)
            rows.make_agreement(author=repairing, couple=couple, ended_at=database_now())

    more(1)
    few = [queries(client, path) for path in paths]
    more(29)

    assert [queries(client, path) for path in paths] == few
