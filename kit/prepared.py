"""Queries whose SQL is built once and asked often.

Django builds SQL anew each time, which costs a page more than the database's own work.
A prepared read or write keeps the SQL and the empty places in it, never a row or a value.

This is the one module that reaches into Django's query compiler. It does so on the version
it was tested with; on any other, and with PLAIN_QUERIES=1, each query is an ordinary one:
slower, and the same rows.
"""

import inspect
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property, update_wrapper
from itertools import chain
from types import NoneType
from typing import Any, Generic, ParamSpec, TypeAlias, TypeVar, get_args
from uuid import UUID

import django
from django.db import DEFAULT_DB_ALIAS, IntegrityError, connections, models, transaction
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError

Part = TypeVar("Part")
Places = ParamSpec("Places")
Row = TypeVar("Row")
TESTED_WITH = (5, 2)
IS_PLAIN = django.VERSION[:2] != TESTED_WITH or os.environ.get("PLAIN_QUERIES") == "1"
AnyField: TypeAlias = "models.Field[Any, Any]"
KEPT_AS: dict[Any, AnyField] = {
    UUID: models.UUIDField(),
    date: models.DateField(),
    datetime: models.DateTimeField(),
    int: models.IntegerField(),
}


def twin(part: Part, **but: object) -> Part:
    """Return another object with the same values but for these: all that is needed here, in a third of a copy's time."""
    other = object.__new__(type(part))
    vars(other).update(vars(part), **but)
    return other


class Slot(models.Expression):
    """A place in a query for a value that comes later, or has come: never a bare None, which Django takes for IS NULL."""

    def __init__(self, name: str, output_field: AnyField, *value: Any) -> None:
        super().__init__(output_field=output_field)
        self.name, self._value = name, value

    @property
    def pk(self) -> "Slot":
        """Return the place of a row's key, which is the place of the row."""
        return self

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Stand among the parameters until a value comes."""
        return "%s", self._value or (self,)


def prepared(build: Callable[Places, models.QuerySet[Any, Row]]) -> "Prepared[Places, Row]":
    """Make a read of a function that builds a queryset: its parameters are the places that a call fills.

    Each is annotated as a model (for a row's key), UUID, date, datetime or int; None fills it too, and matches nothing.
    """
    return Prepared(build, inspect.signature(build, eval_str=True))


def prepared_for(
    *names: str,
) -> Callable[[Callable[Places, models.QuerySet[Any, Row]]], "Prepared[Places, Row]"]:
    """Do as `prepared` for a function whose last parameter, `**many`, stands for places of these names."""

    def decorate(build: Callable[Places, models.QuerySet[Any, Row]]) -> "Prepared[Places, Row]":
        *places, many = inspect.signature(build, eval_str=True).parameters.values()
        each = [many.replace(name=name, kind=many.KEYWORD_ONLY) for name in names]
        return Prepared(build, inspect.Signature([*places, *each]))

    return decorate


def field_of(place: inspect.Parameter) -> AnyField:
    """Return the field that brings a place's values to the database."""
    kinds = [kind for kind in get_args(place.annotation) or [place.annotation] if kind is not NoneType]
    if len(kinds) == 1 and inspect.isclass(kinds[0]) and issubclass(kinds[0], models.Model):
        return kinds[0]._meta.pk
    if len(kinds) == 1 and kinds[0] in KEPT_AS:
        return KEPT_AS[kinds[0]]
    raise TypeError(f"A prepared read takes a model, UUID, date, datetime or int, not {place}.")


class Prepared(Generic[Places, Row]):
    """A read whose SQL is built once; made by `@prepared`, asked with a value for each place.

    It cannot prefetch; with a lock it belongs into a transaction, as ever.
    """

    __name__: str  # the function's

    def __init__(self, build: Callable[..., models.QuerySet[Any, Row]], signature: inspect.Signature) -> None:
        update_wrapper(self, build)
        self.build, self.signature = build, signature
        self.fields = {name: field_of(place) for name, place in signature.parameters.items()}

    def __call__(self, *args: Places.args, **values: Places.kwargs) -> list[Row]:
        """Return the rows for these values, as the queryset itself would."""
        connection = connections[DEFAULT_DB_ALIAS]
        given = values if not args and values.keys() == self.fields.keys() else self._bound(*args, **values)
        filled = {
            name: field.get_db_prep_value(getattr(given[name], "pk", given[name]), connection)
            for name, field in self.fields.items()
        }
        return list(self._plain(filled) if IS_PLAIN else self._ready(filled, connection))

    def _bound(self, *args: Any, **values: Any) -> dict[str, Any]:
        bound = self.signature.bind(*args, **values)
        bound.apply_defaults()
        return bound.arguments

    def _plain(self, filled: dict[str, Any]) -> models.QuerySet[Any, Row]:
        return self.build(**{name: Slot(name, field, filled[name]) for name, field in self.fields.items()})

    def _ready(self, filled: dict[str, Any], connection: Any) -> models.QuerySet[Any, Row]:
        queryset, built, converters, sql, places = self._built
        if queryset.query.select_for_update and not connection.in_atomic_block:
            raise TransactionManagementError("select_for_update cannot be used outside of a transaction.")
        params = tuple(filled[place.name] if isinstance(place, Slot) else place for place in places)
        as_built = {"as_sql": lambda: (sql, params), "get_converters": lambda _columns: converters}
        compiler = twin(built, connection=connection, **as_built)
        query = twin(queryset.query, get_compiler=lambda *_args, **_kwargs: compiler)
        return twin(queryset, _query=query)  # its setter would choose another kind of rows

    @cached_property
    def _built(self) -> tuple[models.QuerySet[Any, Row], SQLCompiler, dict[int, Any], str, tuple[Any, ...]]:
        queryset = self.build(**{name: Slot(name, field) for name, field in self.fields.items()})
        compiler = queryset.query.get_compiler(connection=connections[DEFAULT_DB_ALIAS])
        sql, places = compiler.as_sql()
        converters = compiler.get_converters([column for column, _sql, _alias in compiler.select])
        return queryset, compiler, converters, sql, places


class PreparedReads:
    """Several reads of which most find nothing: one query asks which would find a row, and only those are made.

    `one_row` reads one row to ask from. The places of one name in several of them are one place.
    """

    def __init__(self, one_row: Prepared[..., Any], reads: Mapping[str, Prepared[..., Any]]) -> None:
        def ask(**slots: Slot) -> models.QuerySet[Any, Any]:
            def built(read: Prepared[..., Any]) -> models.QuerySet[Any, Any]:
                return read.build(**{name: slots[name] for name in read.fields})

            flags = {f"has_{name}": models.Exists(built(read)) for name, read in reads.items()}
            asked: models.QuerySet[Any, Any] = built(one_row).annotate(**flags).values_list(*flags)
            return asked

        self.reads = reads
        self.asks = Prepared[..., Any](ask, common_signature([one_row, *reads.values()]))

    def __call__(self, **values: Any) -> dict[str, list[Any]]:
        """Return the rows of each read, none for those that would find none."""
        [there] = self.asks(**values)
        pairs = zip(self.reads.items(), there, strict=True)
        return {
            name: read(**{place: values[place] for place in read.fields}) if is_there else []
            for (name, read), is_there in pairs
        }


def common_signature(reads: Iterable[Prepared[..., Any]]) -> inspect.Signature:
    """Return the places of several reads, each name once; refuse a name that means two things."""
    places: dict[str, inspect.Parameter] = {}
    for place in chain.from_iterable(read.signature.parameters.values() for read in reads):
        if places.setdefault(place.name, place).annotation != place.annotation:
            raise TypeError(f"One place of several reads is both {places[place.name]} and {place}.")
    return inspect.Signature([place.replace(kind=place.KEYWORD_ONLY) for place in places.values()])


class PreparedInsert:
    """A new row's insert, built once: `store = PreparedInsert(Topic)`, then `store(topic)`.

    As in Django's `bulk_create`: `ignore_conflicts` leaves a row that stands in its way, and
    `update_fields` are written over the row that has the same `unique_fields`.
    """

    def __init__(
        self,
        model: type[models.Model],
        *,
        ignore_conflicts: bool = False,
        update_fields: Iterable[str] = (),
        unique_fields: Iterable[str] = (),
    ) -> None:
        self._model, self._ignores = model, ignore_conflicts
        self._update, self._unique = list(update_fields), list(unique_fields)

    def __call__(self, row: models.Model) -> bool:
        """Store a row with every value it has; False if it was left for one that stood in its way."""
        if IS_PLAIN:
            return self._store_plainly(row)
        connection = connections[DEFAULT_DB_ALIAS]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.values_of(row))
            row._state.adding, row._state.db = False, connection.alias
            return bool(cursor.rowcount == 1)

    def _store_plainly(self, row: models.Model) -> bool:
        rows = self._model._default_manager
        try:
            with transaction.atomic(savepoint=self._ignores):
                rows.bulk_create(
                    [row],
                    update_conflicts=bool(self._update),
                    update_fields=self._update or None,
                    unique_fields=self._unique or None,
                )
        except IntegrityError:
            if not self._ignores:
                raise
            rows.bulk_create([row], ignore_conflicts=True)  # raises again unless another row stood in its way
            return False
        return True

    def values_of(self, row: models.Model) -> list[Any]:
        """Return what is stored of a row, in the order of the columns."""
        connection = connections[DEFAULT_DB_ALIAS]
        return [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in self._fields]

    @cached_property
    def _fields(self) -> Sequence[AnyField]:
        return self._model._meta.local_concrete_fields

    @cached_property
    def sql(self) -> str:
        """Return the statement, with a place for each column."""
        on_conflict = OnConflict.IGNORE if self._ignores else OnConflict.UPDATE if self._update else None
        named = {"update_fields": self._update, "unique_fields": self._unique}
        columns = {name: [self._model._meta.get_field(field) for field in fields] for name, fields in named.items()}
        query = InsertQuery(self._model, on_conflict=on_conflict, **columns)
        query.insert_values(self._fields, [self._model()])
        [(sql, _values)] = query.get_compiler(connection=connections[DEFAULT_DB_ALIAS]).as_sql()
        return str(sql)


class PreparedInserts:
    """Rows of several tables that belong together, stored in one statement where the database can.

    `store = PreparedInserts(of_one, of_another)`, then `store(row, other)`. They may point at
    each other: foreign keys are checked at the end of the transaction.
    """

    def __init__(self, *inserts: PreparedInsert) -> None:
        self._inserts = inserts

    def __call__(self, *rows: models.Model) -> bool:
        """Store a row for each of the inserts; False if the last was left for one that stood in its way."""
        connection = connections[DEFAULT_DB_ALIAS]
        pairs = list(zip(self._inserts, rows, strict=True))
        if IS_PLAIN or connection.vendor != "postgresql":  # others have no writing statement inside another one
            with transaction.atomic(savepoint=False):
                return [insert(row) for insert, row in pairs][-1]
        values = [insert.values_of(row) for insert, row in pairs]
        with connection.cursor() as cursor:
            cursor.execute(self._sql, list(chain.from_iterable(values)))
            for row in rows:
                row._state.adding, row._state.db = False, connection.alias
            return bool(cursor.rowcount == 1)

    @cached_property
    def _sql(self) -> str:
        *before, last = [insert.sql for insert in self._inserts]
        parts = ", ".join(f"stored_{place} AS ({sql})" for place, sql in enumerate(before))
        return f"WITH {parts} {last}"
