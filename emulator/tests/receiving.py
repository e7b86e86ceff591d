"""Builds requests that receive money, apply credits and reverse, for tests that settle documents."""

US_BANK = "<FINANCIALENTITY>CHK-US</FINANCIALENTITY>"
CA_BANK = "<FINANCIALENTITY>CHK-CA</FINANCIALENTITY>"
UNDEPOSITED = "<UNDEPOSITEDACCOUNTNO>1050</UNDEPOSITEDACCOUNTNO>"


def at_account(number: str) -> str:
    """The place of money that is undeposited, on an account of the ledger."""
    return f"<UNDEPOSITEDACCOUNTNO>{number}</UNDEPOSITEDACCOUNTNO>"


def paid(key: object, amount: object = "", more: str = "") -> str:
    """An ARPYMTDETAIL that pays an invoice, with money unless `amount` is empty."""
    cash = f"<TRX_PAYMENTAMOUNT>{amount}</TRX_PAYMENTAMOUNT>" if amount else ""
    return f"<ARPYMTDETAIL><RECORDKEY>{key}</RECORDKEY>{cash}{more}</ARPYMTDETAIL>"


def credited(key: object, name: str, credit: object, amount: str) -> str:
    """An ARPYMTDETAIL that pays an invoice with a credit: `name` is ADJUSTMENT, INLINE, NEGATIVEINVOICE, ADVANCE or
    OVERPAYMENT."""
    field = f"POSTED{name}" if name in ("ADVANCE", "OVERPAYMENT") else name
    more = f"<{name}KEY>{credit}</{name}KEY><TRX_{field}AMOUNT>{amount}</TRX_{field}AMOUNT>"
    return paid(key, more=more)


def receipt(
    details: str, *, customer: str = "C-1001", place: str = UNDEPOSITED, when: str = "11/20/2026", extra: str = ""
) -> str:
    """A `<create>` of an ARPYMT."""
    whose = f"<CUSTOMERID>{customer}</CUSTOMERID>" if customer else ""
    return (
        f"<create><ARPYMT>{place}<PAYMENTMETHOD>Printed Check</PAYMENTMETHOD>{whose}<RECEIPTDATE>{when}</RECEIPTDATE>"
        f"{extra}<ARPYMTDETAILS>{details}</ARPYMTDETAILS></ARPYMT></create>"
    )


def changed_receipt(key: object, fields: str = "", details: str | None = None) -> str:
    """An `<update>` of an ARPYMT; with `details`, to those details."""
    lines = "" if details is None else f"<ARPYMTDETAILS>{details}</ARPYMTDETAILS>"
    return f"<update><ARPYMT><RECORDNO>{key}</RECORDNO>{fields}{lines}</ARPYMT></update>"


def advance(
    amount: str = "40",
    *,
    place: str = US_BANK,
    location: str = "US-NYC",
    account: str = "2300",
    when: str = "11/10/2026",
    more: str = "",
) -> str:
    """A `<create>` of an ARADVANCE of C-1001 with one line, of which `more` says more."""
    number = f"<ACCOUNTNO>{account}</ACCOUNTNO>" if account else ""
    return (
        f"<create><ARADVANCE><CUSTOMERID>C-1001</CUSTOMERID><PAYMENTDATE>{when}</PAYMENTDATE><RECEIPTDATE>{when}"
        f"</RECEIPTDATE><PAYMENTMETHOD>Cash</PAYMENTMETHOD>{place}<ARADVANCEITEMS><ARADVANCEITEM>{number}"
        f"<TRX_AMOUNT>{amount}</TRX_AMOUNT><LOCATIONID>{location}</LOCATIONID>{more}</ARADVANCEITEM></ARADVANCEITEMS>"
        "</ARADVANCE></create>"
    )


def date_block(name: str, when: str) -> str:
    """The three elements of a legacy date, of an ISO text."""
    year, month, day = when.split("-")
    return f"<{name}><year>{year}</year><month>{month}</month><day>{day}</day></{name}>"


def _items(paid_keys: dict[object, str]) -> str:
    return "".join(
        f"<arpaymentitem><invoicekey>{key}</invoicekey><amount>{amount}</amount></arpaymentitem>"
        for key, amount in paid_keys.items()
    )


def legacy_receipt(
    amount: str,
    pays: dict[object, str] | None = None,
    *,
    customer: str = "C-1001",
    place: str = "<bankaccountid>CHK-US</bankaccountid>",
    overpaid_at: str = "",
    when: str = "2026-11-20",
) -> str:
    """A `<create_arpayment>`; `pays` is amounts by key of what they pay."""
    location = f"<overpaylocid>{overpaid_at}</overpaylocid>" if overpaid_at else ""
    return (
        f"<create_arpayment><customerid>{customer}</customerid><paymentamount>{amount}</paymentamount>{place}"
        f"<refid>R-1</refid>{location}{date_block('datereceived', when)}<paymentmethod>Printed Check</paymentmethod>"
        f"{_items(pays or {})}</create_arpayment>"
    )


def legacy_application(credit: object, pays: dict[object, str], when: str = "2026-11-20") -> str:
    """An `<apply_arpayment>`."""
    return (
        f"<apply_arpayment><arpaymentkey>{credit}</arpaymentkey>{date_block('paymentdate', when)}"
        f"<arpaymentitems>{_items(pays)}</arpaymentitems></apply_arpayment>"
    )


def reversal(what: str, key: object, when: str = "2026-11-25") -> str:
    """A `<reverse_arpayment>` or `<reverse_invoice>`."""
    return f'<reverse_{what} key="{key}">{date_block("datereversed", when)}</reverse_{what}>'
