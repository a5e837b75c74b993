"""How sign-in behaves here."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Our sign-in."""


class SecondFactorAdapter(DefaultMFAAdapter):
    """Our second factor."""
