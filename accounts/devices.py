"""Devices: which browser signed in to an account before, and what kind of device one is.

A browser that signed in before keeps its own count of wrong passwords, so that
somebody else's guesses never lock its owner out. The cookie names no account.
"""

from secrets import token_urlsafe
from typing import TypedDict

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

SALT = "accounts.devices"
COOKIE = f"{settings.PREFIX}device"
KEPT_SECONDS = 180 * 24 * 3600
ACCOUNTS_FOR_A_DEVICE = 5
PHONES = ("iPhone", "iPod", "Android", "Mobile")
TABLETS = ("iPad", "Tablet", "Kindle", "Silk")
COMPUTERS = ("Windows", "Macintosh", "X11", "CrOS", "Linux")


class Held(TypedDict):
    """What a browser keeps: its own name, and the digests of the addresses that signed in with it."""

    device: str
    accounts: list[str]


def known_device(request: HttpRequest, address: str) -> str:
    """Return the id of a device that signed in with this address before, else an empty string."""
    held = _held(request)
    return held["device"] if digest_of(address) in held["accounts"] else ""


def remember_device(request: HttpRequest, response: HttpResponse, address: str) -> None:
    """Let the browser keep that it signed in with this address."""
    held = _held(request)
    others = [digest for digest in held["accounts"] if digest != digest_of(address)]
    held["accounts"] = [digest_of(address), *others][:ACCOUNTS_FOR_A_DEVICE]
    response.set_cookie(
        COOKIE,
        signing.dumps(held, salt=SALT),
        max_age=KEPT_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def last_person(request: HttpRequest) -> str:
    """Return a digest of who signed in last on this device, or an empty string."""
    return next(iter(_held(request)["accounts"]), "")


def _held(request: HttpRequest) -> Held:
    try:
        held: Held = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        return {"device": token_urlsafe(12), "accounts": []}
    return held


def digest_of(address: str) -> str:
    """Return what the device keeps in the place of an address."""
    return salted_hmac(SALT, address.lower(), algorithm="sha256").hexdigest()[:24]


BROWSERS = {
    "Firefox/": "Firefox",
    "FxiOS/": "Firefox",
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser/": "Samsung Internet",
    "CriOS/": "Chrome",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}  # the first that is there: each names those after it as well


def browser_name(user_agent: str) -> str:
    """Return the browser's name, by which two devices of a kind are told apart; an empty string if it is none of the known."""
    return next((name for mark, name in BROWSERS.items() if mark in user_agent), "")


def device_kind(user_agent: str) -> str:
    """Return the kind of device in one word; nothing finer is shown to anybody."""
    if any(mark in user_agent for mark in TABLETS) or ("Android" in user_agent and "Mobile" not in user_agent):
        return _("Tablet")
    if any(mark in user_agent for mark in PHONES):
        return _("Phone")
    if any(mark in user_agent for mark in COMPUTERS):
        return _("Computer")
    return _("Another device")
