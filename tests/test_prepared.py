"""Queries whose SQL is built once: the rows of the queryset itself, whoever asks first."""

from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from django.db.models import DateTimeField, UUIDField
from django.db.transaction import TransactionManagementError

from accounts.models import User
from couples.models import Topic
from tests.factories import make_topic, make_user
from trustrebuild.prepared import Prepared

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


def test_a_prepared_read_gives_each_person_their_own_rows() -> None:
    read = Prepared(lambda user: Topic.objects.visible_to(user).offered(), user=UUIDField())
    one, two = make_user(), make_user()
    make_topic(author=one, name="garden")
    make_topic(author=two, name="letters")

    names = [[topic.name for topic in read(user=user.pk)] for user in (one, two, one)]

    assert names == [["garden"], ["letters"], ["garden"]]


def test_a_prepared_read_sees_what_was_written_since() -> None:
    read = Prepared(lambda user: Topic.objects.of(user).values_list("retired_at"), user=UUIDField())
    one = make_user()
    before = read(user=one.pk)
    Topic.objects.create(author=one, name="garden", created_at=NOW, retired_at=NOW)

    after = read(user=one.pk)

    assert (before, after) == ([], [(NOW,)])


def test_an_empty_place_matches_nothing_for_none() -> None:
    read = Prepared(lambda moment: Topic.objects.filter(retired_at=moment), moment=DateTimeField())
    make_topic(author=make_user(), name="garden")

    assert read(moment=None) == []


@pytest.mark.django_db(transaction=True)
def test_a_prepared_lock_needs_a_transaction() -> None:
    read = Prepared(lambda user: User.objects.select_for_update().filter(pk=user), user=UUIDField())
    one = make_user()
    with transaction.atomic():
        locked = read(user=one.pk)

    assert locked == [one]
    with pytest.raises(TransactionManagementError):
        read(user=one.pk)


@pytest.mark.parametrize("values", [{}, {"user": None, "on": date(2026, 3, 10)}])
def test_a_value_too_few_or_too_many_is_refused(values: dict[str, object]) -> None:
    read = Prepared(lambda user: Topic.objects.of(user), user=UUIDField())

    with pytest.raises(KeyError):
        read(**values)
