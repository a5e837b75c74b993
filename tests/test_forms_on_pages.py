"""How every form of ours stands on its page: nothing of it is kept by the browser, and it asks before it is left."""

import re
from pathlib import Path

from django.conf import settings

TEMPLATES = Path(settings.BASE_DIR) / "templates"
SIGN_IN = ("account/", "allauth/", "mfa/", "usersessions/", "admin/")  # a browser may fill in an address
FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.S)
FOLD = re.compile(r"<details\b([^>]*)>(.*?)</details>", re.S)
ASKED = re.compile(r"as_field_group|<input(?! type=\"hidden\")|<textarea|<select|\{\{ \w*form \}\}|_fields\.html")


def parts(kind: re.Pattern[str]) -> list[tuple[str, str]]:
    """Return (template, attributes) of each form or fold of ours in which something is written or chosen."""
    found = []
    for path in sorted(TEMPLATES.rglob("*.html")):
        name = str(path.relative_to(TEMPLATES))
        if not name.startswith(SIGN_IN):
            found += [(name, attrs) for attrs, inside in kind.findall(path.read_text()) if ASKED.search(inside)]
    return found


def test_form_keeps_nothing_in_the_browser_and_asks_before_it_is_left() -> None:
    posted = [(name, attrs) for name, attrs in parts(FORM) if 'method="post"' in attrs]

    assert len(posted) > 35
    assert [one for one in posted if 'autocomplete="off" data-behaviour="unsaved"' not in one[1]] == []


def test_fold_with_something_to_fill_in_stays_open_while_it_is() -> None:
    folds = parts(FOLD)

    assert len(folds) >= 4
    assert [one for one in folds if 'data-behaviour="fold"' not in one[1]] == []
