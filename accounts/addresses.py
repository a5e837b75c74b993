"""One normal form for an e-mail address, and the form field that gives it."""

from typing import Any

import idna
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from kit.unseen import without_unseen_edges

LONGEST_ADDRESS = 254
NOT_AN_ADDRESS = _("That does not look like an e-mail address.")


def normal_address(text: str) -> str:
    """Return an address in its one form: small ASCII letters, a foreign domain as IDNA 2008 spells it.

    Raises `ValidationError` for anything else. The part before the @ must be ASCII:
    letters that merely look or fold alike would let two addresses pass for one.
    """
    local, _at, domain = without_unseen_edges(text).rpartition("@")
    try:
        address = f"{local}@{_ascii(domain)}".lower()
        if len(address) > LONGEST_ADDRESS or not address.isascii():
            raise ValidationError(NOT_AN_ADDRESS, code="invalid")
        validate_email(address)
    except (UnicodeError, ValidationError):
        raise ValidationError(NOT_AN_ADDRESS, code="invalid") from None
    return address


def _ascii(domain: str) -> str:
    """Return a domain in ASCII, always the very same one: Python's own codec writes "strasse" for "straße"."""
    if domain.isascii():
        return domain
    return idna.encode(domain, uts46=True, std3_rules=True).decode()


def hinted(address: str) -> str:
    """Return an address by which somebody who knows it recognises it: its first letter and its domain."""
    local, _at, domain = address.partition("@")
    return f"{local[:1]}…@{domain}"


class AddressField(forms.CharField):
    """An e-mail address in its one normal form."""

    default_error_messages = {"required": _("Please write your e-mail address.")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("E-mail address"))
        kwargs.setdefault("widget", forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        """Return the normal form, or nothing for nothing."""
        text = super().to_python(value)
        return normal_address(text) if text else ""
