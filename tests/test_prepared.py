"""Queries whose SQL is built once: the rows of the queryset itself, whoever asks first."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from couples.models import Couple, Partner, Topic, first_day_zones
from kit.clock import DatabaseNow, database_now
from kit.prepared import PreparedInsert, PreparedInserts, PreparedReads, prepared, prepared_for
from tests.factories import make_topic, make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


@prepared
def person(user: User) -> QuerySet[User]:
    """Return one person."""
    return User.objects.filter(pk=user.pk)


@prepared
def offered_to(user: User) -> QuerySet[Topic]:
    return Topic.objects.visible_to(user).offered()


@prepared
def topics_since(user: User, since: datetime) -> QuerySet[Topic]:
    return Topic.objects.of(user).filter(created_at__gte=since)


@prepared
def topics_before(user: User, since: datetime) -> QuerySet[Topic]:
    return Topic.objects.of(user).filter(created_at__lt=since)


def test_a_prepared_read_gives_each_person_their_own_rows() -> None:
    one, two = make_user(), make_user()
    make_topic(author=one, name="garden")
    make_topic(author=two, name="letters")

    names = [[topic.name for topic in offered_to(user=user)] for user in (one, two, one)]

    assert names == [["garden"], ["letters"], ["garden"]]


def test_a_prepared_read_sees_what_was_written_since() -> None:
    @prepared
    def read(user: User) -> QuerySet[Topic, tuple[datetime | None]]:
        return Topic.objects.of(user).values_list("retired_at")

    one = make_user()
    before = read(user=one)
    Topic.objects.create(author=one, name="garden", created_at=NOW, retired_at=NOW)

    after = read(user=one)

    assert (before, after) == ([], [(NOW,)])


def test_an_empty_place_matches_nothing_for_none() -> None:
    @prepared
    def read(moment: datetime | None) -> QuerySet[Topic]:
        return Topic.objects.filter(retired_at=moment)

    make_topic(author=make_user(), name="garden")

    assert read(moment=None) == []


def test_many_places_of_one_kind_are_named_once() -> None:
    @prepared_for("first", "second")
    def read(user: User, **names: UUID | None) -> QuerySet[Topic]:
        return Topic.objects.of(user).filter(pk__in=names.values())

    one = make_user()
    garden, letters, _mail = (make_topic(author=one, name=name) for name in ("garden", "letters", "mail"))

    assert read(user=one, first=garden.pk, second=None) == [garden]
    assert set(read(user=one, first=garden.pk, second=letters.pk)) == {garden, letters}
    with pytest.raises(TypeError, match="third"):
        read(user=one, first=garden.pk, second=None, third=None)


@pytest.mark.django_db(transaction=True)
def test_a_prepared_lock_needs_a_transaction() -> None:
    @prepared
    def read(user: User) -> QuerySet[User]:
        return User.objects.select_for_update().filter(pk=user.pk)

    one = make_user()
    with transaction.atomic():
        locked = read(user=one)

    assert locked == [one]
    with pytest.raises(TransactionManagementError):
        read(user=one)


@pytest.mark.parametrize("values", [{}, {"user": None, "on": date(2026, 3, 10)}])
def test_a_value_too_few_or_too_many_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match=r"user|on"):
        offered_to(**values)


def test_a_place_that_the_database_has_no_field_for_is_refused() -> None:
    with pytest.raises(TypeError, match="not zone: str"):

        @prepared
        def read(zone: str) -> QuerySet[User]:
            return User.objects.filter(zone=zone)


def test_a_prepared_read_keeps_the_name_and_takes_values_in_order() -> None:
    one = make_user()

    assert (person.__name__, person.__doc__) == ("person", "Return one person.")
    assert person(one) == [one]


def test_a_prepared_insert_stores_what_saving_would_store() -> None:
    store, author = PreparedInsert(Topic), make_user()
    first, second = (Topic(author=author, name=name, created_at=NOW) for name in ("garden", "letters"))

    stored = [store(first), store(second)]

    assert stored == [True, True]
    assert {topic.pk: topic.name for topic in Topic.objects.of(author)} == {first.pk: "garden", second.pk: "letters"}
    second.name = "mail"
    second.save()
    assert Topic.objects.get(pk=second.pk).name == "mail"


def test_a_prepared_insert_says_when_it_was_left_for_another() -> None:
    store, topic = PreparedInsert(Topic, ignore_conflicts=True), make_topic(author=make_user(), name="garden")

    stored = store(Topic(pk=topic.pk, author=topic.author, name="letters", created_at=NOW))

    assert (stored, [each.name for each in Topic.objects.all()]) == (False, ["garden"])


def test_a_prepared_insert_writes_named_columns_over_another() -> None:
    store = PreparedInsert(Topic, update_fields=["created_at"], unique_fields=["id"])
    topic = make_topic(author=make_user(), name="garden")

    store(Topic(pk=topic.pk, author=topic.author, name="letters", created_at=NOW - timedelta(days=1)))

    topic.refresh_from_db()
    assert (topic.name, topic.created_at) == ("garden", NOW - timedelta(days=1))


def test_rows_of_several_tables_are_stored_together() -> None:
    store = PreparedInserts(PreparedInsert(Partner), PreparedInsert(Couple))
    couple = Couple(created_at=NOW, day_zones=first_day_zones("UTC", now=NOW).spelled())
    partner = Partner(couple=couple, user=make_user(), joined_at=NOW)

    stored = store(partner, couple)

    assert stored is True
    assert list(Partner.objects.values_list("couple__created_at", "joined_at")) == [(NOW, NOW)]
    assert not partner._state.adding


def test_the_last_of_several_rows_may_be_left_for_another() -> None:
    store = PreparedInserts(PreparedInsert(Topic), PreparedInsert(Topic, ignore_conflicts=True))
    there = make_topic(author=make_user(), name="garden")
    new, again = (Topic(author=there.author, name=name, created_at=NOW) for name in ("letters", "mail"))
    again.pk = there.pk

    stored = store(new, again)

    assert stored is False
    assert {topic.name for topic in Topic.objects.all()} == {"garden", "letters"}


def test_of_rows_that_belong_together_none_is_stored_alone() -> None:
    store = PreparedInserts(PreparedInsert(Couple), PreparedInsert(Topic))
    topic = make_topic(author=make_user(), name="garden")

    with pytest.raises(IntegrityError), transaction.atomic():
        store(
            Couple(created_at=NOW, day_zones=first_day_zones("UTC", now=NOW).spelled()),
            Topic(pk=topic.pk, author=topic.author, name="letters", created_at=NOW),
        )

    assert Couple.objects.count() == 0


def test_of_several_reads_only_those_are_made_that_find_something() -> None:
    read, one = PreparedReads(person, {"old": topics_before, "new": topics_since}), make_user()
    Topic.objects.create(author=one, name="garden", created_at=NOW)
    Topic.objects.create(author=make_user(), name="letters", created_at=NOW - timedelta(days=1))

    with CaptureQueriesContext(connection) as asked:
        found = read(user=one, since=NOW)

    assert {name: [topic.name for topic in rows] for name, rows in found.items()} == {"old": [], "new": ["garden"]}
    assert len(asked) == 2


def test_a_name_means_one_thing_in_several_reads() -> None:
    @prepared
    def topics_on(user: User, since: date) -> QuerySet[Topic]:
        return Topic.objects.of(user).filter(created_at__date=since)

    with pytest.raises(TypeError, match="since"):
        PreparedReads(person, {"new": topics_since, "todays": topics_on})


def test_the_instant_read_with_a_row_is_the_clock_s() -> None:
    before = database_now()
    make_user()

    [read] = User.objects.annotate(read_at=DatabaseNow()).values_list("read_at", flat=True)

    assert before - timedelta(milliseconds=1) <= read <= database_now() + timedelta(milliseconds=1)
    assert read.tzinfo is not None
