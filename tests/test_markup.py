"""HTML and SVG stand in templates, but in a few modules that say what a template cost in their place."""

import ast
import re

import pytest

from tests.test_architecture import modules, product

BUILT_IN_PYTHON = {
    "home/templatetags/drawn.py",
    "kit/drawing.py",
    "repair/templatetags/repair_drawn.py",
    "trajectory/charts/svg.py",
}
MOST = 5
TRUSTED = {"SafeString", "SafeText", "SafeData", "mark_safe", "format_html", "format_html_join", "__html__"}
TAG = re.compile(r"(?<!\?P)</?[a-z][a-z0-9]*[\s/>]", re.IGNORECASE)
GAIN = re.compile(r"\d+ ms|times as much|a (?:third|quarter|tenth) of|more than the rest of", re.IGNORECASE)


def docstrings_of(tree: ast.Module) -> set[int]:
    """Return the docstrings of a module: they may name a tag."""
    bodies = (node.body for node in ast.walk(tree) if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef))
    return {id(body[0].value) for body in bodies if body and isinstance(body[0], ast.Expr)}


def writes_markup(tree: ast.Module) -> bool:
    """Say whether a module writes a tag, or calls a text safe to print."""
    docs = docstrings_of(tree)
    texts = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in docs)
    names = {
        getattr(node, kind, "")
        for node in ast.walk(tree)
        if isinstance(node, ast.Name | ast.Attribute | ast.alias | ast.FunctionDef)
        for kind in ("id", "attr", "name")
    }
    return bool(names & TRUSTED) or any(isinstance(text, str) and TAG.search(text) for text in texts)


def test_html_is_built_in_few_modules() -> None:
    found = {module for module, tree in product().items() if writes_markup(tree)}

    assert found == BUILT_IN_PYTHON
    assert len(found) <= MOST


@pytest.mark.parametrize("module", sorted(BUILT_IN_PYTHON))
def test_html_built_in_python_says_what_it_gains(module: str) -> None:
    assert GAIN.search(" ".join((ast.get_docstring(modules()[module]) or "").split()))
