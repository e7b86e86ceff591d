"""Where money is kept: checking accounts, savings accounts and charge cards."""

from collections.abc import Mapping
from typing import ClassVar

from intacct_emulator.errors import EmulatorGap, GatewayError, records, transactions
from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.record import Record

from .places import entity_of
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
    keys: ClassVar[Mapping[str, tuple[str, str]]] = {}
    """Fields that hold the RECORDNO of a record, by its object and the field that names it."""

    def saved(self, record: Record, values: Values) -> None:
        told: Values = {}
        for field, (name, id_field) in self.keys.items():
            named = record.text(id_field)
            found = self.records.find(name, named) if named is not None else None
            if field in self.definition.stored_ids and record[field] != (found.key if found else None):
                told[field] = found.key if found else None
        if told:
            self.records.update(self.definition.name, record.key, told)

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
    keys: ClassVar = {
        "GLACCOUNTKEY": ("GLACCOUNT", "GLACCOUNTNO"),
        "LOCATION#": ("LOCATION", "LOCATIONID"),
        "DEPT#": ("DEPARTMENT", "DEPARTMENTID"),
    }

    def complete(self, values: Values, record: Record | None, draft: RecordDraft) -> None:
        values["BANKACCOUNTTYPE"] = _TYPES[self.definition.name]
        base = self.company.profile.base_currency
        if self.company.profile.currencies is None and values.get("CURRENCY", base) != base:
            raise EmulatorGap("bank accounts in other currencies", transactions.FOREIGN_CURRENCY)
        if self.value("CURRENCY", values, record) is None:
            values["CURRENCY"] = self._base_currency(values, record)

    def _base_currency(self, values: Values, record: Record | None) -> str:
        """The base currency of the entity an account belongs to."""
        name = self.value(self.location, values, record)
        place = self.records.find("LOCATION", str(name)) if name is not None else None
        entity = entity_of(self.company, place) if place is not None else None
        own = entity.text("CURRENCY") if entity is not None and self.company.profile.currencies is not None else None
        return own or self.company.profile.base_currency


class CardWriter(FinancialAccountWriter):
    """Charge cards. Each has an account for what is owed on it, and belongs to the entity of its location."""

    accounts = ("LIABACCTKEY", "FEESACCTKEY", "FINCHRGACCT")
    location = "LOCATION"
    keys: ClassVar = {
        "LIABACCT#": ("GLACCOUNT", "LIABACCTKEY"),
        "FEESACCTID": ("GLACCOUNT", "FEESACCTKEY"),
        "FINCHRGACCTKEY": ("GLACCOUNT", "FINCHRGACCT"),
        "LOCATION#": ("LOCATION", "LOCATION"),
        "DEPT#": ("DEPARTMENT", "DEPT"),
    }
