"""How many invitations an address gets: two in seven days, whoever sends them."""

import hmac
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, Q

from couples.models import MailedAddress

ADDRESS_WINDOW = timedelta(days=7)


def may_mail(address: str, *, now: datetime) -> bool:
    """Claim one of the two mails of an address; False if both went out within seven days.

    One conditional update decides, so that two senders at once get one yes.
    """
    forget_mailed_addresses(now=now)
    row, is_first = MailedAddress.objects.get_or_create(digest=digest_of(address), defaults={"last_at": now})
    if is_first:
        return True
    free = Q(before_at=None) | Q(before_at__lte=now - ADDRESS_WINDOW)
    return bool(MailedAddress.objects.filter(free, pk=row.pk).update(before_at=F("last_at"), last_at=now))


def forget_mailed_addresses(*, now: datetime) -> int:
    """Delete what is older than the window, which nothing needs; return how many."""
    return MailedAddress.objects.filter(last_at__lte=now - ADDRESS_WINDOW).delete()[0]


def digest_of(address: str) -> bytes:
    """Return a keyed digest, the same for every letter case."""
    key = settings.SECRET_KEY.encode()
    return hmac.digest(key, b"address:" + address.strip().lower().encode(), "sha256")
