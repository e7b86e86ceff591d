"""Invoices and bills: dates, accounts, dimensions, postings, balances, and the errors for what does not fit."""

from decimal import Decimal

import pytest
from asking import Ask, invoice, line
from paperwork import bill

from intacct_emulator.tenancy.company import Company

CANNOT = "Currently, we can't create the transaction"


def ledger(company: Company) -> list[tuple[object, ...]]:
    """Account, side, amount and dimensions of every journal line, by line number."""
    fields = ("ACCOUNTNO", "TR_TYPE", "AMOUNT", "DEPARTMENT", "LOCATION", "PROJECTID", "CUSTOMERID", "VENDORID")
    return [tuple(entry[field] for field in fields) for entry in company.records.where("GLENTRY")]


def test_invoice_posts_a_pair_per_line(ask: Ask, company: Company) -> None:
    """Each line debits receivables and credits its account, control line first, with the line's dimensions."""
    said = ask.of(invoice(lines=line("100.50", more="<PROJECTID>P-1001</PROJECTID>") + line("50", "4100")))
    assert said.errors == []
    assert ledger(company) == [
        ("1200", 1, 10050, "20", "US-NYC", "P-1001", "C-1001", None),
        ("4010", -1, 10050, "20", "US-NYC", "P-1001", "C-1001", None),
        ("1200", 1, 5000, "20", "US-NYC", None, "C-1001", None),
        ("4100", -1, 5000, "20", "US-NYC", None, "C-1001", None),
    ]


def test_bill_posts_against_payables(ask: Ask, company: Company) -> None:
    """A bill credits payables and debits the line's account; the control line is first."""
    assert ask.of(bill()).errors == []
    assert ledger(company) == [
        ("2000", -1, 8025, "30", "CA-TOR", None, None, "V-2001"),
        ("6300", 1, 8025, "30", "CA-TOR", None, None, "V-2001"),
    ]


def test_negative_line_turns_its_pair_around(ask: Ask, company: Company) -> None:
    """An inline credit debits its account and credits receivables, with a positive amount."""
    assert ask.of(invoice(lines=line("100") + line("-30"))).errors == []
    assert [(entry[0], entry[1], entry[2]) for entry in ledger(company)][2:] == [
        ("1200", -1, 3000),
        ("4010", 1, 3000),
    ]


def test_documents_of_a_day_share_summary_and_journal_entry(ask: Ask, company: Company) -> None:
    """Invoices of one day post under one summary and GLBATCH in the receivables journal; another day has its own."""
    ask.of(invoice("A"), invoice("B"), invoice("C", when="11/03/2026"))
    batches = company.records.where("GLBATCH")
    assert [(batch.text("BATCH_TITLE"), batch.text("JOURNAL"), batch.text("MODULE")) for batch in batches] == [
        ("Invoices: 2026/11/02 Batch Summary Entry", "ARJ", "4.AR"),
        ("Invoices: 2026/11/03 Batch Summary Entry", "ARJ", "4.AR"),
    ]
    lines = [entry.integer("BATCHNO") for entry in company.records.where("GLENTRY")]
    assert lines == [batches[0].key] * 4 + [batches[1].key] * 2


def test_due_date_comes_from_the_customers_term(ask: Ask, company: Company) -> None:
    """Without a date or term in the request the customer's term decides; a given date wins over it."""
    ask.of(invoice("A"), invoice("B", extra="<WHENDUE>11/05/2026</WHENDUE>"))
    first, second = company.records.where("ARINVOICE")
    assert (first.text("TERMNAME"), first.text("WHENDUE")) == ("Net 30", "2026-12-02")
    assert second.text("WHENDUE") == "2026-11-05"


def test_totals_and_state(ask: Ask) -> None:
    """A posted invoice is Posted and wholly due; one that sums to nothing is No Value; a draft is Draft."""
    ask.of(
        invoice("A"),
        invoice("B", lines=line("10") + line("-10")),
        invoice("C", extra="<ACTION>Draft</ACTION>"),
    )
    fields = "<field>RECORDID</field><field>STATE</field><field>RAWSTATE</field><field>TOTALDUE</field>"
    rows = ask.of(f"<query><object>ARINVOICE</object><select>{fields}</select></query>").rows()
    assert [tuple(row.values()) for row in rows] == [
        ("A", "Posted", "A", "100"),
        ("B", "No Value", "A", "0"),
        ("C", "Draft", "D", "100"),
    ]


def test_draft_posts_nothing_until_it_is_submitted(ask: Ask, company: Company) -> None:
    """A draft leaves the ledger alone; submitting it by an update posts it."""
    key = ask.of(invoice(extra="<ACTION>Draft</ACTION>")).key
    assert company.records.where("GLENTRY") == []
    submit = f"<update><ARINVOICE><RECORDNO>{key}</RECORDNO><ACTION>Submit</ACTION></ARINVOICE></update>"
    assert ask.of(submit).errors == []
    assert len(company.records.where("GLENTRY")) == 2


def test_customer_owes_what_is_open(ask: Ask) -> None:
    """TOTALDUE of the customer is the sum of its posted invoices, and follows a delete."""
    key = ask.of(invoice("A")).key
    ask.of(invoice("B", lines=line("40")))
    due = "<readByName><object>CUSTOMER</object><keys>C-1001</keys><fields>TOTALDUE</fields></readByName>"
    assert ask.of(due).text(".//TOTALDUE") == "140"
    assert ask.of(f"<delete><object>ARINVOICE</object><keys>{key}</keys></delete>").errors == []
    assert ask.of(due).text(".//TOTALDUE") == "40"


def test_deleted_invoice_leaves_the_ledger(ask: Ask, company: Company) -> None:
    """Deleting removes lines and journal lines of that invoice and of no other."""
    key = ask.of(invoice("A")).key
    ask.of(invoice("B"))
    ask.of(f"<delete><object>ARINVOICE</object><keys>{key}</keys></delete>")
    assert len(company.records.where("GLENTRY")) == 2
    assert [record.text("RECORDID") for record in company.records.where("ARINVOICE")] == ["B"]
    assert len(company.records.where("ARINVOICEITEM")) == 1


def test_update_replaces_lines_and_posts_anew(ask: Ask, company: Company) -> None:
    """The lines an update of a posted invoice gives are its lines from then on, however many they are."""
    key = ask.of(invoice("A")).key
    changed = f"<update><ARINVOICE><RECORDNO>{key}</RECORDNO><ARINVOICEITEMS>{{}}</ARINVOICEITEMS></ARINVOICE></update>"
    assert ask.of(changed.format(line("70"))).errors == []
    assert [entry[2] for entry in ledger(company)] == [7000, 7000]
    assert ask.of(changed.format(line("70") + line("1"))).errors == []
    assert [entry[2] for entry in ledger(company)] == [7000, 7000, 100, 100]
    assert ask.of(changed.format(line("5"))).errors == []
    assert [entry[2] for entry in ledger(company)] == [500, 500]


def test_label_names_account_and_control_account(ask: Ask, company: Company) -> None:
    """A line by account label posts to the label's account against the label's own receivables account."""
    labelled = (
        "<ARINVOICEITEM><ACCOUNTLABEL>Retainer</ACCOUNTLABEL><TRX_AMOUNT>10</TRX_AMOUNT>"
        "<LOCATIONID>US-NYC</LOCATIONID><DEPARTMENTID>20</DEPARTMENTID></ARINVOICEITEM>"
    )
    assert ask.of(invoice(lines=labelled)).errors == []
    assert ledger(company)[0][0] == "1210"


@pytest.mark.parametrize(
    ("request_body", "number", "text"),
    [
        (invoice(customer="C-9999"), "BL01001973", "Customer 'C-9999' specified is not valid."),
        (invoice(customer="C-1016"), "BL01001973", "Customer 'C-1016' specified is not valid."),
        (invoice(lines=line(account="9999")), "BL01001973", "Account 9999 is not valid"),
        (invoice(lines=line(account="6990")), "BL01001973", "Account 6990 is not valid"),
        (invoice(lines=line(department="99")), "BL01001973", "The department '99' is invalid."),
        (invoice(lines=line(location="MOON")), "BL01001973", "The location 'MOON' is invalid."),
        (invoice(lines=line(location="US-BOS")), "BL01001973", "The location 'US-BOS' is invalid."),
        (
            invoice(lines=line(more="<PROJECTID>NOPE</PROJECTID>")),
            "BL01001973",
            "Invalid Project 'NOPE' specified.",
        ),
        (
            invoice(lines=line(location="")),
            "BL01001973",
            "Use of empty Location is invalid. A valid Multi-Entity Location must be specified.",
        ),
        (invoice(lines=line(department="")), "BL03000018", "Missing the Department dimension for Account 4010"),
        (invoice(extra="<TERMNAME>Net 7 lunar</TERMNAME>"), "BL01001973", "The term name Net 7 lunar is invalid"),
        (invoice(customer="C-1020"), "BL03000018", "Required field Date Due is missing"),
        (
            invoice(extra="<WHENDUE>11/01/2026</WHENDUE>"),
            "BL01001973",
            "Date Due cannot be earlier than date of transaction",
        ),
        (
            invoice(extra="<CURRENCY>EUR</CURRENCY>"),
            "BL01001973",
            "Enable foreign-currency transactions, and try again",
        ),
        (bill(vendor="V-2010"), "BL01001973", "The vendor 'V-2010' is invalid."),
        (bill(vendor="V-0000"), "BL01001973", "Vendor 'V-0000' specified is not valid."),
    ],
)
def test_refusals(ask: Ask, company: Company, request_body: str, number: str, text: str) -> None:
    """Each fault gets its catalogued error first and the recorded wrapper last, and leaves nothing behind."""
    said = ask.of(request_body)
    assert said.errors[0] == (number, text)
    assert said.errors[-1][1].startswith(CANNOT)
    assert said.root.find(".//data").get("count") == "0"
    for name in ("ARINVOICE", "APBILL", "ARINVOICEITEM", "GLENTRY", "GLBATCH", "ARINVOICEBATCH"):
        assert company.records.where(name) == []


def test_project_of_another_customer_is_refused(ask: Ask) -> None:
    """A line's project must belong to the invoice's customer, or to none."""
    said = ask.of(invoice(customer="C-1003", lines=line(more="<PROJECTID>P-1001</PROJECTID>")))
    assert "is not related to your header-level Customer ID value" in said.errors[0][1]
    assert ask.of(invoice(customer="C-1003", lines=line(more="<PROJECTID>P-1012</PROJECTID>"))).errors == []


def test_number_is_unique_per_company_for_invoices_and_per_vendor_for_bills(ask: Ask) -> None:
    """A second invoice of a number is refused whoever the customer; a bill's only with the same vendor."""
    ask.of(invoice("N"), bill("N"))
    taken = ("BL03002185", "A transaction with the number 'N' already exists.")
    assert ask.of(invoice("N", customer="C-1002")).errors[0] == taken
    assert ask.of(bill("N")).errors[0] == taken
    assert ask.of(bill("N", vendor="V-2002")).errors == []


def test_entity_session_stays_in_its_entity(ask: Ask, company: Company) -> None:
    """Inside an entity a line may only name the entity's locations, and without one gets the entity itself."""
    refused = ask.of(invoice("A", lines=line(location="CA-TOR")), location="US")
    assert refused.errors[0][1] == "The location 'CA-TOR' is invalid."
    assert ask.of(invoice("B", lines=line(location="")), location="US").errors == []
    assert company.records.where("ARINVOICEITEM")[0].text("LOCATIONID") == "US"
    assert company.records.where("ARINVOICE")[0].text("MEGAENTITYID") == "US"


def test_amounts_are_rounded_half_up_to_cents(ask: Ask, company: Company) -> None:
    """Amounts over two decimals are rounded on input (documented)."""
    ask.of(invoice(lines=line("10.005") + line("0.014")))
    invoice_record = company.records.where("ARINVOICE")[0]
    assert invoice_record.amount("TOTALENTERED") == Decimal("10.02")


def test_changed_customer_takes_its_ledger_lines_along(ask: Ask, company: Company) -> None:
    """An update to another customer moves lines, journal lines and contacts to it."""
    key = ask.of(invoice()).key
    change = f"<update><ARINVOICE><RECORDNO>{key}</RECORDNO><CUSTOMERID>C-1002</CUSTOMERID></ARINVOICE></update>"
    assert ask.of(change).errors == []
    assert {entry[6] for entry in ledger(company)} == {"C-1002"}
    assert "C-1001" not in str(company.records.where("ARINVOICE")[0].stored.values())


def test_read_only_amount_is_taken_as_clients_send_it(ask: Ask, company: Company) -> None:
    """AMOUNT on a line counts where TRX_AMOUNT is not given; a text that is no number is refused."""
    assert ask.of(invoice(lines=line().replace("TRX_AMOUNT", "AMOUNT"))).errors == []
    assert [entry[2] for entry in ledger(company)] == [10000, 10000]
    refused = ask.of(invoice("B", lines=line("much").replace("TRX_AMOUNT", "AMOUNT")))
    assert refused.errors[0][0] == "BL03000018"


@pytest.mark.parametrize(
    "option", ["<RETAINAGEPERCENTAGE>5</RETAINAGEPERCENTAGE>", "<REVRECTEMPLATE>12M</REVRECTEMPLATE>"]
)
def test_options_that_are_not_built_are_told(ask: Ask, company: Company, option: str) -> None:
    """An option these books do not do is a gap that leaves nothing behind, never dropped."""
    said = ask.of(invoice(lines=line(more=option)))
    assert said.gaps
    assert company.records.where("ARINVOICE") == []


def test_what_is_read_from_other_records_is_not_written(ask: Ask, company: Company) -> None:
    """A document that is sent back as it was read is accepted; names and details of other records change nothing."""
    more = "<DEPARTMENTNAME>Elsewhere</DEPARTMENTNAME><CLASSNAME>None</CLASSNAME>"
    extra = "<CUSTOMERNAME>Somebody else</CUSTOMERNAME><BILLTO><TAXID>1</TAXID></BILLTO>"
    assert ask.of(invoice(lines=line(more=more), extra=extra)).errors == []
    (said,) = ask.of("<query><object>ARINVOICE</object><select><field>CUSTOMERNAME</field></select></query>").rows()
    customer = company.records.find("CUSTOMER", "C-1001")
    assert customer is not None
    assert said == {"CUSTOMERNAME": customer.text("NAME")}


def test_a_line_may_name_its_dimensions_by_key(ask: Ask, company: Company) -> None:
    """PROJECTDIMKEY stands for PROJECTID; the id goes first, and a key of no record is refused."""
    project = company.records.find("PROJECT", "P-1001")
    assert project is not None
    by_key = f"<PROJECTDIMKEY>{project.key}</PROJECTDIMKEY>"
    assert ask.of(invoice(lines=line(more=by_key))).errors == []
    assert {entry[5] for entry in ledger(company)} == {"P-1001"}
    refused = ask.of(invoice("INV-2", lines=line(more="<PROJECTDIMKEY>99999</PROJECTDIMKEY>"))).errors
    assert refused[0] == ("BL01001973", "Invalid Project '99999' specified.")
    assert len(company.records.where("ARINVOICE")) == 1


def test_a_term_past_the_end_of_time_is_refused(ask: Ask, company: Company) -> None:
    """A due date no calendar has is the term's fault, and nothing is left behind."""
    term = "<create><ARTERM><NAME>Never</NAME><DUEDATE>99999999</DUEDATE></ARTERM></create>"
    assert ask.of(term).errors == []
    said = ask.of(invoice(extra="<TERMNAME>Never</TERMNAME>"))
    assert "Never" in said.errors[0][1]
    assert company.records.where("ARINVOICE") == []
