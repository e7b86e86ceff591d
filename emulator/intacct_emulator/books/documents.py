"""Receivable and payable documents: an invoice and a bill are the same thing seen from two sides.

A document has a party, dates, lines with accounts and dimensions, totals and a state. Submitted, it posts one pair of
journal lines per line at once: the line's account against the subledger's control account, both with the line's
dimensions. A draft posts nothing and is checked little.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from intacct_emulator.catalogue.values import Python, ValueFault, parse
from intacct_emulator.errors import ErrorEntry, GatewayError, transactions
from intacct_emulator.errors import records as record_errors
from intacct_emulator.masters.attachments import require_attachment
from intacct_emulator.masters.contacts import current_version
from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.record import ZERO, Record
from intacct_emulator.tenancy.company import Company
from intacct_emulator.tenancy.profile import CompanyProfile, Subledger

from . import accounts, posting, summaries
from .dimensions import CUSTOMER, PROJECT, Dimension, DimensionRules, LineDimensions
from .posting import CREDIT, DEBIT, LedgerLine, Origin
from .terms import FROM_DATE, due_date
from .unbuilt import refuse_unbuilt

SUBMITTED_STATE, DRAFT_STATE = "A", "D"


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """What differs between an invoice and a bill."""

    object: str
    line_object: str
    line_element: str
    party: Dimension
    party_id_field: str
    party_contact_fields: tuple[str, str]
    term_object: str
    label_object: str
    default_account_field: str
    summary_object: str
    summary_title: str
    record_type: str
    module: str
    alternative_account: str
    control_side: int
    party_invalid: ErrorEntry

    def subledger(self, profile: CompanyProfile) -> Subledger:
        """The configuration of the kind's subledger."""
        return profile.receivables if self.control_side == DEBIT else profile.payables


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A checked line, ready to be written and posted."""

    draft: RecordDraft
    amount: Decimal
    account: Record | None
    label: Record | None
    control: Record | None
    dimensions: LineDimensions
    entity: int | None


class DocumentWriter:
    """Creates, changes and removes documents of one kind in one company."""

    kind: DocumentKind

    def __init__(self, company: Company) -> None:
        self.company = company
        self.records = company.records
        self.rules = DimensionRules(company)

    @cached_property
    def subledger(self) -> Subledger:
        """The subledger's configuration."""
        return self.kind.subledger(self.company.profile)

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

    def _header(self, draft: RecordDraft, submitted: bool) -> tuple[dict[str, Python], Record | None]:
        party = self._party(draft, submitted)
        require_attachment(self.records, draft.text("SUPDOCID"))
        currency = self._currency(draft)
        created = draft.day("WHENCREATED")
        if created is None and submitted:
            raise GatewayError(transactions.DATE_INVALID, value=draft.parameter("WHENCREATED") or "")
        posted = draft.day("WHENPOSTED") or created
        term = self._term(draft, party)
        due = self._due(draft, created, term) if created else draft.day("WHENDUE")
        own = {name: value for name, value in draft.values.items() if name not in _DERIVED}
        contacts = self._contacts(draft, party)
        return {
            **own,
            "RECORDTYPE": self.kind.record_type,
            "WHENPOSTED": posted,
            "WHENDUE": due,
            "WHENDISCOUNT": self._discount_day(created, term),
            "TERMNAME": term.id if term else None,
            "TERMVALUE": term.text("VALUE") if term else None,
            "BASECURR": currency,
            "CURRENCY": currency,
            "MODULEKEY": self.kind.module,
            "SYSTEMGENERATED": "F",
            **contacts,
        }, party

    def _party(self, draft: RecordDraft, submitted: bool) -> Record | None:
        name = draft.text(self.kind.party_id_field)
        if name is None:
            if submitted:
                raise GatewayError(
                    self.kind.party_invalid, label=self.company.profile.term(self.kind.party.label), value=""
                )
            return None
        party = self.records.find(self.kind.party.object, name)
        if party is None or not party.active:
            inactive_vendor = party is not None and self.kind.party.object == "VENDOR"
            entry = transactions.ACTIVATE_VENDOR if inactive_vendor else self.kind.party_invalid
            raise GatewayError(entry, label=self.company.profile.term(self.kind.party.label), value=name)
        return party

    def _currency(self, draft: RecordDraft) -> str:
        base = self.company.profile.base_currency
        for name in ("CURRENCY", "BASECURR"):
            if (draft.text(name) or base) != base:
                raise GatewayError(transactions.FOREIGN_CURRENCY)
        return base

    def _term(self, draft: RecordDraft, party: Record | None) -> Record | None:
        name = draft.text("TERMNAME")
        if name is not None:
            term = self.records.find(self.kind.term_object, name)
            if term is None or not term.active:
                raise GatewayError(transactions.TERM_INVALID, value=name)
            return term
        default = party.text("TERMNAME") if party is not None else None
        return self.records.find(self.kind.term_object, default) if default else None

    def _due(self, draft: RecordDraft, created: date, term: Record | None) -> date | None:
        due = draft.day("WHENDUE")
        if due is None:
            if term is None:
                raise GatewayError(transactions.DATE_DUE_MISSING)
            return due_date(created, term.integer("DUEDATE") or 0, term.text("DUEFROM") or FROM_DATE)
        if due < created:
            raise GatewayError(transactions.DUE_BEFORE_DATE)
        return due

    def _discount_day(self, created: date | None, term: Record | None) -> date | None:
        """Without a discount it is the document's date (observed)."""
        days = term.integer("DISCDATE") if term else None
        if created is None or term is None or days is None:
            return created
        return due_date(created, days, term.text("DISCFROM") or FROM_DATE)

    def _contacts(self, draft: RecordDraft, party: Record | None) -> dict[str, Python]:
        """The contacts a document freezes: the ones it names, or the party's own."""
        frozen: dict[str, Python] = {}
        for (name_field, key_field), party_field in zip(_CONTACTS, self.kind.party_contact_fields, strict=True):
            named = draft.text(name_field)
            inherited = party.text(party_field) or party.text("DISPLAYCONTACT.CONTACTNAME") if party else None
            name = named or inherited
            contact = self.records.find("CONTACT", name) if name else None
            if contact is None:
                if named:
                    raise GatewayError(transactions.CONTACT_INVALID, value=named)
                continue
            frozen[name_field] = contact.id
            frozen[key_field] = current_version(self.company, contact)
        return frozen

    def _refuse_known_number(self, draft: RecordDraft, party: Record | None, own_key: int | None) -> None:
        """Invoice numbers are unique in a company, bill numbers per vendor (inferred split of a recorded error)."""
        number = draft.text("RECORDID")
        if number is None:
            return
        equals: dict[str, str] = {"RECORDID": number}
        if self._numbered_per_party and party is not None:
            equals[self.kind.party_id_field] = party.id
        if any(known.key != own_key for known in self.records.where(self.kind.object, **equals)):
            raise GatewayError(transactions.NUMBER_EXISTS, value=number)

    @property
    def _numbered_per_party(self) -> bool:
        return self.kind.control_side == CREDIT

    def _line_drafts(self, draft: RecordDraft) -> Sequence[RecordDraft]:
        return draft.lines.get(self.kind.line_element, ())

    def _lines(self, draft: RecordDraft, party: Record | None, submitted: bool) -> list[DocumentLine]:
        drafts = self._line_drafts(draft)
        if not drafts:
            raise GatewayError(transactions.NO_LINES)
        number = draft.text("RECORDID") or ""
        return [self._line(line, index, party, submitted, number) for index, line in enumerate(drafts, start=1)]

    def _line(self, draft: RecordDraft, index: int, party: Record | None, submitted: bool, number: str) -> DocumentLine:
        amount = _line_amount(draft)
        if amount is None:
            if submitted:
                raise GatewayError(transactions.AMOUNT_MISSING, line=index)
            amount = ZERO
        account, label = self._account(draft, party)
        if account is None and submitted:
            raise GatewayError(transactions.ACCOUNT_MISSING, line=index, transaction=number)
        if not submitted:
            return DocumentLine(draft, amount, account, label, None, {}, None)
        dimensions = self._dimensions(draft, party)
        assert account is not None
        assert party is not None
        named_control = draft.text("OFFSETGLACCOUNTNO")
        control = accounts.control_account(
            self.records,
            self.subledger,
            self.kind.alternative_account,
            named=named_control,
            label=label,
            party=party,
        )
        self.rules.check_required(dimensions, (account, control))
        entity = self.rules.entity(dimensions)
        return DocumentLine(draft, amount, account, label, control, dimensions, entity.key if entity else None)

    def _account(self, draft: RecordDraft, party: Record | None) -> tuple[Record | None, Record | None]:
        """The line's account and label: the account given, the label's, or the party's default one."""
        label_name = draft.text("ACCOUNTLABEL")
        label = accounts.active_label(self.records, self.kind.label_object, label_name) if label_name else None
        number = draft.text("ACCOUNTNO") or (label.text("GLACCOUNTNO") if label else None)
        if number is None and party is not None:
            number = party.text(self.kind.default_account_field)
        return accounts.active_account(self.records, number) if number else None, label

    def _dimensions(self, draft: RecordDraft, party: Record | None) -> dict[Dimension, Record]:
        resolved = self.rules.resolve(draft.values)
        self._check_project(resolved, party)
        if party is not None:
            # The header's party is the line's dimension unless the line names another (inferred).
            resolved.setdefault(self.kind.party, party)
        return {dimension: resolved[dimension] for dimension in self.rules.dimensions if dimension in resolved}

    def _check_project(self, resolved: Mapping[Dimension, Record], party: Record | None) -> None:
        project = resolved.get(PROJECT)
        owner = project.text("CUSTOMERID") if project is not None else None
        if project is None or owner is None:
            return
        if self.kind.party is CUSTOMER:
            if party is not None and party.id != owner:
                raise GatewayError(transactions.PROJECT_NOT_CUSTOMERS, project=project.id, customer=party.id)
        elif CUSTOMER in resolved and resolved[CUSTOMER].id != owner:
            raise GatewayError(transactions.PROJECT_NOT_CUSTOMERS_AP)

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
            self.records, self.subledger, kind.summary_object, kind.summary_title, kind.record_type, day
        )

    def _totals(self, lines: Sequence[DocumentLine]) -> dict[str, Python]:
        total = sum((line.amount for line in lines), ZERO)
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
        own = {name: value for name, value in line.draft.values.items() if name not in _DERIVED_ON_LINES}
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
            self.records, self.subledger, kind.module, summary, day, str(header["BASECURR"])
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
        for line in self._stored_lines(record):
            self.records.delete(self.kind.line_object, line.key)

    def _stored_lines(self, record: Record) -> list[Record]:
        return self.records.where(self.kind.line_object, RECORDKEY=record.key)

    def _completed(self, record: Record, draft: RecordDraft) -> RecordDraft:
        """The document as it will be: what the request gives over what is stored."""
        stored = {field.id: record.python(field.id) for field in record.definition.stored_fields}
        values = {name: value for name, value in stored.items() if value is not None} | dict(draft.values)
        if draft.given("TERMNAME") or draft.given("WHENCREATED"):
            values.setdefault("WHENDUE", None)
            if not draft.given("WHENDUE") and draft.given("TERMNAME"):
                values["WHENDUE"] = None
        lines = dict(draft.lines)
        if self.kind.line_element not in lines:
            lines[self.kind.line_element] = tuple(_draft_of(line) for line in self._stored_lines(record))
        party_field = self.kind.party_id_field
        if values.get(party_field) != stored[party_field]:
            # What came from the old party does not follow to the new one: its contacts, and itself as a dimension.
            for name_field, _ in _CONTACTS:
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


_CONTACTS = (
    ("BILLTOPAYTOCONTACTNAME", "BILLTOPAYTOKEY"),
    ("SHIPTORETURNTOCONTACTNAME", "SHIPTORETURNTOKEY"),
)
_DERIVED = frozenset({"RECORDNO", "RAWSTATE", "STATE", "PRBATCHKEY", "PRBATCH", "ACTION"})
_DERIVED_ON_LINES = frozenset({"RECORDNO", "RECORDKEY", "LINE_NO", "STATE"})


def _line_amount(draft: RecordDraft) -> Decimal | None:
    amount = draft.amount("TRX_AMOUNT")
    if amount is not None:
        return amount
    # AMOUNT is read-only for lookup and still what clients send; an amount with taxes is told as a gap later.
    field = draft.definition.fields_by_id["TRX_AMOUNT"]
    text = draft.parameter("AMOUNT") or draft.parameter("TOTALTRXAMOUNT")
    try:
        given = parse(field, text)
    except ValueFault:
        raise GatewayError(
            record_errors.INVALID_VALUE, object=draft.definition.label, label=field.label, value=text
        ) from None
    return given if isinstance(given, Decimal) else draft.amount("AMOUNT")


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
