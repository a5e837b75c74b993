"""Mail as files, for the embedded demo: one readable file for each mail."""

import os
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from kit.clock import database_now

NUMBERS = count(1)


class FolderBackend(BaseEmailBackend):
    """Writes each mail as `TIME-NUMBER.eml`; a file is complete from the moment it has its name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not settings.EMBEDDED:
            raise ImproperlyConfigured("EMBEDDED: mail as files is for the embedded demo alone; set EMAIL_URL.")
        self.folder = Path(settings.EMAIL_FILE_PATH)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the mails; return how many."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for mail in email_messages:
            self._write(readable(mail))
        return len(email_messages)

    def _write(self, content: bytes) -> None:
        name = f"{database_now():%Y%m%dT%H%M%S.%f}-{os.getpid()}-{next(NUMBERS):05}"
        fresh = self.folder / f".{name}"
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
        fresh.rename(self.folder / f"{name}.eml")


def readable(mail: EmailMessage) -> bytes:
    """Return the mail with its texts as they are, so that links and codes can be read and searched for."""
    message = mail.message()
    for part in message.walk():
        plain = part.get_payload(decode=True)
        if part.get_content_maintype() == "text" and isinstance(plain, bytes):
            del part["Content-Transfer-Encoding"]
            part["Content-Transfer-Encoding"] = "8bit"
            part.set_payload(plain.decode("ascii", "surrogateescape"))
    return message.as_bytes()
