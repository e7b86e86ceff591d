"""Updates of documents: which lines stay, which come and go, and what becomes of their journal lines."""

import pytest
from asking import Ask, invoice, line
from paperwork import bill_line, change, payable, query
from receiving import paid, receipt, reversal

from intacct_emulator.tenancy.company import Company


def items(company: Company, name: str = "ARINVOICEITEM") -> list[tuple[object, ...]]:
    """Key, number, account and amount of every line."""
    return [(row.key, row["LINE_NO"], row["ACCOUNTNO"], row["AMOUNT"]) for row in company.records.where(name)]


def entries(company: Company) -> list[tuple[object, ...]]:
    """Key, document line, account and signed amount of every journal line."""
    return [
        (row.key, row["PRENTRYKEY"], row["ACCOUNTNO"], int(row["TR_TYPE"] or 0) * int(row["AMOUNT"] or 0))
        for row in company.records.where("GLENTRY")
    ]


@pytest.mark.parametrize(
    "fields",
    [
        "<DESCRIPTION>Changed</DESCRIPTION>",
        "<WHENCREATED>11/04/2026</WHENCREATED>",
        "<CUSTOMERID>C-1002</CUSTOMERID>",
        "<ACTION>Submit</ACTION>",
    ],
)
def test_a_change_of_the_header_leaves_all_keys(ask: Ask, company: Company, fields: str) -> None:
    """Lines and journal lines stay the rows they are, whatever of the header changes."""
    key = ask.of(invoice(lines=line("100") + line("-30", "4100"))).key
    lines, ledger = items(company), entries(company)
    assert ask.of(change("ARINVOICE", key, fields)).errors == []
    assert items(company) == lines
    assert entries(company) == ledger


def test_a_description_is_the_memo_of_lines_without_one(ask: Ask, company: Company) -> None:
    """Changed with the header, in the journal lines that have it from there."""
    key = ask.of(invoice(lines=line(more="<ENTRYDESCRIPTION>Own</ENTRYDESCRIPTION>") + line())).key
    ask.of(change("ARINVOICE", key, "<DESCRIPTION>Changed</DESCRIPTION>"))
    assert [row["DESCRIPTION"] for row in company.records.where("GLENTRY")] == ["Own", "Own", "Changed", "Changed"]


def test_a_new_date_takes_the_journal_lines_to_another_summary(ask: Ask, company: Company) -> None:
    """They move to the journal entry of the new day, numbered there from 1, and the old one is left empty."""
    key = ask.of(invoice()).key
    ask.of(change("ARINVOICE", key, "<WHENCREATED>11/04/2026</WHENCREATED>"))
    summary = company.records.where("ARINVOICE")[0].text("PRBATCH")
    assert summary == "Invoices: 2026/11/04 Batch"
    moved = [(row["BATCHNO"], row["LINE_NO"], row["ENTRY_DATE"]) for row in company.records.where("GLENTRY")]
    assert moved == [(2, 1, "2026-11-04"), (2, 2, "2026-11-04")]
    assert {row["ENTRY_DATE"] for row in company.records.where("ARINVOICEITEM")} == {"2026-11-04"}


@pytest.mark.parametrize("name", ["<LINE_NO>2</LINE_NO>", "<RECORDNO>2</RECORDNO>"])
def test_a_line_is_named_by_number_or_key(ask: Ask, company: Company, name: str) -> None:
    """The named line changes and keeps its key; the others were not given and go, journal lines included."""
    key = ask.of(invoice(lines=line("1") + line("2", "4100") + line("3"))).key
    named = f"<ARINVOICEITEM>{name}<TRX_AMOUNT>20</TRX_AMOUNT></ARINVOICEITEM>"
    assert ask.of(change("ARINVOICE", key, lines=named)).errors == []
    assert items(company) == [(2, "1", "4100", 2000)]
    assert entries(company) == [(3, 2, "1200", 2000), (4, 2, "4100", -2000)]


def test_a_line_that_names_none_is_new(ask: Ask, company: Company) -> None:
    """Lines given with their numbers stay, the one without is added, and totals and ledger follow."""
    key = ask.of(payable(lines=bill_line("10") + bill_line("20"))).key
    kept = "".join(bill_line(amount, more=f"<LINE_NO>{number}</LINE_NO>") for number, amount in ((1, "10"), (2, "20")))
    assert ask.of(change("APBILL", key, lines=kept + bill_line("5", "6310"))).errors == []
    assert items(company, "APBILLITEM") == [(1, "1", "6300", 1000), (2, "2", "6300", 2000), (3, "3", "6310", 500)]
    assert company.records.where("APBILL")[0]["TOTALDUE"] == 3500
    assert [entry[0] for entry in entries(company)] == [1, 2, 3, 4, 5, 6]
    assert ask.of(change("APBILL", key, lines=bill_line("10", more="<LINE_NO>1</LINE_NO>"))).errors == []
    assert items(company, "APBILLITEM") == [(1, "1", "6300", 1000)]
    assert [entry[0] for entry in entries(company)] == [1, 2]


def test_a_number_no_line_has_is_refused(ask: Ask, company: Company) -> None:
    """Only a line without LINE_NO is new; one that names a line there is none of changes nothing."""
    key = ask.of(invoice()).key
    said = ask.of(
        change("ARINVOICE", key, lines=line("1", more="<LINE_NO>1</LINE_NO>") + line("2", more="<LINE_NO>9</LINE_NO>"))
    )
    assert said.errors[0][0] == "Cannot update non-existing ARINVOICEITEM with LINE_NO=9."
    assert items(company) == [(1, "1", "4010", 10000)]
    assert ask.of(change("ARINVOICE", key, lines=line("1") + line("2", more="<LINE_NO></LINE_NO>"))).errors == []
    assert [row[3] for row in items(company)] == [100, 200]


def test_a_named_line_takes_its_new_label_and_the_accounts_that_follow(ask: Ask, company: Company) -> None:
    """The account that was there gives way to the label's, and the control account with it."""
    key = ask.of(invoice()).key
    labelled = "<ARINVOICEITEM><LINE_NO>1</LINE_NO><ACCOUNTLABEL>Retainer</ACCOUNTLABEL></ARINVOICEITEM>"
    assert ask.of(change("ARINVOICE", key, lines=labelled)).errors == []
    assert [entry[2] for entry in entries(company)] == ["1210", "4000"]
    back = "<ARINVOICEITEM><LINE_NO>1</LINE_NO><ACCOUNTNO>4010</ACCOUNTNO></ARINVOICEITEM>"
    assert ask.of(change("ARINVOICE", key, lines=back)).errors == []
    assert [entry[2] for entry in entries(company)] == ["1200", "4010"]
    assert company.records.where("ARINVOICEITEM")[0]["ACCOUNTLABEL"] is None


def test_a_named_line_is_moved_by_key_and_emptied_by_nothing(ask: Ask, company: Company) -> None:
    """A key stands for its record over what was there; an empty element takes the dimension off."""
    project = company.records.find("PROJECT", "P-1012")
    assert project is not None
    key = ask.of(invoice(lines=line(more="<PROJECTID>P-1001</PROJECTID>"))).key
    named = "<ARINVOICEITEM><LINE_NO>1</LINE_NO>{}</ARINVOICEITEM>"
    ask.of(change("ARINVOICE", key, lines=named.format(f"<PROJECTDIMKEY>{project.key}</PROJECTDIMKEY>")))
    assert {row["PROJECTID"] for row in company.records.where("GLENTRY")} == {"P-1012"}
    ask.of(change("ARINVOICE", key, lines=named.format("<PROJECTID/>")))
    assert {row["PROJECTID"] for row in company.records.where("GLENTRY")} == {None}
    assert company.records.where("ARINVOICEITEM")[0]["PROJECTID"] is None


def test_a_named_line_takes_the_amount_that_clients_send(ask: Ask, company: Company) -> None:
    """AMOUNT counts over the TRX_AMOUNT that was there."""
    key = ask.of(invoice()).key
    ask.of(change("ARINVOICE", key, lines="<ARINVOICEITEM><LINE_NO>1</LINE_NO><AMOUNT>7</AMOUNT></ARINVOICEITEM>"))
    assert items(company) == [(1, "1", "4010", 700)]


def test_an_update_that_fails_changes_nothing(ask: Ask, company: Company) -> None:
    """A wrong second line leaves the first, the header and the ledger as they were."""
    key = ask.of(invoice()).key
    lines, ledger = items(company), entries(company)
    said = ask.of(change("ARINVOICE", key, "<DESCRIPTION>No</DESCRIPTION>", line("1") + line("2", "9999")))
    assert said.errors[0] == ("BL01001973", "Account 9999 is not valid")
    assert (items(company), entries(company)) == (lines, ledger)
    assert company.records.where("ARINVOICE")[0]["DESCRIPTION"] is None


def test_lines_tell_when_they_were_changed_only_if_they_were(ask: Ask, company: Company) -> None:
    """WHENMODIFIED of a line follows the line, not the header."""
    key = ask.of(invoice(lines=line("1") + line("2"))).key
    company.database.execute("UPDATE PRENTRY SET WHENMODIFIED = '2026-01-01 00:00:00'")
    given = line("1", more="<LINE_NO>1</LINE_NO>") + line("5", more="<LINE_NO>2</LINE_NO>")
    ask.of(change("ARINVOICE", key, lines=given))
    rows = ask.of(query("ARINVOICEITEM", "WHENMODIFIED")).rows()
    assert [row["WHENMODIFIED"] for row in rows] == ["01/01/2026 00:00:00", "11/20/2026 09:30:00"]


@pytest.mark.parametrize(
    ("head", "due", "discount"),
    [
        ("", "12/04/2026", "11/04/2026"),
        ("<TERMNAME>2/10 Net 30</TERMNAME>", "12/04/2026", "11/14/2026"),
        ("<WHENDUE>12/31/2026</WHENDUE>", "12/31/2026", "11/04/2026"),
    ],
)
def test_a_new_date_moves_what_the_term_counts_from_it(ask: Ask, head: str, due: str, discount: str) -> None:
    """Net 30 from 2 November is 2 December; moved to the 4th it is 4 December, ten days of discount end on the 14th. A
    due date of its own stays."""
    key = ask.of(invoice(extra=head)).key
    assert ask.of(change("ARINVOICE", key, "<WHENCREATED>11/04/2026</WHENCREATED>")).errors == []
    (row,) = ask.of(query("ARINVOICE", "WHENPOSTED", "WHENDUE", "WHENDISCOUNT", "WHENPAID")).rows()
    assert list(row.values()) == ["11/04/2026", due, discount, None]


def test_a_new_date_leaves_a_posting_date_of_its_own(ask: Ask, company: Company) -> None:
    """Dated the 2nd and posted on the 9th: a new date moves the due date alone, the journal lines stay."""
    key = ask.of(invoice(extra="<WHENPOSTED>11/09/2026</WHENPOSTED>")).key
    ask.of(change("ARINVOICE", key, "<WHENCREATED>11/04/2026</WHENCREATED>"))
    assert company.records.where("ARINVOICE")[0]["WHENPOSTED"] == "2026-11-09"
    assert {row["ENTRY_DATE"] for row in company.records.where("GLENTRY")} == {"2026-11-09"}


@pytest.mark.parametrize("field", ["WHENPAID", "EXCHANGE_RATE", "EXCH_RATE_DATE", "PRBATCH", "PRBATCHKEY"])
def test_what_contradicts_the_books_is_not_stored(ask: Ask, company: Company, field: str) -> None:
    """The date of payment is computed, a rate of the base currency has no meaning, summaries are automatic."""
    value = {"EXCHANGE_RATE": "2", "PRBATCH": "Mine", "PRBATCHKEY": "77"}.get(field, "11/05/2026")
    key = ask.of(invoice(extra=f"<{field}>{value}</{field}>")).key
    ask.of(change("ARINVOICE", key, f"<{field}>{value}</{field}>"))
    (stored,) = company.records.where("ARINVOICE")
    assert stored["PRBATCH"] == "Invoices: 2026/11/02 Batch"
    assert [stored[name] for name in ("WHENPAID", "EXCHANGE_RATE", "EXCH_RATE_DATE")] == [None, None, None]
    assert {row["AMOUNT"] for row in company.records.where("GLENTRY")} == {10000}


def pay(ask: Ask, key: object, amount: str = "40.00") -> str | None:
    """Receives money for an invoice; the receipt's key."""
    return ask.of(receipt(paid(key, amount))).key


@pytest.mark.parametrize("undone", [False, True])
def test_after_a_payment_what_does_not_post_may_change(ask: Ask, company: Company, undone: bool) -> None:
    """Description, due date, reference and memos change, whether the payment stands or was reversed; what is paid
    stays."""
    key = ask.of(invoice()).key
    receipt_key = pay(ask, key)
    if undone:
        assert ask.of(reversal("arpayment", receipt_key)).errors == []
    there = ("0", "100") if undone else ("40", "60")
    memo = "<ARINVOICEITEM><LINE_NO>1</LINE_NO><ENTRYDESCRIPTION>New</ENTRYDESCRIPTION></ARINVOICEITEM>"
    fields = "<DESCRIPTION>D</DESCRIPTION><DOCNUMBER>PO-1</DOCNUMBER><WHENDUE>12/24/2026</WHENDUE>"
    assert ask.of(change("ARINVOICE", key, fields, memo)).errors == []
    columns = ("DESCRIPTION", "DOCNUMBER", "WHENDUE", "TOTALPAID", "TOTALDUE", "TOTALENTERED")
    (row,) = ask.of(query("ARINVOICE", *columns)).rows()
    assert list(row.values()) == ["D", "PO-1", "12/24/2026", *there, "100"]
    (item,) = ask.of(query("ARINVOICEITEM", "ENTRYDESCRIPTION", "TOTALPAID")).rows()
    assert list(item.values()) == ["New", there[0]]


@pytest.mark.parametrize(
    ("fields", "lines"),
    [
        ("<CUSTOMERID>C-1002</CUSTOMERID>", ""),
        ("<WHENCREATED>11/04/2026</WHENCREATED>", ""),
        ("<WHENPOSTED>11/04/2026</WHENPOSTED>", ""),
        ("", line("100", more="<LINE_NO>1</LINE_NO>") + line("1")),
        ("", line("99", more="<LINE_NO>1</LINE_NO>")),
        ("", line("100", "4100", more="<LINE_NO>1</LINE_NO>")),
        ("", line("100", department="30", more="<LINE_NO>1</LINE_NO>")),
        ("", line("100")),
    ],
)
def test_after_a_payment_nothing_that_posts_may_change(ask: Ask, company: Company, fields: str, lines: str) -> None:
    """Customer, dates, amounts, accounts, dimensions, the set of lines: refused, and nothing is changed."""
    key = ask.of(invoice()).key
    pay(ask, key)
    before = items(company), entries(company)
    said = ask.of(change("ARINVOICE", key, f"<DESCRIPTION>No</DESCRIPTION>{fields}", lines))
    assert said.errors[0] == ("BL03000130", "Transaction 'INV-1' is already paid and can't be changed.")
    assert (items(company), entries(company)) == before
    assert company.records.where("ARINVOICE")[0]["DESCRIPTION"] is None
