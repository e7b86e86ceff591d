"""What holds for a receivable or payable document: who it is for, when it is due, where its lines go.

Header and lines become values and checked lines here, or the gateway's error; nothing is written.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property

from intacct_emulator.catalogue.values import Python, ValueFault, parse
from intacct_emulator.errors import GatewayError, transactions
from intacct_emulator.errors import records as record_errors
from intacct_emulator.masters.attachments import require_attachment
from intacct_emulator.masters.contacts import current_version
from intacct_emulator.masters.key_references import with_names
from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.record import ZERO, Record
from intacct_emulator.tenancy.company import Company
from intacct_emulator.tenancy.profile import Subledger

from . import accounts
from .dimensions import CUSTOMER, PROJECT, Dimension, DimensionRules
from .document_kinds import CONTACTS, DocumentKind, DocumentLine
from .posting import CREDIT
from .terms import due_date

_DERIVED = frozenset({"RECORDNO", "RAWSTATE", "STATE", "PRBATCHKEY", "PRBATCH", "ACTION"})


class DocumentRules:
    """The rules of documents of one kind in one company."""

    kind: DocumentKind

    def __init__(self, company: Company) -> None:
        self.company = company
        self.records = company.records
        self.rules = DimensionRules(company)

    @cached_property
    def subledger(self) -> Subledger:
        """The subledger's configuration."""
        return self.kind.subledger(self.company.profile)

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
        own = draft.stored_values(without=_DERIVED)
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
        name = draft.text(self.kind.party.id_field)
        if name is None:
            if submitted:
                raise GatewayError(
                    transactions.PARTY_NOT_VALID, label=self.company.profile.term(self.kind.party.label), value=""
                )
            return None
        party = self.records.find(self.kind.party.object, name)
        if party is None or not party.active:
            inactive_vendor = party is not None and self.kind.party.object == "VENDOR"
            entry = transactions.ACTIVATE_VENDOR if inactive_vendor else transactions.PARTY_NOT_VALID
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
            return _counted(created, term, "DUEDATE", "DUEFROM")
        if due < created:
            raise GatewayError(transactions.DUE_BEFORE_DATE)
        return due

    def _discount_day(self, created: date | None, term: Record | None) -> date | None:
        """Without a discount it is the document's date (observed)."""
        if created is None or term is None or term.integer("DISCDATE") is None:
            return created
        return _counted(created, term, "DISCDATE", "DISCFROM")

    def _contacts(self, draft: RecordDraft, party: Record | None) -> dict[str, Python]:
        """The contacts a document freezes: the ones it names, or the party's own."""
        frozen: dict[str, Python] = {}
        for (name_field, key_field), party_field in zip(CONTACTS, self.kind.party_contact_fields, strict=True):
            named = draft.text(name_field) or draft.text(party_field)  # inferred: read and written under both names
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
            equals[self.kind.party.id_field] = party.id
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
        draft = with_names(self.company, draft)
        amount = _line_amount(draft)
        if amount is None:
            if submitted:
                raise GatewayError(transactions.AMOUNT_MISSING, line=index)
            amount = ZERO
        account, label = self._account(draft, party)
        if account is None and submitted:
            raise GatewayError(transactions.ACCOUNT_MISSING, line=index, transaction=number)
        if not submitted:
            return DocumentLine(draft, amount, account, label, None, self.rules.identify(draft.values), None)
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


def _counted(created: date, term: Record, days_field: str, form_field: str) -> date:
    try:
        return due_date(created, term.integer(days_field) or 0, term.text(form_field))
    except (OverflowError, ValueError):
        raise GatewayError(transactions.TERM_INVALID, value=term.id) from None


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
