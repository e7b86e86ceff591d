"""A full disk is told in an answer and one line of the log; nothing is half written, and reading goes on."""

import errno
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from asking import Ask

from intacct_emulator.gateway.schema import RequestSchema
from intacct_emulator.gateway.service import XmlGateway
from intacct_emulator.resources import xsd_folder
from intacct_emulator.tenancy.company import Company
from intacct_emulator.tenancy.tenants import Tenants
from intacct_emulator.world.loading import add_named_companies

FULL = "The books of the company cannot be read or written: database or disk is full"
CUSTOMER = "<create><CUSTOMER><CUSTOMERID>{}</CUSTOMERID><NAME>First</NAME><COMMENTS>{}</COMMENTS></CUSTOMER></create>"
INVOICE = (
    "<create><ARINVOICE><CUSTOMERID>C1</CUSTOMERID><RECORDID>{}</RECORDID><WHENCREATED>11/02/2026</WHENCREATED>"
    "<WHENDUE>12/02/2026</WHENDUE><ARINVOICEITEMS>" + "<ARINVOICEITEM><ACCOUNTNO>4000</ACCOUNTNO>"
    "<TRX_AMOUNT>12.50</TRX_AMOUNT></ARINVOICEITEM>" * 40 + "</ARINVOICEITEMS></ARINVOICE></create>"
)
READS = (
    "<readByQuery><object>CUSTOMER</object><fields>*</fields><query></query></readByQuery>",
    "<query><object>GLDETAIL</object><select><sum>DEBITAMOUNT</sum></select></query>",
    "<query><object>WAREHOUSE</object><select><field>RECORDNO</field></select></query>",
    "<get_trialbalance><reportingperiodname>Month Ended November 2026</reportingperiodname></get_trialbalance>",
)


Kept = tuple[Ask, Company]


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    """A company in a data folder, and a gateway before it."""
    tenants = Tenants(folder=tmp_path / "books", seed=1)
    add_named_companies(tenants, ("blank",))
    gateway = XmlGateway(tenants)
    company = tenants.company("blank")
    assert company is not None
    yield Ask(gateway), company
    gateway.close()


def fill(company: Company) -> None:
    """Lets the company's file grow no more; what SQLite answers is what it answers on a full disk."""
    company.database.execute("VACUUM")
    pages = company.database.scalar("PRAGMA page_count")
    company.database.execute(f"PRAGMA max_page_count = {int(pages or 0)}")


def test_a_write_on_a_full_disk_is_refused_with_the_reason(kept: Kept, caplog: pytest.LogCaptureFixture) -> None:
    """Told in the answer and in one line without a traceback; nothing of the invoice is there, and with room again the
    same request is accepted."""
    ask, company = kept
    assert ask.of(CUSTOMER.format("C1", "x"), company="blank").errors == []
    fill(company)
    with caplog.at_level(logging.WARNING):
        said = ask.of(INVOICE.format("I-1"), company="blank")
    assert said.errors == [("XL03000009", FULL)]
    (record,) = caplog.records
    assert record.getMessage().endswith("cannot be read or written: database or disk is full")
    assert record.exc_info is None
    assert [company.records.where(name) for name in ("ARINVOICE", "ARINVOICEITEM", "GLENTRY")] == [[], [], []]
    together = ask.of(INVOICE.format("I-1"), INVOICE.format("I-2"), company="blank", transaction="true")
    assert FULL in [text for _, text in together.errors]
    company.database.execute("PRAGMA max_page_count = 1000000")
    assert ask.of(INVOICE.format("I-1"), company="blank").errors == []
    assert len(company.records.where("GLENTRY")) == 80


def test_reading_needs_no_room(kept: Kept) -> None:
    """Objects that were never read before, sums over the ledger, a sign-in: all of it is answered."""
    ask, company = kept
    assert ask.of(CUSTOMER.format("C1", "x"), company="blank").errors == []
    fill(company)
    for read in READS:
        assert ask.of(read, company="blank").errors == [], read
    session = ask.of("<getAPISession/>", company="blank").text(".//sessionid")
    assert session
    assert ask.of(READS[0], session=session).errors == []


def test_what_was_read_while_there_was_no_room_can_be_written_later(kept: Kept) -> None:
    """The empty stand-in for a table that could not be made steps aside for the table itself."""
    ask, company = kept
    fill(company)
    departments = "<query><object>DEPARTMENT</object><select><field>DEPARTMENTID</field></select></query>"
    assert ask.of(departments, company="blank").errors == []
    company.database.execute("PRAGMA max_page_count = 1000000")
    create = "<create><DEPARTMENT><DEPARTMENTID>D1</DEPARTMENTID><TITLE>One</TITLE></DEPARTMENT></create>"
    assert ask.of(create, company="blank").errors == []
    assert ask.of(departments, company="blank").rows() == [{"DEPARTMENTID": "D1"}]
    assert company.database.scalar("SELECT count(*) FROM main.DEPARTMENT") == 1


def test_a_file_that_may_not_be_written_is_told(kept: Kept) -> None:
    """As on a read-only file system."""
    ask, company = kept
    assert ask.of(READS[0], company="blank").errors == []
    company.database.execute("PRAGMA query_only = ON")
    said = ask.of(CUSTOMER.format("C9", "x"), company="blank")
    assert said.errors == [
        ("XL03000009", "The books of the company cannot be read or written: attempt to write a readonly database")
    ]
    assert ask.of(READS[0], company="blank").errors == []


def test_no_request_needs_a_schema_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """The schema is compiled without opening a file: running out of descriptors fails no request."""
    from lxml import etree

    schema = RequestSchema(xsd_folder())

    def none_left(*_: object, **__: object) -> None:
        raise OSError(errno.EMFILE, "Too many open files")

    monkeypatch.setattr(Path, "open", none_left)
    monkeypatch.setattr("builtins.open", none_left)
    monkeypatch.chdir("/")
    assert schema.complaints(etree.fromstring("<request/>"))
