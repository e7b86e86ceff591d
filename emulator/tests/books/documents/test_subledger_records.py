"""ARRECORD, ARDETAIL, APRECORD and APDETAIL: the documents of a subledger and their lines, of all kinds together."""

from asking import Ask, invoice, line
from paperwork import ap_adjustment, ar_adjustment, bill_line, payable, query

from intacct_emulator.tenancy.company import Company


def test_records_are_the_documents_of_a_subledger(ask: Ask) -> None:
    """Invoices and adjustments side by side, with raw state, party key and totals, and no bill among them."""
    ask.of(invoice("I-1"), payable("B-1"), ar_adjustment(number="A-1"), invoice("I-2", extra="<ACTION>Draft</ACTION>"))
    fields = ("RECORDTYPE", "RECORDID", "STATE", "ENTITY", "CUSTOMERNAME", "TOTALDUE")
    assert [tuple(row.values()) for row in ask.of(query("ARRECORD", *fields)).rows()] == [
        ("ri", "I-1", "A", "CC-1001", "Alderbrook Foods", "100"),
        ("ra", "A-1", "A", "CC-1001", "Alderbrook Foods", "-30"),
        ("ri", "I-2", "D", "CC-1001", "Alderbrook Foods", "100"),
    ]
    (row,) = ask.of(query("APRECORD", "RECORDTYPE", "RECORDID", "ENTITY", "TOTALDUE")).rows()
    assert tuple(row.values()) == ("pi", "B-1", "VV-2001", "80.25")


def test_details_are_the_lines_with_their_postings(ask: Ask) -> None:
    """Each names its document and its own account's journal line; a draft's line has none."""
    ask.of(
        invoice(lines=line("100") + line("-30", "4100")), ar_adjustment(), invoice("D", extra="<ACTION>Draft</ACTION>")
    )
    fields = ("RECORDKEY", "RECORDTYPE", "RECORDID", "ACCOUNTNO", "AMOUNT", "TR_TYPE", "GLENTRYKEY", "OFFSET")
    assert [tuple(row.values()) for row in ask.of(query("ARDETAIL", *fields)).rows()] == [
        ("1", "ri", "INV-1", "4010", "100", "-1", "2", "0"),
        ("1", "ri", "INV-1", "4100", "-30", "1", "4", "0"),
        ("2", "ra", None, "4010", "-30", "1", "6", "0"),
        ("3", "ri", "D", "4010", "100", None, None, None),
    ]


def test_details_of_payables(ask: Ask) -> None:
    """Bills and adjustments, with the state of posted lines (recorded)."""
    ask.of(payable(lines=bill_line("10")), ap_adjustment())
    rows = ask.of(query("APDETAIL", "RECORDTYPE", "STATE", "OFFSETGLACCOUNTNO", "AMOUNT", "TR_TYPE")).rows()
    assert [tuple(row.values()) for row in rows] == [("pi", "A", "2000", "10", "1"), ("pa", "A", "2000", "-30", "-1")]


def test_records_filter_by_raw_state_and_kind(ask: Ask) -> None:
    """As clients ask for what is open."""
    ask.of(invoice("I-1"), invoice("I-2", extra="<ACTION>Draft</ACTION>"), ar_adjustment())
    text = "<readByQuery><object>ARRECORD</object><fields>RECORDNO</fields><query>{}</query></readByQuery>"
    assert ask.of(text.format("STATE = 'A' AND RECORDTYPE = 'ri'")).rows() == [{"RECORDNO": "1"}]
    assert ask.of(text.format("STATE = 'D'")).rows() == [{"RECORDNO": "2"}]


def test_they_are_read_and_never_written(ask: Ask, company: Company) -> None:
    """A view takes no deletes: its rows go with the documents they are."""
    ask.of(invoice())
    assert ask.of("<delete><object>ARRECORD</object><keys>1</keys></delete>").errors
    assert ask.of("<read><object>ARRECORD</object><keys>1</keys><fields>RECORDID</fields></read>").rows() == [
        {"RECORDID": "INV-1"}
    ]
    assert len(company.records.where("ARINVOICE")) == 1


def test_a_customer_with_documents_is_used(ask: Ask) -> None:
    """References out of the shared tables keep what they name: a customer by his invoice, a project by its line."""
    ask.of(invoice(customer="C-1002", lines=line(more="<PROJECTID>P-1012</PROJECTID>")))
    for name, key in (("CUSTOMER", "C-1002"), ("PROJECT", "P-1012")):
        assert "being used" in ask.of(f"<delete><object>{name}</object><keys>{key}</keys></delete>").errors[0][1]
