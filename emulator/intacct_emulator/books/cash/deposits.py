"""Deposits: what was received and lies undeposited goes to a bank account.

Every receipt that is undeposited holds, in its lines of the ledger, debits on its account of undeposited funds. A
deposit takes each of them to the bank, with its dimensions and its entity: bank account against that account. What kind
of receipt it is makes no difference. A receipt knows its deposit by DEPOSITKEY, and is deposited once.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from intacct_emulator.books.documents.checked import CheckedLine
from intacct_emulator.books.documents.rows import journal_pair
from intacct_emulator.books.ledger import posting
from intacct_emulator.books.ledger.entry import DEBIT, LedgerLine, Origin
from intacct_emulator.books.ledger.inter_entity import BetweenEntities
from intacct_emulator.books.ledger.kept_lines import lines_of_document
from intacct_emulator.books.money import Exchange
from intacct_emulator.errors import GatewayError, cash
from intacct_emulator.errors import records as record_errors
from intacct_emulator.masters.attachments import require_attachment
from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.record import Record
from intacct_emulator.records.visibility import sees
from intacct_emulator.tenancy.company import Company

from .batches import batch_of
from .checks import CheckedCash
from .kinds import DEPOSIT, OTHER_RECEIPT
from .rows import header_row, line_row
from .tender import Tender, at_bank
from .writer import explained


class ReceiptKind(NamedTuple):
    """A kind of receipt that can lie undeposited: its object, the record type of its lines in the ledger, the field of
    the date it was received on, the RAWSTATE it has when it is posted."""

    object: str
    record_type: str
    date_field: str
    posted: str


RECEIPT_KINDS = (
    ReceiptKind(OTHER_RECEIPT.object, OTHER_RECEIPT.record_type, "WHENCREATED", "A"),
    ReceiptKind("ARPYMT", "rp", "RECEIPTDATE", "C"),
    ReceiptKind("ARADVANCE", "rr", "RECEIPTDATE", "A"),
)


class _Receipt(NamedTuple):
    kind: ReceiptKind
    record: Record
    lines: tuple[LedgerLine, ...]


class DepositWriter:
    """Makes deposits in one company."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._records = company.records

    def create(self, draft: RecordDraft, keys: Sequence[int]) -> Record:
        """Deposits the receipts of those RECORDNOs. `draft` is of DEPOSIT: FINANCIALENTITY, WHENCREATED, DEPOSITID,
        DESCRIPTION, SUPDOCID. Raises GatewayError for a bank account or receipt that is not right."""
        try:
            return self._create(draft, keys)
        except GatewayError as error:
            raise explained(error, draft.text(DEPOSIT.number_field)) from None

    def _create(self, draft: RecordDraft, keys: Sequence[int]) -> Record:
        place = at_bank(self._company, draft.text("FINANCIALENTITY") or "")
        bank = place.bank
        assert bank is not None
        of_bank = {"BANKNAME": bank.text("BANKNAME"), "BANKACCOUNTKEY": bank.key}
        day = draft.day("WHENCREATED")
        if day is None:
            raise GatewayError(record_errors.REQUIRED_FIELD, label="Deposit date")
        require_attachment(self._records, draft.text("SUPDOCID"))
        receipts = [self._receipt(key, day) for key in keys]
        for key in keys:
            if keys.count(key) > 1:
                raise GatewayError(cash.RECEIPT_TWICE, value=key)
        deposited = [(receipt, line) for receipt in receipts for line in receipt.lines]
        document = CheckedCash(
            DEPOSIT,
            {**draft.stored_values(without={"RECORDNO", "RECORDTYPE", "RAWSTATE"}), **of_bank},
            draft.text("DEPOSITID"),
            draft.text("DESCRIPTION"),
            day,
            place,
            _exchange(self._company, place, [line for _, line in deposited]),
            tuple(self._line(line, place) for _, line in deposited),
        )
        batch, summary = batch_of(self._company, DEPOSIT, place.called, day)
        header = header_row(document, self._company.catalogue[DEPOSIT.object], summary)
        key = self._records.insert_row(DEPOSIT.object, header)
        lines: list[LedgerLine] = []
        origins: list[Origin] = []
        definition = self._company.catalogue[DEPOSIT.line_object]
        for number, (line, (receipt, _)) in enumerate(zip(document.lines, deposited, strict=True), 1):
            row = line_row(document, line, number, key, definition) | {"RECEIPTKEY": receipt.record.key}
            origin = Origin(DEPOSIT.record_type, key, self._records.insert_row(DEPOSIT.line_object, row))
            lines += journal_pair(document, line)
            origins += [origin, origin]
        posting.post(self._records, batch, *BetweenEntities(self._company).of_document(lines, origins))
        for receipt in receipts:
            self._records.update(receipt.kind.object, receipt.record.key, {"DEPOSITKEY": key})
        found = self._records.get(DEPOSIT.object, key)
        assert found is not None
        return found

    def _receipt(self, key: int, day: date) -> _Receipt:
        """The undeposited receipt of that RECORDNO."""
        for kind in RECEIPT_KINDS:
            record = self._records.get(kind.object, key)
            if record is None or not sees(self._records, record):
                continue
            account = record.text("UNDEPOSITEDACCOUNTNO")
            if record["DEPOSITKEY"] is not None or record["RAWSTATE"] != kind.posted or account is None:
                break
            received = record.day(kind.date_field)
            if received is not None and day < received:
                raise GatewayError(cash.DEPOSIT_TOO_EARLY, value=key)
            kept = lines_of_document(self._company, kind.record_type, key)
            entity = self._records.author.entity_key
            if entity is not None and any(one.line.entity != entity for one in kept):
                break
            return _Receipt(kind, record, tuple(one.line for one in kept if one.line.account.id == account))
        raise GatewayError(cash.RECEIPT_INVALID, value=key)

    def _line(self, line: LedgerLine, place: Tender) -> CheckedLine:
        """The deposit's line for a line of the ledger on an account of undeposited funds."""
        beside = place.beside(self._records, line.dimensions, line.entity)
        place.require_currency(line.amount.currency)
        amount = line.amount if line.side == DEBIT else line.amount.reversed()
        return CheckedLine(
            None, {}, amount, line.account, place.account, line.dimensions, line.entity, line.description, beside
        )


def _exchange(company: Company, place: Tender, lines: Sequence[LedgerLine]) -> Exchange:
    """What a deposit is in: what its receipts are in, each at the rate it was received at."""
    for line in lines:
        return Exchange(line.amount.currency, line.amount.rate)
    return Exchange(place.currency or company.profile.base_currency)
