"""Mail as files, for the embedded demo."""

from django.core.mail.backends.filebased import EmailBackend


class FolderBackend(EmailBackend):
    """One file for each mail."""
