"""Ending a session whatever state the database is in.

A row that cannot be deleted at once is tried again for ten minutes by the process that
was asked to. Should that end first, the session dies by its own end; the browser that
left has lost its cookie anyway.
"""

import logging
import re
import time
from threading import Lock, Thread

from django.contrib.sessions.models import Session
from django.db import connection

log = logging.getLogger("trustrebuild.leaving")
A_KEY = re.compile(r"[a-z0-9]{8,40}")  # a cookie can hold anything; only what may be a key is worth keeping
LEAVING_SECONDS = 600
TRIED_EVERY_SECONDS = 2
MOST_KEPT = 10_000

_kept: dict[str, float] = {}  # key of a session: until when its deletion is tried, on the monotonic clock
_lock = Lock()


def end_session(key: str) -> None:
    """Delete a session by its key; while that fails, keep the key and try again.

    While others wait, it joins them without a try of its own: a database that is away
    costs ten seconds a try, and the threads that wait for it serve nobody.
    """
    if A_KEY.fullmatch(key) and (_kept or not _delete([key])):
        _keep(key)


def try_again(*, at: float) -> None:
    """Delete the sessions that wait; give up those whose time is over."""
    keys = list(_kept)
    gone = keys if _delete(keys) else [key for key in keys if _kept[key] <= at]
    with _lock:
        for key in gone:
            _kept.pop(key, None)


def _keep(key: str) -> None:
    with _lock:
        nobody_tries = not _kept
        if len(_kept) < MOST_KEPT:
            _kept[key] = time.monotonic() + LEAVING_SECONDS
    if nobody_tries:
        Thread(target=_keep_trying, name="leaving", daemon=True).start()


def _keep_trying() -> None:
    while _kept:
        time.sleep(TRIED_EVERY_SECONDS)
        try_again(at=time.monotonic())
        connection.close()


def _delete(keys: list[str]) -> bool:
    """Say whether the rows are gone; whatever is wrong, it is no reason to give up."""
    try:
        Session.objects.filter(session_key__in=keys).delete()
    except Exception as problem:
        log.warning("%d sessions wait to be deleted: %s", len(keys), type(problem).__name__)
        return False
    return True
