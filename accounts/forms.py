"""Sign-up."""

from allauth.account.forms import SignupForm


class SignUpForm(SignupForm):
    """Our sign-up."""
