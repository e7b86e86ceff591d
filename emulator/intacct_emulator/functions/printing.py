"""`retrievepdf`: documents as they are printed."""

import base64
from dataclasses import dataclass

from lxml import etree

from intacct_emulator.catalogue.model import Evidence
from intacct_emulator.catalogue.values import whole_number
from intacct_emulator.errors import EmulatorGap, GatewayError, protocol, records
from intacct_emulator.functions.arguments import argument
from intacct_emulator.functions.outcome import Data, Element, Outcome
from intacct_emulator.functions.registry import function
from intacct_emulator.work.access import Verb, require_right
from intacct_emulator.work.context import Context
from intacct_emulator.work.printing import invoice_pdf, sees_all_lines
from intacct_emulator.work.targets import record_of_number

_INVOICE = "ARINVOICE"


@dataclass(frozen=True, slots=True)
class RetrievePdfCall:
    """`<retrievepdf><ARINVOICE><RECORDNO>1`: which object's record is to be printed."""

    object: str
    key: str

    @classmethod
    def decode(cls, element: etree._Element) -> "RetrievePdfCall":
        """The call of a `<retrievepdf>` element."""
        printed = next(element.iterchildren(tag="*"), None)
        if printed is None:
            return cls("", "")
        return cls(str(printed.tag), argument(printed, "RECORDNO"))


@function(
    "retrievepdf",
    decode=RetrievePdfCall.decode,
    evidence=Evidence.DOCUMENTED,
    source="invoices page with sample answer; the layout of the paper is the emulator's own",
    objects=lambda element: tuple(str(child.tag) for child in element.iterchildren(tag="*")),
    reads=True,
)
def retrieve_pdf(context: Context, call: RetrievePdfCall) -> Outcome:
    """One invoice as PDF, in base64.

    Raises GatewayError NO_RECORD_FOR_KEY for a key of no invoice whose lines the caller may all see; EmulatorGap for
    orders, which are not built, and where the `pdf` extra is not installed.
    """
    if call.object != _INVOICE:
        what = f"retrievepdf of {call.object}"
        raise EmulatorGap(what, protocol.NOT_BUILT, function=what)
    company = context.company
    require_right(context, company.catalogue[_INVOICE], Verb.READ)
    number = whole_number(call.key)
    record = record_of_number(company, company.catalogue[_INVOICE], number) if number is not None else None
    if record is None or not sees_all_lines(company, record):
        raise GatewayError(records.NO_RECORD_FOR_KEY, key=call.key)
    try:
        printed = invoice_pdf(company, record)
    except ImportError:
        what = "retrievepdf without the extra `pdf`"
        raise EmulatorGap(what, protocol.NOT_BUILT, function=what) from None
    content = (Element("recordno", str(record.key)), Element("pdfdata", base64.b64encode(printed).decode()))
    return Outcome(Data((("listtype", "arinvoice"), ("count", "1")), (Element("arinvoice", content),)))
