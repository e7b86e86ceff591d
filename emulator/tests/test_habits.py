"""Habits of the tests themselves: each stands alone, and looks at nothing private."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted(
    path for room in ("emulator/tests", "client/tests", "contract_tests") for path in (ROOT / room).rglob("*.py")
)
# lxml has no public name for the type of an element; those of named tuples begin so that they are no fields.
PUBLIC_AFTER_ALL = frozenset({"_Element", "_ElementTree", "_Attrib", "_replace", "_asdict", "_fields"})


def is_private(name: str) -> bool:
    """Whether a name is one's own business."""
    return name.startswith("_") and not name.startswith("__") and name not in PUBLIC_AFTER_ALL


def trespasses(tree: ast.AST) -> Iterator[str]:
    """Names of other modules and objects that a file has no business with, with their lines."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            where = (node.module or "").rpartition(".")[2]
            if where.startswith("test_"):
                yield f"{node.lineno}: imports from {where}"
            yield from (f"{node.lineno}: imports {alias.name}" for alias in node.names if is_private(alias.name))
        elif isinstance(node, ast.Attribute) and is_private(node.attr):
            if not (isinstance(node.value, ast.Name) and node.value.id in ("self", "cls", "other")):
                yield f"{node.lineno}: looks at {node.attr}"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "setattr":
            named = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            yield from (f"{node.lineno}: replaces {one}" for one in named if is_private(one.rpartition(".")[2]))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_test_stands_alone(path: Path) -> None:
    """It imports from no other test, and no private name of anybody."""
    assert list(trespasses(ast.parse(path.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize(
    "code",
    [
        "from .test_other import x",
        "from a.test_other import x",
        "from a import _x",
        "a._x = 1",
        "f(self.a._x)",
        "monkeypatch.setattr(a, '_x', 1)",
        "monkeypatch.setattr('a.b._x', 1)",
    ],
)
def test_a_trespass_is_noticed(code: str) -> None:
    """The check above can fail."""
    assert list(trespasses(ast.parse(code)))
