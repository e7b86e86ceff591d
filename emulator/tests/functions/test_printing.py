"""`retrievepdf`: an invoice on paper, opened by an independent reader."""

import base64
from io import BytesIO

from asking import Ask, invoice, line
from pypdf import PdfReader
from receiving import paid, receipt

from intacct_emulator.tenancy.company import Company


def printed(key: object) -> str:
    """A `<retrievepdf>` of an invoice."""
    return f"<retrievepdf><ARINVOICE><RECORDNO>{key}</RECORDNO></ARINVOICE></retrievepdf>"


def words(data: str | None) -> str:
    """The text on the pages of a PDF in base64."""
    reader = PdfReader(BytesIO(base64.b64decode(data or "", validate=True)))
    return "\n".join(page.extract_text() for page in reader.pages)


def test_an_invoice_is_printed_with_addresses_lines_and_totals(ask: Ask) -> None:
    """100.00 and 1,150.50 are 1,250.50; 40.00 paid leave 1,210.50."""
    lines = line("100.00", more="<ENTRYDESCRIPTION>Advice</ENTRYDESCRIPTION>") + line("1150.50", "4100")
    key = ask.of(invoice("INV-77", lines=lines, extra="<DESCRIPTION>November</DESCRIPTION>")).key
    assert ask.of(receipt(paid(key, "40.00"))).errors == []
    said = ask.of(printed(key))
    assert said.root.find(".//data").attrib == {"listtype": "arinvoice", "count": "1"}
    assert said.text(".//arinvoice/recordno") == key
    text = words(said.text(".//arinvoice/pdfdata"))
    for expected in (
        *("Northfield Advisory Group", "Invoice INV-77", "Date: 11/02/2026", "Due: 12/02/2026", "Terms: Net 30"),
        *("Whitlock", "Bill to", "November", "Advice", "4100"),
        *("100.00", "1,150.50", "1,250.50", "40.00", "1,210.50", "Due (USD)"),
    ):
        assert expected in text, expected


def test_the_same_invoice_gives_the_same_bytes(ask: Ask) -> None:
    """At the same moment, so that a run can be repeated."""
    key = ask.of(invoice()).key
    assert ask.of(printed(key)).text(".//pdfdata") == ask.of(printed(key)).text(".//pdfdata")


def test_letters_the_fonts_lack_and_many_lines_do_no_harm(ask: Ask) -> None:
    """A memo in Japanese is printed as question marks; sixty lines take a second page."""
    key = ask.of(invoice(lines=line("1.00", more="<ENTRYDESCRIPTION>日本 é</ENTRYDESCRIPTION>") * 60)).key
    data = ask.of(printed(key)).text(".//pdfdata")
    assert "?? é" in words(data)
    assert len(PdfReader(BytesIO(base64.b64decode(data or ""))).pages) > 1


def test_an_invoice_that_is_not_there_is_refused(ask: Ask, company: Company) -> None:
    """By number, by another entity's session, and by the number of another kind of document."""
    assert ask.of(printed(404)).errors[0][0] == "DL03000005"
    assert ask.of(printed("X")).errors[0][0] == "DL03000005"
    own = ask.of(invoice(), location="US").key
    assert ask.of(printed(own), location="CA").errors[0][0] == "DL03000005"
    assert ask.of(printed(own), location="US").errors == []


def test_orders_are_a_gap(ask: Ask) -> None:
    """Order entry has no paper yet."""
    said = ask.of("<retrievepdf><SODOCUMENT><DOCID>Sales Invoice-1</DOCID></SODOCUMENT></retrievepdf>")
    assert said.gaps == ("retrievepdf of SODOCUMENT",)
