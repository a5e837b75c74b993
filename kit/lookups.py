"""`__among`: a list of ids as one parameter. A parameter for each of 400 ids costs more than the query."""

import json
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db.models import ForeignKey, Lookup, UUIDField


class Ids:
    """Ids that many queries ask for: spelled once, and not looked through by Django for expressions."""

    def __init__(self, ids: Iterable[UUID]) -> None:
        self._ids = list(ids)

    def __iter__(self) -> Iterator[UUID]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)

    @cached_property
    def as_array(self) -> str:
        """Return an array as PostgreSQL spells it."""
        return "{" + ",".join(pk.hex for pk in self._ids) + "}"

    @cached_property
    def as_json(self) -> str:
        """Return a list in JSON, each id as SQLite keeps it."""
        return json.dumps([pk.hex for pk in self._ids])


@ForeignKey.register_lookup
@UUIDField.register_lookup
class Among(Lookup):
    """Keep rows whose id is one of a list, dict or set of UUIDs, or of `Ids`."""

    lookup_name = "among"
    prepare_rhs = False

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """Compare with an array."""
        column, parameters = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s::uuid[])", [*parameters, self._ids.as_array]

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """Compare with the values of a JSON list."""
        column, parameters = self.process_lhs(compiler, connection)
        among = f"{column} IN (SELECT value FROM json_each(%s))"  # noqa: S608  no value in it
        return among, [*parameters, self._ids.as_json]

    @property
    def _ids(self) -> Ids:
        """Return the ids; of none, Django asks the database nothing."""
        ids = self.rhs if isinstance(self.rhs, Ids) else Ids(self.rhs)
        if not len(ids):
            raise EmptyResultSet
        return ids
