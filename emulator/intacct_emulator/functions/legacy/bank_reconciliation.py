"""The legacy function `reconcile_bank`: a bank's statement with its transactions, in one request."""

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from intacct_emulator.catalogue.model import Evidence
from intacct_emulator.functions.arguments import argument
from intacct_emulator.functions.outcome import Outcome
from intacct_emulator.functions.registry import function
from intacct_emulator.work.access import Verb, require_right
from intacct_emulator.work.context import Context
from intacct_emulator.work.drafts import draft_from_texts
from intacct_emulator.work.writers import writer_for

from .writing import SOURCE, objects_of

_FEED, _RECONCILIATION, _TRANSACTIONS = "BANKACCTTXNFEED", "BANKACCTRECON", "BANKACCTTXNRECORDS"


@dataclass(frozen=True, slots=True)
class ReconcileCall:
    """A statement: the reconciliation's fields, and its transactions' by line."""

    statement: Mapping[str, str | None]
    transactions: tuple[Mapping[str, str | None], ...]

    @classmethod
    def decode(cls, element: etree._Element) -> "ReconcileCall":
        """The call of the element. A transaction without a type is a withdrawal when its amount is negative, else a
        deposit (documented)."""
        statement: dict[str, str | None] = {
            "FINANCIALENTITY": argument(element, "bankaccountid"),
            "STMTENDINGDATE": _day(element, "statementendingdate"),
            "STMTENDINGBALANCE": argument(element, "statementendingbalance"),
            "MODE": argument(element, "reconmode"),
        }
        if element.find("cutoffdate") is not None:
            statement["CUTOFFDATE"] = _day(element, "cutoffdate")
        return cls(statement, tuple(_transaction(line) for line in element.iterfind("banktxns/banktxn")))


@function(
    "reconcile_bank",
    decode=ReconcileCall.decode,
    evidence=Evidence.DOCUMENTED,
    source=SOURCE,
    objects=objects_of(_RECONCILIATION),
)
def reconcile_bank(context: Context, call: ReconcileCall) -> Outcome:
    """Reconciles a bank account with the transactions of its statement, as a feed of them and a reconciliation would
    (inferred). The answer's key is the reconciliation's record number."""
    company = context.company
    feed, reconciliation = company.catalogue[_FEED], company.catalogue[_RECONCILIATION]
    for definition in (feed, reconciliation):
        require_right(context, definition, Verb.CREATE)
    lines = tuple(draft_from_texts(line, company.catalogue["BANKACCTTXNRECORD"]) for line in call.transactions)
    head = {
        "FINANCIALENTITY": call.statement["FINANCIALENTITY"],
        "FEEDDATE": call.statement["STMTENDINGDATE"],
        "FEEDTYPE": "xml",
    }
    writer_for(company, feed).create(draft_from_texts(head, feed, {_TRANSACTIONS: lines}))
    record = writer_for(company, reconciliation).create(draft_from_texts(call.statement, reconciliation))
    return Outcome(key=str(record.key))


def _transaction(line: etree._Element) -> Mapping[str, str | None]:
    amount = argument(line, "amount")
    return {
        "POSTINGDATE": _day(line, "postingdate"),
        "TRANSACTIONTYPE": argument(line, "txntype") or ("withdrawal" if amount.startswith("-") else "deposit"),
        "DOCTYPE": argument(line, "doctype"),
        "DOCNO": argument(line, "document"),
        "PAYEE": argument(line, "payee"),
        "AMOUNT": amount,
        "DESCRIPTION": argument(line, "description"),
    }


def _day(element: etree._Element, name: str) -> str:
    year, month, day = (argument(element, f"{name}/{part}") for part in ("year", "month", "day"))
    return f"{month}/{day}/{year}"
