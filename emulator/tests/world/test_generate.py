"""Generating companies: repeatable, plausible, kept, and served afterwards."""

import io
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from intacct_emulator import cli
from intacct_emulator.settings import load
from intacct_emulator.tenancy.company import Company
from intacct_emulator.tenancy.tenants import Tenants
from intacct_emulator.world.generate import Order, generate
from intacct_emulator.world.invented import FakerMissingError
from intacct_emulator.world.loading import add_named_companies, copied
from intacct_emulator.world.progress import Progress

ORDER = Order(invoices=40, bills=20, journals=5, customers=6, vendors=4, seed=7)


def texts(company: Company, sql: str) -> list[str]:
    """The first column of all rows."""
    return [str(row[0]) for row in company.database.all(sql)]


def test_the_same_seed_gives_the_same_business(tenants: Tenants, company: Company) -> None:
    """Two companies get the same invoices from one seed, and other ones from another."""
    twin, other = copied(tenants, company, "twin"), copied(tenants, company, "other")
    generate(company, ORDER)
    generate(twin, ORDER)
    generate(other, Order(invoices=40, bills=20, journals=5, customers=6, vendors=4, seed=8))
    sql = (
        "SELECT RECORDID || CUSTOMERID || TOTALENTERED || WHENCREATED || coalesce(DESCRIPTION, '') "
        "FROM PRRECORD WHERE RECORDTYPE = 'ri'"
    )
    assert texts(company, sql) == texts(twin, sql) != texts(other, sql)
    names = "SELECT NAME FROM CUSTOMER ORDER BY RECORDNO DESC LIMIT 6"
    assert texts(company, names) == texts(twin, names) != texts(other, names)
    twin.close()
    other.close()


def test_parties_are_plausible(company: Company) -> None:
    """New customers have addresses in the display contact, terms, and e-mail addresses at example.com alone."""
    generate(company, ORDER)
    new = company.records.where("CUSTOMER")[-6:]
    for customer in new:
        contact = company.records.find("CONTACT", customer.text("DISPLAYCONTACT.CONTACTNAME") or "")
        assert contact is not None
        assert re.fullmatch(r"[a-z0-9-]+@example\.com", contact.text("EMAIL1") or "")
        assert contact.text("MAILADDRESS.CITY")
        assert contact.text("MAILADDRESS.ZIP")
        assert customer.text("TERMNAME")
    assert [customer.id for customer in new] == [f"C-{number}" for number in range(1021, 1027)]


def test_documents_spread_over_the_fiscal_years_and_are_entered_no_later_than_now(company: Company) -> None:
    """Dates reach into both years of the company's periods; what is dated in the future is entered now."""
    generate(company, Order(invoices=300, customers=3, seed=1))
    row = company.database.one(
        "SELECT min(WHENCREATED), max(WHENCREATED), max(AUWHENCREATED) FROM PRRECORD WHERE RECORDTYPE = 'ri'"
    )
    assert row is not None
    first, last, entered = map(str, row)
    assert first < "2026-02"
    assert last > "2027-11"
    assert entered == "2026-11-20 09:30:00"
    assert company.clock.now().isoformat(" ")[:19] == entered


def test_generating_again_adds(company: Company) -> None:
    """A second order goes on with numbers and parties."""
    generate(company, ORDER)
    generate(company, ORDER)
    assert texts(company, "SELECT count(*) FROM PRRECORD WHERE RECORDTYPE = 'ri'") == ["80"]
    assert texts(company, "SELECT max(RECORDID) FROM PRRECORD WHERE RECORDTYPE = 'ri'") == ["INV-0000080"]
    assert texts(company, "SELECT max(CUSTOMERID) FROM CUSTOMER") == ["C-1032"]


def test_an_empty_company_can_be_filled(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`blank` has no terms, locations, departments or parties: what is needed is made, what is missing is left out."""
    command = ["company", "generate", "small", "--from", "blank", "--data", str(tmp_path)]
    assert cli.main([*command, "--invoices", "30", "--bills", "10", "--journals", "5"]) == 0
    assert "documents 45 of 45" in capsys.readouterr().err
    tenants = Tenants(folder=tmp_path)
    add_named_companies(tenants, ("small",))
    company = tenants.company("small")
    assert company is not None
    assert company.id == "small"
    assert texts(company, "SELECT count(*) FROM PRRECORD WHERE RECORDTYPE = 'ri'") == ["30"]
    assert texts(company, "SELECT count(*) FROM GLBATCH WHERE MODULE = '2.GL'") == ["5"]
    # Somebody can sign in to it: the sender came with the fixture it was made like.
    assert tenants.sender("local_sender") is not None
    tenants.close()


def test_a_generated_fixture_company_is_served_under_its_own_name(tmp_path: Path) -> None:
    """Generating into a fixture's own id fills the company that `serve --company northfield` opens."""
    command = ["company", "generate", "northfield", "--from", "northfield", "--data", str(tmp_path)]
    assert cli.main([*command, "--invoices", "3", "--customers", "0"]) == 0
    tenants = Tenants(folder=tmp_path)
    add_named_companies(tenants, load({"company": "northfield"}, {}).company)
    company = tenants.company("northfield")
    assert company is not None
    assert texts(company, "SELECT count(*) FROM PRRECORD WHERE RECORDTYPE = 'ri'") == ["3"]
    assert tenants.company_ids == ("northfield", "northfield-sandbox")
    tenants.close()


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["x", "--from", "northfield", "--invoices", "1"], cli.EXIT_MISUSED, "--data"),
        (["x", "--from", "nowhere", "--data", "{folder}", "--invoices", "1"], cli.EXIT_FAILED, "nowhere"),
        (["../x", "--from", "northfield", "--data", "{folder}", "--invoices", "1"], cli.EXIT_MISUSED, "company name"),
    ],
)
def test_orders_that_cannot_be_met(
    arguments: list[str],
    status: Any,
    said: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No folder, no such fixture, a name that is none: a sentence and the right status."""
    monkeypatch.delenv("INTACCT_EMULATOR_DATA", raising=False)
    arguments = [argument.format(folder=tmp_path) for argument in arguments]
    assert cli.main(["company", "generate", *arguments]) == status
    assert said in capsys.readouterr().err


def test_without_faker_it_says_what_to_install(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    """Faker is an extra: without it the failure names the extra, and the company stays as it was."""
    monkeypatch.setitem(sys.modules, "faker", None)
    with pytest.raises(FakerMissingError, match=r"intacct-emulator\[generate\]"):
        generate(company, ORDER)
    assert texts(company, "SELECT count(*) FROM CUSTOMER") == ["20"]


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_a_bar_on_a_terminal_and_lines_elsewhere() -> None:
    """A terminal gets one line that is drawn again, a log gets a line for every tenth."""
    terminal, log = _Terminal(), io.StringIO()
    on_terminal, on_log = Progress(terminal), Progress(log)
    for done in range(1, 101):
        on_terminal("documents", done, 100)
        on_log("documents", done, 100)
    assert terminal.getvalue().endswith("100 of 100\n")
    assert terminal.getvalue().count("\n") == 1
    assert log.getvalue().splitlines()[0] == "documents 10 of 100"
    assert len(log.getvalue().splitlines()) == 10
