"""Credits: memos, advances, overpayments, negative lines and negative invoices, applied by receipts."""

from dataclasses import replace

import pytest
from asking import Ask, invoice, line
from cash_requests import deposit
from paperwork import ar_adjustment, query
from receiving import UNDEPOSITED, US_BANK, advance, credited, legacy_receipt, paid, receipt

from intacct_emulator.tenancy.company import Company

DEBIT, CREDIT = 1, -1


def posted(company: Company, since: int) -> list[tuple[object, ...]]:
    """Account, side and hundredths of the journal lines after the first `since`."""
    fields = ("ACCOUNTNO", "TR_TYPE", "AMOUNT")
    return [tuple(entry[field] for field in fields) for entry in company.records.where("GLENTRY")[since:]]


def standing(ask: Ask, name: str) -> list[tuple[str | None, ...]]:
    """State, paid and due of all documents of an object."""
    rows = ask.of(query(name, "STATE", "TOTALPAID", "TOTALDUE")).rows()
    return [tuple(row.values()) for row in rows]


def test_an_advance_posts_bank_against_its_line(ask: Ask, company: Company) -> None:
    """The bank's row first, the line's account second, in the receipts journal, under a summary that names the bank;
    nothing of it is applied."""
    assert ask.of(advance()).errors == []
    assert posted(company, 0) == [("1000", DEBIT, 4000), ("2300", CREDIT, 4000)]
    assert standing(ask, "ARADVANCE") == [("Posted", "0", "40")]
    (row,) = ask.of(query("GLDETAIL", "RECORDTYPE", "SYMBOL", "BATCH_TITLE", "ENTRY_DATE")).rows()[:1]
    assert list(row.values()) == [
        *("AR Advance", "CRJ", "Advances(Bank-CHK-US): 2026/11/10 Batch Summary Entry"),
        "11/10/2026",
    ]


def test_a_line_of_an_advance_may_leave_its_account_to_the_configuration(ask: Ask, company: Company) -> None:
    """Without account the line takes the company's account for advances."""
    assert ask.of(advance(account="")).errors == []
    assert posted(company, 0)[1] == ("2300", CREDIT, 4000)


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"place": ""}, "Required field Financial entity is missing"),
        ({"place": "<FINANCIALENTITY>NO</FINANCIALENTITY>"}, "Invalid Bank 'NO' specified."),
        ({"location": ""}, "Use of empty Location is invalid. A valid Multi-Entity Location must be specified."),
        ({"account": "9999"}, "Account 9999 is not valid"),
        ({"amount": "-1"}, "must be greater than zero"),
        ({"when": ""}, "The transaction date '' is invalid."),
    ],
)
def test_a_wrong_advance_is_refused(ask: Ask, company: Company, options: dict[str, str], text: str) -> None:
    """No place, an unknown one, no location, an unknown account, nothing received, no date: an error, and no rows."""
    said = ask.of(advance(**options))
    assert text in said.errors[0][1]
    assert company.records.where("ARADVANCE") == company.records.where("GLENTRY") == []


def test_lines_of_an_advance_change_as_a_set(ask: Ask, company: Company) -> None:
    """An update with lines replaces them, one without keeps them; the ledger follows."""
    key = ask.of(advance()).key
    change = f"<update><ARADVANCE><RECORDNO>{key}</RECORDNO>{{}}</ARADVANCE></update>"
    ask.of(change.format("<DESCRIPTION>Retainer</DESCRIPTION>"))
    assert posted(company, 0) == [("1000", DEBIT, 4000), ("2300", CREDIT, 4000)]
    lines = "".join(
        f"<ARADVANCEITEM><ACCOUNTNO>{account}</ACCOUNTNO><TRX_AMOUNT>{amount}</TRX_AMOUNT>"
        "<LOCATIONID>US-NYC</LOCATIONID></ARADVANCEITEM>"
        for account, amount in (("2300", "25"), ("2400", "30"))
    )
    assert ask.of(change.format(f"<ARADVANCEITEMS>{lines}</ARADVANCEITEMS>")).errors == []
    assert posted(company, 0) == [
        *(("1000", DEBIT, 2500), ("2300", CREDIT, 2500)),
        *(("1000", DEBIT, 3000), ("2400", CREDIT, 3000)),
    ]
    assert standing(ask, "ARADVANCE") == [("Posted", "0", "55")]


def test_applying_an_advance_frees_its_account(ask: Ask, company: Company) -> None:
    """15.00 of an advance of 40.00: its account against the control account, and no cash."""
    key, held = ask.of(invoice()).key, ask.of(advance()).key
    assert ask.of(receipt(credited(key, "ADVANCE", held, "15"))).errors == []
    assert posted(company, 4) == [("2300", DEBIT, 1500), ("1200", CREDIT, 1500)]
    assert standing(ask, "ARADVANCE") == [("Partially applied", "15", "25")]
    assert standing(ask, "ARINVOICE") == [("Partially Paid", "15", "85")]
    assert ask.of(query("ARPYMT", "TOTALENTERED")).texts(".//TOTALENTERED") == ["0"]
    ask.of(receipt(credited(key, "ADVANCE", held, "25")))
    assert standing(ask, "ARADVANCE") == [("Fully applied", "40", "0")]


def test_a_credit_memo_settles_without_cash(ask: Ask, company: Company) -> None:
    """A memo of 30.00 on an invoice: control account against control account; the memo is Paid with its own sign."""
    key, memo = ask.of(invoice()).key, ask.of(ar_adjustment()).key
    assert ask.of(receipt(credited(key, "ADJUSTMENT", memo, "30"))).errors == []
    assert posted(company, 4) == [("1200", DEBIT, 3000), ("1200", CREDIT, 3000)]
    assert standing(ask, "ARADJUSTMENT") == [("Paid", "-30", "0")]
    assert standing(ask, "ARINVOICE") == [("Partially Paid", "30", "70")]


def test_what_is_paid_too_much_is_kept_and_applied_later(ask: Ask, company: Company) -> None:
    """75.00 for 25.00: 50.00 lie on the account of overpayments, and pay another invoice."""
    first, second = ask.of(invoice("A", lines=line("25"))).key, ask.of(invoice("B")).key
    over = ask.of(legacy_receipt("75", {first: "25"})).key
    assert posted(company, 4) == [
        *(("1000", DEBIT, 2500), ("1200", CREDIT, 2500)),
        *(("1000", DEBIT, 5000), ("2310", CREDIT, 5000)),
    ]
    totals = ("TOTALENTERED", "TOTALPAID", "TOTALDUE")
    assert list(ask.of(query("ARPYMT", *totals)).rows()[0].values()) == ["75", "25", "50"]
    assert ask.of(receipt(credited(second, "OVERPAYMENT", over, "50"))).errors == []
    assert posted(company, 8) == [("2310", DEBIT, 5000), ("1200", CREDIT, 5000)]
    assert list(ask.of(query("ARPYMT", *totals)).rows()[0].values()) == ["75", "75", "0"]


def test_several_kinds_of_credit_and_cash_settle_one_invoice(ask: Ask) -> None:
    """100.00 by a memo of 30.00, an advance of 40.00 and 30.00 of cash, each its own detail."""
    key, memo, held = (ask.of(request).key for request in (invoice(), ar_adjustment(), advance()))
    details = credited(key, "ADJUSTMENT", memo, "30") + credited(key, "ADVANCE", held, "40") + paid(key, 30)
    assert ask.of(receipt(details, place=US_BANK)).errors == []
    assert standing(ask, "ARINVOICE") == [("Paid", "100", "0")]
    names = ("ADJUSTMENTKEY", "TRX_ADJUSTMENTAMOUNT", "ADVANCEKEY", "TRX_POSTEDADVANCEAMOUNT", "TRX_PAYMENTAMOUNT")
    rows = [tuple(row.values()) for row in ask.of(query("ARPYMTDETAIL", *names)).rows()]
    assert rows == [
        (memo, "30", None, None, None),
        (None, None, held, "40", None),
        (None, None, None, None, "30"),
    ]


def test_negative_lines_are_named_where_the_company_wants_them_named(ask: Ask) -> None:
    """100.00 and -30.00: INLINEKEY sets the second off against the first, and 70.00 of cash settle both."""
    key = ask.of(invoice(lines=line("100") + line("-30"))).key
    assert ask.of(receipt(credited(key, "INLINE", key, "30") + paid(key, 70))).errors == []
    assert standing(ask, "ARINVOICE") == [("Paid", "70", "0")]
    assert ask.of(query("ARINVOICEITEM", "TOTALPAID")).texts(".//TOTALPAID") == ["100", "-30"]


def test_negative_lines_count_by_themselves_where_they_need_no_naming(ask: Ask, company: Company) -> None:
    """In a company without inline credits 70.00 settle the invoice, and naming one is refused."""
    profile = company.profile
    company.profile = replace(profile, receivables=replace(profile.receivables, inline_credits=False))
    key = ask.of(invoice(lines=line("100") + line("-30"))).key
    named = ask.of(receipt(credited(key, "INLINE", key, "30")))
    assert named.errors[0] == ("BL01001973", "Enable inline credits, and try again")
    assert ask.of(receipt(paid(key, "70.01"))).errors[0][1].endswith("exceeds total amount due (70.00)")
    assert ask.of(receipt(paid(key, 70))).errors == []
    assert ask.of(query("ARINVOICEITEM", "TOTALPAID")).texts(".//TOTALPAID") == ["100", "-30"]


def test_a_negative_invoice_pays_another_one(ask: Ask) -> None:
    """An invoice of -20.00 takes 20.00 off what is due of one of 100.00."""
    key, negative = ask.of(invoice("A")).key, ask.of(invoice("B", lines=line("-20"))).key
    assert ask.of(receipt(credited(key, "NEGATIVEINVOICE", negative, "20"))).errors == []
    assert standing(ask, "ARINVOICE") == [("Partially Paid", "20", "80"), ("Paid", "-20", "0")]


@pytest.mark.parametrize(
    ("name", "amount", "text"),
    [
        ("ADVANCE", "41", "The credit 41.00 taken from '{key}' exceeds total amount due (40.00)"),
        ("ADVANCE", "101", "The payment amount 101.00 for 'INV-1' exceeds total amount due (100.00)"),
        ("ADJUSTMENT", "10", "Oops, we can't find this transaction"),
    ],
)
def test_no_more_credit_than_there_is_or_is_due(ask: Ask, name: str, amount: str, text: str) -> None:
    """More than is left of an advance, more than is due, and a key of another kind of document are refused."""
    key, held = ask.of(invoice()).key, ask.of(advance()).key
    said = ask.of(receipt(credited(key, name, held, amount)))
    assert said.errors[0][1] == text.format(key=held)
    assert standing(ask, "ARADVANCE") == [("Posted", "0", "40")]


def test_what_posts_of_a_used_advance_is_not_changed(ask: Ask) -> None:
    """What is applied of an advance keeps it on its day."""
    key, held = ask.of(invoice()).key, ask.of(advance()).key
    ask.of(receipt(credited(key, "ADVANCE", held, "15")))
    change = f"<update><ARADVANCE><RECORDNO>{held}</RECORDNO><RECEIPTDATE>11/03/2026</RECEIPTDATE></ARADVANCE></update>"
    assert ask.of(change).errors[0][0] == "BL03000130"


def test_a_line_of_an_advance_is_the_customers_or_one_below_it(ask: Ask) -> None:
    """Another customer's line is refused; that of a customer whose parent pays is posted."""
    assert ask.of(advance(more="<CUSTOMERID>C-1002</CUSTOMERID>")).errors[0][1] == (
        "Customer 'C-1002' on a line must be 'C-1001' or below it"
    )
    child = "<CUSTOMERID>C-1</CUSTOMERID><NAME>One</NAME><PARENTID>C-1001</PARENTID>"
    assert ask.of(f"<create><CUSTOMER>{child}</CUSTOMER></create>").errors == []
    assert ask.of(advance(more="<CUSTOMERID>C-1</CUSTOMERID>")).errors == []


def test_an_advance_can_be_moved_between_the_bank_and_undeposited_funds(ask: Ask, company: Company) -> None:
    """Naming another place of money takes it there: header, and the line of the ledger."""
    key = ask.of(advance()).key
    moved = f"<update><ARADVANCE><RECORDNO>{key}</RECORDNO>{UNDEPOSITED}</ARADVANCE></update>"
    assert ask.of(moved).errors == []
    (row,) = ask.of(query("ARADVANCE", "FINANCIALENTITY", "UNDEPOSITEDACCOUNTNO")).rows()
    assert list(row.values()) == [None, "1050"]
    assert posted(company, 0)[0] == ("1050", DEBIT, 4000)


def test_an_advance_that_was_deposited_is_not_changed(ask: Ask, company: Company) -> None:
    """What went on to the bank stays as it was received."""
    key = ask.of(advance(place=UNDEPOSITED)).key
    assert ask.of(deposit(key, date="2026-11-12")).errors == []
    before = posted(company, 0)
    said = ask.of(f"<update><ARADVANCE><RECORDNO>{key}</RECORDNO>{US_BANK}</ARADVANCE></update>")
    assert said.errors[0][1] == f"The transaction '{key}' can't be changed"
    assert posted(company, 0) == before


def test_an_advance_is_not_applied_before_it_was_received(ask: Ask) -> None:
    """Where payments must not be dated before what they settle, that counts for their credits too."""
    ask.of(invoice(), advance(when="11/21/2026"))
    said = ask.of(receipt(credited(1, "ADVANCE", 2, "40"), when="11/20/2026"))
    assert said.errors[0][1] == "Payment date cannot be before Advance creation date"
