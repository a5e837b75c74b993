"""Log lines: one line each, ids and codes only."""

import logging
import re
from collections.abc import Mapping

SECRETS_IN_PATHS = re.compile(r"/(j|t|join|stop|key|second-step)/[^/\s]+")


class Formatter(logging.Formatter):
    """One line for a record: no line breaks from outside, no values of variables."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as one line; an exception gives its class and place."""
        place = ""
        if record.exc_info and record.exc_info[1] is not None:
            trail = record.exc_info[1].__traceback__
            while trail is not None and trail.tb_next is not None:
                trail = trail.tb_next
            where = f"{trail.tb_frame.f_code.co_filename}:{trail.tb_lineno}" if trail else "?"
            place = f" {type(record.exc_info[1]).__name__} at {where}"
        silent = {"exc_info": None, "exc_text": None, "stack_info": None, "args": _without_values(record.args)}
        bare = logging.makeLogRecord({**record.__dict__, **silent})
        line = super().format(bare) + place
        line = SECRETS_IN_PATHS.sub(r"/\1/…", line)
        return line.replace("\r", "\\r").replace("\n", "\\n")


def _without_values(args: object) -> object:
    """Keep of the exception that Celery writes into its line the class alone: its words may hold a row's values."""
    if isinstance(args, Mapping) and "exc" in args:
        return {**args, "exc": str(args["exc"]).partition("(")[0], "args": "", "kwargs": ""}
    return args
