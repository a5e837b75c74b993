"""The pages of questions and answers: hinted, kept, answered, taken back; nothing lost, nothing written twice."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.models import User
from repair.models import Question
from repair.wording.graphic import asks_for_detail
from tests.factories import NOW, make_user
from tests.repair import rows
from tests.repair.pages import browser, queries
from tests.repair.rows import make_pair

pytestmark = pytest.mark.django_db
NEW = "repair:question_new"


def filled(**changed: object) -> dict[str, object]:
    asked = {"text": "Who else knew?", "need": "to know", "kind": "fact", "how": "written", "days": "2"}
    return {"once": uuid4(), **asked, **changed}


def test_question_is_asked_and_read_by_the_other() -> None:
    hurt, repairing, _couple = make_pair()

    browser(hurt).post(reverse(NEW), filled())

    page = browser(repairing).get(reverse("repair:questions")).context["page"]
    assert [row.text for row in page.theirs] == ["Who else knew?"]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "\u200b\u200b"}, "text"),
        ({"text": "x" * 2001}, "text"),
        ({"kind": "accusation"}, "kind"),
        ({"how": ""}, "how"),
        ({"days": "400"}, "days"),
        ({"once": "x" * 5000}, "once"),
    ],
)
def test_question_is_refused_with_its_words_kept(changed: dict, field: str) -> None:
    hurt, _repairing, _couple = make_pair()

    page = browser(hurt).post(reverse(NEW), filled(**changed))

    form = page.context["form"]
    assert (page.status_code, list(form.errors), Question.objects.count()) == (400, [field], 0)
    assert form["need"].value() == "to know"


def test_sixth_question_is_refused_with_its_words_kept() -> None:
    hurt, _repairing, couple = make_pair()
    for slot in range(1, 6):
        rows.make_question(author=hurt, couple=couple, slot=slot)

    page = browser(hurt).post(reverse(NEW), filled())

    assert (page.status_code, Question.objects.count()) == (400, 5)
    assert "Five questions are open." in page.content.decode()
    assert page.context["form"]["text"].value() == "Who else knew?"


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Did you sleep with her in our bed?", True),
        ("What positions did you use?", True),
        ("Was he better in bed than me?", True),
        ("How did you kiss her?", True),
        ("What did she wear?", True),
        ("Who else knew about it?", False),
        ("When did you last write to him?", False),
        ("How much money did you spend?", False),
        ("Why did you not tell me in January?", False),
        ("How did you feel when I found out?", False),
    ],
)
def test_detail_of_bodies_is_told_from_other_questions(text: str, asks: bool) -> None:
    assert asks_for_detail(text) is asks


def test_question_for_detail_is_hinted_once_and_never_blocked() -> None:
    hurt, _repairing, _couple = make_pair()
    client, form = browser(hurt), filled(text="What positions did you use?")

    hinted = client.post(reverse(NEW), form)
    before = Question.objects.count()
    asked = client.post(reverse(NEW), form | {"hinted": "on"})

    assert (hinted.status_code, before, asked.status_code, Question.objects.count()) == (200, 0, 302, 1)
    assert "This may bring pictures that stay." in hinted.content.decode()


def test_question_kept_for_the_night_is_asked_by_its_author_alone() -> None:
    hurt, repairing, _couple = make_pair()
    browser(hurt).post(reverse("repair:question_keep"), filled(text="What positions did you use?"))
    draft = Question.objects.get()
    path = reverse("repair:question_ask", args=[draft.pk])

    other = browser(repairing).post(path)
    own = browser(hurt).post(path)

    assert (draft.is_draft, other.status_code, own.status_code) == (True, 404, 302)
    assert Question.objects.visible_to(repairing).get().is_open is True


@pytest.mark.parametrize(("name", "stands"), [("enough", "enough"), ("session", "session"), ("withdraw", "withdrawn")])
def test_question_comes_to_rest_by_who_asked_alone(name: str, stands: str) -> None:
    hurt, repairing, couple = make_pair()
    question = rows.make_question(author=hurt, couple=couple)
    path = reverse(f"repair:question_{name}", args=[question.pk])

    other = browser(repairing).post(path).status_code
    own = [browser(hurt).post(path).status_code for _press in range(2)]

    assert (other, own, Question.objects.get().closed_as) == (404, [302, 302], stands)


def test_withdrawn_question_stays_as_a_dated_line() -> None:
    hurt, repairing, couple = make_pair()
    question = rows.make_closed_question(author=hurt, couple=couple, closed_as="withdrawn", text="Why Tuesday?")

    listed = browser(repairing).get(reverse("repair:questions")).content.decode()
    page = browser(repairing).get(reverse("repair:question", args=[question.pk]))

    assert ("A question was taken back" in listed, "Why Tuesday?" in listed, page.status_code) == (True, False, 404)


def test_follow_up_is_linked_and_takes_the_place() -> None:
    hurt, _repairing, couple = make_pair()
    question = rows.make_question(author=hurt, couple=couple)
    path = reverse("repair:question_follow_up", args=[question.pk])

    asked = browser(hurt).post(path, filled(text="And since when?"))
    again = browser(hurt).post(path, filled(text="And why?"))

    assert (asked.status_code, again.status_code) == (302, 409)
    assert Question.objects.open().get().follows == question


def test_question_that_was_followed_up_can_be_asked_again_or_taken_back() -> None:
    hurt, _repairing, couple = make_pair()
    question = rows.make_closed_question(author=hurt, couple=couple, closed_as="follow_up")

    page = browser(hurt).get(reverse("repair:question", args=[question.pk])).content.decode()

    ways = ("question_again", "question_withdraw", "question_enough", "question_follow_up")
    assert [reverse(f"repair:{way}", args=[question.pk]) in page for way in ways] == [True, True, False, False]


def test_time_that_would_help_stands_until_an_answer_came() -> None:
    hurt, repairing, couple = make_pair()
    question = rows.make_question(author=hurt, couple=couple)
    paths = [reverse("repair:questions"), reverse("repair:question", args=[question.pk])]
    before = ["would help by" in browser(hurt).get(path).content.decode() for path in paths]

    rows.make_answer(question=question, author=repairing)

    assert before == [True, True]
    assert ["would help by" in browser(hurt).get(path).content.decode() for path in paths] == [False, False]


def test_same_question_again_is_allowed_and_linked() -> None:
    hurt, _repairing, couple = make_pair()
    question = rows.make_closed_question(author=hurt, couple=couple, text="Who else knew?")
    path = reverse("repair:question_again", args=[question.pk])

    form = browser(hurt).get(path).context["form"]
    asked = browser(hurt).post(path, filled(text=form["text"].value()))

    assert (asked.status_code, Question.objects.open().get().follows) == (302, question)


def test_time_is_made_longer_and_never_shorter() -> None:
    hurt, _repairing, couple = make_pair()
    question = rows.make_question(author=hurt, couple=couple)
    path = reverse("repair:question_lengthen", args=[question.pk])

    statuses = [browser(hurt).post(path, {"days": days}).status_code for days in ("7", "3", "400", "x")]

    question.refresh_from_db()
    assert (statuses, question.answer_by) == ([302, 400, 400, 400], question.asked_at + timedelta(days=7))


@pytest.mark.parametrize("name", ["question", "question_again", "question_follow_up", "answer"])
def test_stranger_finds_no_question(name: str) -> None:
    hurt, _repairing, couple = make_pair()
    question = rows.make_question(author=hurt, couple=couple)

    assert browser(make_user()).get(reverse(f"repair:{name}", args=[question.pk])).status_code == 404


def test_words_are_shown_as_they_were_written() -> None:
    hurt, repairing, _couple = make_pair()
    browser(hurt).post(reverse(NEW), filled(text="=cmd() <script>${7*7}"))

    page = browser(repairing).get(reverse("repair:questions")).content.decode()

    assert "=cmd() &lt;script&gt;${7*7}" in page


def make_many(hurt: User, repairing: User, couple: Any, *, closed: int) -> None:
    for number in range(closed):
        closed_at = NOW - timedelta(hours=number)
        question = rows.make_question(author=hurt, couple=couple, slot=None, closed_as="enough", closed_at=closed_at)
        rows.make_answer(question=question, author=repairing)


def test_pages_ask_as_much_for_three_hundred_questions_as_for_one() -> None:
    hurt, repairing, couple = make_pair()
    client, question = browser(repairing), rows.make_question(author=hurt, couple=couple)
    make_many(hurt, repairing, couple, closed=1)
    paths = [reverse("repair:questions"), reverse("repair:question", args=[question.pk])]
    few = [queries(client, path) for path in paths]

    make_many(hurt, repairing, couple, closed=299)

    assert [queries(client, path) for path in paths] == few


def test_every_question_at_rest_is_on_one_page_once() -> None:
    hurt, repairing, couple = make_pair()
    make_many(hurt, repairing, couple, closed=45)
    client, path, found = browser(hurt), reverse("repair:questions"), []

    page = client.get(path).context["page"]
    while True:
        found += [row.pk for row in page.at_rest]
        if page.later is None:
            break
        page = client.get(path, {"before": page.later}).context["page"]

    assert (len(found), len(set(found))) == (45, 45)
