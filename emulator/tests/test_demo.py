"""The demo: what it promises, and that it notices when a promise does not hold."""

import io
import re
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from intacct_emulator.demo import run, stage, story
from intacct_emulator.demo.screen import Screen
from intacct_emulator.settings import load


class Terminal(io.StringIO):
    """A text that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def played(seed: Any = 0) -> Any:
    """The demo's exit status and text, without what differs from run to run."""
    out = io.StringIO()
    status = run(load({"seed": seed}, {}), out)
    text = re.sub(r"127\.0\.0\.1:\d+", "ADDRESS", out.getvalue())
    return status, re.sub(r"\(\d+\.\d s\)", "(TIME)", text)


def test_everything_holds_in_time() -> None:
    """Exit status 0 in less than five seconds, every check is passed, and the story's parts are told."""
    began = time.monotonic()
    status, text = played()
    assert time.monotonic() - began < 5
    assert status == 0
    assert "FAILED" not in text
    assert text.count("  ok     ") >= 15
    for part in ("base currency USD", "PROJECT", "NF-2026-001", "... and 14 more", "Accounts Receivable", "Total"):
        assert part in text
    assert re.search(r"BL01001973 +.*'P-9999'", text)
    assert re.search(r"support id: \S+", text)
    assert re.search(r"correction: Check the transaction", text)
    assert re.search(r"RECORDNO \d+\n", text)


def test_a_seed_tells_the_same_story_again() -> None:
    """The same seed gives the same text to the letter, another seed another one."""
    assert played(7) == played(7)
    assert played(7) != played(8)


def test_a_ledger_that_does_not_follow_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Were an account missing from the trial balance, the checks would say so, and the exit status too."""
    trial_balance = story.trial_balance
    monkeypatch.setattr(story, "trial_balance", lambda client: trial_balance(client)[1:])
    status, text = played()
    assert status == 1
    assert "FAILED debits and credits are" in text
    assert "did not hold" in text


def test_an_error_of_the_client_ends_the_story(monkeypatch: pytest.MonkeyPatch) -> None:
    """A company that is not there: the gateway's error is told, and the exit status is 1."""
    monkeypatch.setattr(stage, "SANDBOX", "no-such-company")
    status, text = played()
    assert status == 1
    assert "FAILED the story went on, but: gateway refused (HTTP 400)" in text


def test_the_environment_cannot_lead_it_elsewhere(tmp_path: Path) -> None:
    """Books kept on disk are neither read nor written."""
    out = io.StringIO()
    assert run(load({"data": tmp_path, "company": ("blank",)}, {}), out) == 0
    assert list(tmp_path.iterdir()) == []


def test_tables_are_aligned() -> None:
    """Texts to the left, numbers to the right with thousands apart, nothing for None."""
    out = io.StringIO()
    Screen(out).table(("name", "amount"), [("a", Decimal("1234.5")), ("longer", None)], left_out=3)
    assert out.getvalue().splitlines() == [
        "    name      amount",
        "    a       1,234.50",
        "    longer",
        "    ... and 3 more",
    ]


@pytest.mark.parametrize(("environment", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_colours_are_for_terminals(monkeypatch: pytest.MonkeyPatch, environment: Any, coloured: bool) -> None:
    """On a terminal unless NO_COLOR is set; never elsewhere."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    for out, expected in ((Terminal(), coloured), (io.StringIO(), False)):
        screen = Screen(out)
        screen.heading("Heading")
        screen.check(False, "held")
        assert ("\x1b[" in out.getvalue()) is expected
        assert screen.failures == ["held"]
