"""The rule that every contract says how it is known: exactly one evidence marker with its source.

A module with a contract that breaks the rule is not collected.
"""

from collections.abc import Generator
from pathlib import Path

import pytest

KINDS = {
    "recorded": "an answer of the real gateway was recorded or pasted",
    "documented": "the vendor's documentation says so",
    "client": "a public client library or its tests rely on it",
    "inferred": "nobody showed it; the best guess there is",
}


class EvidenceRule:
    """The plugin: holds every test under `home` to the rule, the harness's own tests excepted."""

    def __init__(self, home: Path) -> None:
        self._home = home

    def pytest_configure(self, config: pytest.Config) -> None:
        """Declares the evidence markers."""
        for kind, meaning in KINDS.items():
            config.addinivalue_line("markers", f'{kind}(source="..."): evidence of a contract: {meaning}')

    def pytest_itemcollected(self, item: pytest.Item) -> None:
        """Puts the evidence into the JUnit report, as properties of the test."""
        if self._holds(item.path):
            item.user_properties += [
                entry
                for mark in item.iter_markers()
                if mark.name in KINDS
                for entry in (("evidence", mark.name), ("source", mark.kwargs.get("source")))
            ]

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(
        self, collector: pytest.Collector
    ) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
        """Fails the collection of a module or class with a contract whose evidence is not in order."""
        report = yield
        if report.outcome != "passed" or not self._holds(collector.path):
            return report
        items = [node for node in report.result if isinstance(node, pytest.Item)]
        complaints = [f"{item.nodeid} {text}" for item in items if (text := complaint(item))]
        if complaints:
            return pytest.CollectReport(collector.nodeid, "failed", "\n".join(complaints), [])
        return report

    def _holds(self, path: Path) -> bool:
        # Tests of the harness itself promise nothing about the gateway.
        return path.is_relative_to(self._home) and not path.is_relative_to(self._home / "harness")


def complaint(item: pytest.Item) -> str | None:
    """What is wrong with a contract's evidence, in words; None when it is in order."""
    marks = [mark for mark in item.iter_markers() if mark.name in KINDS]
    if not marks:
        return f"has no evidence marker: give it one of {', '.join(KINDS)}, with source=..."
    if len(marks) > 1:
        return f"has {len(marks)} evidence markers ({', '.join(mark.name for mark in marks)}): keep the strongest one"
    source = marks[0].kwargs.get("source")
    if marks[0].args or set(marks[0].kwargs) != {"source"} or not isinstance(source, str) or not source.strip():
        return f'does not say where its evidence is from: write @pytest.mark.{marks[0].name}(source="...")'
    return None
