"""Reversals: a twin with the other sign, both settled, and everything as it was before."""

import pytest
from asking import Ask, invoice, line
from paperwork import ar_adjustment, query
from receiving import US_BANK, advance, credited, legacy_application, legacy_receipt, paid, receipt, reversal

from intacct_emulator.tenancy.company import Company

TOTALS = ("TOTALENTERED", "TOTALPAID", "TOTALDUE")


def standing(ask: Ask, name: str, *fields: str) -> list[tuple[str | None, ...]]:
    """Fields of all records of an object."""
    return [tuple(row.values()) for row in ask.of(query(name, *fields)).rows()]


def balances(company: Company) -> dict[object, object]:
    """What each account holds, in hundredths, without those that hold nothing."""
    sql = "SELECT ACCOUNTNO, SUM(TR_TYPE * AMOUNT) FROM GLENTRY GROUP BY ACCOUNTNO"
    return {account: held for account, held in company.database.all(sql) if held}


def test_a_reversed_receipt_makes_its_invoice_due_again(ask: Ask, company: Company) -> None:
    """The invoice is Posted without a day of payment; receipt and twin, Reversed and Reversal, sum to nothing."""
    key = ask.of(invoice(lines=line("100") + line("50"))).key
    before = balances(company)
    received = ask.of(receipt(paid(key, 150), place=US_BANK)).key
    twin = ask.of(reversal("arpayment", received)).key
    assert balances(company) == before
    assert standing(ask, "ARINVOICE", "STATE", "TOTALDUE", "WHENPAID") == [("Posted", "150", None)]
    assert standing(ask, "ARPYMT", "RECORDNO", "DISPLAYSTATE", *TOTALS, "WHENCREATED", "WHENPAID") == [
        (received, "Reversed", "150", "150", "0", "11/20/2026", "11/20/2026"),
        (twin, "Reversal", "-150", "-150", "0", "11/25/2026", "11/25/2026"),
    ]


def test_the_twins_rows_in_the_ledger_are_dated_the_reversal(ask: Ask) -> None:
    """The bank's row is still first, with the sides turned around."""
    key = ask.of(invoice()).key
    ask.of(reversal("arpayment", ask.of(receipt(paid(key, 60), place=US_BANK)).key))
    rows = standing(ask, "GLDETAIL", "ACCOUNTNO", "DEBITAMOUNT", "CREDITAMOUNT", "ENTRY_DATE", "TOTALENTERED")
    assert rows[4:] == [("1000", "0", "60", "11/25/2026", "-60"), ("1200", "60", "0", "11/25/2026", "-60")]


def test_credits_are_free_again(ask: Ask, company: Company) -> None:
    """A memo, an advance and a discount that a receipt used are as they were before it."""
    key = ask.of(invoice()).key
    memo, held = ask.of(ar_adjustment()).key, ask.of(advance()).key
    before = balances(company)
    details = credited(key, "ADJUSTMENT", memo, "30") + credited(key, "ADVANCE", held, "20")
    details += paid(key, 40, "<TRX_TOTALDISCOUNTTOAPPLY>10</TRX_TOTALDISCOUNTTOAPPLY>")
    received = ask.of(receipt(details, place=US_BANK))
    assert received.errors == []
    assert ask.of(reversal("arpayment", received.key)).errors == []
    assert balances(company) == before
    assert standing(ask, "ARINVOICE", "STATE", *TOTALS) == [("Posted", "100", "0", "100")]
    assert standing(ask, "ARADJUSTMENT", "STATE", *TOTALS) == [("Posted", "-30", "0", "-30")]
    assert standing(ask, "ARADVANCE", "STATE", *TOTALS) == [("Posted", "40", "0", "40")]


def test_applications_and_their_reversal_sum_to_nothing(ask: Ask) -> None:
    """The reversal adds the details with the other sign under its own date and key."""
    key = ask.of(invoice()).key
    received = ask.of(receipt(paid(key, 60))).key
    twin = ask.of(reversal("arpayment", received)).key
    assert standing(ask, "ARPYMTDETAIL", "PAYMENTKEY", "PAYMENTDATE", "TRX_PAYMENTAMOUNT", "STATE") == [
        (received, "11/20/2026", "60", "R"),
        (twin, "11/25/2026", "-60", "V"),
    ]


def test_an_overpayment_is_reversed_whole_unless_it_is_in_use(ask: Ask, company: Company) -> None:
    """The unapplied rest goes too; once it pays another invoice, that application has to be reversed first."""
    first, second = ask.of(invoice("A", lines=line("25"))).key, ask.of(invoice("B")).key
    before = balances(company)
    over = ask.of(legacy_receipt("75", {first: "25"})).key
    use = ask.of(receipt(credited(second, "OVERPAYMENT", over, "50"))).key
    assert "Reverse these first" in ask.of(reversal("arpayment", over)).errors[0][1]
    assert ask.of(reversal("arpayment", use)).errors == []
    assert ask.of(reversal("arpayment", over)).errors == []
    assert balances(company) == before
    assert [row[-1] for row in standing(ask, "ARPYMT", *TOTALS)] == ["0"] * 4


def test_a_reversed_invoice_has_a_twin(ask: Ask, company: Company) -> None:
    """`Reversed - A` with negative amounts, dated the reversal in all its dates; both are settled, and the original
    keeps its dates."""
    key = ask.of(invoice("A", lines=line("100") + line("-30"))).key
    twin = ask.of(reversal("invoice", key)).key
    assert balances(company) == {}
    fields = ("RECORDNO", "RECORDID", "STATE", *TOTALS, "WHENCREATED", "WHENDUE", "WHENPOSTED", "WHENPAID")
    assert standing(ask, "ARINVOICE", *fields) == [
        (key, "A", "Reversed", "70", "70", "0", "11/02/2026", "12/02/2026", "11/02/2026", "11/25/2026"),
        (twin, "Reversed - A", "Reversal", "-70", "-70", "0", *["11/25/2026"] * 4),
    ]
    assert standing(ask, "ARINVOICEITEM", "RECORDKEY", "AMOUNT", "TOTALPAID") == [
        *((key, "100", "100"), (key, "-30", "-30")),
        *((twin, "-100", "-100"), (twin, "30", "30")),
    ]
    assert ask.of(query("CUSTOMER", "CUSTOMERID", "TOTALDUE")).rows()[0]["TOTALDUE"] == "0"


def test_an_advance_is_reversed_like_a_document(ask: Ask, company: Company) -> None:
    """reverse_arpayment takes the key of an advance too."""
    key = ask.of(advance()).key
    assert ask.of(reversal("arpayment", key)).errors == []
    assert balances(company) == {}
    assert standing(ask, "ARADVANCE", "STATE", *TOTALS) == [
        ("Reversed", "40", "40", "0"),
        ("Reversal", "-40", "-40", "0"),
    ]


def test_what_cannot_be_reversed(ask: Ask, company: Company) -> None:
    """A paid invoice, a draft, what is reversed already, a reversal, a day before the transaction's, an unknown key."""
    key = ask.of(invoice("A")).key
    received = ask.of(receipt(paid(key, 60))).key
    draft = ask.of(invoice("D", extra="<ACTION>Draft</ACTION>")).key
    drafted = ask.of(receipt(paid(key, 10), extra="<ACTION>Draft</ACTION>")).key
    rows = len(company.records.where("GLENTRY"))
    assert "Reverse these first" in ask.of(reversal("invoice", key)).errors[0][1]
    assert ask.of(reversal("invoice", draft)).errors[0][1] == "The transaction 'D' can't be reversed"
    assert "can't be reversed" in ask.of(reversal("arpayment", drafted)).errors[0][1]
    assert "cannot be earlier" in ask.of(reversal("arpayment", received, "2026-11-19")).errors[0][1]
    assert ask.of(reversal("arpayment", 999)).errors[0] == ("DL03000005", "No record exits for the recordkey 999")
    assert len(company.records.where("GLENTRY")) == rows
    twin = ask.of(reversal("arpayment", received)).key
    for reversed_key in (received, twin):
        assert "can't be reversed" in ask.of(reversal("arpayment", reversed_key)).errors[0][1]


@pytest.mark.parametrize("lines", ["", line("5") + line("-5")])
def test_reversed_documents_are_fixed(ask: Ask, lines: str) -> None:
    """Neither a reversed invoice nor its twin is changed or deleted, also when they amount to nothing."""
    key = ask.of(invoice("A", lines=lines)).key
    twin = ask.of(reversal("invoice", key)).key
    for fixed in (key, twin):
        change = f"<update><ARINVOICE><RECORDNO>{fixed}</RECORDNO><DESCRIPTION>x</DESCRIPTION></ARINVOICE></update>"
        assert "can't be changed" in ask.of(change).errors[0][1]
        deleted = ask.of(f"<delete><object>ARINVOICE</object><keys>{fixed}</keys></delete>")
        assert "can't be changed" in deleted.errors[0][1]


def test_lines_of_an_invoice_stay_locked_after_its_receipt_is_reversed(ask: Ask) -> None:
    """It can be paid again, but its lines are not changed, nor is it deleted; words of its header may be."""
    key = ask.of(invoice("A")).key
    ask.of(reversal("arpayment", ask.of(receipt(paid(key, 60))).key))
    change = f"<update><ARINVOICE><RECORDNO>{key}</RECORDNO>{{}}</ARINVOICE></update>"
    lines = f"<ARINVOICEITEMS>{line('70')}</ARINVOICEITEMS>"
    assert ask.of(change.format(lines)).errors[0][0] == "BL03000130"
    assert ask.of(f"<delete><object>ARINVOICE</object><keys>{key}</keys></delete>").errors[0][0] == "BL03000130"
    assert ask.of(change.format("<DESCRIPTION>x</DESCRIPTION>")).errors == []
    assert ask.of(receipt(paid(key, 100))).errors == []
    assert standing(ask, "ARINVOICE", "STATE") == [("Paid",)]


def test_an_invoice_whose_own_credit_was_applied_is_not_reversed(ask: Ask, company: Company) -> None:
    """5.00 of the negative line pay the other line: nothing of the invoice as a whole is paid, two of its lines are."""
    key = ask.of(invoice(lines=line("100") + line("-15"))).key
    assert ask.of(legacy_application(key, {key: "5"})).errors == []
    assert [row["TOTALPAID"] for row in company.records.where("ARINVOICEITEM")] == [500, -500]
    assert ask.of(reversal("invoice", key)).errors != []
    assert [row["TOTALPAID"] for row in company.records.where("ARINVOICEITEM")] == [500, -500]
