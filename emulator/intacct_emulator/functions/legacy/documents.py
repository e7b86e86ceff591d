"""What the legacy elements of invoices and bills share: their heads, their lines, and how an update names lines."""

from collections.abc import Mapping
from types import MappingProxyType

from intacct_emulator.catalogue.dimensions import DIMENSIONS
from intacct_emulator.catalogue.values import Python, whole_number
from intacct_emulator.errors import GatewayError, records
from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.record import Record
from intacct_emulator.tenancy.company import Company
from intacct_emulator.work.drafts import draft_from_texts

from .read_element import LineReading
from .write_shape import WriteShape, line_collection, names, same

HEAD_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "datecreated": "WHENCREATED",
        "dateposted": "WHENPOSTED",
        "batchkey": "PRBATCHKEY",
        **same("action description basecurr currency"),
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
# A document in another than the base currency is refused; in the base currency a rate changes nothing.
HEAD_WITHOUT_EFFECT = names("exchratedate exchratetype exchrate")
# Given back by the gateway, and of meaning only for documents that do not post, or whose amounts include taxes
# (documented).
LINE_WITHOUT_EFFECT = names("key totalpaid totaldue totaltrxamount")


def changed_lines(
    company: Company, record: Record, given: tuple[LineReading, ...], shape: WriteShape
) -> tuple[RecordDraft, ...]:
    """All lines a document will have: those there are, with what changes of them, then the new ones.

    Lines are counted from 1 (documented). Raises GatewayError for a number no line has.
    """
    assert shape.lines is not None
    collection = line_collection(record.definition, shape.lines)
    definition = company.catalogue[collection.object]
    kept = company.records.where(collection.object, **{collection.parent_field: record.key})
    changed: list[dict[str, Python]] = [{definition.key: line.key} for line in kept]
    new: list[RecordDraft] = []
    for line in given:
        draft = draft_from_texts(line.texts, definition)
        if line.number is None:
            new.append(draft)
            continue
        number = whole_number(line.number.strip())
        if number is None or not 1 <= number <= len(kept):
            raise GatewayError(records.NO_RECORD_FOR_KEY, key=line.number)
        changed[number - 1] |= draft.values
    return (*(RecordDraft(definition, values) for values in changed), *new)
