"""The two distributions fit each other: the emulator's holds the client, and the client's needs nothing of a server."""

import ast
import sys
import tomllib
from pathlib import Path

import intacct_client

ROOT = Path(__file__).resolve().parents[2]
EMULATOR = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CLIENT = tomllib.loads((ROOT / "client" / "pyproject.toml").read_text(encoding="utf-8"))


def name_of(requirement: str) -> str:
    return requirement.partition(">=")[0].strip()


def test_what_the_client_needs_comes_with_the_emulator() -> None:
    """The emulator's copy of the client finds every dependency, at the same bounds."""
    assert set(CLIENT["project"]["dependencies"]) <= set(EMULATOR["project"]["dependencies"])


def test_the_client_imports_what_it_declares_and_nothing_else() -> None:
    """The standard library, itself and its dependencies; each dependency is imported somewhere."""
    declared = {name_of(requirement) for requirement in CLIENT["project"]["dependencies"]}
    imported = set()
    for module in (ROOT / "client" / "intacct_client").rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                imported.add((node.module or "").partition(".")[0])
    assert imported - sys.stdlib_module_names - {"intacct_client"} == declared


def test_the_copy_lies_where_the_path_file_leads() -> None:
    """The wheel puts the client into the folder that its .pth file adds to the import path, and into no other."""
    wheel = EMULATOR["tool"]["hatch"]["build"]["targets"]["wheel"]
    (path_file,) = [source for source in wheel["force-include"] if source.endswith(".pth")]
    assert (ROOT / path_file).read_text(encoding="utf-8").split() == [wheel["sources"]["client"]]
    assert wheel["force-include"][path_file] == Path(path_file).name


def test_licence_and_python_are_the_same() -> None:
    """The client's folder, from which its distribution is built, holds the same licence text."""
    assert (ROOT / "client" / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()
    assert CLIENT["project"]["requires-python"] == EMULATOR["project"]["requires-python"]


def test_both_packages_say_that_they_are_typed() -> None:
    """A type checker reads their annotations."""
    for package in ("emulator/intacct_emulator", "client/intacct_client"):
        assert (ROOT / package / "py.typed").is_file()


def test_the_client_knows_its_version() -> None:
    """Its distribution takes its version from the package, which has one in the copy too."""
    major, minor, patch = intacct_client.__version__.split(".")
    assert all(part.isdigit() for part in (major, minor, patch))
    assert CLIENT["tool"]["hatch"]["version"]["path"] == "intacct_client/__init__.py"
