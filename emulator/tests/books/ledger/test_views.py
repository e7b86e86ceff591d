"""GLDETAIL: the general ledger beside the documents behind it, as recorded rows show it."""

from asking import Ask, invoice
from paperwork import ap_adjustment, ar_adjustment, payable, query

JOURNAL_ENTRY = (
    "<create><GLBATCH><JOURNAL>GJ</JOURNAL><BATCH_DATE>11/05/2026</BATCH_DATE><BATCH_TITLE>By hand</BATCH_TITLE>"
    "<ENTRIES><GLENTRY><ACCOUNTNO>6300</ACCOUNTNO><TR_TYPE>1</TR_TYPE><TRX_AMOUNT>5</TRX_AMOUNT><LOCATION>US-NYC</LOCATION>"
    "<DEPARTMENT>30</DEPARTMENT></GLENTRY><GLENTRY><ACCOUNTNO>2100</ACCOUNTNO><TR_TYPE>-1</TR_TYPE>"
    "<TRX_AMOUNT>5</TRX_AMOUNT><LOCATION>US-NYC</LOCATION></GLENTRY></ENTRIES></GLBATCH></create>"
)


def test_the_document_behind_a_line_is_a_word(ask: Ask) -> None:
    """`AP Bill` is recorded, the others follow its pattern; lines written by hand have none."""
    ask.of(invoice("I"), payable("B"), ar_adjustment(number="A"), ap_adjustment(number="P"), JOURNAL_ENTRY)
    rows = ask.of(query("GLDETAIL", "RECORDTYPE", "RECORDID")).rows()
    assert [tuple(row.values()) for row in rows[::2]] == [
        ("AR Invoice", "I"),
        ("AP Bill", "B"),
        ("AR Adjustment", "A"),
        ("AP Adjustment", "P"),
        (None, None),
    ]


def test_lines_are_found_by_that_word(ask: Ask) -> None:
    """A filter takes the word, not the code that documents have."""
    ask.of(invoice(), payable())
    text = (
        "<readByQuery><object>GLDETAIL</object><fields>RECORDNO</fields><query>RECORDTYPE = '{}'</query></readByQuery>"
    )
    assert len(ask.of(text.format("AP Bill")).rows()) == 2
    assert ask.of(text.format("pi")).rows() == []


def test_the_side_that_does_not_apply_is_nought(ask: Ask) -> None:
    """Not empty (recorded), in both currencies."""
    ask.of(payable())
    fields = ("ACCOUNTNO", "DEBITAMOUNT", "CREDITAMOUNT", "TRX_DEBITAMOUNT", "TRX_CREDITAMOUNT", "AMOUNT")
    assert [tuple(row.values()) for row in ask.of(query("GLDETAIL", *fields)).rows()] == [
        ("2000", "0", "80.25", "0", "80.25", "-80.25"),
        ("6300", "80.25", "0", "80.25", "0", "80.25"),
    ]


def test_a_line_has_the_document_as_it_is_now(ask: Ask) -> None:
    """Party, number, dates and totals are the document's own, joined when they are read."""
    ask.of(payable(), invoice())
    fields = ("CUSTENTITY", "VENDENTITY", "STATE", "TOTALENTERED", "TOTALDUE", "WHENDUE")
    rows = [tuple(row.values()) for row in ask.of(query("GLDETAIL", *fields)).rows()]
    assert rows[0] == (None, "VV-2001", "A", "80.25", "80.25", "12/02/2026")
    assert rows[2] == ("CC-1001", None, "A", "100", "100", "12/02/2026")
