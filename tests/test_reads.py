"""What a read costs: a person's own rows and their couple's, found by an index, never a look at everybody's."""

import inspect
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models

from accounts.models import User
from tests.factories import NOW, make_user

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite tells its plans in other words"),
]
READ_BY_PEOPLE = [model for model in apps.get_models() if hasattr(model._default_manager, "visible_to")]
TABLES = {model._meta.db_table for model in READ_BY_PEOPLE}


def read_of(model: type[models.Model], user: User) -> models.QuerySet:
    visible_to = model._default_manager.visible_to
    return visible_to(user, now=NOW) if "now" in inspect.signature(visible_to).parameters else visible_to(user)


def plan_of(read: models.QuerySet) -> dict[str, Any]:
    """Return the plan that PostgreSQL would take for large tables."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    return json.loads(read.explain(format="json"))[0]["Plan"]


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", []):
        yield from nodes(part)


@pytest.mark.parametrize("model", READ_BY_PEOPLE, ids=lambda model: model._meta.label)
def test_a_person_s_read_finds_its_rows_by_an_index(model: type[models.Model]) -> None:
    plan = plan_of(read_of(model, make_user()))

    scans = [node for node in nodes(plan) if node.get("Relation Name") in TABLES]
    looks_at_all = [node for node in scans if node["Node Type"] != "Bitmap Heap Scan" and "Index Cond" not in node]
    assert scans
    assert [(node["Node Type"], node["Relation Name"]) for node in looks_at_all] == []
