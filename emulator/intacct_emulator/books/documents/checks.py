"""What holds for a document: who it is for, when it is due, which number and summary it has.

What a request wants becomes a `CheckedDocument` here, or the gateway's error; nothing is written. A draft needs nothing
(documented for bills: vendor, date and due date are required of others only); its values are checked all the same.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property

from intacct_emulator.books.cash.tender import Tender, spending_tender, tender_of, tender_of_summary
from intacct_emulator.books.currencies import Currencies
from intacct_emulator.books.ledger.summaries import Frequency, named_summary
from intacct_emulator.books.money import RATE_COLUMNS, Exchange, Money
from intacct_emulator.books.terms import due_date
from intacct_emulator.catalogue.values import Python
from intacct_emulator.errors import GatewayError, settlement, transactions
from intacct_emulator.errors import records as record_errors
from intacct_emulator.masters.attachments import require_attachment
from intacct_emulator.masters.contacts import current_version
from intacct_emulator.masters.key_references import with_names
from intacct_emulator.records.draft import WITHIN_SUMMARY, RecordDraft
from intacct_emulator.records.record import Record
from intacct_emulator.records.visibility import found
from intacct_emulator.tenancy.company import Company

from .changes import LineDraft
from .checked import CheckedDocument, Dates
from .credit import require_credit, require_no_hold
from .kinds import CONTACTS, DocumentKind, NumberedPer
from .line_checks import LineChecks
from .states import DocumentState
from .subledgers import PAYABLES

# In the base currency a rate has no meaning, and none is kept (recorded: these are empty).
_DERIVED = frozenset({"RECORDNO", "RECORDTYPE", "RAWSTATE", "PRBATCHKEY", "PRBATCH", "WHENPAID", *RATE_COLUMNS})


class DocumentChecks:
    """The rules of documents of one kind in one company."""

    def __init__(self, company: Company, kind: DocumentKind) -> None:
        self.kind = kind
        self._company = company
        self._records = company.records
        self._profile = company.profile
        self._currencies = Currencies(company)
        self.lines = LineChecks(company, kind, self._currencies)

    def document(
        self,
        draft: RecordDraft,
        lines: Sequence[LineDraft],
        state: DocumentState,
        own_key: int | None = None,
        exchange: Exchange | None = None,
    ) -> CheckedDocument:
        """The document that a draft comes to. `own_key` is the RECORDNO of the document it changes, `exchange` the
        currency and the rate it keeps of that.

        Raises GatewayError for the first thing that is wrong.
        """
        checked = self.header(draft, state, lines, exchange)
        self._refuse_known_number(checked, own_key)
        if state.posts and not lines:
            raise GatewayError(transactions.NO_LINES)
        checked_lines = tuple(self.lines.line(line, index, checked) for index, line in enumerate(lines, 1))
        document = checked._replace(lines=checked_lines)
        if state.posts:
            self.together(checked.number, [line.amount for line in checked_lines])
            require_credit(self._company, document, own_key)
        return document

    def header(
        self,
        draft: RecordDraft,
        state: DocumentState,
        lines: Sequence[LineDraft] = (),
        exchange: Exchange | None = None,
    ) -> CheckedDocument:
        """The document without its lines; what they name may say which books it is in. Raises GatewayError."""
        party = self._party(draft, state)
        require_attachment(self._records, draft.text("SUPDOCID"))
        if self.kind.brings_money:
            draft = _dated_when_moved(draft)
        created = draft.day("WHENCREATED")
        if created is None and state.posts:
            raise GatewayError(transactions.DATE_INVALID, value=draft.parameter("WHENCREATED") or "")
        exchange = exchange or self._exchange(draft, lines, created)
        summary = self._summary(draft, state)
        term = self.term(draft, party) if self.kind.falls_due else None
        return CheckedDocument(
            kind=self.kind,
            state=state,
            own=draft.stored_values(without=_DERIVED),
            number=draft.text("RECORDID"),
            description=draft.text("DESCRIPTION"),
            party=party,
            term=term,
            dates=self._dates(draft, state, created, term, summary),
            contacts=self._contacts(draft, party),
            exchange=exchange,
            summary=summary,
            lines=(),
            money=self._money(draft, state, summary, party) if self.kind.brings_money else None,
        )

    def _money(
        self, draft: RecordDraft, state: DocumentState, summary: Record | None, party: Record | None
    ) -> Tender | None:
        if state.posts and draft.text("PAYMENTMETHOD") is None:
            label = draft.definition.fields_by_id["PAYMENTMETHOD"].label
            raise GatewayError(record_errors.REQUIRED_FIELD, label=label)
        if self.kind.subledger is PAYABLES:
            money = spending_tender(self._company, draft.text("FINANCIALENTITY"))
            if party is not None:
                require_no_hold(self._company, self.kind.subledger, party)
        else:
            money = tender_of(self._company, draft) or tender_of_summary(self._company, summary)
        if money is None and state.posts:
            raise GatewayError(settlement.BANK_MISSING, label="Financial entity")
        return money

    def together(self, number: str | None, amounts: Sequence[Money]) -> None:
        """Raises GatewayError for a posted document that lacks a number it needs, or whose lines do not go together."""
        if self.kind.requires_number is not None and not number:
            raise GatewayError(self.kind.requires_number)
        self.kind.line_rule(amounts)

    def due(self, given: date | None, created: date, term: Record | None) -> date:
        """When a document is due: as it says, or by its term. Raises GatewayError."""
        if given is None:
            if term is None:
                raise GatewayError(transactions.DATE_DUE_MISSING)
            return _counted(created, term, "DUEDATE", "DUEFROM")
        if given < created:
            raise GatewayError(transactions.DUE_BEFORE_DATE)
        return given

    def discount_day(self, created: date, term: Record | None) -> date:
        """Until when a document has its term's discount; without one it is the document's date (observed)."""
        if term is None or term.integer("DISCDATE") is None:
            return created
        return _counted(created, term, "DISCDATE", "DISCFROM")

    def term(self, draft: RecordDraft, party: Record | None) -> Record | None:
        """The term a document names, or its party's. Raises GatewayError."""
        name = draft.text("TERMNAME")
        term_object = self.kind.subledger.term_object
        if name is not None:
            term = self._records.find(term_object, name)
            if term is None or not term.active:
                raise GatewayError(transactions.TERM_INVALID, value=name)
            return term
        default = party.text("TERMNAME") if party is not None else None
        return self._records.find(term_object, default) if default else None

    @cached_property
    def frequency(self) -> Frequency:
        """How the company groups documents of this subledger."""
        return Frequency(self.kind.subledger.setup(self._profile).summary_frequency)

    def _party(self, draft: RecordDraft, state: DocumentState) -> Record | None:
        dimension = self.kind.subledger.party
        name = draft.text(dimension.id_field)
        if name is None:
            if state.posts:
                raise GatewayError(transactions.PARTY_NOT_VALID, label=self._profile.term(dimension.label), value="")
            return None
        party = found(self._records, dimension.object, name)
        if party is None or not party.active:
            inactive_vendor = party is not None and dimension.object == "VENDOR"
            entry = transactions.ACTIVATE_VENDOR if inactive_vendor else transactions.PARTY_NOT_VALID
            raise GatewayError(entry, label=self._profile.term(dimension.label), value=name)
        return party

    def _exchange(self, draft: RecordDraft, lines: Sequence[LineDraft], created: date | None) -> Exchange:
        if not self._currencies.several:
            return self._currencies.exchange(draft, self._profile.base_currency, created)
        places = [with_names(self._company, line.draft).text("LOCATIONID") for line in lines]
        return self._currencies.exchange(draft, self._currencies.base_for(draft, places), created)

    def _dates(
        self,
        draft: RecordDraft,
        state: DocumentState,
        created: date | None,
        term: Record | None,
        summary: Record | None,
    ) -> Dates:
        # The date of a summary that the request names is the date of all its documents (documented).
        posted = (summary.day("CREATED") if summary is not None else None) or draft.day("WHENPOSTED") or created
        if not self.kind.falls_due:
            return Dates(created, posted)
        given = draft.day("WHENDUE")
        if created is None or (not state.posts and (given is not None or term is None)):
            return Dates(created, posted, given, created)
        return Dates(created, posted, self.due(given, created, term), self.discount_day(created, term))

    def _summary(self, draft: RecordDraft, state: DocumentState) -> Record | None:
        within = draft.inputs.get(WITHIN_SUMMARY)
        if isinstance(within, int):
            return named_summary(self._records, self.kind.series, within, None)
        if self.frequency is not Frequency.USER_SPECIFIED and not self._placed_by_summary(draft):
            return None  # What a request says of summaries is ignored where they are automatic (documented).
        key = draft.inputs.get("PRBATCHKEY")
        summary = named_summary(
            self._records, self.kind.series, key if isinstance(key, int) else None, draft.text("PRBATCH")
        )
        if summary is None and state.posts and self.frequency is Frequency.USER_SPECIFIED:
            raise GatewayError(record_errors.REQUIRED_FIELD, label="Summary")
        return summary

    def _placed_by_summary(self, draft: RecordDraft) -> bool:
        """Whether only a summary can say where a document's money is (inferred, as for receipts)."""
        return self.kind.brings_money and not (draft.text("FINANCIALENTITY") or draft.text("UNDEPOSITEDACCOUNTNO"))

    def _contacts(self, draft: RecordDraft, party: Record | None) -> dict[str, Python]:
        """The contacts a document freezes: the ones it names, or the party's own."""
        frozen: dict[str, Python] = {}
        if self.kind.brings_money:
            return frozen
        for (name_field, key_field), party_field in zip(CONTACTS, self.kind.subledger.party_contacts, strict=True):
            named = draft.text(name_field) or draft.text(party_field)  # inferred: read and written under both names
            inherited = party.text(party_field) or party.text("DISPLAYCONTACT.CONTACTNAME") if party else None
            name = named or inherited
            contact = found(self._records, "CONTACT", name) if name else None
            if contact is None:
                if named:
                    raise GatewayError(record_errors.CONTACT_INVALID, value=named)
                continue
            frozen[name_field] = contact.id
            frozen[key_field] = current_version(self._company, contact)
        return frozen

    def _refuse_known_number(self, checked: CheckedDocument, own_key: int | None) -> None:
        """Invoice numbers are unique in a company, bill numbers per vendor (inferred split of a recorded error)."""
        if checked.number is None:
            return
        equals = {"RECORDID": checked.number}
        if self.kind.numbered_per is NumberedPer.PARTY and checked.party is not None:
            equals[self.kind.subledger.party.id_field] = checked.party.id
        if any(key != own_key for key in self._records.keys(self.kind.object, **equals)):
            raise GatewayError(transactions.NUMBER_EXISTS, value=checked.number)


def _dated_when_moved(draft: RecordDraft) -> RecordDraft:
    """The date of receipt is the date in the ledger (documented), and so is that of a payment."""
    day = draft.values.get("RECEIPTDATE") or draft.inputs.get("PAYMENTDATE") or draft.values.get("WHENCREATED")
    return replace(draft, values={**draft.values, "WHENCREATED": day, "WHENPOSTED": day})


def _counted(created: date, term: Record, days_field: str, form_field: str) -> date:
    try:
        return due_date(created, term.integer(days_field) or 0, term.text(form_field))
    except (OverflowError, ValueError):
        raise GatewayError(transactions.TERM_INVALID, value=term.id) from None
