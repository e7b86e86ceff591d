"""Which accounts a line posts to: its own, and the control account of the subledger."""

from intacct_emulator.errors import GatewayError, transactions
from intacct_emulator.records.record import Record
from intacct_emulator.records.store import Records
from intacct_emulator.records.visibility import found
from intacct_emulator.tenancy.profile import SubledgerProfile


def active_account(records: Records, number: str, name: str = "GLACCOUNT") -> Record:
    """The account of that number, among those of money or, with `name` STATACCOUNT, of statistics.

    Raises GatewayError when it is unknown there or inactive.
    """
    account = found(records, name, number)
    if account is None or not account.active:
        raise GatewayError(transactions.ACCOUNT_NOT_VALID, value=number)
    return account


def active_label(records: Records, label_object: str, name: str) -> Record:
    """The account label of that name. Raises GatewayError when it is unknown or inactive."""
    label = found(records, label_object, name)
    if label is None or not label.active:
        raise GatewayError(transactions.ACCOUNT_LABEL_NOT_VALID, value=name)
    return label


def refuse_kept_account(records: Records, account: Record, counter: Record, line: int, number: str | None) -> None:
    """Raises GatewayError for a line on an account that a subledger or a bank keeps, or on the one it is set against:
    the books of either would no longer agree with the ledger."""
    if account.key == counter.key or account.flag("SUBLEDGERCONTROLON"):
        raise GatewayError(transactions.DIRECT_POSTING_REFUSED, value=account.id)
    for name in ("CHECKINGACCOUNT", "SAVINGSACCOUNT"):
        bank = records.find_by(name, "GLACCOUNTNO", account.id)
        if bank is not None:
            raise GatewayError(
                transactions.BANK_ACCOUNT_ON_LINE, account=account.id, bank=bank.id, line=line, number=number or ""
            )


def control_account(
    records: Records,
    subledger: SubledgerProfile,
    alternative: str,
    *,
    named: str | None,
    label: Record | None,
    party: Record,
) -> Record:
    """The subledger account a line is offset to.

    In order: the one the line names, its label's, the party's, the module's (inferred from the fields that exist).
    An override must be marked as such an account (documented): `alternative` is "Receivables account" or
    "Payables account".
    """
    override = named or (label.text("OFFSETGLACCOUNTNO") if label else None) or party.text("OFFSETGLACCOUNTNO")
    account = active_account(records, override or subledger.control_account)
    if override and override != subledger.control_account and account.text("ALTERNATIVEACCOUNT") != alternative:
        raise GatewayError(transactions.OFFSET_INVALID, value=override)
    return account
