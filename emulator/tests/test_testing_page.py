"""docs/testing.md: its tests are green, its commands are commands."""

import os
import re
import shlex
from pathlib import Path

import httpx2
import pytest

from intacct_emulator import Emulator, cli

pytest_plugins = ["pytester"]

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "testing.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", PAGE, re.DOTALL)
COMMANDS = [shlex.split(line) for kind, body in BLOCKS if kind == "sh" for line in body.splitlines()]


def test_the_tests_of_the_page_are_green(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both of them, as they stand there, with nothing but the installed package."""
    for name in [name for name in os.environ if name.startswith(("INTACCT_", "PYTEST_"))]:
        monkeypatch.delenv(name)
    first, second = [body for kind, body in BLOCKS if kind == "python"]
    pytester.makepyfile(test_invoices=first, test_with_unittest=second)
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider", timeout=300)
    result.assert_outcomes(passed=6)


@pytest.mark.parametrize("words", [words for words in COMMANDS if words[0] == "intacct-emulator"], ids=" ".join)
def test_commands_are_commands(words: list[str]) -> None:
    """Each is understood with its flags."""
    assert cli.parser().parse_args(words[1:]).run


@pytest.mark.parametrize("verb", ["explain", "repro"])
def test_what_needs_nothing_else_is_run(
    verb: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """From the top of the checkout, as written."""
    monkeypatch.chdir(ROOT)
    (words,) = [words for words in COMMANDS if words[:2] == ["intacct-emulator", verb]]
    cli.main([*words[1:], "--state-dir", str(tmp_path)])
    assert "Projects of this customer: P-1001, P-1002" in capsys.readouterr().out


def test_requests_of_curl_are_answered(tmp_path: Path) -> None:
    """Sent to an emulator of the test's own, in their order; nothing has come in that could be waited for."""
    statuses = []
    with Emulator(companies=["blank"], state_dir=tmp_path) as emulator:
        for words in [words for words in COMMANDS if words[0] == "curl"]:
            (url,) = [word for word in words if word.startswith("http")]
            content = words[words.index("-d") + 1] if "-d" in words else ""
            method = words[words.index("-X") + 1] if "-X" in words else "GET"
            url = url.replace("http://127.0.0.1:8080", emulator.address).replace("timeout=5", "timeout=0")
            statuses.append(httpx2.request(method, url, content=content).status_code)
    assert statuses == [201, 200, 408, 200, 200, 200]
