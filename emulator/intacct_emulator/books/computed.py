"""Fields that are calculated when they are read, as SQL over the row: `{row}` is its alias, `:today` the date."""

from collections.abc import Iterator, Mapping

from intacct_emulator.books.settlement.states import DISPLAYED
from intacct_emulator.catalogue.loader import Catalogue

_DUE_IN_DAYS = (
    "CASE WHEN {row}.TOTALDUE = 0 THEN NULL "
    "ELSE CAST(CAST(julianday(:today) - julianday({row}.WHENDUE) AS INTEGER) AS TEXT) END"
)
# From the stored state and the totals (documented, and observed in recorded rows).
_POSTED_STATE = (
    "WHEN {row}.TOTALENTERED = 0 THEN 'No Value' WHEN {row}.TOTALSELECTED <> 0 THEN 'Selected' "
    "WHEN {row}.TOTALPAID = 0 THEN 'Posted' WHEN {row}.TOTALDUE = 0 THEN 'Paid' ELSE 'Partially Paid' END"
)
_INVOICE_STATE = (
    "CASE {row}.RAWSTATE WHEN 'D' THEN 'Draft' WHEN 'R' THEN 'Reversed' WHEN 'V' THEN 'Reversal' "
    "ELSE CASE " + _POSTED_STATE + " END"
)
_BILL_STATE = (
    "CASE {row}.RAWSTATE WHEN 'D' THEN 'Draft' WHEN 'S' THEN 'Submitted' WHEN 'PA' THEN 'Partially Approved' "
    "WHEN 'U' THEN 'Declined' WHEN 'R' THEN 'Reversed' WHEN 'V' THEN 'Reversal' ELSE CASE " + _POSTED_STATE + " END"
)
_ADVANCE_STATE = (
    "CASE {row}.RAWSTATE WHEN 'D' THEN 'Draft' WHEN 'R' THEN 'Reversed' WHEN 'V' THEN 'Reversal' WHEN 'A' THEN "
    "CASE WHEN {row}.TOTALSELECTED <> 0 THEN 'Selected' WHEN {row}.TOTALPAID = 0 THEN 'Posted' "
    "WHEN {row}.TOTALDUE = 0 THEN 'Fully applied' ELSE 'Partially applied' END END"
)
_RAW_STATE = "{row}.RAWSTATE"
_RECEIPT_STATE = (
    "CASE {row}.RAWSTATE " + " ".join(f"WHEN '{shown.state.code}' THEN '{shown.word}'" for shown in DISPLAYED) + " END"
)
# What a party owes is one sum over its open documents: the invoices or bills, and the adjustments.
_OWED_BY_CUSTOMER = (
    'COALESCE((SELECT SUM(due.TOTALDUE) FROM "ARRECORD" AS due '
    "WHERE due.CUSTOMERID = {row}.CUSTOMERID AND due.RAWSTATE = 'A' AND due.RECORDTYPE IN ('ri', 'ra')), 0)"
)
_OWED_TO_VENDOR = (
    'COALESCE((SELECT SUM(due.TOTALDUE) FROM "APRECORD" AS due '
    "WHERE due.VENDORID = {row}.VENDORID AND due.RAWSTATE = 'A' AND due.RECORDTYPE IN ('pi', 'pa')), 0)"
)
# The journal line of a document's line: of its pair the second, after the control account's (recorded order).
_POSTED = (
    '(SELECT {what} FROM "GLENTRY" AS posted '
    "WHERE posted.PRRECORDKEY = {{row}}.RECORDKEY AND posted.PRENTRYKEY = {{row}}.RECORDNO "
    "ORDER BY posted.RECORDNO DESC LIMIT 1)"
)
_DETAIL = {
    "GLENTRYKEY": _POSTED.format(what="posted.RECORDNO"),
    "TR_TYPE": _POSTED.format(what="posted.TR_TYPE"),
    "OFFSET": _POSTED.format(what="'0'"),
}

_FORMULAS = {
    ("ARINVOICE", "STATE"): _INVOICE_STATE,
    ("APBILL", "STATE"): _BILL_STATE,
    ("ARINVOICE", "DUE_IN_DAYS"): _DUE_IN_DAYS,
    ("APBILL", "DUE_IN_DAYS"): _DUE_IN_DAYS,
    ("CUSTOMER", "TOTALDUE"): _OWED_BY_CUSTOMER,
    ("VENDOR", "TOTALDUE"): _OWED_TO_VENDOR,
    ("ARINVOICE", "TRX_ENTITYDUE"): _OWED_BY_CUSTOMER,
    ("APBILL", "TRX_ENTITYDUE"): _OWED_TO_VENDOR,
    ("ARADJUSTMENT", "TRX_ENTITYDUE"): _OWED_BY_CUSTOMER,
    ("APADJUSTMENT", "TRX_ENTITYDUE"): _OWED_TO_VENDOR,
    ("ARADJUSTMENT", "STATE"): _INVOICE_STATE,
    ("APADJUSTMENT", "STATE"): _BILL_STATE,
    ("ARADVANCE", "STATE"): _ADVANCE_STATE,
    ("APADVANCE", "STATE"): _ADVANCE_STATE,
    **{(name, "STATE"): _RAW_STATE for name in ("ARPYMT", "APPYMT", "ARPAYMENT", "APPAYMENT", "ARRECORD", "APRECORD")},
    ("ARPYMT", "DISPLAYSTATE"): _RECEIPT_STATE,
    ("ARRECORD", "ENTITY"): "'C' || {row}.CUSTOMERID",
    ("APRECORD", "ENTITY"): "'V' || {row}.VENDORID",
    **{(name, field): formula for name in ("ARDETAIL", "APDETAIL") for field, formula in _DETAIL.items()},
    ("REPORTINGPERIOD", "RECORD#"): "{row}.RECORDNO",
}
_RECORD_URL = "RECORD_URL"
_URL_START = "https://www.intacct.com/ia/acct/ur.phtml?.r="


class ComputedFields(Mapping[tuple[str, str], str]):
    """Formulas by (object, field). RECORD_URL is a deep link in the recorded shape; its token is our own."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def __getitem__(self, place: tuple[str, str]) -> str:
        formula = _FORMULAS.get(place)
        if formula is not None:
            return formula
        object_name, field_id = place
        if field_id != _RECORD_URL:
            raise KeyError(place)
        key = self._catalogue[object_name].key
        return f"'{_URL_START}' || hex('{object_name}:' || {{row}}.\"{key}\")"

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(_FORMULAS)

    def __len__(self) -> int:
        return len(_FORMULAS)
