"""The rules of the house that a reader would otherwise have to remember."""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.db.models import QuerySet

import kit

HOUSE = Path(__file__).parents[1]
CONTRACTS = tomllib.loads((HOUSE / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
APPS = [set(layer.split(" | ")) for layer in reversed(CONTRACTS[0]["layers"])]
PARTS = [set(layer.replace("(", "").replace(")", "").split(" : ")) for layer in reversed(CONTRACTS[1]["layers"])]
RANK_OF_APP = {name: rank for rank, names in enumerate(APPS) for name in names}
RANK_OF_PART = {name: rank for rank, names in enumerate(PARTS) for name in names}

NOT_OURS = {".git", "var", "staticfiles", "test-results", "__pycache__", "migrations", "fonts"}
LONGEST_FILE, LONGEST_TEMPLATE, LONGEST_FUNCTION, USUAL_FUNCTION = 300, 120, 50, 25
ONE_FILE_ON_PURPOSE = {"trustrebuild/settings.py", "trustrebuild/privacy.py"}  # every setting, every personal field
KNOWS_THE_DEMO = ("trustrebuild/embedded.py", "demo")  # the product runs without it, and the image does
BANNED_NAMES = {"util", "utils", "helper", "helpers", "manager", "handle", "data"}
BANNED_IMPORTS = {"django.dispatch", "django.db.models.signals", "django.core.signals", "allauth.account.signals"}
UNNAMED_READS = {"filter", "exclude", "raw", "_base_manager", "_default_manager"}
READS_OF_THE_CLOCK = {"now", "today", "utcnow", "database_now", "standing_now"}
READS_THE_CLOCK = {"views", "tasks", "management", "middleware", "admin", "adapter", "mail"}
IN_TEMPLATES = {
    "an inline script": r"<script(?![^>]*\bsrc=)(?![^>]*application/json)",
    "an inline style": r"<style|\sstyle=",
    "an inline event": r"\son[a-z]+=",
    "a query": r"\.objects\b|_base_manager",
    "a script address": r"javascript:",
}
IN_ANY_FILE = {
    "a path of one machine": r"(?<![\w.])/(?:home|root|Users|opt|work)/\w",
    "a package registry": r"pypi\.org|pythonhosted|file:/{2}|npmjs\.",
    "a key": r"BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[A-Z0-9]{16}|\bgh[pos]_\w{30}",
    "work left open": r"\b(?:TODO|FIXME|XXX)\b",
}
MOST_PASSED_OVER = 20
Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def modules() -> dict[str, ast.Module]:
    """Return every module of the house, parsed, by its path."""
    return {place(path): ast.parse(path.read_text()) for path in files("*.py")}


def files(pattern: str, *folders: str) -> list[Path]:
    """Return our own files, without what is generated or vendored."""
    found = (path for folder in folders or ("",) for path in (HOUSE / folder).rglob(pattern))
    return sorted(path for path in found if path.is_file() and is_ours(path.relative_to(HOUSE).parts))


def is_ours(parts: tuple[str, ...]) -> bool:
    hidden = {folder for folder in parts[:-1] if folder.startswith(".")} - {".ci"}
    return not hidden and not NOT_OURS & set(parts)


def place(path: Path) -> str:
    return path.relative_to(HOUSE).as_posix()


def app_of(module: str) -> str:
    return module.split("/")[0]


def part_of(module: str) -> str:
    """Return what stands under the app: `views` for home/views/today.py."""
    return module.split("/")[1].removesuffix(".py") if "/" in module else ""


def product() -> dict[str, ast.Module]:
    return {module: tree for module, tree in modules().items() if app_of(module) in RANK_OF_APP}


def imports_of(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield line and dotted name of everything a module imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def functions_of(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def lines_of(function: Function) -> int:
    return (function.end_lineno or 0) - function.lineno + 1


def test_apps_import_only_what_stands_to_their_left() -> None:
    wrong = [
        f"{module}:{line} imports {name}"
        for module, tree in product().items()
        for line, name in imports_of(tree)
        for app, imported in [(app_of(module), name.split(".")[0])]
        if imported in RANK_OF_APP and imported != app and RANK_OF_APP[imported] >= RANK_OF_APP[app]
        if (module, imported) != KNOWS_THE_DEMO
    ]

    assert wrong == []


def test_only_embedded_mode_knows_the_demo() -> None:
    knows = {
        module
        for module, tree in modules().items()
        if app_of(module) not in {"demo", "bench", "tests"}
        for _line, name in imports_of(tree)
        if name.split(".")[0] == "demo"
    }

    assert knows == {KNOWS_THE_DEMO[0]}


def test_each_part_of_the_kit_says_why_it_is_there() -> None:
    parts = sorted(path.stem for path in files("*.py", "kit") if path.stem != "__init__")

    assert re.findall(r"^(\w+)  +\S", kit.__doc__ or "", re.MULTILINE) == parts


def test_parts_of_an_app_import_only_what_they_stand_on() -> None:
    wrong = [
        f"{module}:{line} imports {name}"
        for module, tree in product().items()
        for line, name in imports_of(tree)
        if name.startswith(f"{app_of(module)}.") and part_of(module) in RANK_OF_PART
        if RANK_OF_PART.get(name.split(".")[1], -1) > RANK_OF_PART[part_of(module)]
    ]

    assert wrong == []


def test_imports_stand_at_the_top() -> None:
    hidden = {
        f"{module}:{line}"
        for module, tree in modules().items()
        if app_of(module) != "bench"  # there Django is set up first
        for function in functions_of(tree)
        for line, _ in imports_of(function)
    }

    assert hidden == set()


def test_nothing_listens_to_signals() -> None:
    wrong = [
        f"{module}:{line} imports {name}"
        for module, tree in product().items()
        for line, name in imports_of(tree)
        if any(f"{name}.".startswith(f"{banned}.") for banned in BANNED_IMPORTS)
    ]

    assert wrong == []


def test_views_read_by_named_queryset_methods() -> None:
    wrong = [
        f"{module}:{node.lineno} .{node.attr}"
        for module, tree in product().items()
        for node in ast.walk(tree)
        if part_of(module) == "views" and isinstance(node, ast.Attribute)
        if node.attr in UNNAMED_READS or (getattr(node.value, "attr", "") == "objects" and hasattr(QuerySet, node.attr))
    ]

    assert wrong == []


def test_the_clock_is_read_only_where_time_enters() -> None:
    wrong = [
        f"{module}:{node.lineno}"
        for module, tree in product().items()
        for node in ast.walk(tree)
        if part_of(module) not in READS_THE_CLOCK and isinstance(node, ast.Call)
        if getattr(node.func, "attr", getattr(node.func, "id", "")) in READS_OF_THE_CLOCK
    ]

    assert wrong == []


def test_actor_and_moment_are_given_by_name() -> None:
    wrong = [
        f"{module}:{function.lineno} {function.name}"
        for module, tree in product().items()
        for function in functions_of(tree)
        if part_of(module) == "actions" and not function.name.startswith("_")
        if {"by", "now"} & {each.arg for each in function.args.posonlyargs + function.args.args}
    ]

    assert wrong == []


def test_every_signature_has_type_hints() -> None:
    wrong = [
        f"{module}:{function.lineno} {function.name}"
        for module, tree in modules().items()
        for function in functions_of(tree)
        for taken in [function.args.posonlyargs + function.args.args + function.args.kwonlyargs]
        if function.returns is None
        or any(each.annotation is None and each.arg not in {"self", "cls"} for each in taken)
    ]

    assert wrong == []


def test_types_are_passed_over_seldom_and_with_a_reason() -> None:
    passed_over = [
        (module, line.strip())
        for module in modules()
        if app_of(module) in RANK_OF_APP
        for line in (HOUSE / module).read_text().splitlines()
        if "# type: ignore" in line or "# mypy:" in line
    ]

    assert len(passed_over) <= MOST_PASSED_OVER
    assert [line for line in passed_over if not re.search(r"# type: ignore\[[a-z,-]+\]  # \w", line[1])] == []


def test_names_say_what_a_thing_is() -> None:
    wrong = [
        f"{module}: {name}"
        for module, tree in modules().items()
        for name in [*module.removesuffix(".py").split("/"), *names_in(tree)]
        if name.lower() in BANNED_NAMES
    ]

    assert wrong == []


def names_in(tree: ast.AST) -> Iterator[str]:
    """Yield the names that a module gives; a method may bear the name that its base class asks for."""
    classes = (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and node.bases)
    asked_for = {id(method) for node in classes for method in node.body}
    for node in ast.walk(tree):
        if isinstance(node, Function | ast.ClassDef) and id(node) not in asked_for:
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def test_files_and_templates_are_short() -> None:
    limits = [*((path, LONGEST_FILE) for path in files("*.py")), *((t, LONGEST_TEMPLATE) for t in files("*.html"))]

    long = [place(path) for path, limit in limits if len(path.read_text().splitlines()) > limit]

    assert set(long) - ONE_FILE_ON_PURPOSE == set()


def test_functions_are_short() -> None:
    lengths = {
        f"{module}:{function.lineno} {function.name}": lines_of(function)
        for module, tree in modules().items()
        for function in functions_of(tree)
    }

    usual = sum(length < USUAL_FUNCTION for length in lengths.values())

    assert [name for name, length in lengths.items() if length > LONGEST_FUNCTION] == []
    assert usual >= 0.95 * len(lengths)


@pytest.mark.parametrize("what", IN_TEMPLATES)
def test_templates_hold_no(what: str) -> None:
    pages = [path for path in files("*.html", "templates") if "email" not in path.parts]

    assert [place(path) for path in pages if re.search(IN_TEMPLATES[what], path.read_text())] == []


@pytest.mark.parametrize("what", IN_ANY_FILE)
def test_no_file_holds(what: str) -> None:
    assert [name for name, text in texts().items() if re.search(IN_ANY_FILE[what], text)] == []


@cache
def texts() -> dict[str, str]:
    """Return the text of every file but this one, by its path."""
    return {place(path): readable(path) for path in files("*") if path != Path(__file__)}


def readable(path: Path) -> str:
    """Return a file's text, nothing for pictures and compiled catalogues."""
    return path.read_bytes().decode("utf-8", errors="ignore") if path.suffix not in {".png", ".mo", ".woff2"} else ""
