"""Nothing lies about that no page uses: icons, classes of the style sheets, reworded texts."""

import re
from functools import cache
from pathlib import Path

import allauth
import django

HOUSE = Path(__file__).parents[1]
ALSO_FROM_DJANGO = {"errorlist"}  # the class that forms give a list of what to mend
SHEETS = ("tokens", "base", "layout", "components")  # staff.css dresses Django's own pages
MARKUP = ("templates", "static/js", "accounts", "checkins", "couples", "home", "kit", "repair", "therapy", "trajectory")


@cache
def text_of(*folders: Path) -> str:
    """Return everything in some folders, on one line."""
    files = (path for folder in folders for path in folder.rglob("*") if path.suffix in {".html", ".js", ".py", ".txt"})
    return " ".join(" ".join(path.read_text(errors="ignore") for path in files).split())


@cache
def markup() -> str:
    return text_of(*(HOUSE / folder for folder in MARKUP))


def test_icons_of_the_sprite_are_those_that_pages_name() -> None:
    sprite = set(re.findall(r'<symbol id="([\w-]+)"', (HOUSE / "static/icons/sprite.svg").read_text()))
    named = set(re.findall(r'\{% icon "([\w-]+)" %\}', markup()))

    assert named <= sprite
    assert [icon for icon in sorted(sprite) if f'"{icon}"' not in markup()] == []


def test_icons_of_the_sprite_are_those_whose_source_is_told() -> None:
    sprite = re.findall(r'<symbol id="([\w-]+)"', (HOUSE / "static/icons/sprite.svg").read_text())
    told = re.findall(r"^(\S+) +icons/", (HOUSE / "static/icons/SOURCES.txt").read_text(), re.MULTILINE)

    assert sprite == told


def test_every_class_that_is_styled_stands_on_a_page() -> None:
    rules = " ".join((HOUSE / f"static/css/{sheet}.css").read_text() for sheet in SHEETS)
    styled = set(re.findall(r"\.([a-z][\w-]*)(?=[\s.,:>+~{\[)])", re.sub(r"/\*.*?\*/", "", rules, flags=re.DOTALL)))
    on_pages = set(re.findall(r"[\w-]+", markup()))

    assert sorted(styled - on_pages - ALSO_FROM_DJANGO) == []


def test_every_reworded_text_is_one_that_is_said() -> None:
    catalogue = (HOUSE / "wording/en/LC_MESSAGES/django.po").read_text()
    of_django = (Path(django.__file__).parent / folder for folder in ("contrib/auth", "core", "db", "forms"))
    said = text_of(Path(allauth.__file__).parent, *of_django, HOUSE / "templates", HOUSE / "accounts")
    bare = re.compile(r"[\W_]+")
    letters = bare.sub("", re.sub(r"\{\{|\}\}|%\(|\)s", " ", said))

    reworded = [bare.sub("", re.sub(r'%\(|\)s|"\n"|\\n|\\', " ", one)) for one in texts_of(catalogue)]

    assert [one for one in reworded if one not in letters] == []


def texts_of(catalogue: str) -> list[str]:
    """Return the texts that a catalogue gives other words to."""
    found = re.findall(r'^msgid ((?:"(?:[^"\\]|\\.)*"\n)+)', catalogue, re.MULTILINE)
    return [one for one in found if one.strip() != '""']
