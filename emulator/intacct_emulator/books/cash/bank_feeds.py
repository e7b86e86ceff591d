"""Bank feeds: what a bank or a card company says has happened, to be reconciled with the books."""

from intacct_emulator.errors import GatewayError, cash
from intacct_emulator.masters.writer import RecordWriter, Values
from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.record import Record

from .financial_accounts import AccountKind, FinancialAccount, bank_account, card

_TRANSACTIONS = "BANKACCTTXNRECORDS"
_ONLINE = "onl"
# Of accounts of banks, and of cards (documented).
_TYPES = {True: ("charge", "payment"), False: ("withdrawal", "deposit")}


class FeedWriter(RecordWriter):
    """Feeds that are sent as transactions (type `xml`). An online one needs an account that is connected to a bank, and
    no account here is."""

    def complete(self, values: Values, record: Record | None, draft: RecordDraft) -> None:
        name = str(values.get("FINANCIALENTITY") or "")
        account = self._account(name)
        is_card = account.kind is AccountKind.CARD
        if values.get("FEEDTYPE") == _ONLINE:
            raise GatewayError(cash.FEED_OFF, value=name)
        lines = draft.lines.get(_TRANSACTIONS, ())
        if not lines:
            raise GatewayError(cash.FEED_EMPTY)
        for line in lines:
            kind = line.text("TRANSACTIONTYPE")
            if kind is not None and kind not in _TYPES[is_card]:
                raise GatewayError(cash.FEED_TYPE, value=kind, account=name)
        values["FINANCIALENTITYNAME"] = account.record.text("DESCRIPTION" if is_card else "BANKNAME")
        values["FINANCIALACCOUNTTYPE"] = "Credit card" if is_card else "Bank"
        values["STATE"] = "processed"
        values["DOWNLOADEDTRANACTIONS"] = len(lines)
        values["EXPECTEDTRANSACTIONS"] = len(lines)

    def delete(self, record: Record) -> None:
        if any(line["BANKACCTRECONKEY"] is not None for line in self._transactions(record)):
            raise GatewayError(cash.FEED_IN_USE, number=record.key)
        super().delete(record)

    def _transactions(self, record: Record) -> list[Record]:
        return self.records.where("BANKACCTTXNRECORD", FEEDKEY=record.key)

    def _account(self, name: str) -> FinancialAccount:
        if self.records.find("CREDITCARD", name) is not None:
            return card(self.company, name)
        return bank_account(self.company, name)
