"""What sign-in sends: every letter in neutral words, one function for each thing sent.

A lock screen, a mail list or a bystander learns no more than that somebody has an
account somewhere. `LETTERS` is keyed by the name that django-allauth gives a mail.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

Facts = dict[str, Any]


@dataclass(frozen=True)
class Letter:
    """A letter before it is drawn: subject, paragraphs, and at most one code or link between them."""

    subject: str
    lines: tuple[str, ...]
    code: str = ""
    link: str = ""
    link_words: str = ""
    after: tuple[str, ...] = ()


def letter(name: str, facts: Facts) -> Letter:
    """Return the letter of that name."""
    return LETTERS[name](facts)


def page(route: str, **parts: Any) -> str:
    """Return the full address of a page on the one configured host."""
    return settings.SITE_URL + reverse(route, kwargs=parts or None)


def _leave_it() -> str:
    return _("If it was not you, you can leave this mail be: nothing happens without it.")


def _code_to_begin(facts: Facts) -> Letter:
    opening = _("Here is the code to finish your sign-up. Type it into the page that asks for it.")
    return Letter(_("Your code"), (opening,), code=facts["code"], after=(_("It works for 15 minutes."), _leave_it()))


def _code_for_new_address(facts: Facts) -> Letter:
    opening = _("Here is the code to use this address from now on. Type it into the page that asks for it.")
    return replace(_code_to_begin(facts), lines=(opening,))


def _code_to_sign_in(facts: Facts) -> Letter:
    opening = _("Here is your code to sign in. Type it into the page that asks for it.")
    return Letter(_("Your code"), (opening,), code=facts["code"], after=(_("It works for 10 minutes."), _leave_it()))


def _account_is_there(facts: Facts) -> Letter:
    opening = _("Somebody, perhaps you, began to sign up with this address.")
    so = _("There is an account with it already, so nothing was changed. You can sign in, or choose a new password.")
    return Letter(_("About your sign-up"), (opening, so), link=page("account_login"), link_words=_("Sign in"))


def _account_is_not_there(facts: Facts) -> Letter:
    opening = _("Somebody, perhaps you, tried to sign in with this address, or asked for a new password.")
    so = _("There is no account with it. Perhaps you used another address.")
    return Letter(_("About your sign-in"), (opening, so), after=(_("If it was not you, you can leave this mail be."),))


def _new_password(facts: Facts) -> Letter:
    opening = _("Somebody, perhaps you, asked for a new password for your account.")
    after = (_("The link works once, within an hour."), _("If it was not you, nothing has changed."))
    link, words = facts["password_reset_url"], _("Choose a new password")
    return Letter(_("A new password"), (opening,), link=link, link_words=words, after=after)


def _finish_sign_up(facts: Facts) -> Letter:
    opening = _("Your sign-up is not finished: this address still waits to be confirmed.")
    so = _("Sign in with your password, and a new code comes to you.")
    return Letter(_("Your sign-up"), (opening, so), link=page("account_login"), link_words=_("Sign in"))


def _changed(what: str) -> Letter:
    """Tell the owner that something about signing in has changed."""
    after = (_("If it was you, all is well. If it was not, choose a new password: it signs everybody else out."),)
    link, words = page("account_reset_password"), _("Choose a new password")
    return Letter(_("A change to your account"), (what,), link=link, link_words=words, after=after)


def _address_changed(facts: Facts) -> Letter:
    what = _("Your account has a new e-mail address; mails no longer come to this one.")
    after = (_("If it was not you, please write to {contact} soon.").format(contact=settings.CONTACT_ADDRESS),)
    return Letter(_("A change to your account"), (what,), after=after)


def _second_step_asked(facts: Facts) -> Letter:
    day = date_format(facts["due_at"], "j F Y")
    what = _("Somebody asked us to remove the second step from your sign-in.")
    when = _("It stays until %(day)s. Then your password alone is enough to sign in.") % {"day": day}
    after = (_("If it was you, there is nothing to do. If it was not, stop it with the link above."),)
    link = page("accounts:stop_reset", reset_id=facts["reset_id"])
    return Letter(_("A change to your account"), (what, when), link=link, link_words=_("Stop this"), after=after)


def _second_step_kept(facts: Facts) -> Letter:
    what = _("The second step of your sign-in stays: its removal was stopped.")
    return Letter(_("A change to your account"), (what,))


def _tell(words: Callable[[], str]) -> Callable[[Facts], Letter]:
    return lambda facts: _changed(words())


LETTERS: dict[str, Callable[[Facts], Letter]] = {
    "account/email/email_confirmation_signup": _code_to_begin,
    "account/email/email_confirmation": _code_for_new_address,
    "account/email/account_already_exists": _account_is_there,
    "account/email/unknown_account": _account_is_not_there,
    "account/email/login_code": _code_to_sign_in,
    "account/email/password_reset_key": _new_password,
    "account/email/password_reset": _tell(lambda: _("Your password was changed.")),
    "account/email/password_changed": _tell(lambda: _("Your password was changed.")),
    "account/email/password_set": _tell(lambda: _("Your account has a password now.")),
    "account/email/email_changed": _address_changed,
    "account/email/email_confirm": _tell(lambda: _("Your e-mail address was confirmed.")),
    "account/email/email_deleted": _tell(lambda: _("An e-mail address was taken off your account.")),
    "mfa/email/totp_activated": _tell(lambda: _("Your sign-in has a second step now: a code from an app.")),
    "mfa/email/totp_deactivated": _tell(lambda: _("The code from an app is no longer a step of your sign-in.")),
    "mfa/email/webauthn_added": _tell(lambda: _("A passkey was added to your account.")),
    "mfa/email/webauthn_removed": _tell(lambda: _("A passkey was taken off your account.")),
    "mfa/email/recovery_codes_generated": _tell(lambda: _("Your account has new spare codes.")),
    "accounts/email/finish_sign_up": _finish_sign_up,
    "accounts/email/second_step_asked": _second_step_asked,
    "accounts/email/second_step_kept": _second_step_kept,
    "accounts/email/second_step_removed": _tell(lambda: _("The second step was removed from your sign-in.")),
}
