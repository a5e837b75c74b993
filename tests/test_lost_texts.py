"""Texts that do not open: they read so, the staff hear of each by its id, and no sealed byte is lost."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db.models import BinaryField
from django.db.models.functions import Cast

from accounts.actions import forget_lost_texts, record_lost_texts
from accounts.models import LostText, User
from checkins.actions import days as day_actions
from checkins.models import PrivateWords
from couples.models import Topic
from kit.encryption import LOST, CannotDecrypt, Sealed, Unopened, new_data_key
from kit.fields import PlainText
from notices.models import Delivery
from tests.factories import NOW, make_topic, make_user
from tests.notices.outbox import post
from tests.people import browser_of

pytestmark = pytest.mark.django_db
INSTEAD = "This text can't be opened."


@pytest.fixture(autouse=True)
def nothing_lost_before() -> Iterator[None]:
    """Forget what earlier tests met."""
    LOST.clear()
    yield
    LOST.clear()


def stored_names() -> list[bytes]:
    """Return the names of topics as the database holds them."""
    raw = Topic.objects.annotate(raw=Cast("name", BinaryField())).order_by("pk")
    return [bytes(name) for name in raw.values_list("raw", flat=True)]


def cut(author: User, topic: Topic) -> None:
    Topic.objects.filter(pk=topic.pk).update(name=Sealed(stored_names()[0][:9]))


def swap(author: User, topic: Topic) -> None:
    other = make_topic(author=author, name="another")
    raw = Topic.objects.annotate(raw=Cast("name", BinaryField())).values_list("raw", flat=True).get(pk=other.pk)
    Topic.objects.filter(pk=topic.pk).update(name=Sealed(bytes(raw)))


def change_key(author: User, topic: Topic) -> None:
    User.objects.update(data_key=new_data_key(author.pk))


def lose_the_ring(author: User, topic: Topic) -> None:
    User.objects.update(data_key=b"\x04lost" + b"x" * 60)


def give_to_another(author: User, topic: Topic) -> None:
    Topic.objects.filter(pk=topic.pk).update(author=make_user())


@pytest.mark.parametrize("lose", [cut, swap, change_key, lose_the_ring, give_to_another])
def test_a_text_that_does_not_open_reads_so(lose: Callable[[User, Topic], None]) -> None:
    author = make_user()
    topic = make_topic(author=author, name="one")

    lose(author, topic)

    assert Topic.objects.get(pk=topic.pk).name == INSTEAD
    assert [lost.row for lost in LOST] == [str(topic.pk)]


def test_one_lost_text_leaves_the_others() -> None:
    author = make_user()
    topics = [make_topic(author=author, name=name) for name in ("garden", "money", "sleep")]
    Topic.objects.filter(pk=topics[1].pk).update(name=Sealed(b"cut"))

    answer = browser_of(author).get("/you/")

    page = answer.content.decode()
    assert (answer.status_code, "This text can&#x27;t be opened." in page) == (200, True)
    assert ("garden" in page, "money" in page, "sleep" in page) == (True, False, True)
    line = LostText.objects.get()
    assert (line.model, line.column, line.row) == ("couples.Topic", "name", str(topics[1].pk))


def test_the_staff_hear_of_a_text_once_and_for_thirty_days() -> None:
    topic = make_topic(author=make_user(), name="one")
    Topic.objects.update(name=Sealed(b"cut"))

    for _reading in range(3):
        assert Topic.objects.get().name == INSTEAD
        record_lost_texts(now=NOW)

    assert list(LostText.objects.values_list("row", flat=True)) == [str(topic.pk)]
    assert forget_lost_texts(now=NOW + timedelta(days=31)) == 1


@pytest.mark.parametrize("words", [INSTEAD, "", Unopened(INSTEAD)])
def test_saving_a_row_keeps_the_bytes_that_do_not_open(words: str) -> None:
    author = make_user()
    make_topic(author=author, name="one")
    key = author.data_key
    before = stored_names()
    User.objects.update(data_key=new_data_key(author.pk))

    topic = Topic.objects.get()
    read = topic.name
    topic.name = words
    topic.save()
    topic.name = topic.name
    topic.save()

    assert (read, stored_names()) == (INSTEAD, before)
    User.objects.update(data_key=key)
    assert Topic.objects.get().name == "one"


def test_new_words_take_the_place_of_those_that_do_not_open() -> None:
    make_topic(author=make_user(), name="one")
    Topic.objects.update(name=Sealed(b"cut"))

    topic = Topic.objects.get()
    topic.name = "another"
    topic.save()

    assert Topic.objects.get().name == "another"


def test_words_that_open_can_be_emptied() -> None:
    make_topic(author=make_user(), name="one")

    topic = Topic.objects.get()
    topic.name = ""
    topic.save()

    assert Topic.objects.get().name == ""


def test_the_words_in_its_place_are_sealed_in_no_other_row() -> None:
    author = make_user()
    make_topic(author=author, name="one")
    Topic.objects.update(name=Sealed(b"cut"))

    with pytest.raises(CannotDecrypt):
        make_topic(author=author, name=Topic.objects.get().name)


def test_a_form_offers_nobody_the_words_in_its_place() -> None:
    assert [PlainText().prepare_value(value) for value in (Unopened(INSTEAD), "mine")] == ["", "mine"]


def test_private_words_that_do_not_open_are_not_taken_away_with_an_empty_field() -> None:
    author, on = make_user(), NOW.date()
    day_actions._keep_private_words(author, on=on, words="mine", now=NOW)
    PrivateWords.objects.update(words=Sealed(b"cut"))

    day_actions._keep_private_words(author, on=on, words="", now=NOW)
    kept = PrivateWords.objects.count()
    day_actions._keep_private_words(author, on=on, words="mine again", now=NOW)

    assert (kept, PrivateWords.objects.get().words) == (1, "mine again")


def test_no_mail_goes_out_with_other_words_or_to_nobody() -> None:
    post()
    Delivery.objects.update(address=Sealed(b"cut"))

    with pytest.raises(CannotDecrypt):
        _ = Delivery.objects.get().address
