"""Receipts: what they pay, what they post, drafts, discounts, and the refusals, of which nothing stays."""

from dataclasses import replace

import pytest
from asking import Ask, Said, invoice, line
from paperwork import adjustment_line, ar_adjustment, query
from receiving import US_BANK, at_account, changed_receipt, paid, receipt

from intacct_emulator.tenancy.company import Company

DEBIT, CREDIT = 1, -1
TWO_LINES = line("100") + line("50", "4100")


def posted(company: Company, since: int) -> list[tuple[object, ...]]:
    """Account, side and hundredths of the journal lines after the first `since`."""
    fields = ("ACCOUNTNO", "TR_TYPE", "AMOUNT")
    return [tuple(entry[field] for field in fields) for entry in company.records.where("GLENTRY")[since:]]


def standing(ask: Ask, name: str = "ARINVOICE") -> list[tuple[str | None, ...]]:
    """State, paid, due and the day it was paid, of all documents."""
    rows = ask.of(query(name, "STATE", "TOTALPAID", "TOTALDUE", "WHENPAID")).rows()
    return [tuple(row.values()) for row in rows]


def counts(company: Company) -> dict[str, int]:
    """How many rows the tables of the books have."""
    names = ("ARINVOICE", "ARPYMT", "ARPYMTENTRY", "ARPYMTDETAIL", "GLENTRY", "GLBATCH", "ARINVOICEBATCH")
    return {name: len(company.records.where(name)) for name in names}


def only(said: Said) -> tuple[str, str]:
    """The first error of a failed function."""
    return said.errors[0]


def test_receipt_pays_an_invoice_and_posts_a_pair_per_line(ask: Ask, company: Company) -> None:
    """150.00 on two lines: the bank's row comes first in each pair, then the control account's; the invoice is Paid on
    the day of the receipt."""
    key = ask.of(invoice(lines=TWO_LINES)).key
    assert ask.of(receipt(paid(key, 150), place=US_BANK)).errors == []
    assert posted(company, 4) == [
        ("1000", DEBIT, 10000),
        ("1200", CREDIT, 10000),
        ("1000", DEBIT, 5000),
        ("1200", CREDIT, 5000),
    ]
    assert standing(ask) == [("Paid", "150", "0", "11/20/2026")]
    (entry,) = ask.of(
        query("ARPYMT", "STATE", "DISPLAYSTATE", "TOTALENTERED", "TOTALDUE", "WHENPAID", "PRBATCH")
    ).rows()
    assert list(entry.values()) == [
        *("C", "Complete", "150", "0", "11/20/2026"),
        "Payments(Bank-CHK-US): 2026/11/20 Batch",
    ]


def test_rows_of_a_receipt_in_the_ledger_tell_of_the_receipt(ask: Ask) -> None:
    """GLDETAIL calls them AR Payment and repeats the receipt's totals and dates on each; it is in the receipts
    journal."""
    key = ask.of(invoice()).key
    ask.of(receipt(paid(key, "60")))
    fields = ("RECORDTYPE", "SYMBOL", "TOTALENTERED", "TOTALPAID", "TOTALDUE", "WHENCREATED", "WHENDUE", "WHENPAID")
    rows = ask.of(query("GLDETAIL", "ACCOUNTNO", "DEBITAMOUNT", "CREDITAMOUNT", *fields)).rows()[2:]
    header = ["AR Payment", "CRJ", "60", "60", "0", *["11/20/2026"] * 3]
    assert [list(row.values()) for row in rows] == [["1050", "60", "0", *header], ["1200", "0", "60", *header]]


def test_part_of_an_invoice_is_paid_line_by_line_from_the_first(ask: Ask) -> None:
    """120.00 of 150.00 fill the first line and 20.00 of the second; 30.00 more settle it on their own day."""
    key = ask.of(invoice(lines=TWO_LINES)).key
    ask.of(receipt(paid(key, 120)))
    assert standing(ask) == [("Partially Paid", "120", "30", None)]
    lines = ask.of(query("ARINVOICEITEM", "TOTALPAID")).texts(".//TOTALPAID")
    assert lines == ["100", "20"]
    ask.of(receipt(paid(key, 30), when="11/28/2026"))
    assert standing(ask) == [("Paid", "150", "0", "11/28/2026")]


def test_a_named_line_is_paid_and_no_other(ask: Ask) -> None:
    """ENTRYKEY pays the second line, whatever is due of the first."""
    key = ask.of(invoice(lines=TWO_LINES)).key
    second = ask.of(query("ARINVOICEITEM", "RECORDNO")).texts(".//RECORDNO")[1]
    assert ask.of(receipt(paid(key, 45, f"<ENTRYKEY>{second}</ENTRYKEY>"))).errors == []
    assert ask.of(query("ARINVOICEITEM", "TOTALPAID")).texts(".//TOTALPAID") == ["0", "45"]


def test_details_are_the_applications_of_a_receipt(ask: Ask) -> None:
    """Each paid line has a detail with the keys of document and line, of the receipt and its line."""
    first, second = ask.of(invoice("A", lines=TWO_LINES)).key, ask.of(invoice("B")).key
    key = ask.of(receipt(paid(first, 150) + paid(second, 10))).key
    names = ("RECORDKEY", "ENTRYKEY", "PAYMENTKEY", "TRX_PAYMENTAMOUNT", "PAYMENTAMOUNT", "PAYMENTDATE", "STATE")
    rows = ask.of(query("ARPYMTDETAIL", "PAYMENTENTRYKEY", *names)).rows()
    entries = ask.of(query("ARPYMTENTRY", "RECORDNO")).texts(".//RECORDNO")
    lines = ask.of(query("ARINVOICEITEM", "RECORDNO")).texts(".//RECORDNO")
    assert [row.pop("PAYMENTENTRYKEY") for row in rows] == entries
    assert [tuple(row.values()) for row in rows] == [
        (document, line_key, key, amount, amount, "11/20/2026", "C")
        for document, line_key, amount in zip((first, first, second), lines, ("100", "50", "10"), strict=True)
    ]


def test_receipts_are_among_the_records_of_receivables(ask: Ask) -> None:
    """ARRECORD and ARDETAIL show a receipt and its lines beside the invoice."""
    key = ask.of(invoice()).key
    ask.of(receipt(paid(key, 60)))
    records = [
        tuple(row.values()) for row in ask.of(query("ARRECORD", "RECORDTYPE", "TOTALENTERED", "TOTALDUE")).rows()
    ]
    assert records == [("ri", "100", "40"), ("rp", "60", "0")]
    details = [tuple(row.values()) for row in ask.of(query("ARDETAIL", "RECORDTYPE", "AMOUNT", "TOTALPAID")).rows()]
    assert details == [("ri", "100", "60"), ("rp", "60", "60")]


def test_several_customers_are_paid_for_by_a_named_payer(ask: Ask) -> None:
    """Without CUSTOMERID, PAYERNAME is needed; whose the invoices are does not matter then."""
    first, second = ask.of(invoice("A")).key, ask.of(invoice("B", "C-1002")).key
    details = paid(first, 100) + paid(second, 100)
    assert only(ask.of(receipt(details, customer=""))) == ("BL03000018", "Required field Customer ID is missing")
    said = ask.of(receipt(details, customer="", extra="<PAYERNAME>Group</PAYERNAME>"))
    assert said.errors == []
    assert [row[0] for row in standing(ask)] == ["Paid", "Paid"]


def test_a_debit_memo_is_paid_like_an_invoice(ask: Ask) -> None:
    """POSADJKEY pays a debit memo, which has no due date but an amount due."""
    key = ask.of(ar_adjustment(adjustment_line("80"))).key
    detail = f"<ARPYMTDETAIL><POSADJKEY>{key}</POSADJKEY><TRX_PAYMENTAMOUNT>80</TRX_PAYMENTAMOUNT></ARPYMTDETAIL>"
    assert ask.of(receipt(detail)).errors == []
    assert standing(ask, "ARADJUSTMENT") == [("Paid", "80", "0", "11/20/2026")]


@pytest.mark.parametrize(
    ("details", "options", "errorno", "text"),
    [
        (paid(777, 5), {}, "BL01001973", "Oops, we can't find this transaction"),
        (paid("@", 101), {}, "BL01001973", "The payment amount 101.00 for 'INV-1' exceeds total amount due (100.00)"),
        (
            paid("@", 60) + paid("@", 60),
            {},
            "BL01001973",
            "The payment amount 60.00 for 'INV-1' exceeds total amount due (40.00)",
        ),
        (paid("@", 5), {"customer": "C-1002"}, "BL01001973", "The transaction 'INV-1' does not belong to Customer"),
        (paid("@", 5), {"customer": "NOBODY"}, "BL01001973", "Customer 'NOBODY' specified is not valid."),
        (
            paid("@", 5),
            {"place": "<FINANCIALENTITY>NO</FINANCIALENTITY>"},
            "BL01001973",
            "Invalid Bank 'NO' specified.",
        ),
        (paid("@", 5), {"place": ""}, "BL03000018", "Required field Financial entity is missing"),
        (paid("@", 5), {"when": ""}, "BL03000018", "Required field Receipt date is missing"),
        (paid("@", "-5"), {}, "BL01001973", "must be greater than zero"),
        (paid("@"), {}, "BL01001973", "Enter an amount for the transaction 'INV-1'"),
        ("", {}, "BL01001973", "No line items found"),
        (
            paid("@", 5, "<POSADJKEY>1</POSADJKEY>"),
            {},
            "BL01001973",
            "A payment detail pays one transaction: RECORDKEY or POSADJKEY",
        ),
        (paid("@", 5), {"extra": "<CURRENCY>EUR</CURRENCY>"}, "BL01001973", "Enable foreign-currency transactions"),
    ],
)
def test_what_is_wrong_is_refused_and_leaves_nothing(
    ask: Ask, company: Company, details: str, options: dict[str, str], errorno: str, text: str
) -> None:
    """Unknown invoice, too much, also in two details, another's invoice, unknown customer or bank, missing place or
    date: an error, and the books are what they were."""
    key = ask.of(invoice()).key
    ask.of(receipt(paid(key, 1), when="bad"))
    before = counts(company)
    said = ask.of(receipt(details.replace("@", str(key)), **options))
    assert only(said)[0] == errorno
    assert text in only(said)[1]
    assert said.errors[-1] == ("BL01001973", "Could not create ARPYMT record!")
    assert said.gaps == ()
    assert counts(company) == before
    assert standing(ask) == [("Posted", "0", "100", None)]


def test_paying_what_is_paid_is_refused(ask: Ask) -> None:
    """There is nothing due on a paid invoice."""
    key = ask.of(invoice()).key
    ask.of(receipt(paid(key, 100)))
    said = ask.of(receipt(paid(key, 1)))
    assert only(said) == ("BL03000130", "There is no due on the invoice 'INV-1'")


def test_a_draft_does_nothing_until_it_is_submitted(ask: Ask, company: Company) -> None:
    """A draft keeps its details; submitted, they are paid."""
    key = ask.of(invoice(lines=TWO_LINES)).key
    draft = ask.of(receipt(paid(key, 120), extra="<ACTION>Draft</ACTION>")).key
    assert standing(ask) == [("Posted", "0", "150", None)]
    assert len(posted(company, 4)) == 0
    assert ask.of(query("ARPYMT", "DISPLAYSTATE")).texts(".//DISPLAYSTATE") == ["Draft"]
    assert ask.of(changed_receipt(draft, "<ACTION>Submit</ACTION>")).errors == []
    assert standing(ask) == [("Partially Paid", "120", "30", None)]
    assert ask.of(query("ARPYMTDETAIL", "TRX_PAYMENTAMOUNT")).texts(".//TRX_PAYMENTAMOUNT") == ["100", "20"]


def test_details_of_a_draft_are_replaced_as_a_set_and_kept_without(ask: Ask) -> None:
    """Details that are given are all that stay; an update of the header alone keeps them."""
    first, second = ask.of(invoice("A")).key, ask.of(invoice("B")).key
    draft = ask.of(receipt(paid(first, 10) + paid(second, 20), extra="<ACTION>Draft</ACTION>")).key
    ask.of(changed_receipt(draft, "<DESCRIPTION>Later</DESCRIPTION>"))
    assert ask.of(query("ARPYMTDETAIL", "TRX_PAYMENTAMOUNT")).texts(".//TRX_PAYMENTAMOUNT") == ["10", "20"]
    ask.of(changed_receipt(draft, details=paid(second, 15)))
    assert ask.of(changed_receipt(draft, "<ACTION>Submit</ACTION>")).errors == []
    assert [row[1] for row in standing(ask)] == ["0", "15"]
    assert ask.of(query("ARPYMT", "DESCRIPTION")).texts(".//DESCRIPTION") == ["Later"]


def test_only_drafts_are_changed_and_deleted(ask: Ask, company: Company) -> None:
    """A draft goes with its details; a complete receipt is neither changed nor deleted."""
    key = ask.of(invoice()).key
    draft = ask.of(receipt(paid(key, 10), extra="<ACTION>Draft</ACTION>")).key
    assert ask.of(f"<delete><object>ARPYMT</object><keys>{draft}</keys></delete>").errors == []
    assert company.records.where("ARPYMT") == company.records.where("ARPYMTDETAIL") == []
    complete = ask.of(receipt(paid(key, 10))).key
    deleted = ask.of(f"<delete><object>ARPYMT</object><keys>{complete}</keys></delete>")
    assert "is not a draft and can't be deleted" in only(deleted)[1]
    assert "can't be updated" in only(ask.of(changed_receipt(complete, "<DESCRIPTION>x</DESCRIPTION>")))[1]


def test_a_draft_that_can_no_longer_be_paid_stays_a_draft(ask: Ask) -> None:
    """What was due when it was drafted may be paid by then."""
    key = ask.of(invoice()).key
    draft = ask.of(receipt(paid(key, 100), extra="<ACTION>Draft</ACTION>")).key
    ask.of(receipt(paid(key, 100)))
    assert only(ask.of(changed_receipt(draft, "<ACTION>Submit</ACTION>")))[0] == "BL03000130"
    assert "Draft" in ask.of(query("ARPYMT", "DISPLAYSTATE")).texts(".//DISPLAYSTATE")


DISCOUNTED = "<TERMNAME>2/10 Net 30</TERMNAME>"


def test_a_term_discount_is_taken_by_paying_exactly_the_rest(ask: Ask, company: Company) -> None:
    """500.00 at 2/10 net 30 of 2 November, 490.00 with a discount date of 12 November: bank 490.00, discounts 10.00,
    receivable 500.00, and the invoice is Paid."""
    key = ask.of(invoice(lines=line("500"), extra=DISCOUNTED)).key
    said = ask.of(receipt(paid(key, 490, "<DISCOUNTDATE>11/12/2026</DISCOUNTDATE>"), place=US_BANK))
    assert said.errors == []
    assert sorted(posted(company, 2)) == sorted(
        [("4900", DEBIT, 1000), ("1200", CREDIT, 1000), ("1000", DEBIT, 49000), ("1200", CREDIT, 49000)]
    )
    assert standing(ask) == [("Paid", "500", "0", "11/20/2026")]
    assert ask.of(query("ARPYMT", "TOTALENTERED")).texts(".//TOTALENTERED") == ["490"]


@pytest.mark.parametrize(("amount", "day"), [("480", "11/12/2026"), ("490", "11/13/2026")])
def test_no_discount_is_taken_otherwise(ask: Ask, amount: str, day: str) -> None:
    """Another amount than the rest, or a day after the discount's last, pays that amount and no more."""
    key = ask.of(invoice(lines=line("500"), extra=DISCOUNTED)).key
    assert ask.of(receipt(paid(key, amount, f"<DISCOUNTDATE>{day}</DISCOUNTDATE>"))).errors == []
    assert standing(ask) == [("Partially Paid", amount, str(500 - int(amount)), None)]


def test_grace_days_and_a_fixed_discount(ask: Ask) -> None:
    """50.00 off until the 5th of December, with three days of grace: the 8th still counts, the 9th does not."""
    extra = "<TERMNAME>50 off 5th Net 45</TERMNAME>"
    first = ask.of(invoice("A", lines=line("500"), extra=extra)).key
    second = ask.of(invoice("B", lines=line("500"), extra=extra)).key
    for key, day in ((first, "12/08/2026"), (second, "12/09/2026")):
        ask.of(receipt(paid(key, 450, f"<DISCOUNTDATE>{day}</DISCOUNTDATE>")))
    assert [row[:3] for row in standing(ask)] == [("Paid", "500", "0"), ("Partially Paid", "450", "50")]


def test_a_custom_discount_where_the_company_allows_it(ask: Ask, company: Company) -> None:
    """90.00 and a discount of 10.00 settle 100.00; a company that does not allow it refuses it."""
    key = ask.of(invoice()).key
    detail = paid(key, 90, "<TRX_TOTALDISCOUNTTOAPPLY>10</TRX_TOTALDISCOUNTTOAPPLY>")
    allowed = company.profile
    company.profile = replace(allowed, receivables=replace(allowed.receivables, custom_discounts=False))
    assert only(ask.of(receipt(detail)))[1] == "Enable custom discounts, and try again"
    company.profile = allowed
    assert ask.of(receipt(detail)).errors == []
    assert standing(ask) == [("Paid", "100", "0", "11/20/2026")]
    kept = ask.of(query("ARPYMTDETAIL", "TRX_DISCOUNTAMOUNT", "TRX_PAYMENTAMOUNT")).rows()
    assert [tuple(row.values()) for row in kept] == [("10", None), (None, "90")]


def test_either_discount_date_or_discount(ask: Ask) -> None:
    """Both together are refused."""
    key = ask.of(invoice()).key
    both = "<TRX_TOTALDISCOUNTTOAPPLY>10</TRX_TOTALDISCOUNTTOAPPLY><DISCOUNTDATE>11/12/2026</DISCOUNTDATE>"
    assert "not both" in only(ask.of(receipt(paid(key, 90, both))))[1]


def test_a_company_whose_summaries_are_named_files_receipts_as_told(ask: Ask, company: Company) -> None:
    """With user-specified summaries a receipt names one; its date is the receipt's, its bank the place of the money."""
    profile = company.profile
    key = ask.of(invoice()).key
    company.profile = replace(profile, receivables=replace(profile.receivables, summary_frequency="User-specified"))
    summary = "<create_arpaymentbatch><batchtitle>Week 48</batchtitle><bankaccountid>CHK-US</bankaccountid>"
    summary += "<datecreated><year>2026</year><month>11</month><day>27</day></datecreated></create_arpaymentbatch>"
    assert ask.of(summary).errors == []
    assert only(ask.of(receipt(paid(key, 10)))) == ("BL03000018", "Required field Summary is missing")
    assert ask.of(receipt(paid(key, 10), place="<PRBATCH>Week 48</PRBATCH>")).errors == []
    assert posted(company, 2)[0] == ("1000", DEBIT, 1000)
    (entry,) = ask.of(query("GLDETAIL", "ENTRY_DATE", "BATCH_TITLE")).rows()[2:3]
    assert list(entry.values()) == ["11/27/2026", "Week 48 Summary Entry"]


def test_what_posts_of_a_paid_invoice_is_not_changed_and_it_is_not_deleted(ask: Ask) -> None:
    """What is paid of an invoice keeps it on its day."""
    key = ask.of(invoice()).key
    ask.of(receipt(paid(key, 10)))
    change = f"<update><ARINVOICE><RECORDNO>{key}</RECORDNO><WHENCREATED>11/03/2026</WHENCREATED></ARINVOICE></update>"
    assert ask.of(change).errors[0][0] == "BL03000130"
    assert ask.of(f"<delete><object>ARINVOICE</object><keys>{key}</keys></delete>").errors[0][0] == "BL03000130"


def test_a_payment_is_not_dated_before_its_invoice_unless_the_company_lets_it(ask: Ask, company: Company) -> None:
    """The switch of the configuration decides; a refused receipt leaves nothing."""
    key = ask.of(invoice()).key
    before = counts(company)
    early = receipt(paid(key, 5), when="11/01/2026")
    assert only(ask.of(early))[1] == "Payment date cannot be before Invoice creation date"
    assert counts(company) == before
    company.profile = replace(
        company.profile, receivables=replace(company.profile.receivables, payments_after_documents=False)
    )
    assert ask.of(early).errors == []


@pytest.mark.parametrize("account", ["4010", "1200", "2000", "1000"])
def test_undeposited_funds_lie_on_no_account_that_is_for_something_else(
    ask: Ask, company: Company, account: str
) -> None:
    """Not on one of income, not on a control account, not on a bank's."""
    key = ask.of(invoice()).key
    before = counts(company)
    said = ask.of(receipt(paid(key, 5), place=at_account(account)))
    assert only(said)[1] == f"Invalid Undeposited funds account '{account}' specified."
    assert counts(company) == before


@pytest.mark.parametrize("action", ["Bogus", "Post"])
def test_an_action_is_draft_or_submit(ask: Ask, company: Company, action: str) -> None:
    """Any other word is refused, of invoices and of receipts, and nothing is posted; case makes no difference."""
    asked = f"<ACTION>{action}</ACTION>"
    assert ask.of(invoice(extra=asked)).errors[0][1] == f"Invalid value '{action}' for Action."
    key = ask.of(invoice(extra="<ACTION>SUBMIT</ACTION>")).key
    before = counts(company)
    assert only(ask.of(receipt(paid(key, 5), extra=asked)))[1] == f"Invalid value '{action}' for Action."
    assert counts(company) == before


def test_an_invoice_that_a_draft_receipt_names_is_not_deleted(ask: Ask) -> None:
    """It can be deleted once the draft is gone."""
    key = ask.of(invoice()).key
    draft = ask.of(receipt(paid(key, 5), extra="<ACTION>Draft</ACTION>")).key
    gone = f"<delete><object>ARINVOICE</object><keys>{key}</keys></delete>"
    assert only(ask.of(gone))[1] == "Cannot delete AR invoice 'INV-1' because it is being used"
    assert ask.of(f"<delete><object>ARPYMT</object><keys>{draft}</keys></delete>", gone).errors == []


@pytest.mark.parametrize("method", ["Online Charge Card", "Online ACH Debit"])
def test_a_payment_through_a_service_is_a_gap(ask: Ask, company: Company, method: str) -> None:
    """Nobody charges a customer's card here, and nothing is received."""
    key = ask.of(invoice()).key
    before = counts(company)
    said = ask.of(receipt(paid(key, 5)).replace("Printed Check", method))
    assert said.gaps == ("online payments",)
    assert counts(company) == before


def test_a_receipt_shows_the_one_place_where_its_money_is(ask: Ask) -> None:
    """A bank goes before undeposited funds, which are then not named."""
    key = ask.of(invoice()).key
    ask.of(receipt(paid(key, 5), place=US_BANK + at_account("1050")), receipt(paid(key, 5)))
    rows = ask.of(query("ARPYMT", "FINANCIALENTITY", "UNDEPOSITEDACCOUNTNO")).rows()
    assert [tuple(row.values()) for row in rows] == [("CHK-US", None), (None, "1050")]


@pytest.mark.parametrize(
    ("details", "extra", "text"),
    [
        (paid(1, 5), "<OVERPAYMENTAMOUNT>-3</OVERPAYMENTAMOUNT>", "The amount -3.00 for the transaction ''"),
        (paid("", 5).replace("<RECORDKEY></RECORDKEY>", ""), "", "Required field RECORDKEY is missing"),
        (paid(1, 5, "<TRX_ADJUSTMENTAMOUNT>5</TRX_ADJUSTMENTAMOUNT>"), "", "Required field ADJUSTMENTKEY is missing"),
        (paid(1, 5, "<ENTRYKEY>2</ENTRYKEY>"), "", "Oops, we can't find this transaction"),
        (paid(1), "", "Enter an amount for the transaction 'INV-1'"),
    ],
)
def test_a_detail_that_says_too_little_is_refused(
    ask: Ask, company: Company, details: str, extra: str, text: str
) -> None:
    """Less than nothing overpaid, no document, a credit without its key, another invoice's line, no amount: nothing
    stays."""
    ask.of(invoice(), invoice("INV-2"))
    before = counts(company)
    assert only(ask.of(receipt(details, extra=extra)))[1].startswith(text)
    assert counts(company) == before
