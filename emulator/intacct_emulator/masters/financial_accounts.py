"""Where money is kept: checking accounts, savings accounts and charge cards."""

from intacct_emulator.errors import EmulatorGap, GatewayError, records, transactions
from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.record import Record

from .writer import RecordWriter, Values

BANK_ACCOUNTS = ("CHECKINGACCOUNT", "SAVINGSACCOUNT")
CARD = "CREDITCARD"
FINANCIAL_ACCOUNTS = (*BANK_ACCOUNTS, CARD)
_TYPES = {"CHECKINGACCOUNT": "checking", "SAVINGSACCOUNT": "savings"}
# Every document that moves money names the account it moves through in one of these.
_NAMED_BY = ("FINANCIALENTITY", "BANKACCOUNTID", "FROMACCOUNTID", "TOACCOUNTID")
_DOCUMENTS = (
    *("ARPYMT", "APPYMT", "ARADVANCE", "APADVANCE", "CCTRANSACTION", "OTHERRECEIPTS", "DEPOSIT", "FUNDSTRANSFER"),
    *("BANKFEE", "CREDITCARDFEE", "CHARGEPAYOFF"),
)


class FinancialAccountWriter(RecordWriter):
    """What holds for bank accounts and cards alike.

    Their ids are unique among all of them, as documents name them in one field (inferred). One that a document names
    stays (inferred from what holds for every other record).
    """

    accounts: tuple[str, ...] = ()
    location = "LOCATIONID"

    def verify(self, values: Values, record: Record | None) -> None:
        for name in self.accounts:
            number = values.get(name)
            if number is not None and self.records.find("GLACCOUNT", str(number)) is None:
                raise GatewayError(transactions.ACCOUNT_NOT_VALID, value=number)
        if self.company.profile.multi_entity:
            self.require(self.location, values, record)
        account_id = values.get(self._id_field)
        if account_id is not None:
            others = (other for other in FINANCIAL_ACCOUNTS if other != self.definition.name)
            if any(self.records.find(other, str(account_id)) is not None for other in others):
                raise self.duplicate(str(account_id))

    def delete(self, record: Record) -> None:
        if self._moved_money(record):
            error = GatewayError(records.IN_USE, label=self.title, value=record.id)
            raise error.then(records.COULD_NOT_DELETE, name=self.title)
        super().delete(record)

    def _moved_money(self, record: Record) -> bool:
        for name in _DOCUMENTS:
            definition = self.company.catalogue[name]
            for field in _NAMED_BY:
                if field in definition.stored_ids and any(self.records.keys(name, **{field: record.id})):
                    return True
        return False

    @property
    def _id_field(self) -> str:
        assert self.definition.id_field is not None
        return self.definition.id_field


class BankAccountWriter(FinancialAccountWriter):
    """Checking and savings accounts. Their location is required in a company with entities (documented)."""

    accounts = ("GLACCOUNTNO", "SERVICECHARGEGLACCOUNT", "INTERESTEARNEDGLACCOUNT")

    def complete(self, values: Values, record: Record | None, draft: RecordDraft) -> None:
        values["BANKACCOUNTTYPE"] = _TYPES[self.definition.name]
        base = self.company.profile.base_currency
        if self.value("CURRENCY", values, record) is None:
            values["CURRENCY"] = base
        if values.get("CURRENCY", base) != base:
            raise EmulatorGap("bank accounts in other currencies", transactions.FOREIGN_CURRENCY)


class CardWriter(FinancialAccountWriter):
    """Charge cards. Each has an account for what is owed on it, and belongs to the entity of its location."""

    accounts = ("LIABACCTKEY", "FEESACCTKEY", "FINCHRGACCT")
    location = "LOCATION"

    def saved(self, record: Record, values: Values) -> None:
        told = {"LIABACCT#": self._key_of(record, "LIABACCTKEY"), "FEESACCTID": self._key_of(record, "FEESACCTKEY")}
        self.records.update(self.definition.name, record.key, told)

    def _key_of(self, record: Record, field: str) -> int | None:
        number = record.text(field)
        account = self.records.find("GLACCOUNT", number) if number is not None else None
        return account.key if account is not None else None
