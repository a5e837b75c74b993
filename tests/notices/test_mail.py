"""Mail as files: readable with cat, nobody else's, and for the demo alone."""

import stat
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMultiAlternatives, get_connection
from pytest_django import Settings

BACKEND = "notices.mail.FolderBackend"


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    """The folder that the embedded demo would use."""
    settings.EMBEDDED = True
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    return settings.EMAIL_FILE_PATH


def write(text: str, *, html: str = "<p>x</p>") -> None:
    """Send one mail to files."""
    mail = EmailMultiAlternatives("Grüße", text, to=["you@example.org"], connection=get_connection(BACKEND))
    mail.attach_alternative(html, "text/html")
    mail.send()


@pytest.mark.django_db
def test_mail_is_one_file_that_can_be_read_and_searched(folder: Path) -> None:
    link = "http://127.0.0.1:8000/" + "long=" * 300

    write(f"Dein Code für heute: 123456\n{link}", html=f'<a href="{link}">schön</a>')

    (file,) = folder.iterdir()
    content = file.read_text()
    assert [text in content for text in ("für heute: 123456", f"\n{link}\n", f'href="{link}"', "schön")] == [True] * 4
    assert file.suffix == ".eml"


@pytest.mark.django_db
def test_mail_files_sort_by_time(folder: Path) -> None:
    for number in range(12):
        write(f"number {number}.")

    names = sorted(folder.iterdir())

    assert [f"number {n}." in name.read_text() for n, name in enumerate(names)] == [True] * 12


@pytest.mark.django_db
def test_mail_files_are_the_owners_alone(folder: Path) -> None:
    write("x")

    (file,) = folder.iterdir()

    assert (stat.S_IMODE(folder.stat().st_mode), stat.S_IMODE(file.stat().st_mode)) == (0o700, 0o600)


def test_mail_as_files_is_refused_outside_the_demo(settings: Settings) -> None:
    settings.EMBEDDED = False

    with pytest.raises(ImproperlyConfigured, match="EMBEDDED"):
        get_connection(BACKEND)
