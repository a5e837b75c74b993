"""The pages of answers: sent, kept, corrected; never to a question that was taken back."""

from uuid import uuid4

import pytest
from django.urls import reverse

from repair.models import AnswerVersion
from tests.factories import make_pause
from tests.repair import rows
from tests.repair.pages import browser
from tests.repair.rows import make_pair

pytestmark = pytest.mark.django_db
NEW = "repair:question_new"


def reply(**changed: object) -> dict[str, object]:
    return {"once": uuid4(), "words": "My brother.", "is_all_known": "yes", **changed}


def test_answer_reaches_who_asked() -> None:
    hurt, repairing, couple = make_pair()
    question = rows.make_question(author=hurt, couple=couple)

    sent = browser(repairing).post(reverse("repair:answer", args=[question.pk]), reply())
    page = browser(hurt).get(reverse("repair:question", args=[question.pk])).content.decode()

    assert sent.status_code == 302
    assert ("My brother." in page, "“This is all I know.”" in page) == (True, True)


def test_later_answer_says_what_it_is() -> None:
    hurt, repairing, couple = make_pair()
    question = rows.make_question(author=hurt, couple=couple)
    rows.make_answer(question=question, author=repairing)
    path, more = reverse("repair:answer", args=[question.pk]), {"change": "new_information", "asked_for": "no"}

    plain = browser(repairing).post(path, reply(words="And her sister."))
    said = browser(repairing).post(path, reply(words="And her sister.", **more))
    page = browser(hurt).get(reverse("repair:question", args=[question.pk])).content.decode()

    assert (plain.status_code, list(plain.context["form"].errors)) == (400, ["change", "asked_for"])
    assert (said.status_code, "New information · unasked" in page) == (302, True)


def test_answer_draft_is_continued() -> None:
    hurt, repairing, couple = make_pair()
    question = rows.make_question(author=hurt, couple=couple)
    client = browser(repairing)
    client.post(reverse("repair:answer_keep", args=[question.pk]), reply(words="Let me think"))

    form = client.get(reverse("repair:answer", args=[question.pk])).context["form"]
    page = browser(hurt).get(reverse("repair:question", args=[question.pk])).content.decode()

    assert (form["words"].value(), form["once"].value()) == ("Let me think", str(AnswerVersion.objects.get().pk))
    assert "Let me think" not in page


def test_answer_to_a_withdrawn_question_is_refused_with_its_words_shown() -> None:
    hurt, repairing, couple = make_pair()
    question = rows.make_closed_question(author=hurt, couple=couple, closed_as="withdrawn", text="Why Tuesday?")

    page = browser(repairing).post(reverse("repair:answer", args=[question.pk]), reply())
    text = page.content.decode()

    assert (page.status_code, AnswerVersion.objects.count()) == (409, 0)
    assert ("This question was withdrawn." in text, "My brother." in text, "Why Tuesday?" in text) == (
        True,
        True,
        False,
    )


def test_answer_to_ones_own_question_is_refused() -> None:
    hurt, _repairing, couple = make_pair()
    question = rows.make_question(author=hurt, couple=couple)

    page = browser(hurt).post(reverse("repair:answer", args=[question.pk]), reply())

    assert (page.status_code, AnswerVersion.objects.count()) == (409, 0)


def test_answer_of_a_paused_person_stays_in_the_form() -> None:
    hurt, repairing, couple = make_pair()
    question = rows.make_question(author=hurt, couple=couple)
    make_pause(user=repairing)

    page = browser(repairing).post(reverse("repair:answer", args=[question.pk]), reply())

    assert (page.status_code, AnswerVersion.objects.count()) == (409, 0)
    assert page.context["form"]["words"].value() == "My brother."


def test_talked_answer_needs_no_words() -> None:
    hurt, repairing, couple = make_pair()
    question = rows.make_question(author=hurt, couple=couple, how="talk")

    sent = browser(repairing).post(reverse("repair:answer", args=[question.pk]), reply(words=""))

    assert (sent.status_code, AnswerVersion.objects.get().words) == (302, "")
