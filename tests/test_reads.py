"""What a read costs: a person's own rows and their couple's, found by an index, never a look at everybody's."""

import inspect
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection, models

from accounts.models import User
from kit.prepared import Prepared, PreparedReads
from repair.pages.evidence_kinds import EVIDENCE_KINDS
from tests.factories import NOW, make_user
from trustrebuild import urls  # brings every view and what it reads

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite tells its plans in other words"),
]
READ_BY_PEOPLE = [model for model in apps.get_models() if hasattr(model._default_manager, "visible_to")]
AT = {"now": NOW, "until": NOW.date()}
ANY_VALUE = {
    models.UUIDField: UUID(int=7),
    models.DateField: NOW.date(),
    models.DateTimeField: NOW,
    models.IntegerField: 1,
}


def read_of(model: type[models.Model], user: User) -> models.QuerySet:
    visible_to = model._default_manager.visible_to
    asked = inspect.signature(visible_to).parameters
    return visible_to(user, **{name: value for name, value in AT.items() if name in asked})


def prepared_reads() -> dict[str, Prepared]:
    """Return every read that a module of the product prepares, by its place."""
    found = {}
    assert urls.urlpatterns
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in {config.name.partition(".")[0] for config in apps.get_app_configs()}:
            for key, read in vars(module).items():
                found |= {f"{name}.{key}{part}": one for part, one in parts_of(read).items()}
    return found | {f"evidence of {kind.key}": kind.read for kind in EVIDENCE_KINDS}


def parts_of(read: object) -> dict[str, Prepared]:
    """Return the reads that something in a module is made of, by their names."""
    if isinstance(read, PreparedReads):
        return {"": read.asks} | {f".{name}": one for name, one in read.reads.items()}
    return {"": read} if isinstance(read, Prepared) else {}


def looks_at_all(sql: str, params: Sequence[object] | None) -> list[str]:
    """Return the tables that a plan reads without an index, if it can use any."""
    with connection.cursor() as cursor:
        # Where few rows stand in a table, each of these ways may read it from end to end.
        for way in ("seqscan", "hashjoin", "mergejoin"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
        plan = cursor.fetchone()[0][0]["Plan"]
    scans = [node for node in nodes(plan) if "Relation Name" in node]
    assert scans
    return [
        node["Relation Name"] for node in scans if node["Node Type"] != "Bitmap Heap Scan" and "Index Cond" not in node
    ]


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", []):
        yield from nodes(part)


@pytest.mark.parametrize("model", READ_BY_PEOPLE, ids=lambda model: model._meta.label)
def test_a_person_s_read_finds_its_rows_by_an_index(model: type[models.Model]) -> None:
    sql, params = read_of(model, make_user()).query.sql_with_params()

    assert looks_at_all(sql, params) == []


@pytest.mark.parametrize("name", sorted(prepared_reads()))
def test_a_prepared_read_finds_its_rows_by_an_index(name: str) -> None:
    read, asked = prepared_reads()[name], []

    def listen(execute: Callable[..., object], sql: str, params: Sequence[object], *more: object) -> object:
        asked.append((sql, params))
        return execute(sql, params, *more)

    with connection.execute_wrapper(listen):
        read(**{key: ANY_VALUE[type(field)] for key, field in read.fields.items()})

    [(sql, params)] = asked
    assert looks_at_all(sql, params) == []
