"""The pytest plugin, as suites of others use it: each is run in a pytest of its own."""

import os
from pathlib import Path

import pytest

from intacct_emulator import Emulator
from intacct_emulator.control.failure import ControlError
from intacct_emulator.testing import ADDRESS_VARIABLE, fresh_company

pytest_plugins = ["pytester"]

APART = """
import pytest

@pytest.mark.parametrize("number", range(6))
def test_sees_only_its_own(intacct_client, number):
    assert [row for row in intacct_client.query("CLASS", ["CLASSID"]) if row["CLASSID"].startswith("T-")] == []
    intacct_client.create("CLASS", {"CLASSID": f"T-{number}", "NAME": "x"})
"""


@pytest.fixture
def suite(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """An empty suite, run in a process of its own, with nothing inherited that would change it."""
    for name in [name for name in os.environ if name.startswith(("INTACCT_", "PYTEST_"))]:
        monkeypatch.delenv(name)
    return pytester


def run(suite: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    """Runs the suite."""
    return suite.runpytest_subprocess("-p", "no:cacheprovider", *arguments, timeout=300)


@pytest.mark.parametrize("arguments", [("-p", "no:randomly"), ("-p", "randomly"), ("-n", "2")])
def test_each_test_has_a_company_of_its_own(suite: pytest.Pytester, arguments: tuple[str, ...]) -> None:
    """In order, in random order and in parallel, no test sees what another one wrote."""
    suite.makepyfile(APART)
    run(suite, *arguments).assert_outcomes(passed=6)


def test_fixtures_give_what_a_test_needs(suite: pytest.Pytester) -> None:
    """Address and credentials for any client, the journal of the company, and a way back."""
    suite.makepyfile(
        """
        import pytest
        from intacct_client import Client

        def test_company(intacct_company, intacct_emulator):
            assert intacct_company.url == intacct_emulator.url
            assert intacct_company.environment["INTACCT_COMPANY_ID"] == intacct_company.id
            with Client.from_env(intacct_company.environment) as client:
                client.create("CLASS", {"CLASSID": "ONE", "NAME": "One"})
            assert len(intacct_company.requests(function="create", object="CLASS")) == 1
            intacct_company.assert_requested(function="create", times=1)
            assert intacct_company.wait_for(function="create")
            with pytest.raises(AssertionError, match="0 requests .* came in .*all: .*create CLASS"):
                intacct_company.assert_requested(function="delete")
            with pytest.raises(AssertionError, match="not 2, in 0.01 seconds"):
                intacct_company.wait_for(2, 0.01, function="create")
            intacct_company.snapshot()
            intacct_company.reset()
            assert not [row for row in intacct_company.client.query("CLASS", ["CLASSID"]) if row["CLASSID"] == "ONE"]
            intacct_company.restore()
            assert [row for row in intacct_company.client.query("CLASS", ["CLASSID"]) if row["CLASSID"] == "ONE"]
        """
    )
    run(suite).assert_outcomes(passed=1)


def test_faults_and_time_are_a_tests_own(suite: pytest.Pytester) -> None:
    """Faults meet the test's company and are gone after it; the clock is right again."""
    suite.makepyfile(
        """
        import datetime
        import pytest
        from intacct_client import IntacctError, RetryPolicy

        def test_lost(intacct_company, intacct_faults, intacct_clock):
            intacct_clock.freeze("2030-01-01T00:00:00")
            intacct_clock.advance(days=1)
            intacct_company.client.create("CLASS", {"CLASSID": "ONE", "NAME": "One"})
            rows = intacct_company.client.query("CLASS", ["CLASSID", "WHENCREATED"])
            (row,) = [row for row in rows if row["CLASSID"] == "ONE"]
            assert "2030" in str(row["WHENCREATED"])
            intacct_faults.add("rate limit", times=0)
            with pytest.raises(IntacctError):
                intacct_company.client.call(__import__("intacct_client").functions.read("CLASS", [1]))

        def test_gone(intacct_company, intacct_emulator):
            assert intacct_emulator.send("GET", "/faults") == []
            now = datetime.datetime.fromisoformat(intacct_emulator.send("GET", "/clock")["now"])
            assert abs(now - datetime.datetime.now(datetime.timezone.utc)) < datetime.timedelta(minutes=5)
        """
    )
    run(suite, "-p", "no:randomly").assert_outcomes(passed=2)


def test_the_mark_and_the_setting_choose_the_company(suite: pytest.Pytester) -> None:
    """By name, or by a folder beside the test; a mark that says nothing is refused."""
    suite.makeini("[pytest]\nintacct_company = blank\n")
    suite.makepyfile(
        """
        import pytest

        def test_default(intacct_company):
            assert intacct_company.access.title == "Blank Company"

        @pytest.mark.intacct_company("northfield")
        def test_marked(intacct_company):
            assert intacct_company.access.title == "Northfield Advisory Group"

        @pytest.mark.intacct_company("./mine")
        def test_folder(intacct_company):
            assert intacct_company.access.title == "Mine"

        @pytest.mark.intacct_company()
        def test_wrong(intacct_company):
            pass
        """
    )
    from intacct_emulator.resources import company_folder

    folder = suite.mkdir("mine")
    for path in company_folder("blank").iterdir():
        text = path.read_text(encoding="utf-8").replace('title = "Blank Company"', 'title = "Mine"')
        (folder / path.name).write_text(text, encoding="utf-8")
    result = run(suite, "--strict-markers")
    result.assert_outcomes(passed=3, errors=1)
    result.stdout.fnmatch_lines(['*write @pytest.mark.intacct_company("northfield")*'])


def test_a_suite_may_use_a_running_emulator(suite: pytest.Pytester, tmp_path: Path) -> None:
    """By option or variable; its companies are gone afterwards. Where nobody answers, the error says so."""
    suite.makepyfile("def test_url(intacct_company): print('AT', intacct_company.url)")
    with Emulator(companies=["blank"], state_dir=tmp_path) as emulator:
        result = run(suite, "-s", "--intacct-emulator", emulator.address)
        result.assert_outcomes(passed=1)
        result.stdout.fnmatch_lines([f"*AT {emulator.url}*"])
        assert [company.company_id for company in emulator.companies.list()] == ["blank"]
        address = emulator.address
    result = run(suite, "--intacct-emulator", address)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([f"*no emulator answers at {address}*"])


def test_nothing_starts_unless_a_test_asks(suite: pytest.Pytester) -> None:
    """A suite that uses none of it loads neither server nor client."""
    suite.makepyfile(
        """
        import sys

        def test_nothing_is_loaded():
            assert not [name for name in ("starlette", "uvicorn", "lxml", "httpx2", "sqlite3") if name in sys.modules]
        """
    )
    run(suite, "-p", "no:randomly", "-p", "no:hypothesispytest", "-p", "no:cov").assert_outcomes(passed=1)


def test_unittest_and_plain_programs_use_a_context_manager(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """With an emulator of its own, or the one that the variable names."""
    monkeypatch.setenv("INTACCT_EMULATOR_STATE_DIR", str(tmp_path))
    monkeypatch.delenv(ADDRESS_VARIABLE, raising=False)
    with fresh_company("blank") as company:
        company.client.create("CLASS", {"CLASSID": "ONE", "NAME": "One"})
        company.assert_requested(function="create")
    with Emulator(companies=["blank"]) as emulator:
        monkeypatch.setenv(ADDRESS_VARIABLE, emulator.address)
        with fresh_company("blank") as company:
            assert company.url == emulator.url
    with pytest.raises(ControlError, match="no emulator answers"), fresh_company("blank"):
        pytest.fail("there is nobody")
