"""Where made-up people and made-up instants are allowed: the embedded demo, tests and benches."""

from django.conf import settings
from django.db import connection

OWN_DATABASES = ("test_", "bench_", "file:memorydb_")


class NotHere(Exception):
    """Made-up people or instants were asked for on a database of real ones."""


def refuse_on_real_data(what: str) -> None:
    """Raise `NotHere`, naming the setting, unless this is a demo, a test or a bench."""
    name = str(connection.settings_dict["NAME"]).rpartition("/")[2]
    if not settings.EMBEDDED and not name.startswith(OWN_DATABASES):
        raise NotHere(f"{what} works only with EMBEDDED=1: this database may hold real people.")
