"""Receivable and payable documents: an invoice and a bill are the same thing seen from two sides.

A document has a party, dates, lines with accounts and dimensions, totals and a state. Submitted, it posts one pair of
journal lines per line at once: the line's account against the subledger's control account, both with the line's
dimensions. A draft posts nothing and is checked little.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from intacct_emulator.catalogue.values import Python
from intacct_emulator.errors import GatewayError, transactions
from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.record import ZERO, Record

from . import posting, summaries
from .document_kinds import CONTACTS, DRAFT_STATE, SUBMITTED_STATE, DocumentLine
from .document_rules import DocumentRules
from .posting import LedgerLine, Origin
from .room_for_sums import require_sum_fits
from .unbuilt import refuse_unbuilt

_DERIVED_ON_LINES = frozenset({"RECORDNO", "RECORDKEY", "LINE_NO", "STATE"})


class DocumentWriter(DocumentRules):
    """Creates, changes and removes documents of one kind in one company."""

    def create(self, draft: RecordDraft) -> Record:
        """Creates a document and, unless it is a draft, posts it. Raises GatewayError with the recorded stack."""
        try:
            submitted = self._submits(draft, default=True)
            header, party = self._header(draft, submitted)
            self._refuse_known_number(draft, party, None)
            lines = self._lines(draft, party, submitted)
            summary = self._summary(header) if submitted else None
            stored = self._document(header, lines, submitted, summary)
            key = self.records.insert(self.kind.object, stored)
            line_keys = self._write_lines(key, header, lines)
            if summary is not None:
                self._post(key, header, summary, lines, line_keys)
            refuse_unbuilt(draft)
        except GatewayError as error:
            raise self._explained(error, draft) from None
        return Record(draft.definition, {draft.definition.key: key, "RECORDID": draft.text("RECORDID")})

    def update(self, record: Record, draft: RecordDraft) -> Record:
        """Changes a document. A posted one keeps the number of its lines (recorded refusal) and is posted anew."""
        try:
            self._require_unpaid(record)
            was_posted = record["RAWSTATE"] == SUBMITTED_STATE
            submitted = was_posted or self._submits(draft, default=False)
            full = self._completed(record, draft)
            header, party = self._header(full, submitted)
            self._refuse_known_number(full, party, record.key)
            if was_posted and len(self._line_drafts(full)) != len(self._stored_lines(record)):
                raise GatewayError(transactions.POSTED_LINES_CHANGED)
            lines = self._lines(full, party, submitted)
            self._remove_lines(record)
            summary = self._summary(header) if submitted else None
            self.records.update(self.kind.object, record.key, self._document(header, lines, submitted, summary))
            line_keys = self._write_lines(record.key, header, lines)
            if summary is not None:
                self._post(record.key, header, summary, lines, line_keys)
            refuse_unbuilt(draft)
        except GatewayError as error:
            raise self._explained(error, draft, record) from None
        return self._read(record.key)

    def delete(self, record: Record) -> None:
        """Removes an unpaid document with its lines and its journal lines. Raises GatewayError for a paid one."""
        self._require_unpaid(record)
        self._remove_lines(record)
        self.records.delete(self.kind.object, record.key)

    def _submits(self, draft: RecordDraft, *, default: bool) -> bool:
        action = draft.parameter("ACTION") or draft.text("ACTION")
        return default if action is None else action.strip().lower() != "draft"

    def _document(
        self,
        header: Mapping[str, Python],
        lines: Sequence[DocumentLine],
        submitted: bool,
        summary: tuple[int, str] | None,
    ) -> dict[str, Python]:
        key, title = summary or (None, None)
        state = SUBMITTED_STATE if submitted else DRAFT_STATE
        return {**header, **self._totals(lines), "RAWSTATE": state, "PRBATCHKEY": key, "PRBATCH": title}

    def _summary(self, header: Mapping[str, Python]) -> tuple[int, str]:
        """RECORDNO and title of the summary the document belongs to."""
        kind, day = self.kind, header["WHENPOSTED"]
        assert isinstance(day, date)
        return summaries.summary_for(
            self.records,
            self.subledger,
            summary_object=kind.summary_object,
            title=kind.summary_title,
            record_type=kind.record_type,
            day=day,
        )

    def _totals(self, lines: Sequence[DocumentLine]) -> dict[str, Python]:
        total = sum((line.amount for line in lines), ZERO)
        require_sum_fits(total)
        return {
            f"{prefix}{name}": value
            for prefix in ("", "TRX_")
            for name, value in (
                ("TOTALENTERED", total),
                ("TOTALPAID", ZERO),
                ("TOTALSELECTED", ZERO),
                ("TOTALDUE", total),
            )
        }

    def _write_lines(self, key: int, header: Mapping[str, Python], lines: Sequence[DocumentLine]) -> list[int]:
        return [self._write_line(key, index, header, line) for index, line in enumerate(lines, start=1)]

    def _write_line(self, key: int, index: int, header: Mapping[str, Python], line: DocumentLine) -> int:
        return self.records.insert(self.kind.line_object, self._line_values(key, index, header, line))

    def _line_values(self, key: int, index: int, header: Mapping[str, Python], line: DocumentLine) -> dict[str, Python]:
        own = line.draft.stored_values(without=_DERIVED_ON_LINES)
        dimensions = {dimension.id_field: dimension.value(record) for dimension, record in line.dimensions.items()}
        return {
            **own,
            **dimensions,
            "RECORDKEY": key,
            "LINE_NO": str(index),
            "ACCOUNTNO": line.account.id if line.account else None,
            "OFFSETGLACCOUNTNO": line.control.id if line.control else line.draft.text("OFFSETGLACCOUNTNO"),
            "AMOUNT": line.amount,
            "TRX_AMOUNT": line.amount,
            "TOTALPAID": ZERO,
            "TRX_TOTALPAID": ZERO,
            "TOTALSELECTED": ZERO,
            "TRX_TOTALSELECTED": ZERO,
            "ENTRY_DATE": header["WHENPOSTED"],
            "BASECURR": header["BASECURR"],
            "CURRENCY": header["CURRENCY"],
            "LINEITEM": "T",
            "SUBTOTAL": "F",
            "RECORDTYPE": self.kind.record_type,
            "BASELOCATION": line.entity,
        }

    def _post(
        self,
        key: int,
        header: Mapping[str, Python],
        summary: tuple[int, str],
        lines: Sequence[DocumentLine],
        line_keys: Sequence[int],
    ) -> None:
        day = header["WHENPOSTED"]
        assert isinstance(day, date)
        kind = self.kind
        batch = summaries.journal_entry_for(
            self.records,
            self.subledger,
            module=kind.module,
            summary=summary,
            day=day,
            currency=str(header["BASECURR"]),
        )
        entries: list[LedgerLine] = []
        origins: list[Origin] = []
        for line, line_key in zip(lines, line_keys, strict=True):
            entries += self._pair(line, header)
            origins += [Origin(kind.record_type, key, line_key)] * 2
        posting.write_lines(self.records, batch, entries, origins)

    def _pair(self, line: DocumentLine, header: Mapping[str, Python]) -> list[LedgerLine]:
        """The control account's line first, then the line's own (observed order). A negative line turns both around."""
        assert line.account is not None
        assert line.control is not None
        control_side = self.kind.control_side if line.amount >= 0 else -self.kind.control_side
        memo = line.draft.text("ENTRYDESCRIPTION") or _text(header.get("DESCRIPTION"))
        number = _text(header.get("RECORDID"))
        return [
            LedgerLine(account, side, abs(line.amount), line.dimensions, line.entity, memo, number)
            for account, side in ((line.control, control_side), (line.account, -control_side))
        ]

    def _remove_lines(self, record: Record) -> None:
        if record["RAWSTATE"] == SUBMITTED_STATE:
            posting.remove_lines_of_document(self.records, self.kind.record_type, record.key)
        self.records.delete_where(self.kind.line_object, RECORDKEY=record.key)

    def _stored_lines(self, record: Record) -> list[Record]:
        return self.records.where(self.kind.line_object, RECORDKEY=record.key)

    def _completed(self, record: Record, draft: RecordDraft) -> RecordDraft:
        """The document as it will be: what the request gives over what is stored."""
        stored = {field.id: record.python(field.id) for field in record.definition.stored_fields}
        values = {name: value for name, value in stored.items() if value is not None} | dict(draft.values)
        if draft.given("TERMNAME") and not draft.given("WHENDUE"):
            values["WHENDUE"] = None
        lines = dict(draft.lines)
        if self.kind.line_element not in lines:
            lines[self.kind.line_element] = tuple(_draft_of(line) for line in self._stored_lines(record))
        party_field = self.kind.party.id_field
        if values.get(party_field) != stored[party_field]:
            # What came from the old party does not follow to the new one: its contacts, and itself as a dimension.
            for name_field, _ in CONTACTS:
                values[name_field] = draft.values.get(name_field)
            if self.kind.line_element not in draft.lines:
                lines[self.kind.line_element] = tuple(
                    _without(line, self.kind.party.id_field, stored[party_field])
                    for line in lines[self.kind.line_element]
                )
        return RecordDraft(draft.definition, values, lines, draft.parameters)

    def _require_unpaid(self, record: Record) -> None:
        if record.amount("TOTALPAID") or record.amount("TOTALSELECTED"):
            raise GatewayError(transactions.ALREADY_PAID, number=record.text("RECORDID") or record.key)

    def _explained(self, error: GatewayError, draft: RecordDraft, record: Record | None = None) -> GatewayError:
        number = draft.text("RECORDID") or (record.text("RECORDID") if record else None)
        return error.then(transactions.CANNOT_CREATE_TRANSACTION, name=f" '{number}'." if number else "")

    def _read(self, key: int) -> Record:
        record = self.records.get(self.kind.object, key)
        assert record is not None
        return record


def _draft_of(line: Record) -> RecordDraft:
    values = {field.id: line.python(field.id) for field in line.definition.stored_fields}
    return RecordDraft(line.definition, {name: value for name, value in values.items() if value is not None})


def _without(line: RecordDraft, field: str, value: Python) -> RecordDraft:
    """The line without a field that has that value."""
    if line.values.get(field) != value:
        return line
    return RecordDraft(line.definition, {name: given for name, given in line.values.items() if name != field})


def _text(value: Python) -> str | None:
    return value if isinstance(value, str) and value else None
