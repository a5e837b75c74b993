"""Codes: from a mail, from an app, or spare ones, as people type them."""

import unicodedata
from typing import Any

from allauth.account import forms as allauth_forms
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as second_factor_forms
from allauth.mfa.totp import forms as totp_forms
from django import forms
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from kit.words import Words

CODE_IS_GOOD_SECONDS = 120  # its own half minute, one before and one after, and some more


class CodeField(forms.CharField):
    """A code as it was meant: its letters and digits alone, whatever stands between them and however wide they are."""

    def to_python(self, value: Any) -> str:
        """Return the letters and digits in their plain form."""
        typed = super().to_python(value) or ""
        return "".join(c for c in unicodedata.normalize("NFKC", typed) if c.isalnum()) or typed


def _code_field(label: Words, **kwargs: Any) -> forms.CharField:
    attrs = {"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
    words = {"required": _("Please type the code.")}
    return CodeField(label=label, max_length=40, widget=forms.TextInput(attrs=attrs), error_messages=words, **kwargs)


class MailedCodeForm(allauth_forms.ConfirmLoginCodeForm):
    """The code from the mail."""

    code = _code_field(_("Code from the mail"))


class AddressCodeForm(allauth_forms.ConfirmEmailVerificationCodeForm):
    """The code from the mail, which proves the address."""

    code = _code_field(_("Code from the mail"))


def _use_once(user: User, code: str) -> str:
    """Take a code of the app once for as long as it is good: the library forgets it after a single step."""
    if not cache.add(f"second-step-code:{user.pk}:{code}", "used", timeout=CODE_IS_GOOD_SECONDS):
        raise get_adapter().validation_error("incorrect_code")
    return code


class SecondStepForm(second_factor_forms.AuthenticateForm):
    """The code from the app, or one of the recovery codes."""

    code = _code_field(_("Code"), help_text=_("From your app, or one of your spare codes."))

    def clean_code(self) -> str:
        """Check the code, which is good once."""
        return _use_once(self.user, super().clean_code())


class SecondStepAgainForm(second_factor_forms.ReauthenticateForm):
    """The code from the app, or one of the recovery codes, once more."""

    code = _code_field(_("Code"), help_text=_("From your app, or one of your spare codes."))

    def clean_code(self) -> str:
        """Check the code, which is good once."""
        return _use_once(self.user, super().clean_code())


class AppForm(totp_forms.ActivateTOTPForm):
    """The first code that the app shows."""

    code = _code_field(_("Code that the app shows"))
