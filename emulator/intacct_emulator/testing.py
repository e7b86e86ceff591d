"""Companies for tests: a fresh one for each, in an emulator of the test's own or in one that runs already.

    with fresh_company("northfield") as company:
        company.client.create("CUSTOMER", {...})
        company.assert_requested(function="create", object="CUSTOMER")

The pytest fixtures are made of the same parts.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from intacct_emulator.control.access import CompanyAccess
from intacct_emulator.control.remote import RemoteControl

if TYPE_CHECKING:
    from intacct_client import Client

ADDRESS_VARIABLE = "INTACCT_EMULATOR_ADDRESS"
DEFAULT_TEMPLATE = "northfield"


class TestCompany:
    """A company of one test: how to sign in to it, a client that does, and what came in for it."""

    __test__ = False

    def __init__(self, control: RemoteControl, access: CompanyAccess) -> None:
        self.control = control
        self.access = access

    @property
    def id(self) -> str:
        """The company id."""
        return self.access.company_id

    @property
    def url(self) -> str:
        """The gateway's address."""
        return self.control.url

    @property
    def environment(self) -> Mapping[str, str]:
        """The `INTACCT_*` variables that the vendor's SDKs and this project's client read."""
        return self.access.variables(self.url)

    @cached_property
    def client(self) -> "Client":
        """This project's client, signed in to the company."""
        from intacct_client import Client

        return Client.from_env(self.environment)

    def requests(self, **filters: object) -> list[dict[str, Any]]:
        """What came in for the company, oldest first: `requests(function="create", object="CUSTOMER")`. Filters are
        function, object, user, status, error, gaps, after and limit."""
        return self.control.requests(company=self.id, **filters)

    def wait_for(self, count: int = 1, timeout: float = 5.0, **filters: object) -> list[dict[str, Any]]:
        """The requests once `count` of them have come in. Raises AssertionError when they do not in `timeout` seconds:
        so a test awaits its own background job."""
        found = self.control.wait_for_requests(count, timeout, company=self.id, **filters)
        if len(found) < count:
            raise AssertionError(f"{self._told(found, filters)}, not {count}, in {timeout} seconds")
        return found

    def assert_requested(self, times: int | None = None, **filters: object) -> None:
        """Raises AssertionError unless there were such requests: `times` of them, or at least one."""
        found = self.requests(**filters)
        if (not found) if times is None else len(found) != times:
            wanted = "at least 1" if times is None else str(times)
            raise AssertionError(f"{self._told(found, filters)}, not {wanted}")

    def reset(self) -> None:
        """Puts the company back to how it began."""
        self.control.reset_company(self.id)

    def snapshot(self, name: str = "default") -> None:
        """Keeps what the company is now."""
        self.control.snapshot_company(self.id, name)

    def restore(self, name: str = "default") -> None:
        """Makes the company what it was at a snapshot."""
        self.control.restore_company(self.id, name)

    def close_books(self, through: str, *, entity: str | None = None, modules: Sequence[str] | None = None) -> None:
        """Closes books up to the end of a month such as 2026-01-31: an entity's or all, of some modules or all."""
        self.control.close_books(self.id, through, entity=entity, modules=modules)

    def open_books(
        self, since: str | None = None, *, entity: str | None = None, modules: Sequence[str] | None = None
    ) -> None:
        """Opens books again from the first of a month such as 2026-01-01, or altogether."""
        self.control.open_books(self.id, since, entity=entity, modules=modules)

    def close(self) -> None:
        """Closes the client and takes the company away."""
        if "client" in self.__dict__:
            self.client.close()
        self.control.delete_company(self.id)

    def _told(self, found: list[dict[str, Any]], filters: Mapping[str, object]) -> str:
        asked = ", ".join(f"{name}={value!r}" for name, value in filters.items()) or "any"
        calls = [
            f"{call['function']} {' '.join(call['objects'])}".strip()
            for request in self.requests()
            for operation in request["operations"]
            for call in operation["calls"]
        ]
        return f"{len(found)} requests ({asked}) came in for {self.id} (all: {', '.join(calls) or 'none'})"


class TestFaults:
    """Orders faults for the requests to one company."""

    __test__ = False

    def __init__(self, company: TestCompany) -> None:
        self._company = company

    def add(self, kind: str, **order: object) -> None:
        """The next request (`times=3`: the next three, `times=0`: all) meets a fault: `add("lost answer",
        function="create")`. Kinds are server error, rate limit, invalid request, off-line, session expired, no answer,
        reset, truncated, slow and lost answer."""
        self._company.control.add_fault(kind, company=self._company.id, **order)

    def clear(self) -> None:
        """Takes back what is still to come."""
        self._company.control.clear_faults(self._company.id)


class TestClock:
    """The clock of the emulator, which all companies share: for suites that have the emulator to themselves."""

    __test__ = False

    def __init__(self, control: RemoteControl) -> None:
        self._control = control

    def freeze(self, now: str | None = None) -> None:
        """Lets time stand, at a moment such as 2026-11-30T12:00:00 (UTC) or at the present one."""
        self._control.freeze_clock(now)

    def set(self, now: str) -> None:
        """Sets the clock, which goes on from there."""
        self._control.set_clock(now)

    def advance(self, **by: float) -> None:
        """Moves the clock on: `advance(hours=7)`; the names are those of datetime.timedelta."""
        self._control.advance_clock(timedelta(**by).total_seconds())

    def resume(self) -> None:
        """Goes back to the system's time."""
        self._control.resume_clock()


@contextmanager
def running_emulator(address: str | None = None, **settings: object) -> Iterator[RemoteControl]:
    """The control of the emulator at `address`, or at that of the variable INTACCT_EMULATOR_ADDRESS; else of one that
    is started here and ended with the block. Raises ControlError when nobody answers there."""
    address = address or os.environ.get(ADDRESS_VARIABLE)
    if address:
        control = RemoteControl(address)
        try:
            control.send("GET", "/ready")
            yield control
        finally:
            control.close()
        return
    from intacct_emulator import Emulator

    with Emulator(companies=["blank"], gateway=None, **settings) as emulator:
        control = RemoteControl(emulator.address)
        try:
            yield control
        finally:
            control.close()


@contextmanager
def fresh_company(
    template: str = DEFAULT_TEMPLATE, *, control: RemoteControl | None = None, address: str | None = None
) -> Iterator[TestCompany]:
    """A new company like a fixture, by name or folder, taken away with the block. Without a `control` the emulator is
    the one of `running_emulator`."""
    if control is None:
        with running_emulator(address) as started, fresh_company(template, control=started) as company:
            yield company
        return
    company = TestCompany(control, control.create_company(template))
    try:
        yield company
    finally:
        company.close()
