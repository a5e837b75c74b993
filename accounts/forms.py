"""Forms of signing up, signing in and one's own account."""

import struct
from collections.abc import Callable
from typing import Any

from allauth.account import forms as allauth_forms
from allauth.core import ratelimit
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import forms as passkey_forms
from django import forms
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.addresses import AddressField
from accounts.models import User
from kit.fields import ShortLine, Zone
from kit.words import Words

LONGEST_NAME = 60
LONGEST_PASSKEY = 64 * 1024
PASSWORD_RULE = _("At least 12 characters. A short sentence is easy to remember.")
NO_PASSWORD = _("Please write a password.")


def password_field(label: Words, *, new: bool) -> forms.CharField:
    """Return a field for a password, as a password manager understands it."""
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password" if new else "current-password"})
    words = {"required": NO_PASSWORD}
    return forms.CharField(
        label=label, strip=False, widget=widget, help_text=PASSWORD_RULE if new else "", error_messages=words
    )


class NewPassword(allauth_forms.SetPasswordField):
    """A new password, checked against the rules and the person."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(help_text=PASSWORD_RULE, error_messages={"required": NO_PASSWORD}, **kwargs)
        self.widget.attrs.pop("placeholder", None)


class SignUpForm(allauth_forms.SignupForm):
    """A new account: address, password, perhaps a name, the time zone, and of age."""

    field_order = ["email", "password1", "name", "zone", "of_age"]
    name = ShortLine(
        label=_("Your name"),
        longest=LONGEST_NAME,
        required=False,
        help_text=_("As you like to be called. You can change it at any time."),
    )
    zone = Zone(help_text=_("Where your days begin and end. You can change it at any time."))
    of_age = forms.BooleanField(
        label=_("I am 18 or over"), error_messages={"required": _("This is for people of 18 and over.")}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = AddressField()
        self.fields["password1"] = password_field(_("Password"), new=True)
        self.fields["name"].widget.attrs = self.fields["name"].widget.attrs | {"autocomplete": "nickname"}
        if not self.is_bound:
            self.fields["zone"].widget.attrs |= {"data-behaviour": "zone"}
        self.order_fields(self.field_order)

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Save in one transaction; an address that is taken costs the same time as a free one."""
        if not ratelimit.consume(request, action="signed_up"):
            return None, ratelimit.respond_429(request)
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        with transaction.atomic():
            return super().try_save(request)


class SignInForm(allauth_forms.LoginForm):
    """Address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = AddressField()
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.fields["password"] = password_field(_("Password"), new=False)
        self.order_fields(["login", "password"])


class CodeRequestForm(allauth_forms.RequestLoginCodeForm):
    """The address that a sign-in code goes to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = AddressField()


class ResetForm(allauth_forms.ResetPasswordForm):
    """The address of an account whose password is forgotten."""

    email = AddressField()


class AddressForm(allauth_forms.AddEmailForm):
    """A new address for one's account."""

    email = AddressField(label=_("New e-mail address"))


class OtherAddressForm(allauth_forms.ChangeEmailForm):
    """Another address for a sign-up that is not finished."""

    email = AddressField(label=_("Another e-mail address"))


class ChangePasswordForm(allauth_forms.ChangePasswordForm):
    """The present password and a new one."""

    oldpassword = password_field(_("Your present password"), new=False)
    password1 = NewPassword(label=_("New password"))
    password2 = None


class SetPasswordForm(allauth_forms.SetPasswordForm):
    """A first password."""

    password1 = NewPassword(label=_("New password"))
    password2 = None


class ResetKeyForm(allauth_forms.ResetPasswordKeyForm):
    """A new password, for who followed the link."""

    password1 = NewPassword(label=_("New password"))
    password2 = None


class ReauthenticateForm(allauth_forms.ReauthenticateForm):
    """The password once more."""

    password = password_field(_("Password"), new=False)


class PasskeyField(forms.JSONField):
    """What the browser says for a passkey: a few kilobytes of JSON."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        """Return what was said; endless or bottomless JSON is not read."""
        if len(str(value)) > LONGEST_PASSKEY:
            raise get_adapter().validation_error("incorrect_code")
        return _read(lambda: super(PasskeyField, self).to_python(value))


def _read(parse: Callable[[], Any]) -> Any:
    """Answer a passkey that cannot be parsed as one that did not work: the parser lets these through."""
    try:
        return parse()
    except (KeyError, TypeError, AttributeError, IndexError, ValueError, RecursionError, struct.error):
        raise get_adapter().validation_error("incorrect_code") from None


class PasskeyForm(passkey_forms.AddWebAuthnForm):
    """A passkey and its name."""

    credential = PasskeyField()
    name = ShortLine(label=_("Name of this passkey"), longest=LONGEST_NAME, required=False)
    passwordless = forms.BooleanField(
        label=_("Sign in with this alone, without a password"),
        required=False,
        help_text=_("Your device then asks for your finger, face or its own code."),
    )

    def clean(self) -> dict[str, Any]:
        """Parse the new passkey."""
        return _read(super().clean)


class PasskeyNameForm(passkey_forms.EditWebAuthnForm):
    """Another name for a passkey."""

    name = ShortLine(label=_("Name of this passkey"), longest=LONGEST_NAME)


class PasskeySignInForm(passkey_forms.LoginWebAuthnForm):
    """Signing in with a passkey alone."""

    credential = PasskeyField()

    def clean_credential(self) -> Authenticator:
        """Find the passkey."""
        return _read(super().clean_credential)


class PasskeyStepForm(passkey_forms.AuthenticateWebAuthnForm):
    """A passkey as the second step."""

    credential = PasskeyField()

    def clean_credential(self) -> Authenticator:
        """Find the passkey."""
        return _read(super().clean_credential)


class PasskeyAgainForm(passkey_forms.ReauthenticateWebAuthnForm):
    """A passkey once more."""

    credential = PasskeyField()

    def clean_credential(self) -> Authenticator:
        """Find the passkey."""
        return _read(super().clean_credential)


class FindForm(forms.Form):
    """A full address by which staff find an account."""

    address = AddressField()


class LicenceForm(forms.Form):
    """Who works with couples may name a licence."""

    licence = ShortLine(
        label=_("Your licence"),
        longest=200,
        required=False,
        help_text=_("Kind, number and place. Those who run this site look at it before they call you verified."),
    )


class DeviceZoneForm(forms.Form):
    """The zone that a device says it is in."""

    zone = Zone()


class ProfileForm(forms.Form):
    """One's name, time zone and language."""

    name = ShortLine(label=_("Your name"), longest=LONGEST_NAME, required=False)
    zone = Zone()
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
