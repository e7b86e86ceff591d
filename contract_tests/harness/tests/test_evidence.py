"""The evidence rule, in a suite of its own."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest_plugins = ["pytester"]

CONFTEST = """
from pathlib import Path
from contract_tests.harness.evidence import EvidenceRule

def pytest_configure(config):
    config.pluginmanager.register(EvidenceRule(Path(__file__).parent), "contract-evidence")
"""


@pytest.fixture
def suite(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Callable[..., pytest.RunResult]:
    """A contract suite with the rule; `run(body)` runs one module of it."""
    monkeypatch.syspath_prepend(str(Path(__file__).resolve().parents[3]))
    pytester.makeconftest(CONFTEST)

    def run(body: Any) -> Any:
        pytester.makepyfile(test_contract="import pytest\n" + body)
        return pytester.runpytest_inprocess("-p", "no:randomly", "-p", "no:cacheprovider", "--strict-markers")

    return run


def test_a_contract_with_one_marker_runs(suite: Callable[..., pytest.RunResult]) -> None:
    """On the function, on its class or on the module: one marker with a source is in order."""
    result = suite(
        "@pytest.mark.recorded(source='an answer')\n"
        "def test_one(): pass\n"
        "@pytest.mark.client(source='a library')\n"
        "class TestMore:\n"
        "    def test_two(self): pass\n"
        "    @pytest.mark.parametrize('n', [1, 2])\n"
        "    def test_three(self, n): pass\n"
    )
    result.assert_outcomes(passed=4)


BROKEN = {
    "none": ("def test_one(): pass", "test_contract.py::test_one has no evidence marker"),
    "two": (
        "@pytest.mark.recorded(source='a')\n@pytest.mark.inferred(source='b')\ndef test_one(): pass",
        "test_one has 2 evidence markers (inferred, recorded)",
    ),
    "the same twice": (
        "pytestmark = pytest.mark.client(source='a')\n@pytest.mark.client(source='b')\ndef test_one(): pass",
        "test_one has 2 evidence markers (client, client)",
    ),
    "no source": ("@pytest.mark.documented\ndef test_one(): pass", "test_one does not say where its evidence is from"),
    "blank source": (
        "@pytest.mark.documented(source=' ')\ndef test_one(): pass",
        "test_one does not say where its evidence is from",
    ),
    "source by position": (
        "@pytest.mark.documented('a page')\ndef test_one(): pass",
        "test_one does not say where its evidence is from",
    ),
    "in a class": ("class TestIt:\n    def test_one(self): pass", "TestIt::test_one has no evidence marker"),
}


@pytest.mark.parametrize(("body", "text"), BROKEN.values(), ids=BROKEN)
def test_collection_fails_otherwise(suite: Callable[..., pytest.RunResult], body: Any, text: Any) -> None:
    """No test runs, and the message names the test and what is wrong with it."""
    result = suite(body + "\n@pytest.mark.recorded(source='fine')\ndef test_fine(): pass\n")
    assert result.ret != pytest.ExitCode.OK
    result.assert_outcomes(errors=1)
    assert text in result.stdout.str()


def test_other_suites_are_left_alone(suite: Callable[..., pytest.RunResult], pytester: pytest.Pytester) -> None:
    """Tests of the harness, and tests elsewhere, need no evidence."""
    folder = pytester.mkdir("harness")
    (folder / "test_own.py").write_text("def test_own(): pass\n")
    suite("@pytest.mark.recorded(source='x')\ndef test_one(): pass\n").assert_outcomes(passed=2)
