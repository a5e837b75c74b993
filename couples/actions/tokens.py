"""One-use tokens: only their hash is stored."""

import hashlib
import hmac
import secrets

from django.conf import settings


def new_token() -> str:
    """Return 256 random bits, fit for a path."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> bytes:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode()).digest()


def digest_of_address(address: str) -> bytes:
    """Return a keyed digest by which mails to one address are counted, whoever sends them."""
    key = settings.SECRET_KEY.encode()
    return hmac.digest(key, b"address:" + address.strip().lower().encode(), "sha256")
