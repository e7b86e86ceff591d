"""An invoice on paper: a plain PDF of one document, made by fpdf2 (the extra `pdf`).

The layout is the emulator's own; the product prints with templates of the company's. The standard fonts know the
characters of western Europe; what they lack is printed as a question mark.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from intacct_emulator.books.documents.kinds import CONTACTS, INVOICE
from intacct_emulator.books.money import shown
from intacct_emulator.catalogue.values import wire_date
from intacct_emulator.records.record import Record
from intacct_emulator.records.visibility import sees
from intacct_emulator.tenancy.company import Company

if TYPE_CHECKING:
    from fpdf import FPDF

_FONT = "Helvetica"
_ADDRESS = ("ADDRESS1", "ADDRESS2", "CITY", "STATE", "ZIP", "COUNTRY")
_WIDTHS = (30, 110, 40)


def invoice_pdf(company: Company, invoice: Record) -> bytes:
    """The invoice as a PDF: sender, addresses, dates, lines, totals. The same invoice at the same moment gives the same
    bytes. Raises ImportError where the extra is not installed."""
    from fpdf import FPDF

    pdf = FPDF(format="A4")
    pdf.set_creation_date(company.clock.now())
    pdf.set_title(_printable(f"Invoice {invoice.text('RECORDID') or invoice.key}"))
    pdf.add_page()
    _line(pdf, company.profile.title, size=16, bold=True)
    _line(pdf, f"Invoice {invoice.text('RECORDID') or invoice.key}", size=13, bold=True)
    pdf.ln(4)
    for heading, (_, key_field) in zip(("Bill to", "Ship to"), CONTACTS, strict=True):
        _lines(pdf, heading, _address(company, invoice, key_field))
    for label, text in _facts(company, invoice):
        if text:
            _line(pdf, f"{label}: {text}")
    pdf.ln(4)
    _row(pdf, ("Account", "Description", "Amount"), bold=True)
    for line in company.records.where(INVOICE.line_object, RECORDKEY=invoice.key):
        words = line.text("ENTRYDESCRIPTION") or line.text("ACCOUNTLABEL") or ""
        _row(pdf, (line.text("ACCOUNTNO") or "", words, _money(line["TRX_AMOUNT"])))
    pdf.ln(2)
    currency = invoice.text("CURRENCY") or company.profile.base_currency
    for label, field in (("Total", "TRX_TOTALENTERED"), ("Paid", "TRX_TOTALPAID"), ("Due", "TRX_TOTALDUE")):
        _row(pdf, ("", f"{label} ({currency})", _money(invoice[field])), bold=label == "Due")
    return bytes(pdf.output())


def sees_all_lines(company: Company, invoice: Record) -> bool:
    """Whether the caller may see every line: an invoice is printed whole or not at all (inferred)."""
    lines = company.records.where(INVOICE.line_object, RECORDKEY=invoice.key)
    return all(sees(company.records, line) for line in lines)


def _facts(company: Company, invoice: Record) -> Sequence[tuple[str, str]]:
    days = (("Date", "WHENCREATED"), ("Due", "WHENDUE"))
    dated = [(label, wire_date(day) if (day := invoice.day(field)) is not None else "") for label, field in days]
    customer = f"{company.profile.term('Customer')} {invoice.text('CUSTOMERID') or ''}"
    named = (("Terms", "TERMNAME"), ("Reference", "DOCNUMBER"), ("Description", "DESCRIPTION"))
    return (
        ("For", customer),
        *dated,
        *((label, invoice.text(field) or "") for label, field in named),
    )


def _address(company: Company, invoice: Record, key_field: str) -> list[str]:
    """The contact that the invoice froze: its printed name and its address."""
    key = invoice.integer(key_field)
    contact = company.records.get("CONTACTVERSION", key) if key is not None else None
    if contact is None:
        return []
    name = contact.text("PRINTAS") or contact.text("CONTACTNAME") or ""
    place = [contact.text(f"MAILADDRESS.{part}") for part in _ADDRESS]
    return [name, *(text for text in place if text)]


def _lines(pdf: "FPDF", heading: str, texts: Sequence[str]) -> None:
    if texts:
        _line(pdf, heading, bold=True)
        for text in texts:
            _line(pdf, text)
        pdf.ln(2)


def _line(pdf: "FPDF", text: str, *, size: int = 10, bold: bool = False) -> None:
    pdf.set_font(_FONT, style="B" if bold else "", size=size)
    pdf.multi_cell(0, size * 0.6, _printable(text), new_x="LMARGIN", new_y="NEXT")


def _row(pdf: "FPDF", texts: tuple[str, str, str], *, bold: bool = False) -> None:
    pdf.set_font(_FONT, style="B" if bold else "", size=10)
    account, words, amount = (_printable(text) for text in texts)
    for width, text, align in zip(_WIDTHS, (account, words[:60], amount), ("L", "L", "R"), strict=True):
        pdf.cell(width, 6, text, align=align)
    pdf.ln()


def _printable(text: str) -> str:
    return text.encode("latin-1", "replace").decode("latin-1")


def _money(stored: object) -> str:
    return f"{shown(int(str(stored or 0))):,.2f}"
