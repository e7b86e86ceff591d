"""`reclassify_invoice` and `reclassify_bill`: lines move to other accounts and dimensions, whether paid or not."""

import pytest
from asking import Ask, invoice, line
from legacy_calls import answered
from paperwork import bill_line, payable, query
from receiving import paid, receipt

from intacct_emulator.tenancy.company import Company


def reclassified(key: object, lines: str, head: str = "", noun: str = "invoice") -> str:
    """A `<reclassify_invoice>` or `<reclassify_bill>`."""
    items = f"<reclassifyitems>{lines}</reclassifyitems>" if lines else ""
    return f'<reclassify_{noun} key="{key}">{head}{items}</reclassify_{noun}>'


def moved(number: int = 1, account: str = "4100", place: str = "US-NYC", department: str = "20") -> str:
    """A line that moves."""
    return (
        f'<reclasslineitem line_num="{number}"><glaccountno>{account}</glaccountno><locationid>{place}</locationid>'
        f"<departmentid>{department}</departmentid></reclasslineitem>"
    )


def entries(company: Company) -> list[tuple[object, ...]]:
    """Account, side, cents and department of every journal line."""
    fields = ("ACCOUNTNO", "TR_TYPE", "AMOUNT", "DEPARTMENT")
    return [tuple(entry[field] for field in fields) for entry in company.records.where("GLENTRY")]


@pytest.mark.parametrize("amount", ["", "40.00"])
def test_a_line_moves_to_another_account_and_department(ask: Ask, company: Company, amount: str) -> None:
    """100.00 leave 4010 for 4100 in department 30; the other line, the receivable and what is paid stay."""
    key = ask.of(invoice(lines=line("100.00") + line("5.00"))).key
    if amount:
        assert ask.of(receipt(paid(key, amount))).errors == []
    before = entries(company)
    assert answered(ask.of(reclassified(key, moved(department="30")))) == key
    after = entries(company)
    assert after[:2] == [("1200", 1, 10000, "30"), ("4100", -1, 10000, "30")]
    assert after[2:] == before[2:]
    (row,) = ask.of(query("ARINVOICE", "TOTALENTERED", "TOTALPAID", "TOTALDUE")).rows()
    assert list(row.values()) == (["105", "40", "65"] if amount else ["105", "0", "105"])


def test_number_reference_and_due_date_change_with_it(ask: Ask) -> None:
    """The header's words and the due date, of a paid invoice too."""
    key = ask.of(invoice()).key
    ask.of(receipt(paid(key, "40.00")))
    due = "<datedue><year>2026</year><month>12</month><day>24</day></datedue>"
    head = f"<invoiceno>NEW</invoiceno><referenceno>PO</referenceno><description>D</description>{due}"
    answered(ask.of(reclassified(key, "", head)))
    (row,) = ask.of(query("ARINVOICE", "RECORDID", "DOCNUMBER", "DESCRIPTION", "WHENDUE", "TOTALDUE")).rows()
    assert list(row.values()) == ["NEW", "PO", "D", "12/24/2026", "60"]


def test_a_paid_line_stays_in_its_entity(ask: Ask, company: Company) -> None:
    """Its receivable was settled there: a move to Canada is refused and changes nothing; unpaid it is free to go."""
    key = ask.of(invoice()).key
    ask.of(receipt(paid(key, "40.00")))
    before = entries(company)
    refused = ask.of(reclassified(key, moved(place="CA-TOR")))
    assert refused.errors[0] == ("BL03000130", "Transaction 'INV-1' is already paid and can't be changed.")
    assert entries(company) == before
    free = ask.of(invoice("INV-2")).key
    answered(ask.of(reclassified(free, moved(place="CA-TOR"))))


def test_bills_are_reclassified_alike(ask: Ask, company: Company) -> None:
    """80.25 leave 6300 for 6310; a wrong account or line number is refused."""
    key = ask.of(payable(lines=bill_line("80.25"))).key
    answered(ask.of(reclassified(key, moved(account="6310"), "<onhold>true</onhold>", "bill")))
    assert [entry[:3] for entry in entries(company)] == [("2000", -1, 8025), ("6310", 1, 8025)]
    assert ask.of(query("APBILL", "ONHOLD")).rows() == [{"ONHOLD": "true"}]
    assert ask.of(reclassified(key, moved(account="9999"), noun="bill")).errors[0][1] == "Account 9999 is not valid"
    assert ask.of(reclassified(key, moved(7), noun="bill")).errors[0][0] == "DL03000005"
