"""“Taken back” is said only of what the other could read."""

import pytest
from django.db.models import Model
from django.urls import reverse

from accounts.models import User
from couples.models import Couple
from repair.models import Explanation
from tests.people import browser_of
from tests.repair import logs, rows
from tests.repair.rows import make_pair

pytestmark = pytest.mark.django_db
MINE = "Nothing was taken back: only you can read this."
GONE = "Taken back. The date stays, your words are yours alone again."


def side(user: User, couple: Couple, shared: bool) -> tuple[str, Model]:
    repair = logs.make_repair(author=user, couple=couple)
    return "side", logs.make_side(repair=repair, author=user, opened_at=repair.opened_at if shared else None)


def moment(user: User, couple: Couple, shared: bool) -> tuple[str, Model]:
    fields = {"couple": couple, "shared_at": rows.NOW} if shared else {}
    return "moment", logs.make_moment(author=user, **fields)


def question(user: User, couple: Couple, shared: bool) -> tuple[str, Model]:
    make = rows.make_question if shared else rows.make_draft_question
    return "question", make(author=user, couple=couple if shared else None)


def explanation(user: User, couple: Couple, shared: bool) -> tuple[str, Model]:
    version = logs.make_version(author=user, couple=couple)
    words = {"acknowledgement": version.acknowledgement, "number": 1, "words": "how it came to it"}
    return "explanation", Explanation.objects.create(
        author=user, couple=couple if shared else None, written_at=rows.NOW, written_on=rows.TODAY, **words
    )


@pytest.mark.parametrize("make", [side, moment, question, explanation], ids=lambda make: make.__name__)
@pytest.mark.parametrize(("shared", "said"), [(False, MINE), (True, GONE)])
def test_taken_back_is_said_only_when_something_was(make: object, shared: bool, said: str) -> None:
    user, _other, couple = make_pair()
    kind, row = make(user, couple, shared)

    answer = browser_of(user).post(reverse(f"repair:{kind}_withdraw", args=[row.pk]), follow=True)

    assert [str(message) for message in answer.context["messages"]] == [said]


@pytest.mark.parametrize("shared", [False, True])
def test_openness_that_only_its_author_reads_is_told_so(shared: bool) -> None:
    user, _other, couple = make_pair()
    row = rows.make_openness(author=user, couple=couple if shared else None)
    client = browser_of(user)

    page = client.get(reverse("repair:openness")).content.decode()
    answer = client.post(reverse("repair:openness_withdraw", args=[row.pk]), follow=True)

    assert "The other person then reads the date alone" in page if shared else "Only you can read it." in page
    said = GONE if shared else "It stays yours alone, also when you share again."
    assert [str(message) for message in answer.context["messages"]] == [said]
