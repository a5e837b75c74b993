"""What every test stands on: cheap password hashes, an empty cache, a browser or a reason."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

# The first is the same engine without windows, and takes half the time for a page.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
SLOW = ("browser", "processes")


def pytest_configure() -> None:
    """Trade what only production needs for speed; refuse to run without a browser where one is required."""
    if os.environ.get("REQUIRE_BROWSER") == "1" and not CHROMIUM:
        raise pytest.UsageError("REQUIRE_BROWSER=1, and there is no Chromium: apt install chromium.")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STATIC_ROOT = None
    settings.WHITENOISE_USE_FINDERS = False
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run what is slow first, as processes that share short tests end together; skip browsers where there are none."""
    items.sort(key=lambda item: _folder(item) not in SLOW)
    for item in items:
        if _folder(item) == "browser":
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason="no Chromium here: apt install chromium"))


def _folder(item: pytest.Item) -> str:
    return item.path.relative_to(Path(__file__).parent).parts[0]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """End what still holds the database when all is over: the last connection of a browser keeps a thread of the server."""
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Forget the limits that an earlier test used up."""
    cache.clear()
