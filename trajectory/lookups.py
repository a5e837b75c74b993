"""`__among`: a list of ids as one parameter. A parameter for each of 400 ids costs more than the query."""

import json
from typing import Any

from django.db.models import ForeignKey, Lookup, UUIDField


@ForeignKey.register_lookup
@UUIDField.register_lookup
class Among(Lookup):
    """Keep rows whose id is one of a list, dict or set of UUIDs."""

    lookup_name = "among"
    prepare_rhs = False

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """Compare with an array."""
        column, parameters = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", [*parameters, list(self.rhs)]

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """Compare with the values of a JSON list."""
        column, parameters = self.process_lhs(compiler, connection)
        ids = json.dumps([pk.hex for pk in self.rhs])
        return f"{column} IN (SELECT value FROM json_each(%s))", [*parameters, ids]  # noqa: S608  no value in it
