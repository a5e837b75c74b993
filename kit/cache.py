"""The cache that the limits of signing in count in: Redis, and this process's memory while Redis is away.

So a limit never opens because Redis fell, and no page waits for it.
"""

import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis import RedisError

LEFT_ALONE_SECONDS = 10
Answer = TypeVar("Answer")
LARGEST = {"OPTIONS": {"MAX_ENTRIES": 100_000}}


class SteadyCache(BaseCache):
    """Asks Redis; after a failure it leaves Redis alone for ten seconds and counts in memory."""

    away_until = 0.0  # of the whole process, on the monotonic clock

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self.shared = RedisCache(server, params)
        self.own = LocMemCache("steady", LARGEST)

    def _ask(self, how: Callable[[BaseCache], Answer]) -> Answer:
        if time.monotonic() < SteadyCache.away_until:
            return how(self.own)
        try:
            return how(self.shared)
        except RedisError:
            SteadyCache.away_until = time.monotonic() + LEFT_ALONE_SECONDS
            return how(self.own)

    def add(self, key: str, *args: Any, **kwargs: Any) -> bool:
        """Set what is not there yet; say whether it was set."""
        return self._ask(lambda cache: cache.add(key, *args, **kwargs))

    def get(self, key: str, *args: Any, **kwargs: Any) -> Any:
        """Return a value, or the default."""
        return self._ask(lambda cache: cache.get(key, *args, **kwargs))

    def set(self, key: str, *args: Any, **kwargs: Any) -> None:
        """Keep a value."""
        self._ask(lambda cache: cache.set(key, *args, **kwargs))

    def touch(self, key: str, *args: Any, **kwargs: Any) -> bool:
        """Keep a value for longer; say whether it was there."""
        return self._ask(lambda cache: cache.touch(key, *args, **kwargs))

    def delete(self, key: str, *args: Any, **kwargs: Any) -> bool:
        """Forget a value; say whether it was there."""
        return self._ask(lambda cache: cache.delete(key, *args, **kwargs))

    def clear(self) -> None:
        """Forget everything, here and there."""
        self.own.clear()
        self._ask(lambda cache: cache.clear())
