"""Many ids as one parameter, and rows in binary: the same rows as without."""

from collections.abc import Callable

import pytest

from accounts.models import User
from kit.binary import in_binary
from tests.factories import make_check_in, make_user

pytestmark = pytest.mark.django_db


def test_among_keeps_the_rows_of_these_ids() -> None:
    first, _second, third = (make_user() for _ in range(3))

    found = User.objects.filter(pk__among=[third.pk, first.pk])

    assert set(found) == {first, third}


def test_among_no_ids_asks_the_database_nothing(django_assert_num_queries: Callable) -> None:
    make_user()

    with django_assert_num_queries(0):
        found = list(User.objects.filter(pk__among=[])), list(in_binary(User.objects.filter(pk__among=set())))

    assert found == ([], [])


def test_rows_in_binary_are_the_same_values() -> None:
    user = make_user(name="Zoë")
    make_check_in(author=user, words_for_us="")
    names = ("pk", "name", "data_key", "created_at", "is_active", "check_ins__local_date", "check_ins__safe")
    rows = User.objects.values_list(*names)

    found = list(in_binary(rows))

    assert found == [tuple(bytes(value) if isinstance(value, memoryview) else value for value in row) for row in rows]
