"""How signing in behaves here, where django-allauth asks."""

import base64
import ipaddress
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import ratelimit
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.addresses import normal_address
from accounts.devices import known_device, remember_device
from accounts.messages import letter, page
from accounts.models import SecondFactorReset, User
from kit.clock import database_now

THAT_CODE = gettext_lazy("That code did not work.")
TOO_OFTEN = {"too_many_login_attempts", "rate_limited"}
WORDS = {
    "account_inactive": gettext_lazy("This account is switched off."),
    "duplicate_email": gettext_lazy("This is your address already."),
    "email_password_mismatch": gettext_lazy("This address and this password do not go together."),
    "email_taken": THAT_CODE,
    "enter_current_password": gettext_lazy("That is not your present password."),
    "incorrect_code": THAT_CODE,
    "incorrect_password": gettext_lazy("That is not your password."),
    "invalid_or_expired_key": THAT_CODE,
    "invalid_password_reset": gettext_lazy("This link no longer works."),
    "same_as_current": gettext_lazy("This is your address already."),
    "too_many_login_attempts": gettext_lazy("That was too often. Please wait a few minutes."),
    "rate_limited": gettext_lazy("Please wait ten seconds, then ask for a new code again."),
}
SAID_BY_THE_PAGE = {
    "account/messages/logged_in.txt",
    "account/messages/email_confirmation_sent.txt",
    "account/messages/login_code_sent.txt",
    "account/messages/email_confirmed.txt",
    "mfa/messages/recovery_codes_generated.txt",
}
SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


class AccountAdapter(DefaultAccountAdapter):
    """Our sign-in. `post` is completed in `notices`, which owns the outbox."""

    error_messages = {**DefaultAccountAdapter.error_messages, **WORDS}

    # --- Mail ---
    def post(self, *, to: str, subject: str, text: str, html: str, user: User | None) -> None:
        """Hand a finished letter to the outbox."""
        raise NotImplementedError

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write a letter and post it; nothing is sent within a request."""
        user = context.get("user")
        with translation.override(user.language if user else translation.get_language()):
            written = letter(template_prefix, context)
            drawn = {"letter": written, "site_name": settings.SITE_NAME}
            text = render_to_string("accounts/email/letter.txt", drawn)
            html = render_to_string("accounts/email/letter.html", drawn)
        self.post(to=email, subject=written.subject, text=text, html=html, user=user)

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Send to the stored address, never to the one that was typed."""
        self.send_mail("account/email/password_reset_key", user.email, context)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return a link on the configured host, whatever the request says."""
        uidb36, _dash, token = key.partition("-")
        return page("account_reset_password_from_key", uidb36=uidb36, key=token)

    # --- Input ---
    def clean_email(self, email: str) -> str:
        """Return the one normal form."""
        return normal_address(email)

    def save_user(self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True) -> User:
        """Save a new person with name and zone in one write."""
        user.name = form.cleaned_data.get("name", "")
        user.zone = form.cleaned_data.get("zone", "UTC")
        return super().save_user(request, user, form, commit=commit)

    def is_safe_url(self, url: str) -> bool:
        """Allow own paths only."""
        return url.startswith("/") and url.isprintable() and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    # --- Limits ---
    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the network a request comes from; a full address is never kept or counted."""
        address = ipaddress.ip_address(super().get_client_ip(request))
        prefix = 24 if address.version == 4 else 48
        return str(ipaddress.ip_network((address, prefix), strict=False).network_address)

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """Return our words; what was tried too often is answered by the 429 page."""
        if code in TOO_OFTEN:
            raise ImmediateHttpResponse(ratelimit.respond_429(self.request))
        return super().validation_error(code, *args)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a try: for a device that signed in before on its own, else for account and network."""
        device = known_device(request, credentials.get("email", ""))
        if not device:
            return super().pre_authenticate(request, **credentials)
        if not ratelimit.consume(request, action="known_device", key=device):
            raise self.validation_error("too_many_login_attempts")
        return None

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count by account and network, so that nobody locks an account for everybody."""
        return f"{credentials.get('email', '').lower()} {self.get_client_ip(request)}"

    # --- Signed in ---
    def add_message(
        self, request: HttpRequest, level: int, message_template: str = "", *args: Any, **kwargs: Any
    ) -> None:
        """Leave a message for the next page, unless that page says the same by itself."""
        if message_template not in SAID_BY_THE_PAGE or request.POST.get("action") == "resend":
            super().add_message(request, level, message_template, *args, **kwargs)

    def post_login(self, request: HttpRequest, user: User, **about: Any) -> HttpResponse:
        """Remember the device, give the session its full time, and tell of a reset of the second step that waits."""
        response = super().post_login(request, user, **about)
        remember_device(request, response, user.email)
        request.session.set_expiry(settings.SESSION_COOKIE_AGE)  # it had an hour if it kept a form
        if SecondFactorReset.objects.visible_to(user).waiting(database_now()).exists():
            messages.warning(request, _("Somebody asked to remove the second step from your sign-in. Was it you?"))
        return response

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask again unless the person proved themselves just now, or has yet to set up what is required."""
        if app == "allauth.mfa" and lacks_second_factor(self.request.user):
            return False
        return not signed_in_just_now(self.request) and super().is_reauthentication_required(app=app)


def signed_in_just_now(request: HttpRequest) -> bool:
    """Say whether a password or second factor was given within the last five minutes."""
    given = [r["at"] for r in get_authentication_records(request, request.user) if r["method"] in {"password", "mfa"}]
    age_seconds = database_now().timestamp() - max(given, default=0)
    return age_seconds < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def lacks_second_factor(user: User | AnonymousUser) -> bool:
    """Say whether a second factor is required of this person and not set up."""
    required = not settings.EMBEDDED and user.is_authenticated and user.needs_second_factor
    return required and not SecondFactorAdapter().is_mfa_enabled(user, SECOND_FACTORS)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Our second factor: its secrets lie in the database under the key ring."""

    aad = b"second-factor"
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": THAT_CODE,
        "unverified_email": gettext_lazy("Please confirm your e-mail address first."),
        "cannot_generate_recovery_codes": gettext_lazy("Spare codes come with a second step: set that up first."),
    }

    def encrypt(self, text: str) -> str:
        """Return a secret sealed by the key ring."""
        return base64.b64encode(settings.KEY_RING.seal(text.encode(), self.aad)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the plain secret."""
        return settings.KEY_RING.open(base64.b64decode(encrypted_text), self.aad).decode()

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002  allauth's own name
        """Return a first name for a passkey."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("My passkey") if number == 1 else _("Passkey %(number)s") % {"number": number}

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        """Name the account as its owner does, not by its id."""
        return {**super().get_public_key_credential_user_entity(user), "display_name": user.name or user.email}

    def _get_site_name(self) -> str:
        return settings.SITE_NAME
