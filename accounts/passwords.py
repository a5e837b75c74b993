"""What a password must not be."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

SHORTEST, LONGEST = 12, 1000


class LengthValidator:
    """12 to 1,000 characters."""

    def validate(self, password: str, user: object = None) -> None:
        """Refuse what is too short to be safe or too long to be hashed in reasonable time."""
        if len(password) < SHORTEST:
            raise ValidationError(_("Please use at least 12 characters."), code="too_short")
        if len(password) > LONGEST:
            raise ValidationError(_("Please use at most 1,000 characters."), code="too_long")

    def get_help_text(self) -> str:
        """Return the rule in one line."""
        return _("At least 12 characters. A short sentence is easy to remember.")


class NotTheAddressValidator:
    """Anything but the person's own e-mail address."""

    def validate(self, password: str, user: object = None) -> None:
        """Refuse the address itself and the part before its @."""
        address = getattr(user, "email", "").lower()
        if address and password.lower() in {address, address.partition("@")[0]}:
            raise ValidationError(_("Please use something other than your e-mail address."), code="address")

    def get_help_text(self) -> str:
        """Return the rule in one line."""
        return _("Not your e-mail address.")
