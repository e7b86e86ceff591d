"""Options and fixtures of the contract suite; see docs/contract-suite.md."""

import os
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from contract_tests.harness import facts as company_facts
from contract_tests.harness.discovery import discovered
from contract_tests.harness.evidence import EvidenceRule
from contract_tests.harness.facts import Facts
from contract_tests.harness.journal import Guarded, Journal
from contract_tests.harness.redaction import redactor_for
from contract_tests.harness.target import EMULATOR, SANDBOX, Target, TargetError, emulator, sandbox
from contract_tests.harness.wire import Wire
from contract_tests.harness.writing import Writing
from intacct_client import Client
from intacct_client.redaction import Redactor

_JOURNAL = pytest.StashKey[Journal]()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("contracts")
    group.addoption(
        "--target",
        choices=(EMULATOR, SANDBOX),
        default=EMULATOR,
        help="gateway to hold to the contracts: an emulator started for it, or the one INTACCT_* names",
    )
    group.addoption(
        "--allow-writes",
        action="store_true",
        help="let contracts write to the sandbox; they delete what they made",
    )
    parser.addini("contract_facts", "lines `name = value` about the sandbox's company", type="linelist", default=[])


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(EvidenceRule(Path(__file__).parent), "contract-evidence")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed and _JOURNAL in item.stash:
        report.sections.append(("latest requests and answers", str(item.stash[_JOURNAL])))
    return report


@pytest.fixture(scope="session")
def target(pytestconfig: pytest.Config) -> Iterator[Target]:
    """The gateway under contract: one for the whole run, one for each worker."""
    if pytestconfig.getoption("--target") == EMULATOR:
        with emulator() as started:
            yield started
        return
    try:
        yield sandbox(os.environ, may_write=pytestconfig.getoption("--allow-writes"))
    except TargetError as error:
        pytest.exit(str(error), returncode=pytest.ExitCode.USAGE_ERROR)


@pytest.fixture(scope="session")
def facts(target: Target, pytestconfig: pytest.Config) -> Facts:
    """Ids of the company the contracts run in: of a sandbox, those that are given, and else what reading it shows."""
    if target.kind != SANDBOX:
        return Facts(company_facts.of_northfield())
    with Client(
        **target.options(), transport=Guarded(Journal(redactor_for(target.credentials)), may_write=False)
    ) as one:
        return Facts(discovered(one) | company_facts.given(os.environ, pytestconfig.getini("contract_facts")))


@pytest.fixture(scope="session")
def redactor(target: Target) -> Redactor:
    """Masks the target's secrets."""
    return redactor_for(target.credentials)


@pytest.fixture
def journal(redactor: Redactor, request: pytest.FixtureRequest) -> Journal:
    """What was sent and answered, for the report of a contract that fails."""
    opened: Journal = request.node.stash.setdefault(_JOURNAL, Journal(redactor))
    return opened


@pytest.fixture
def wire(target: Target, redactor: Redactor, journal: Journal) -> Iterator[Wire]:
    """Raw XML over HTTP."""
    opened = Wire(target, redactor, journal)
    yield opened
    opened.close()


@pytest.fixture
def client(target: Target, journal: Journal) -> Iterator[Client]:
    """The Python client, signed in."""
    with Client(**target.options(), transport=Guarded(journal, may_write=target.may_write)) as opened:
        yield opened


@pytest.fixture
def writing(target: Target, wire: Wire, client: Client) -> Iterator[Writing]:
    """Writes that are cleaned up; skips the contract where writing is not allowed."""
    if not target.may_write:
        pytest.skip("writes to the sandbox: give --allow-writes")
    writes = Writing(wire, client)
    yield writes
    writes.clean_up()
