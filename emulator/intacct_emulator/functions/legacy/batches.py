"""Summaries that are made by hand, with the documents that stand in them: `create_invoicebatch` and its like.

The documents are filed under the summary, and its date is their date in the ledger (documented), also where other
summaries are automatic (inferred).
"""

from dataclasses import dataclass
from datetime import date
from functools import partial

from lxml import etree

from intacct_emulator.books.documents.kinds import AP_ADJUSTMENT, AR_ADJUSTMENT, BILL, INVOICE, DocumentKind
from intacct_emulator.books.ledger.summaries import new_by_hand
from intacct_emulator.catalogue.model import Evidence
from intacct_emulator.errors import GatewayError, records
from intacct_emulator.functions.arguments import argument
from intacct_emulator.functions.outcome import Outcome
from intacct_emulator.functions.registry import function
from intacct_emulator.work.access import Verb, require_right
from intacct_emulator.work.context import Context

from . import payables, receivables
from .dates import legacy_day
from .write_shape import WriteShape
from .writing import CreateCall, create_by, decode_create, objects_of


@dataclass(frozen=True, slots=True)
class BatchCall:
    """`<create_invoicebatch>`: title and day of the summary, and what each of its documents asks for."""

    title: str
    day: date | None
    documents: tuple[CreateCall, ...]


def _decode(element: etree._Element, *, inner: str, shape: WriteShape) -> BatchCall:
    documents = tuple(decode_create(child, shape) for child in element.iterchildren(inner))
    return BatchCall(argument(element, "batchtitle"), legacy_day(element, "datecreated"), documents)


def _makes(name: str, kind: DocumentKind, inner: str, shape: WriteShape) -> None:
    @function(
        name,
        decode=partial(_decode, inner=inner, shape=shape),
        evidence=Evidence.DOCUMENTED,
        source="summaries pages; published schema; that its documents are filed under it also where summaries are "
        "automatic is inferred",
        objects=objects_of(kind.series.object),
    )
    def create_batch(context: Context, call: BatchCall) -> Outcome:
        """Makes a summary and its documents; the key is the summary's. Without a date it is today's (inferred).

        Raises GatewayError: REQUIRED_FIELD for an empty title, and what the documents raise.
        """
        company = context.company
        require_right(context, company.catalogue[kind.series.object], Verb.CREATE)
        if not call.title:
            raise GatewayError(records.REQUIRED_FIELD, label="Summary name")
        day = call.day or company.clock.now().date()
        summary = new_by_hand(company.records, kind.series, call.title, day)
        gaps: list[str] = []
        for document in call.documents:
            gaps += create_by(context, inner, shape, document, summary=summary.key).gaps
        return Outcome(key=str(summary.key), gaps=tuple(dict.fromkeys(gaps)))


_makes("create_invoicebatch", INVOICE, "create_invoice", receivables.INVOICE)
_makes("create_aradjustmentbatch", AR_ADJUSTMENT, "create_aradjustment", receivables.ADJUSTMENT)
_makes("create_billbatch", BILL, "create_bill", payables.BILL)
_makes("create_apadjustmentbatch", AP_ADJUSTMENT, "create_apadjustment", payables.ADJUSTMENT)
