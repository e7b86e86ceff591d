"""Builds requests that pay vendors and decide on payments, for tests that settle payables."""

from receiving import date_block

US_BANK = "<FINANCIALENTITY>CHK-US</FINANCIALENTITY>"
CA_BANK = "<FINANCIALENTITY>CHK-CA</FINANCIALENTITY>"
CARD = "<FINANCIALENTITY>CARD-US</FINANCIALENTITY>"


def pays(key: object, amount: object = "", more: str = "", *, field: str = "RECORDKEY") -> str:
    """An APPYMTDETAIL that pays a bill, with money unless `amount` is empty; with `field` POSADJKEY, a credit memo."""
    cash = f"<TRX_PAYMENTAMOUNT>{amount}</TRX_PAYMENTAMOUNT>" if amount else ""
    return f"<APPYMTDETAIL><{field}>{key}</{field}>{cash}{more}</APPYMTDETAIL>"


def sets_off(key: object, name: str, credit: object, amount: str) -> str:
    """An APPYMTDETAIL that pays a bill with a credit: `name` is ADJUSTMENT, INLINE or ADVANCE."""
    field = f"POSTED{name}" if name == "ADVANCE" else name
    return pays(key, more=f"<{name}KEY>{credit}</{name}KEY><TRX_{field}AMOUNT>{amount}</TRX_{field}AMOUNT>")


def payment(
    details: str,
    *,
    method: str = "Printed Check",
    vendor: str = "V-2001",
    place: str = US_BANK,
    when: str = "11/20/2026",
    extra: str = "",
) -> str:
    """A `<create>` of an APPYMT; without a method and a place it is one of credits alone."""
    how = f"<PAYMENTMETHOD>{method}</PAYMENTMETHOD>" if method else ""
    return (
        f"<create><APPYMT>{place}{how}<VENDORID>{vendor}</VENDORID><PAYMENTDATE>{when}</PAYMENTDATE>{extra}"
        f"<APPYMTDETAILS>{details}</APPYMTDETAILS></APPYMT></create>"
    )


def changed_payment(key: object, details: str = "", fields: str = "") -> str:
    """An `<update>` of an APPYMT to those details."""
    return (
        f"<update><APPYMT><RECORDNO>{key}</RECORDNO>{fields}<APPYMTDETAILS>{details}</APPYMTDETAILS></APPYMT></update>"
    )


def decide(what: str, *keys: object) -> str:
    """`<approve_appaymentrequest>` and its like: `what` is approve, decline, send, confirm or void."""
    named = "".join(f"<appaymentkey>{key}</appaymentkey>" for key in keys)
    return f"<{what}_appaymentrequest><appaymentkeys>{named}</appaymentkeys></{what}_appaymentrequest>"


def deleted_request(key: object) -> str:
    """A `<delete_paymentrequest>`."""
    return f'<delete_paymentrequest key="{key}"/>'


def reversed_(what: str, key: object, when: str = "2026-11-25") -> str:
    """A `<reverse_appayment>` or `<reverse_bill>`."""
    return f'<reverse_{what} key="{key}">{date_block("datereversed", when)}</reverse_{what}>'


def request_item(key: object, amount: str, credit: str = "", discount: str = "") -> str:
    """A `paymentrequestitem`."""
    more = f"<credittoapply>{credit}</credittoapply>" if credit else ""
    more += f"<discounttoapply>{discount}</discounttoapply>" if discount else ""
    return f"<paymentrequestitem><key>{key}</key><paymentamount>{amount}</paymentamount>{more}</paymentrequestitem>"


def legacy_request(
    items: str = "",
    *,
    amount: str = "",
    method: str = "Printed Check",
    vendor: str = "V-2001",
    place: str = "<bankaccountid>CHK-US</bankaccountid>",
    option: str = "",
    when: str = "2026-11-20",
) -> str:
    """A `<create_paymentrequest>` of items, or of one amount."""
    chosen = f"<paymentoption>{option}</paymentoption>" if option else ""
    what = f"<paymentamount>{amount}</paymentamount>" if amount else ""
    what = what or f"<paymentrequestitems>{items}</paymentrequestitems>"
    return (
        f"<create_paymentrequest>{place}<vendorid>{vendor}</vendorid><memo>Run</memo>"
        f"<paymentmethod>{method}</paymentmethod>{date_block('paymentdate', when)}{chosen}{what}"
        "<documentnumber>10000</documentnumber></create_paymentrequest>"
    )


def manual_payment(
    amount: str = "19.99",
    *,
    place: str = "<bankaccountid>CHK-US</bankaccountid>",
    account: str = "6300",
    location: str = "US-NYC",
    when: str = "2026-11-18",
) -> str:
    """A `<create_appayment>` of one line."""
    return (
        f"<create_appayment>{place}<vendorid>V-2001</vendorid><memo>Paid by hand</memo>{date_block('checkdate', when)}"
        f"<checkno>50</checkno><billno>RCPT-9</billno><payitems><payitem><glaccountno>{account}</glaccountno>"
        f"<paymentamount>{amount}</paymentamount><departmentid>20</departmentid><locationid>{location}</locationid>"
        "</payitem></payitems></create_appayment>"
    )


def vendor_advance(
    amount: str = "40", *, place: str = US_BANK, location: str = "US-NYC", when: str = "11/10/2026"
) -> str:
    """A `<create>` of an APADVANCE to V-2001 with one line."""
    return (
        f"<create><APADVANCE><VENDORID>V-2001</VENDORID><PAYMENTDATE>{when}</PAYMENTDATE>"
        f"<PAYMENTMETHOD>EFT</PAYMENTMETHOD>{place}<APADVANCEITEMS><APADVANCEITEM><TRX_AMOUNT>{amount}</TRX_AMOUNT>"
        f"<LOCATIONID>{location}</LOCATIONID></APADVANCEITEM></APADVANCEITEMS></APADVANCE></create>"
    )
