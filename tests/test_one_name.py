"""One name, one thing: whoever searches for a name finds what it is, and nothing else."""

import ast
from collections.abc import Iterator

from tests.test_architecture import part_of, product

MEAN_SEVERAL_THINGS_YET = {  # of other rooms; only ever fewer
    "AT_ONCE",
    "BATCH",
    "BLOCK",
    "CHUNK",
    "COLUMNS",
    "COUNT",
    "DAY",
    "HALF_YEAR",
    "LAST_DAY",
    "LATELY",
    "LEFT",
    "LONGEST",
    "NOTHING",
    "NOTHING_BESIDE",
    "NUMBERS",
    "REPAIR",
    "ROW_HEIGHT",
    "SCALE",
    "SHOWN",
    "TALK",
    "TOLD",
    "WORDS",
}


def test_a_name_of_a_class_stands_once() -> None:
    places: dict[str, list[str]] = {}
    for module, tree in product().items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and part_of(module) != "management":
                places.setdefault(node.name, []).append(module)

    assert {name: modules for name, modules in places.items() if len(modules) > 1} == {}


def test_a_name_of_a_constant_means_one_thing() -> None:
    values: dict[str, set[str]] = {}
    for tree in product().values():
        for name, value in constants_of(tree):
            values.setdefault(name, set()).add(value)

    several = {name for name, meant in values.items() if len(meant) > 1}

    assert several - MEAN_SEVERAL_THINGS_YET == set()
    assert MEAN_SEVERAL_THINGS_YET - several == set()


def constants_of(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield name and value of each public constant at the top of a module."""
    for node in tree.body:
        if (
            isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Tuple)
            and isinstance(node.value, ast.Tuple)
        ):
            pairs = zip(node.targets[0].elts, node.value.elts, strict=False)
        elif isinstance(node, ast.Assign):
            pairs = ((target, node.value) for target in node.targets)
        else:
            continue
        for target, value in pairs:
            if isinstance(target, ast.Name) and target.id.isupper() and not target.id.startswith("_"):
                yield target.id, ast.unparse(value)
