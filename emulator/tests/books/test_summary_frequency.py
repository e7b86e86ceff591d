"""How often a company sums its documents up: a summary, and a journal entry for each of its days."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from asking import Ask, invoice

from intacct_emulator.gateway.service import XmlGateway
from intacct_emulator.resources import fixtures_folder
from intacct_emulator.tenancy.tenants import Tenants
from intacct_emulator.world.loading import add_named_companies


@pytest.fixture
def ask_monthly(tmp_path: Path) -> Iterator[Ask]:
    """Northfield, summing its receivables up by month."""
    folder = Path(shutil.copytree(fixtures_folder() / "companies" / "northfield", tmp_path / "northfield"))
    setup = (folder / "company.toml").read_text(encoding="utf-8")
    changed = setup.replace('summary_frequency = "Daily"', 'summary_frequency = "Monthly"', 1)
    assert changed != setup
    (folder / "company.toml").write_text(changed, encoding="utf-8")
    tenants = Tenants(seed=1)
    add_named_companies(tenants, (str(folder),))
    gateway = XmlGateway(tenants)
    yield Ask(gateway)
    gateway.close()


def test_invoices_of_a_month_share_a_summary(ask_monthly: Ask) -> None:
    """Two days of November are one summary, dated the first; December is another."""
    days = ("11/02/2026", "11/20/2026", "11/20/2026", "12/01/2026")
    said = ask_monthly.of(*(invoice(f"I-{number}", when=day) for number, day in enumerate(days)))
    assert said.errors == []
    query = "<query><object>ARINVOICEBATCH</object><select><field>TITLE</field><field>CREATED</field></select></query>"
    assert [tuple(row.values()) for row in ask_monthly.of(query).rows()] == [
        ("Invoices: 2026/11/01 Batch", "11/01/2026"),
        ("Invoices: 2026/12/01 Batch", "12/01/2026"),
    ]
