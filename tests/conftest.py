"""What every test stands on: cheap password hashes, an empty cache, no manifest of static files."""

import pytest
from django.conf import settings
from django.core.cache import cache


def pytest_configure() -> None:
    """Trade what only production needs for speed."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STATIC_ROOT = None
    settings.WHITENOISE_USE_FINDERS = True
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Forget the limits that an earlier test used up."""
    cache.clear()
