"""The map of the house names files that are there."""

import re
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1]
PAGES = ("map.md", "architecture.md", "recipes.md", "glossary.md")
NAMED = re.compile(r"`([\w/.*-]+\.(?:py|html|js|json|txt|md|yml|toml))`")
LINKED = re.compile(r"\]\(([\w/.-]+)\)")
FOLDERS = [path for path in HOUSE.iterdir() if path.is_dir() and not path.name.startswith(".") and path.name != "var"]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_about_the_house_names_only_what_is_there(page: str) -> None:
    text = (HOUSE / "docs" / page).read_text()

    lost = [name for name in NAMED.findall(text) if not is_there(name)]
    lost += [link for link in LINKED.findall(text) if not (HOUSE / "docs" / link).exists()]

    assert lost == []


def is_there(name: str) -> bool:
    """Say whether a file of this name, or of this end of a path, is in the house."""
    return bool(list(HOUSE.glob(name))) or any(any(folder.rglob(name)) for folder in FOLDERS)


def test_every_app_is_on_the_map() -> None:
    text = (HOUSE / "docs" / "map.md").read_text()
    apps = {path.parent.name for path in HOUSE.glob("*/urls.py")} - {"trustrebuild"}

    assert {app for app in apps if app not in text} == set()
    assert len(apps) > 6
