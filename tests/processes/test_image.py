"""What the image holds: as much as the product needs to start, and nothing of the demo, the benches and the tests."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from tests.processes.conftest import HOUSE

LINES = (HOUSE / ".dockerignore").read_text().split()
TAKEN = {line.removeprefix("!") for line in LINES if line.startswith("!")}
LEFT_OUT = {line.removeprefix("**/") for line in LINES if not line.startswith("!")}
STAYS_OUT = {"demo", "bench", "tests", "docs", "dev.py"}
STARTS_IT = {"kit", "trustrebuild", "manage.py", "requirements-boot.lock", "requirements.lock"}
ASKED = """
import django
django.setup()
from django.apps import apps
from django.core.management import call_command
from django.test import Client
from django.utils.translation import gettext
call_command("check", "--fail-level=WARNING")
page = Client().get("/accounts/login/", SERVER_NAME="localhost")
print("page", page.status_code)
print("plain names", "/static/css/base.css" in page.content.decode())
print("demo", apps.is_installed("demo"))
print(gettext("Incorrect password."))
"""


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """Return a folder with what `COPY . .` takes, and the empty one for collected files."""
    folder = tmp_path / "app"
    folder.mkdir()
    left_out = {HOUSE / line for line in LEFT_OUT}

    def ignored(place: str, names: list[str]) -> set[str]:
        return {name for name in names if name in LEFT_OUT or Path(place) / name in left_out}

    for name in TAKEN:
        if (HOUSE / name).is_dir():
            shutil.copytree(HOUSE / name, folder / name, ignore=ignored)
        else:
            shutil.copy(HOUSE / name, folder / name)
    (folder / "staticfiles").mkdir()
    return folder


def started(image: Path, *command: str) -> str:
    """Run Python in the image, with the settings of these tests; return what it printed."""
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "STATIC_ROOT")}
    run = subprocess.run([sys.executable, *command], cwd=image, env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_image_takes_the_apps_and_what_they_stand_on() -> None:
    folders = [Path(app.path) for app in apps.get_app_configs()]
    folders += [*settings.LOCALE_PATHS, *settings.STATICFILES_DIRS, *settings.TEMPLATES[0]["DIRS"]]
    ours = {path.relative_to(HOUSE).parts[0] for path in folders if path.is_relative_to(HOUSE)} - {".venv"}

    assert ours - STAYS_OUT | STARTS_IT == TAKEN
    assert [path for path in folders if not path.is_dir()] == []
    assert (LINES[0], sorted(TAKEN & STAYS_OUT)) == ("*", [])


def test_image_collects_its_files_and_says_its_own_words(image: Path) -> None:
    started(image, "manage.py", "collectstatic", "--no-input")
    *_checked, page, names, demo, words = started(image, "-c", ASKED).splitlines()

    assert (page, names, demo) == ("page 200", "plain names False", "demo False")
    assert words == "This is not the password. Please look again."
    assert not (image / "trustrebuild" / "embedded.py").exists()
