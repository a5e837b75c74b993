"""The encrypted text field: AES-256-GCM under a person's own data key.

A database dump shows nothing of it. The associated data names table, column,
row and owner, so a ciphertext moved to another row does not open.
"""

import base64
import binascii
import os
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import gettext

if TYPE_CHECKING:  # in the database bytes, everywhere else text; only the type can be told so
    TextInBytes = models.BinaryField[str, str]
else:
    TextInBytes = models.BinaryField

KEY_BYTES = 32
NONCE_BYTES = 12


class CannotDecrypt(Exception):
    """A stored text does not open: wrong key, other row, or changed bytes."""


def seal_bytes(key: bytes, plain: bytes, aad: bytes) -> bytes:
    """Return nonce + ciphertext + tag."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, aad)


def open_bytes(key: bytes, sealed: bytes, aad: bytes) -> bytes:
    """Return the plain bytes; raise `CannotDecrypt` if anything differs."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], aad)
    except (InvalidTag, ValueError):
        raise CannotDecrypt(aad.decode()) from None


@dataclass(frozen=True)
class KeyRing:
    """The deployment's keys by name; the first one seals, all of them open."""

    current: str
    keys: dict[str, bytes]

    @classmethod
    def parse(cls, text: str) -> "KeyRing":
        """Read `name:base64,name:base64`; raise `ValueError` in plain words."""
        keys = {}
        for part in text.split(","):
            name, _, encoded = part.strip().partition(":")
            if not name.isidentifier() or len(name) > 40:
                raise ValueError("each key needs a short name and a colon in front of it.")
            try:
                key = base64.b64decode(encoded, validate=True)
            except (binascii.Error, ValueError):
                raise ValueError(f"the key {name} is not base64.") from None
            if len(key) != KEY_BYTES:
                raise ValueError(f"the key {name} has {len(key)} bytes, not {KEY_BYTES}.")
            keys[name] = key
        return cls(next(iter(keys)), keys)

    def seal(self, plain: bytes, aad: bytes) -> bytes:
        """Seal under the current key; its name stands in front."""
        name = self.current.encode()
        return bytes([len(name)]) + name + seal_bytes(self.keys[self.current], plain, aad)

    def open(self, sealed: bytes, aad: bytes) -> bytes:
        """Open with the key named in front."""
        end = 1 + sealed[0] if sealed else 1
        key = self.keys.get(sealed[1:end].decode("ascii", "replace"))
        if key is None:
            raise CannotDecrypt("unknown key name")
        return open_bytes(key, sealed[end:], aad)


def new_data_key(owner_id: object) -> bytes:
    """Return a fresh data key for one person, wrapped by the key ring."""
    return settings.KEY_RING.seal(os.urandom(KEY_BYTES), f"data-key:{owner_id}".encode())


def unwrap_data_key(wrapped: bytes | memoryview, owner_id: object) -> bytes:
    """Return the plain data key of a person."""
    return settings.KEY_RING.open(bytes(wrapped), f"data-key:{owner_id}".encode())


class Sealed(bytes):
    """A value as the database holds it, not yet opened."""


class Unopened(str):
    """What is read in place of a text that does not open. It is never stored."""

    __slots__ = ()


class Lost(NamedTuple):
    """Which text did not open: model, column and row, no word of it."""

    model: str
    column: str
    row: str


LOST: deque[Lost] = deque(maxlen=1000)  # what this process met and nobody has recorded yet


def in_its_place() -> Unopened:
    """Return the words that stand where a text does not open."""
    return Unopened(gettext("This text can't be opened."))


class OpeningAttribute(DeferredAttribute):
    """Opens a sealed value when it is first read, with its row's owner.

    One that does not open stays in the row as it is, so that a right key still opens it: reading
    gives other words in its place, and neither those nor an emptied field take its place.
    """

    field: "EncryptedTextField"

    def __get__(self, instance: models.Model | None, cls: type | None = None) -> Any:
        if instance is None:
            return self
        value = super().__get__(instance, cls)
        if not isinstance(value, Sealed):
            return value
        text = self.field.opened_or_lost(instance, value)
        if not isinstance(text, Unopened):
            instance.__dict__[self.field.attname] = text
        return text

    def __set__(self, instance: models.Model, value: Any) -> None:
        if isinstance(value, Sealed) or value not in ("", in_its_place()) or not self._is_lost(instance):
            instance.__dict__[self.field.attname] = value

    def _is_lost(self, instance: models.Model) -> bool:
        present = instance.__dict__.get(self.field.attname)
        return isinstance(present, Sealed) and isinstance(self.field.opened_or_lost(instance, present), Unopened)


class EncryptedTextField(TextInBytes):
    """Text that only its owner's data key opens.

    `owner` names the foreign key to the person whose key is used, or None for
    the deployment's key ring (addresses and letters that belong to no account).
    The empty text is stored as no bytes. Lookups and `update()` with text are refused.
    """

    descriptor_class = OpeningAttribute

    def __init__(self, *args: Any, owner: str | None = None, **kwargs: Any) -> None:
        self.owner = owner
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        kwargs["owner"] = self.owner
        return name, path, args, kwargs

    def get_default(self) -> str:
        return ""

    def _aad(self, row: models.Model) -> bytes:
        owner = getattr(row, f"{self.owner}_id") if self.owner else "-"
        return f"{self.model._meta.db_table}.{self.column}:{row.pk}:{owner}".encode()

    def opened(self, row: models.Model, sealed: bytes) -> str:
        """Return the plain text of one row's value."""
        if not sealed:
            return ""
        if self.owner is None:
            return settings.KEY_RING.open(sealed, self._aad(row)).decode()
        return open_bytes(getattr(row, self.owner).plain_data_key(), sealed, self._aad(row)).decode()

    def opened_or_lost(self, row: models.Model, sealed: bytes) -> str:
        """Return the plain text, or what stands in its place; what belongs to no account is mail and must be right."""
        try:
            return self.opened(row, sealed)
        except CannotDecrypt:
            if self.owner is None:
                raise
            LOST.append(Lost(self.model._meta.label, self.name, str(row.pk)))
            return in_its_place()

    def sealed(self, row: models.Model, text: str) -> Sealed:
        """Return the bytes to store for one row's text."""
        if isinstance(text, Unopened):
            raise CannotDecrypt("another row's text, which does not open")
        if not text:
            return Sealed(b"")
        if self.owner is None:
            return Sealed(settings.KEY_RING.seal(text.encode(), self._aad(row)))
        return Sealed(seal_bytes(getattr(row, self.owner).plain_data_key(), text.encode(), self._aad(row)))

    def pre_save(self, model_instance: models.Model, add: bool) -> Sealed:
        value = model_instance.__dict__.get(self.attname, "")
        return value if isinstance(value, Sealed) else self.sealed(model_instance, value)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if not isinstance(value, Sealed) and value != b"":
            raise TypeError(f"{self.name} is encrypted: save the row, do not look it up or update it.")
        return super().get_db_prep_value(bytes(value), connection, prepared)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Sealed:
        return Sealed(b"" if value is None else bytes(value))

    def value_to_string(self, obj: models.Model) -> str:
        raise TypeError(f"{self.name} is encrypted and is not serialised.")
