"""Generated requests, valid and nearly valid: every answer has the gateway's form, none is an internal error, nothing
is logged, no secret is told, and after each batch the books are whole.

`--envelopes N` asks N of each company. A fault names the seed and the number; the same seed asks the same again.
"""

import pytest
from generated_load import ask_generated, templates

from intacct_emulator.tenancy.tenants import Tenants

SEED = 20261125


def require_no_faults(tenants: Tenants, company_id: str, count: int) -> None:
    """Asks that many requests of copies of a company, and shows the first faults."""
    original = tenants.company(company_id)
    assert original is not None
    findings = ask_generated(original, tenants.clock, SEED, count, templates())
    told = [f"seed {SEED}, request {number}: {fault}\n{body!r}" for number, fault, body in findings.faults[:3]]
    assert findings.faults == [], "\n\n".join(told)
    assert findings.asked == count
    # Requests that are all refused would prove little.
    assert findings.succeeded > count // 10


def test_a_company_of_one_currency(loaded: Tenants, pytestconfig: pytest.Config) -> None:
    """Northfield answers everything that the schema, the catalogue and known requests give rise to."""
    require_no_faults(loaded, "northfield", pytestconfig.getoption("--envelopes"))


def test_a_company_of_several_currencies(traders: Tenants, pytestconfig: pytest.Config) -> None:
    """So does Lakeshore, with rates, and entities that keep books in different currencies."""
    require_no_faults(traders, "lakeshore", pytestconfig.getoption("--envelopes") // 2)
