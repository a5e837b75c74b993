"""The mail provider: one connection for a batch, and what its answers mean."""

import smtplib
from enum import Enum
from types import TracebackType

from django.core.mail import EmailMultiAlternatives, get_connection

TRY_LATER = range(400, 500)
SHUTTING_DOWN = 421


class SendingOutcome(Enum):
    """What became of one mail."""

    TAKEN = "taken"
    LATER = "later"  # certainly not taken, and may be tried again
    REFUSED = "refused"  # certainly not taken, and never will be
    UNSURE = "unsure"  # the line broke: it may have been taken
    UNWRITABLE = "unwritable"  # not a mail at all; nothing went over the line
    DOWN = "down"  # nobody is served now; not this mail's fault


class Down(Exception):
    """The provider cannot be reached, or does not let us in."""


class Provider:
    """One open connection to the mail provider. Raises `Down` if there is none to be had."""

    def __enter__(self) -> "Provider":
        self.connection = get_connection()
        try:
            self.connection.open()
        except (OSError, smtplib.SMTPException) as problem:
            raise Down from problem
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trail: TracebackType | None
    ) -> None:
        self._close()

    def _close(self) -> None:
        try:
            self.connection.close()
        except (OSError, smtplib.SMTPException):
            self.connection.connection = None  # type: ignore[attr-defined]  # the line of an SMTP backend

    def send(self, mail: EmailMultiAlternatives) -> SendingOutcome:
        """Hand over one mail."""
        try:
            self.connection.send_messages([mail])
        except (OSError, smtplib.SMTPException) as problem:
            return outcome_of(problem)
        except ValueError:
            return SendingOutcome.UNWRITABLE
        return SendingOutcome.TAKEN


def outcome_of(problem: Exception) -> SendingOutcome:
    """Say what a failure while sending means.

    A refused sender or sign-in is the deployment's fault and no mail's; 421 says that the
    provider is closing. Without an answer nothing is certain.
    """
    if isinstance(problem, smtplib.SMTPSenderRefused | smtplib.SMTPAuthenticationError):
        return SendingOutcome.DOWN
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        code = max(code for code, _words in problem.recipients.values())
    elif isinstance(problem, smtplib.SMTPResponseException):
        code = problem.smtp_code
    else:
        return SendingOutcome.UNSURE
    if code == SHUTTING_DOWN:
        return SendingOutcome.DOWN
    return SendingOutcome.LATER if code in TRY_LATER else SendingOutcome.REFUSED
