"""Limits hold while Redis is away."""

import pytest
from django.core.cache import cache
from django.test import Client

from kit.cache import SteadyCache
from tests.factories import make_user

NOBODY = {
    "default": {
        "BACKEND": "kit.cache.SteadyCache",
        "LOCATION": "unix:///nobody/listens/here.sock",
        "OPTIONS": {"socket_connect_timeout": 0.1},
    }
}


@pytest.fixture
def redis_is_away(settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SteadyCache, "away_until", 0.0)
    settings.CACHES = NOBODY
    cache.clear()


def test_values_are_kept_while_redis_is_away(redis_is_away: None) -> None:
    cache.set("colour", "green", 60)

    assert (cache.get("colour"), cache.add("colour", "red"), cache.delete("colour")) == ("green", False, True)
    assert cache.get("colour", "none") == "none"


def test_redis_is_left_alone_after_a_failure(redis_is_away: None) -> None:
    cache.get("colour")

    assert SteadyCache.away_until > 0


@pytest.mark.django_db
def test_signing_in_is_still_limited(redis_is_away: None, client: Client) -> None:
    make_user(email="anna@example.org", password="a quiet green lamp")
    wrong = {"login": "anna@example.org", "password": "a wrong guess"}

    answers = [client.post("/accounts/login/", wrong).status_code for _try in range(6)]

    assert answers == [400] * 5 + [429]


@pytest.mark.django_db
def test_signing_in_still_works(redis_is_away: None, client: Client) -> None:
    make_user(email="anna@example.org", password="a quiet green lamp")

    response = client.post("/accounts/login/", {"login": "anna@example.org", "password": "a quiet green lamp"})

    assert (response.status_code, response.url) == (302, "/")
