"""One-use tokens: only their hash is stored."""

import hashlib
import secrets


def new_token() -> str:
    """Return 256 random bits, fit for a path."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> bytes:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode()).digest()
