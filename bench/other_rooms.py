"""Other couples' repair rooms for `bench pages`: one couple's rows again, under other names.

Two couples alone would own their tables whole. No index can then find less than half of a
table, and what a page takes would be told by a database that nobody has.
"""

from collections.abc import Callable, Iterator
from uuid import UUID, uuid5

from django.apps import apps
from django.db import connection, models, transaction

from accounts.models import User
from bench.trajectory_rows import leave_keys_unchecked, settle
from checkins.models import Appreciation
from couples.models import Couple, Partner

Row = tuple[object, ...]


def copy_room(user: User, *, couples: int) -> None:
    """Give other couples of the database everything that a person's couple wrote beside check-ins."""
    mine = Partner.objects.get(user=user)
    people = _people_of(mine.couple_id)
    others = Couple.objects.exclude(grants__isnull=False).order_by("pk")[:couples]
    pairs = [(other.pk, dict(zip(people, _people_of(other.pk), strict=True))) for other in others]
    with transaction.atomic():
        leave_keys_unchecked()
        for model in [*apps.get_app_config("repair").get_models(), Appreciation]:
            _copy(model, people, pairs)
    settle()


def _people_of(couple: UUID) -> list[UUID]:
    return list(Partner.objects.filter(couple=couple).order_by("pk").values_list("user", flat=True))


def _copy(model: type[models.Model], people: list[UUID], pairs: list[tuple[UUID, dict[UUID, UUID]]]) -> None:
    fields = [field for field in model._meta.local_concrete_fields if not field.generated]
    rows = list(model._base_manager.filter(author__in=people).values_list(*(field.attname for field in fields)))
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        for couple, names in pairs:
            changes = [_change_of(field, couple, names) for field in fields]
            lines = _changed(rows, fields, changes)
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", list(lines))


def _change_of(field: models.Field, couple: UUID, names: dict[UUID, UUID]) -> Callable[[object], object]:
    """Return what another couple's row has in the place of a value."""
    if field.related_model is User:
        return names.get
    if field.related_model is Couple:
        return lambda value: value and couple
    if field.primary_key or field.is_relation or field.attname == "thread":
        return lambda value: value and uuid5(couple, str(value))
    return lambda value: value


def _changed(rows: list[Row], fields: list[models.Field], changes: list[Callable[[object], object]]) -> Iterator[Row]:
    for row in rows:
        yield tuple(
            field.get_db_prep_value(change(value), connection)
            for field, change, value in zip(fields, changes, row, strict=True)
        )
