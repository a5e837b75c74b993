"""Queries whose SQL is built once and asked often.

Django builds SQL anew each time, which costs a page more than the database's own work.
A prepared read or write keeps the SQL and the empty places in it, never a row or a value.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from itertools import chain
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError

Part = TypeVar("Part")


def twin(part: Part) -> Part:
    """Return another object with the same values, which is all that a copy is needed for here; a third of its time."""
    other = object.__new__(type(part))
    vars(other).update(vars(part))
    return other


class Slot(models.Expression):
    """An empty place in a query, filled by name when it is asked."""

    def __init__(self, name: str, output_field: models.Field) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, list["Slot"]]:
        """Stand among the parameters until a value comes."""
        return "%s", [self]


class Prepared:
    """A read built once: `read = Prepared(build, user=UUIDField())`, then `read(user=user.pk)`.

    `build` gets a slot for each name and returns a queryset, with slots wherever a filter
    takes a value. It cannot prefetch; with a lock it belongs into a transaction, as ever.
    """

    def __init__(self, build: Callable[..., models.QuerySet], **fields: models.Field) -> None:
        self._build, self._fields = build, fields

    def __call__(self, **values: Any) -> list[Any]:
        """Return the rows for these values, as the queryset itself would."""
        connection = connections[DEFAULT_DB_ALIAS]
        queryset, built, converters, sql, places = self._built
        if queryset.query.select_for_update and not connection.in_atomic_block:
            raise TransactionManagementError("select_for_update cannot be used outside of a transaction.")
        filled = {name: self._fields[name].get_db_prep_value(value, connection) for name, value in values.items()}
        params = tuple(filled[place.name] if isinstance(place, Slot) else place for place in places)
        compiler, asked, query = twin(built), twin(queryset), twin(queryset.query)
        compiler.connection = connection
        compiler.as_sql, compiler.get_converters = lambda: (sql, params), lambda _columns: converters
        query.get_compiler = lambda *_args, **_kwargs: compiler
        asked._query = query  # its setter would choose another kind of rows
        return list(asked)

    @cached_property
    def _built(self) -> tuple[models.QuerySet, SQLCompiler, dict[int, Any], str, tuple[Any, ...]]:
        queryset = self._build(**{name: Slot(name, field) for name, field in self._fields.items()})
        compiler = queryset.query.get_compiler(connection=connections[DEFAULT_DB_ALIAS])
        sql, places = compiler.as_sql()
        converters = compiler.get_converters([column for column, _sql, _alias in compiler.select])
        return queryset, compiler, converters, sql, places


class PreparedReads:
    """Several reads of which most find nothing: one query asks which would find a row, and only those are made.

    `one_row` builds a queryset of one row to ask from. Each builder gets every slot by name.
    """

    def __init__(
        self,
        one_row: Callable[..., models.QuerySet],
        builders: Mapping[str, Callable[..., models.QuerySet]],
        **fields: models.Field,
    ) -> None:
        def ask(**slots: Slot) -> models.QuerySet:
            flags = {f"has_{name}": models.Exists(build(**slots)) for name, build in builders.items()}
            return one_row(**slots).annotate(**flags).values_list(*flags)

        self.asks = Prepared(ask, **fields)
        self.reads = {name: Prepared(build, **fields) for name, build in builders.items()}

    def __call__(self, **values: Any) -> dict[str, list[Any]]:
        """Return the rows of each read, none for those that would find none."""
        [there] = self.asks(**values)
        pairs = zip(self.reads.items(), there, strict=True)
        return {name: read(**values) if is_there else [] for (name, read), is_there in pairs}


class PreparedInsert:
    """A new row's insert, built once: `store = PreparedInsert(Topic)`, then `store(topic)`.

    `on_conflict` leaves a row that stands in its way (IGNORE), or writes the columns of
    `update` over the row that has the same `unique` ones (UPDATE).
    """

    def __init__(
        self,
        model: type[models.Model],
        *,
        on_conflict: OnConflict | None = None,
        update: Iterable[str] = (),
        unique: Iterable[str] = (),
    ) -> None:
        self._model, self._on_conflict, self._update, self._unique = model, on_conflict, update, unique

    def __call__(self, row: models.Model) -> bool:
        """Store a row with every value it has; False if it was left for one that stood in its way."""
        connection = connections[DEFAULT_DB_ALIAS]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.values_of(row))
            row._state.adding, row._state.db = False, connection.alias
            return cursor.rowcount == 1

    def values_of(self, row: models.Model) -> list[Any]:
        """Return what is stored of a row, in the order of the columns."""
        connection = connections[DEFAULT_DB_ALIAS]
        return [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in self._fields]

    @cached_property
    def _fields(self) -> list[models.Field]:
        return self._model._meta.local_concrete_fields

    @cached_property
    def sql(self) -> str:
        """Return the statement, with a place for each column."""
        named = {"update_fields": self._update, "unique_fields": self._unique}
        columns = {name: [self._model._meta.get_field(field) for field in fields] for name, fields in named.items()}
        query = InsertQuery(self._model, on_conflict=self._on_conflict, **columns)
        query.insert_values(self._fields, [self._model()])
        [(sql, _values)] = query.get_compiler(connection=connections[DEFAULT_DB_ALIAS]).as_sql()
        return sql


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
        if connection.vendor != "postgresql":  # others have no writing statement inside another one
            return [insert(row) for insert, row in pairs][-1]
        values = [insert.values_of(row) for insert, row in pairs]
        with connection.cursor() as cursor:
            cursor.execute(self._sql, list(chain.from_iterable(values)))
            for row in rows:
                row._state.adding, row._state.db = False, connection.alias
            return cursor.rowcount == 1

    @cached_property
    def _sql(self) -> str:
        *before, last = [insert.sql for insert in self._inserts]
        parts = ", ".join(f"stored_{place} AS ({sql})" for place, sql in enumerate(before))
        return f"WITH {parts} {last}"
