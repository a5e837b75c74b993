"""A form that was sent after its session ended: kept for an hour, for the person who wrote it.

It lies sealed in the session on the server, never in the browser, and is erased when it is
given back. Whoever signed in last on this device wrote it: the form's own secret changes
with every sign-in, so that a page of somebody else is refused before it comes here.
Its words come back only after a password or a passkey: a mailed code proves a mailbox.
"""

import base64
import json
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, resolve

from accounts.devices import digest_of, last_person

KEPT = "kept_form"
FORM_KEPT_SECONDS = 3600
LARGEST_BYTES = 200_000
SHORTEST_WORDS = 3
NEVER_KEPT = ("csrfmiddlewaretoken", "once", "seen", "credential", "code")
PROOFS = {"password", "mfa"}


@dataclass(frozen=True)
class GivenBack:
    """What stood in a form, by the names of its fields; empty for a press of a button alone."""

    fields: dict[str, list[str]]
    needs_proof: bool = False

    @property
    def texts(self) -> list[str]:
        """Return the words, to be copied where there is no script; a tap is made anew sooner."""
        return [value for values in self.fields.values() for value in values if len(value) > SHORTEST_WORDS]


def keep_form(request: HttpRequest) -> str:
    """Keep what was sent, and return the page that it came from."""
    page, person = _page_of(request), last_person(request)
    if page and person:
        sealed = _sealed(_fields(request, page), person)
        request.session[KEPT] = {"page": page, "at": time.time(), "person": person, "sealed": sealed}
        request.session.set_expiry(FORM_KEPT_SECONDS)
    return page or "/"


def give_back(request: HttpRequest) -> GivenBack | None:
    """Return, once, what was kept for this page, if it is the same person's and they have proved who they are."""
    kept = request.session.get(KEPT)
    if not kept or request.method != "GET" or not request.user.is_authenticated:
        return None
    is_late = time.time() - kept["at"] > FORM_KEPT_SECONDS
    if is_late or kept["person"] != digest_of(request.user.email):
        del request.session[KEPT]
        return None
    if request.path != urlsplit(kept["page"]).path:
        return None
    if not any(record["method"] in PROOFS for record in get_authentication_records(request, request.user)):
        return GivenBack({}, needs_proof=True)
    del request.session[KEPT]
    return GivenBack(_opened(kept["sealed"], kept["person"]))


def _page_of(request: HttpRequest) -> str:
    """Return the path of our page that holds the form, or an empty string for another site's."""
    came_from = urlsplit(request.META.get("HTTP_REFERER") or request.build_absolute_uri())
    if came_from.netloc != request.get_host():
        return ""
    try:
        resolve(came_from.path)
    except Resolver404:
        return ""
    return f"{came_from.path}?{came_from.query}" if came_from.query else str(came_from.path)


def _fields(request: HttpRequest, page: str) -> dict[str, list[str]]:
    """Return what was written, without secrets and one-time keys; nothing of a page of the sign-in."""
    if page.startswith(("/accounts/", "/admin/")):
        return {}
    named = request.POST.lists()
    return {n: values for n, values in named if n not in NEVER_KEPT and "password" not in n and any(values)}


def _sealed(fields: dict[str, list[str]], person: str) -> str:
    words = json.dumps(fields).encode()
    return base64.b64encode(
        settings.KEY_RING.seal(words if len(words) <= LARGEST_BYTES else b"{}", _aad(person))
    ).decode()


def _opened(sealed: str, person: str) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = json.loads(settings.KEY_RING.open(base64.b64decode(sealed), _aad(person)))
    return fields


def _aad(person: str) -> bytes:
    return f"kept-form:{person}".encode()
