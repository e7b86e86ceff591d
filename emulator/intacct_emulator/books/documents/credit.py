"""Whether a party may owe more: the hold it may be on, and its credit limit. What is done about either the company
configures: refuse, warn, or nothing (documented for credit limits; that holds have the same choice is inferred)."""

from intacct_emulator.books.currencies import base_currencies
from intacct_emulator.books.money import kept
from intacct_emulator.errors import EmulatorGap, GatewayError, currencies, transactions
from intacct_emulator.records.record import Record
from intacct_emulator.records.store import Records
from intacct_emulator.tenancy.company import Company
from intacct_emulator.tenancy.profile import Response

from .checked import CheckedDocument
from .kinds import KINDS, DocumentKind
from .states import POSTED
from .subledgers import Subledger


def require_credit(company: Company, document: CheckedDocument, own_key: int | None) -> None:
    """Raises GatewayError for a document that lets a party owe more who is on hold or would be over its limit, where
    the company refuses that. `own_key` is the RECORDNO of the document that is changed."""
    kind, party = document.kind, document.party
    if not kind.gives_credit or party is None:
        return
    if own_key is not None and not _owes_more(company.records, document, party, own_key):
        return
    require_no_hold(company, kind.subledger, party)
    limit = party.python("CREDITLIMIT")
    if limit is None or kind.subledger.setup(company.profile).over_credit_limit is not Response.REFUSE:
        return
    if company.profile.currencies is not None and len(base_currencies(company)) > 1:
        raise EmulatorGap("credit limits over several base currencies", currencies.SEVERAL_BASE_CURRENCIES)
    owed = _owed(company.records, kind, party, own_key) + document.total.base
    if owed > kept(party.amount("CREDITLIMIT")):
        label = company.profile.term(kind.subledger.party.label)
        raise GatewayError(transactions.CREDIT_LIMIT_EXCEEDED, label=label, value=party.id)


def require_no_hold(company: Company, subledger: Subledger, party: Record) -> None:
    """Raises GatewayError for a party that is on hold, where the company refuses that."""
    if party.flag("ONHOLD") and subledger.setup(company.profile).on_hold is Response.REFUSE:
        label = company.profile.term(subledger.party.label)
        raise GatewayError(transactions.ON_HOLD, label=label, value=party.id)


def _owes_more(records: Records, document: CheckedDocument, party: Record, own_key: int) -> bool:
    """Whether a changed document lets its party owe more than before."""
    kept, kind = records.get(document.kind.object, own_key), document.kind
    if kept is None or kept["RAWSTATE"] != POSTED.code or kept.text(kind.subledger.party.id_field) != party.id:
        return True
    return document.total.base > int(kept["TOTALENTERED"] or 0)


def _owed(records: Records, kind: DocumentKind, party: Record, own_key: int | None) -> int:
    """What a party owes already, in hundredths of the base currency, without the document that is changed."""
    definition = records.definition(kind.object)
    records.prepare(definition)
    field = kind.subledger.party.id_field
    types = [
        other.record_type for other in KINDS.values() if other.subledger is kind.subledger and not other.brings_money
    ]
    marks = ", ".join("?" * len(types))
    sql = (
        f"SELECT COALESCE(SUM(TOTALDUE), 0) FROM PRRECORD WHERE \"{field}\" = ? AND RAWSTATE = 'A' "  # noqa: S608 - names of our own
        f"AND RECORDNO <> ? AND RECORDTYPE IN ({marks})"
    )
    ((owed,),) = records.database.execute(sql, (party.id, own_key or 0, *types))
    return int(owed)
