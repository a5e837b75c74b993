"""Stored texts open only in their own row, with their owner's key."""

import pytest
from django.db import connection
from django.db.models import BinaryField
from django.db.models.functions import Cast

from couples.models import Topic
from kit.encryption import CannotDecrypt, KeyRing
from tests.factories import make_topic, make_user

KEY_A = "a:MTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTE="
KEY_B = "b:MjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjI="


def stored(topic: Topic) -> bytes:
    return bytes(Topic.objects.annotate(raw=Cast("name", BinaryField())).values_list("raw", flat=True).get(pk=topic.pk))


@pytest.mark.django_db
def test_text_comes_back_and_its_bytes_show_none_of_it() -> None:
    topic = make_topic(author=make_user(), name="Säntis 🏔 SENTINEL")

    assert Topic.objects.get(pk=topic.pk).name == "Säntis 🏔 SENTINEL"
    assert b"SENTINEL" not in stored(topic)


@pytest.mark.django_db
def test_text_swapped_between_rows_of_one_owner_does_not_open() -> None:
    author = make_user()
    one, two = make_topic(author=author, name="one"), make_topic(author=author, name="two")
    moved = stored(one)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE couples_topic SET name = %s WHERE id = %s", [moved, two.pk])

    assert [Topic.objects.get(pk=topic.pk).name for topic in (one, two)] == ["one", "This text can't be opened."]


@pytest.mark.django_db
def test_text_is_stored_anew_only_when_it_was_read() -> None:
    topic = make_topic(author=make_user(), name="one")
    before = stored(topic)

    Topic.objects.get(pk=topic.pk).save()

    assert stored(topic) == before


@pytest.mark.django_db
def test_text_cannot_be_looked_up_or_updated_in_clear() -> None:
    make_topic(author=make_user(), name="one")

    with pytest.raises(TypeError):
        Topic.objects.filter(name="one").exists()
    with pytest.raises(TypeError):
        Topic.objects.update(name="two")


@pytest.mark.django_db
def test_empty_text_is_no_bytes() -> None:
    topic = make_topic(author=make_user(), name="")

    assert (stored(topic), Topic.objects.get().name) == (b"", "")


def test_key_ring_opens_what_an_older_key_sealed() -> None:
    old, new = KeyRing.parse(KEY_A), KeyRing.parse(f"{KEY_B},{KEY_A}")

    sealed = old.seal(b"text", b"row")

    assert (new.open(sealed, b"row"), new.current) == (b"text", "b")


@pytest.mark.parametrize("text", ["", "nokey", "a:", "a:x", "a:MTEx", ":MTEx", "a b:MTEx"])
def test_key_ring_refuses_what_is_no_key(text: str) -> None:
    with pytest.raises(ValueError, match="key"):
        KeyRing.parse(text)


def test_key_ring_without_the_key_does_not_open() -> None:
    sealed = KeyRing.parse(KEY_A).seal(b"text", b"row")

    with pytest.raises(CannotDecrypt):
        KeyRing.parse(KEY_B).open(sealed, b"row")
