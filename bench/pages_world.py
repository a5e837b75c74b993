"""The people and the calls of `bench pages`: a couple of one year, one of ten, and their therapist."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from time import perf_counter, process_time
from urllib.parse import urlencode

import numpy as np
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings, setup_databases, teardown_databases

from accounts.models import Therapist, User
from bench.other_rooms import copy_room
from bench.trajectory_rows import load
from checkins.models import CheckIn
from checkins.packing import repack
from couples.models import Topic
from demo.seeding import make_lived_couple, make_person
from notices.models import Delivery
from tests.factories import give_second_factor, make_appreciation
from trajectory.weekly.closing import close_weeks
from kit.clock import database_now
from kit.weeks import local_today

WEEKS_A_YEAR = 52
WEEKS_A_PROMISE = 8
OTHERS = 300  # couples whose days stand in the same tables
OTHER_ROOMS = 60  # of these, with a repair room
ANSWERS = {"safe": "6", "close": "5", "on_guard": "3", "hard_talk": "yes", "topic": "money", "calm": "4"}


@dataclass(frozen=True)
class Call:
    """One request, and what must be so before it."""

    act: Callable[[], int]
    prepare: Callable[[], object] = lambda: None

    def seconds(self) -> tuple[float, float]:
        """Return how long the request took, and how long this process worked on it."""
        self.prepare()
        started, worked = perf_counter(), process_time()
        self.act()
        return perf_counter() - started, process_time() - worked

    def queries(self) -> int:
        """Return how many queries the request needed."""
        self.prepare()
        with CaptureQueriesContext(connection) as seen:
            self.act()
        return sum(not query["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")) for query in seen)

    def size(self) -> int:
        """Return how many bytes the answer has."""
        self.prepare()
        return self.act()


def weeks_of(years: int) -> int:
    """Return the weeks of so many years, up to a whole round of promises: the open ones of each couple are as old."""
    return -(-years * WEEKS_A_YEAR // WEEKS_A_PROMISE) * WEEKS_A_PROMISE


class Bench:
    """A database of its own with both couples, and one signed-in client for each."""

    def __init__(self, years: tuple[int, int]) -> None:
        templates = [
            {**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], Path(__file__).parent / "templates"]}
        ]
        self.settings = override_settings(
            ROOT_URLCONF="bench.floor_urls",
            ALLOWED_HOSTS=["testserver"],
            TEMPLATES=templates,
            PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
            CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
        )
        self.settings.enable()
        self.databases = setup_databases(verbosity=0, interactive=False)
        self.years = years
        self.now = database_now()
        self.partners = {count: self._live(count, self.now) for count in years}
        close_weeks(now=self.now, back=weeks_of(max(years)) + 1)
        load(couples=OTHERS, days=90, last=self.now.date())
        copy_room(self.partners[min(years)], couples=OTHER_ROOMS)

    def _live(self, count: int, now: datetime) -> User:
        rng = np.random.default_rng(count)
        people = [make_person(f"{part}-{count}@example.org", part, "UTC", now) for part in ("hurt", "repairing")]
        therapist_user = make_person(f"therapist-{count}@example.org", "Therapist", "UTC", now)
        give_second_factor(therapist_user)
        therapist = Therapist.objects.create(user=therapist_user, created_at=now, verified_at=now)
        make_lived_couple(rng, people, weeks=weeks_of(count), now=now, therapist=therapist)
        couple = people[0].partners.get().couple
        make_appreciation(author=people[1], couple=couple, written_at=now, delivered_at=now)  # waits on Today for both
        return people[0]

    def close(self) -> None:
        """Drop the database and put the settings back."""
        teardown_databases(self.databases, verbosity=0)
        self.settings.disable()

    def calls(self, floors: dict[str, str], pages: dict[str, str]) -> dict[str, Call]:
        """Return every call by name."""
        calls = self._floors(floors)
        for count, user in self.partners.items():
            client = self._client(user)
            calls |= {f"{name} @{count}": _getter(client, address) for name, address in pages.items()}
            calls[f"check-in post @{count}"] = self._check_in(client, user)
            therapist = self._client(User.objects.get(email=f"therapist-{count}@example.org"))
            couple = user.partners.get().couple_id
            calls[f"couple dashboard @{count}"] = _getter(therapist, f"/therapy/{couple}/")
            calls[f"caseload @{count}"] = _getter(therapist, "/therapy/")
        return calls

    def _floors(self, floors: dict[str, str]) -> dict[str, Call]:
        """Return the floors: a person of their own, so that no page of the product lists what they write."""
        user = make_person("floor@example.org", "Floor", "UTC", self.now)
        client = self._client(user)
        calls = {name: _getter(client, address) for name, address in floors.items()}
        calls["empty"] = _getter(Client(), floors["empty"])
        post = _poster(client, "/bench/post/", {"name": "one"})
        return calls | {"post floor": Call(post.act, Topic.objects.filter(author=user).delete)}

    def _client(self, user: User) -> Client:
        client = Client(enforce_csrf_checks=True)
        client.force_login(user)
        client.get("/bench/post/")
        return client

    def _check_in(self, client: Client, user: User) -> Call:
        """Return the post of today's check-in; nothing stands of the day before each, outside the time taken."""
        today = local_today(self.now, user.zone)
        post = _poster(client, f"/check-ins/{today}/", ANSWERS)

        def empty_the_day() -> None:
            CheckIn.objects.filter(author=user, local_date=today).delete()
            Delivery.objects.filter(user=user, local_date=today).delete()
            repack([user.pk])

        return Call(post.act, empty_the_day)


def _getter(client: Client, address: str) -> Call:
    def act() -> int:
        cache.clear()  # the therapist's limit of openings is not what is measured
        return _size(client.get(address), HTTPStatus.OK, address)

    return Call(act)


def _poster(client: Client, address: str, answers: dict[str, str]) -> Call:
    """Return a post as a browser sends a form without files."""

    def act() -> int:
        token = client.cookies[settings.CSRF_COOKIE_NAME].value
        body = urlencode({**answers, "csrfmiddlewaretoken": token})
        answer = client.post(address, body, content_type="application/x-www-form-urlencoded")
        return _size(answer, HTTPStatus.FOUND, address)

    return Call(act)


def _size(answer: HttpResponse, wanted: int, address: str) -> int:
    if answer.status_code != wanted:
        raise RuntimeError(f"{address} answered {answer.status_code}")
    return len(answer.content)
