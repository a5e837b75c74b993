"""Signed-in browsers, and how a page's state is compared."""

import hashlib
import re

from django.apps import apps
from django.db.models import QuerySet
from django.http import HttpResponse
from django.test import Client

from accounts.models import User

FRESH_EACH_TIME = re.compile(rb' data-given-back|name="(?:csrfmiddlewaretoken|once)" value="[^"]+"')
INSTEAD = ("You", "you", "Your partner", "your partner", "The first partner", "The second partner")


def browser_of(user: User | None, **extra: str) -> Client:
    """Return a browser signed in as a person, or as nobody."""
    client = Client(**extra)
    if user:
        client.force_login(user)
    return client


def body(response: HttpResponse) -> bytes:
    """Return the bytes of a page without what is drawn anew for each of its forms, or tells that one was sent."""
    return FRESH_EACH_TIME.sub(b"", response.content)


def rows() -> str:
    """Return a digest of every row there is, but for sessions."""
    digest = hashlib.sha256()
    for model in sorted(apps.get_models(), key=lambda model: model._meta.label):
        if model._meta.label != "sessions.Session":
            digest.update(repr(stored(model._base_manager.order_by("pk"))).encode())
    return digest.hexdigest()


def stored(queryset: QuerySet) -> list[list[object]]:
    """Return every column as the database holds it."""
    return [[bytes(v) if isinstance(v, memoryview) else v for v in row] for row in queryset.values_list()]


def same_but_for_names(named: str, nameless: str, names: str) -> bool:
    """Say whether a page without names is the one with them, with good words in the place of each name."""
    plain = [FRESH_EACH_TIME.sub(b"", page.encode()).decode() for page in (named, nameless)]
    first, *others = re.split(names, plain[0])
    ends = {len(first)} if plain[1].startswith(first) else set()
    for part in others:  # a page has hundreds: one expression of them all takes longer to make than the page
        ends = {end + len(word + part) for end in ends for word in INSTEAD if plain[1].startswith(word + part, end)}
    return len(plain[1]) in ends
