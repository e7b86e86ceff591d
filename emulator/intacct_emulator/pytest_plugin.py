"""Fixtures for pytest, there once the package is installed; nothing starts before a test asks for one.

`intacct_company` gives each test a company of its own, `intacct_client` a client that is signed in to it. The mark
`@pytest.mark.intacct_company("blank")` chooses the fixture it is made like. All tests of a process share one emulator,
or, with `--intacct-emulator ADDRESS`, all tests that are told the same address.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from intacct_client import Client
    from intacct_emulator.control.remote import RemoteControl
    from intacct_emulator.testing import TestClock, TestCompany, TestFaults

_MARK = "intacct_company"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds the options of the emulator."""
    group = parser.getgroup("intacct-emulator")
    group.addoption(
        "--intacct-emulator",
        metavar="ADDRESS",
        help="use the emulator at this address (http://127.0.0.1:8080) instead of starting one; "
        "also the variable INTACCT_EMULATOR_ADDRESS",
    )
    parser.addini(_MARK, "fixture, by name or folder, that intacct_company is made like", default="northfield")


def pytest_configure(config: pytest.Config) -> None:
    """Makes the mark known."""
    config.addinivalue_line(
        "markers", f"{_MARK}(template): the fixture, by name or by folder, that the test's company is made like"
    )


@pytest.fixture(scope="session")
def intacct_emulator(request: pytest.FixtureRequest) -> Iterator["RemoteControl"]:
    """The control of the emulator: `address`, `url`, and the verbs about companies and requests."""
    from intacct_emulator.testing import running_emulator

    with running_emulator(request.config.getoption("--intacct-emulator")) as control:
        yield control


@pytest.fixture
def intacct_company(request: pytest.FixtureRequest, intacct_emulator: "RemoteControl") -> Iterator["TestCompany"]:
    """A company of the test's own: `id`, `url`, `access`, `environment`, `client`, `requests(...)`, `reset()`."""
    from intacct_emulator.testing import fresh_company

    with fresh_company(_template(request), control=intacct_emulator) as company:
        yield company


@pytest.fixture
def intacct_client(intacct_company: "TestCompany") -> "Client":
    """A client that is signed in to the test's company."""
    return intacct_company.client


@pytest.fixture
def intacct_faults(intacct_company: "TestCompany") -> Iterator["TestFaults"]:
    """Orders faults for the test's company: `intacct_faults.add("lost answer", function="create")`."""
    from intacct_emulator.testing import TestFaults

    faults = TestFaults(intacct_company)
    yield faults
    faults.clear()


@pytest.fixture
def intacct_clock(intacct_emulator: "RemoteControl") -> Iterator["TestClock"]:
    """The emulator's clock: `freeze`, `set`, `advance`; the system's time is back after the test. All companies share
    it: use it where no other process uses the same emulator."""
    from intacct_emulator.testing import TestClock

    clock = TestClock(intacct_emulator)
    yield clock
    clock.resume()


def _template(request: pytest.FixtureRequest) -> str:
    mark = request.node.get_closest_marker(_MARK)
    if mark is None:
        template, base = str(request.config.getini(_MARK)), request.config.rootpath
    elif len(mark.args) == 1 and isinstance(mark.args[0], (str, Path)) and not mark.kwargs:
        template, base = str(mark.args[0]), request.path.parent
    else:
        raise pytest.UsageError(f'write @pytest.mark.{_MARK}("northfield"), or the path of a folder')
    # A folder is meant from where it is written down, not from where pytest was started.
    return str(base / template) if "/" in template or "\\" in template else template
