"""What the legacy elements of invoices and bills share: their heads, their lines, and how an update names lines."""

from collections.abc import Mapping
from types import MappingProxyType

from intacct_emulator.catalogue.dimensions import DIMENSIONS
from intacct_emulator.catalogue.values import Python, whole_number
from intacct_emulator.errors import EmulatorGap, GatewayError, protocol, records
from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.record import Record
from intacct_emulator.tenancy.company import Company

from .read_element import LineReading
from .write_shape import WriteShape, line_collection, names, same
from .writing import line_draft

RATE_FIELDS: Mapping[str, str] = MappingProxyType(
    {"exchratedate": "EXCH_RATE_DATE", "exchratetype": "EXCH_RATE_TYPE_ID", "exchrate": "EXCHANGE_RATE"}
)
"""The rate of a document in another than the base currency; beside the base currency it has no meaning."""
HEAD_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "datecreated": "WHENCREATED",
        "dateposted": "WHENPOSTED",
        "batchkey": "PRBATCHKEY",
        **same("action description basecurr currency"),
        **RATE_FIELDS,
    }
)
BILLED_FIELDS: Mapping[str, str] = MappingProxyType(
    {**HEAD_FIELDS, "datedue": "WHENDUE", "ponumber": "DOCNUMBER", **same("termname supdocid")}
)
"""The heads of documents that fall due."""
LINE_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "glaccountno": "ACCOUNTNO",
        "amount": "TRX_AMOUNT",
        "memo": "ENTRYDESCRIPTION",
        "allocationid": "ALLOCATION",
        **same("accountlabel offsetglaccountno"),
        **{dimension.id_field.lower(): dimension.id_field for dimension in DIMENSIONS},
    }
)
NOTED = names("externalid")
# Given back by the gateway, and of meaning only for documents that do not post, or whose amounts include taxes
# (documented).
TAX_PARTS: Mapping[str, tuple[str, Mapping[str, str]]] = MappingProxyType(
    {"taxentries/taxentry": ("TAXENTRIES.TAXENTRY", {"detailid": "DETAILID", "trx_tax": "TRX_TAX"})}
)
"""The taxes of a line."""
LINE_WITHOUT_EFFECT = names("key totalpaid totaldue totaltrxamount")


def changed_lines(
    company: Company, record: Record, given: tuple[LineReading, ...], shape: WriteShape
) -> tuple[RecordDraft, ...]:
    """All lines a document will have: those there are, with what changes of them, then the new ones.

    Lines are counted from 1 (documented). Raises GatewayError for a number no line has, EmulatorGap for lines with
    taxes.
    """
    assert shape.lines is not None
    collection = line_collection(record.definition, shape.lines)
    definition = company.catalogue[collection.object]
    kept = company.records.where(collection.object, **{collection.parent_field: record.key})
    if any(line["DETAILKEY"] is not None for line in kept) or any(line.parts for line in given if line.number):
        what = "changes of lines with taxes"
        raise EmulatorGap(what, protocol.NOT_BUILT, function=what)
    changed: list[dict[str, Python]] = [{definition.key: line.key} for line in kept]
    new: list[RecordDraft] = []
    for line in given:
        draft = line_draft(company, line, definition)
        if line.number is None:
            new.append(draft)
            continue
        number = whole_number(line.number.strip())
        if number is None or not 1 <= number <= len(kept):
            raise GatewayError(records.NO_RECORD_FOR_KEY, key=line.number)
        changed[number - 1] |= draft.values
    return (*(RecordDraft(definition, values) for values in changed), *new)
