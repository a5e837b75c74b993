"""Which lines of the product the tests reach: `CI=true dev.py test`, then `coverage combine` and `report`.

On Python 3.11 the tracer of coverage.py makes the suite 63 % slower. Here each statement notes by itself that it
ran, for a twentieth of that; counting, leaving out and the floor are coverage.py's. This may go with Python 3.12,
where coverage.py is as cheap. What other processes run is not seen, and code that the product reads is as written.
"""

import ast
import os
import sys
from collections.abc import Iterator, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType

import pytest
from coverage import Coverage, CoverageData

HOUSE = Path(__file__).parents[1]
MEASURED = Coverage(config_file=HOUSE / "pyproject.toml")
PRODUCT = set(MEASURED.get_option("run:source") or ())
RAN: dict[str, bytearray] = {}  # for each file, whether its lines ran
NAME = "__ran__"


class NotingLoader(SourceFileLoader):
    """Loads a module whose statements note that they ran; never from or into compiled files."""

    def path_stats(self, path: str) -> dict[str, int]:
        """Let no compiled file be looked for."""
        raise OSError(path)

    def source_to_code(self, source: bytes, path: str, *, _optimize: int = -1) -> CodeType:
        """Compile a module with a note before each statement."""
        tree = ast.parse(source, path)
        for block, before in list(blocks_of(tree)):
            block[:] = [*before, *noting(block)]
        RAN[path] = bytearray(source.count(b"\n") + 2)
        return compile(ast.fix_missing_locations(tree), path, "exec", dont_inherit=True, optimize=_optimize)

    def exec_module(self, module: ModuleType) -> None:
        """Run a module with the place for its notes at hand."""
        code = self.get_code(module.__name__)
        vars(module)[NAME] = RAN[self.path]
        exec(code, vars(module))


class Finder(MetaPathFinder):
    """Finds the product's modules before anybody else does."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return how a module of the product is loaded."""
        if name.partition(".")[0] not in PRODUCT:
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec and spec.origin and type(spec.loader) is SourceFileLoader:
            spec.loader = NotingLoader(name, spec.origin)
        return spec


def blocks_of(tree: ast.AST) -> Iterator[tuple[list[ast.stmt], list[ast.stmt]]]:
    """Yield every list of statements, with the note of the `except` or `case` that it stands under."""
    for node in ast.walk(tree):
        head = node.pattern if isinstance(node, ast.match_case) else node
        before = [note(head.lineno)] if isinstance(node, ast.match_case | ast.ExceptHandler) else []
        for field in ("body", "orelse", "finalbody"):
            block = getattr(node, field, None)
            if isinstance(block, list) and block:
                yield block, before


def noting(block: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements of a block, each after the note of its lines; a docstring stays first."""
    for place, statement in enumerate(block):
        is_text = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
        if not (place == 0 and is_text):
            yield from (note(line) for line in lines_of(statement))
        yield statement


def lines_of(statement: ast.stmt) -> list[int]:
    """Return the lines at which a statement begins: a decorated one at each decorator as well."""
    return [statement.lineno, *(one.lineno for one in getattr(statement, "decorator_list", ()))]


def note(line: int) -> ast.stmt:
    """Return the statement that notes a line."""
    [statement] = ast.parse(f"{NAME}[{line}] = 1").body
    for node in ast.walk(statement):
        if hasattr(node, "lineno"):
            node.lineno = node.end_lineno = line
    return statement


sys.meta_path.insert(0, Finder())


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """Keep what ran in this process, beside what ran in the others."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "all")
    kept = CoverageData(basename=str(MEASURED.get_option("run:data_file")), suffix=f"{worker}.{os.getpid()}")
    kept.add_lines({path: [line for line, ran in enumerate(lines) if ran] for path, lines in RAN.items()})
    kept.touch_files(str(path) for name in PRODUCT for path in (HOUSE / name).rglob("*.py"))
    kept.write()
