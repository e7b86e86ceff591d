"""Payment terms."""

from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.record import Record

from .writer import RecordWriter, Values

AFTER_END_OF_MONTH, EXTENDING_TO_END_OF_MONTH = "E", "X"

FORM_CODES = {
    "from invoice/bill date": "",
    "of the month of invoice/bill date": "0",
    "of next month from invoice/bill date": "1",
    "of 2nd month from invoice/bill date": "2",
    "of 3rd month from invoice/bill date": "3",
    "of 4th month from invoice/bill date": "4",
    "of 5th month from invoice/bill date": "5",
    "of 6th month from invoice/bill date": "6",
    "after end of month of invoice/bill date": AFTER_END_OF_MONTH,
    "from invoice/bill date extending to eom": EXTENDING_TO_END_OF_MONTH,
}
_BASE_CODES = {"Line items total": "L", "VAT line items total": "V"}
_PACKED_FIELDS = (
    "DUEDATE",
    "DUEFROM",
    "DISCDATE",
    "DISCFROM",
    "DISCAMOUNT",
    "DISCPERCAMN",
    "DISCFUDGEDAYS",
    "DISCCALCON",
    "PEN_TYPES",
    "PENAMOUNT",
    "PENPERCAMN",
    "PENFUDGEDAYS",
)


def months_forward(form: str | None) -> str | None:
    """How many months later a form counts from, in digits; None for a form that counts days."""
    code = FORM_CODES.get(form or "", "")
    return code if code.isdigit() else None


def packed_term(term: Record) -> str:
    """A term as one text, as parties and documents store it: net 30 is `::#30#:O:` (recorded).

    The parts: the day the discount ends, the discount, the due day, the base of the discount, the penalty. Only
    the plain net form is recorded; the rest of the layout is inferred.
    """
    return _packed({name: term.python(name) for name in _PACKED_FIELDS})


class TermWriter(RecordWriter):
    """AR and AP terms. How the due day is counted is one of the listed forms; from the document date by default."""

    def complete(self, values: Values, record: Record | None, draft: RecordDraft) -> None:
        if "VALUE" in self.definition.fields_by_id:
            values["VALUE"] = _packed({name: self.value(name, values, record) for name in _PACKED_FIELDS})


def _packed(values: Values) -> str:
    discount_day = discount = penalty = ""
    if values["DISCAMOUNT"] is not None:
        discount_day = _day(values, "DISCDATE", "DISCFROM")
        discount = f"#{values['DISCAMOUNT']}#{values['DISCPERCAMN'] or '$'}{_grace(values, 'DISCFUDGEDAYS')}"
    if values["PENAMOUNT"] is not None:
        kind = values["PEN_TYPES"] or ""
        penalty = f"{kind}#{values['PENAMOUNT']}#{values['PENPERCAMN'] or '$'}{_grace(values, 'PENFUDGEDAYS')}"
    base = _BASE_CODES.get(str(values["DISCCALCON"]), "O")
    return ":".join((discount_day, discount, _day(values, "DUEDATE", "DUEFROM"), base, penalty))


def _day(values: Values, day: str, form: str) -> str:
    return f"#{values[day] or 0}#{FORM_CODES.get(str(values[form]), '')}"


def _grace(values: Values, name: str) -> str:
    return f"#{values[name]}" if values[name] else ""
