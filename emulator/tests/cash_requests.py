"""Builds requests that move cash, and reads what they did: card transactions, other receipts, deposits."""

from asking import Ask


def day(name: str, text: str) -> str:
    """A legacy date element of an ISO text."""
    year, month, number = text.split("-")
    return f"<{name}><year>{year}</year><month>{month}</month><day>{number}</day></{name}>"


def card_item(amount: str = "154.32", account: str = "6300", place: str = "US-NYC", more: str = "") -> str:
    """One `ccpayitem`."""
    return (
        f"<ccpayitem><glaccountno>{account}</glaccountno><paymentamount>{amount}</paymentamount>"
        f"<departmentid>20</departmentid><locationid>{place}</locationid>{more}</ccpayitem>"
    )


def charge(items: str = "", card: str = "CARD-US", date: str = "2026-11-03", head: str = "") -> str:
    """A `<record_cctransaction>`; without items one of 154.32 for travel."""
    return (
        f"<record_cctransaction><chargecardid>{card}</chargecardid>{day('paymentdate', date)}{head}"
        f"<ccpayitems>{items or card_item()}</ccpayitems></record_cctransaction>"
    )


def changed_charge(key: object, head: str = "", items: str = "") -> str:
    """An `<update_cctransaction>`."""
    lines = f"<updateccpayitems>{items}</updateccpayitems>" if items else ""
    return f'<update_cctransaction key="{key}">{head}{lines}</update_cctransaction>'


def reversed_charge(key: object, date: str = "2026-11-10", memo: str = "") -> str:
    """A `<reverse_cctransaction>`."""
    note = f"<memo>{memo}</memo>" if memo else ""
    return f'<reverse_cctransaction key="{key}">{day("datereversed", date)}{note}</reverse_cctransaction>'


def receipt_item(amount: str = "50.99", account: str = "8000", place: str = "US-NYC", more: str = "") -> str:
    """One `lineitem` of an other receipt."""
    return (
        f"<lineitem><glaccountno>{account}</glaccountno><amount>{amount}</amount><memo>Refund</memo>"
        f"<locationid>{place}</locationid>{more}</lineitem>"
    )


UNDEPOSITED = "<undepglaccountno>1050</undepglaccountno>"


def in_bank(account: str = "CHK-US", date: str = "2026-11-05") -> str:
    """Where a receipt goes that is in the bank at once."""
    return f"<bankaccountid>{account}</bankaccountid>{day('depositdate', date)}"


def receipt(items: str = "", place: str = UNDEPOSITED, head: str = "", name: str = "record_otherreceipt") -> str:
    """A `<record_otherreceipt>` of 4 November; without items 50.99 of interest, undeposited."""
    return (
        f"<{name}>{day('paymentdate', '2026-11-02')}<payee>Costco</payee>{day('receiveddate', '2026-11-04')}"
        f"<paymentmethod>EFT</paymentmethod>{place}{head}"
        f"<receiptitems>{items or receipt_item()}</receiptitems></{name}>"
    )


def deposit(*keys: object, bank: str = "CHK-US", date: str = "2026-11-06", receipts: str = "") -> str:
    """A `<record_deposit>` of receipts by key, or of whole ones."""
    named = "".join(f"<receiptkey>{key}</receiptkey>" for key in keys)
    what = f"<receipts>{receipts}</receipts>" if receipts else f"<receiptkeys>{named}</receiptkeys>"
    return (
        f"<record_deposit><bankaccountid>{bank}</bankaccountid>{day('depositdate', date)}"
        f"<depositid>Slip {date}</depositid>{what}<description>Tuesday</description></record_deposit>"
    )


def transaction(amount: str, kind: str = "deposit", number: str = "", date: str = "11/06/2026") -> str:
    """One BANKACCTTXNRECORD."""
    return (
        f"<BANKACCTTXNRECORD><POSTINGDATE>{date}</POSTINGDATE><TRANSACTIONTYPE>{kind}</TRANSACTIONTYPE>"
        f"<DOCNO>{number}</DOCNO><AMOUNT>{amount}</AMOUNT></BANKACCTTXNRECORD>"
    )


def feed(*transactions: str, account: str = "CHK-US", kind: str = "xml") -> str:
    """A `<create>` of a BANKACCTTXNFEED."""
    lines = f"<BANKACCTTXNRECORDS>{''.join(transactions)}</BANKACCTTXNRECORDS>" if transactions else ""
    return (
        f"<create><BANKACCTTXNFEED><FINANCIALENTITY>{account}</FINANCIALENTITY><FEEDDATE>11/15/2026</FEEDDATE>"
        f"<FEEDTYPE>{kind}</FEEDTYPE>{lines}</BANKACCTTXNFEED></create>"
    )


def reconciliation(balance: str, end: str = "11/30/2026", mode: str = "Automatch", cutoff: str = "10/31/2026") -> str:
    """A `<create>` of a BANKACCTRECON of CHK-US."""
    first = f"<CUTOFFDATE>{cutoff}</CUTOFFDATE>" if cutoff else ""
    return (
        f"<create><BANKACCTRECON><FINANCIALENTITY>CHK-US</FINANCIALENTITY><STMTENDINGDATE>{end}</STMTENDINGDATE>{first}"
        f"<STMTENDINGBALANCE>{balance}</STMTENDINGBALANCE><MODE>{mode}</MODE></BANKACCTRECON></create>"
    )


def ledger(ask: Ask, *fields: str) -> list[tuple[str | None, ...]]:
    """The rows of GLDETAIL by record number."""
    select = "".join(f"<field>{field}</field>" for field in fields)
    order = "<orderby><order><field>RECORDNO</field></order></orderby>"
    said = ask.of(f"<query><object>GLDETAIL</object><select>{select}</select>{order}</query>")
    return [tuple(row[field] for field in fields) for row in said.rows()]


def read(ask: Ask, name: str, key: object) -> dict[str, str | None]:
    """All fields of a record."""
    (row,) = ask.of(f"<read><object>{name}</object><keys>{key}</keys><fields>*</fields></read>").rows()
    return row
