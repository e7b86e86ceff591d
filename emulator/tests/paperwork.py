"""Builds requests that write bills and adjustments, and changes of documents, for tests that post them."""

PLACE = "<LOCATIONID>US-NYC</LOCATIONID><DEPARTMENTID>20</DEPARTMENTID>"
_LEGACY_PLACE = "<locationid>US-NYC</locationid><departmentid>20</departmentid>"
_LEGACY_DATE = "<datecreated><year>2026</year><month>11</month><day>02</day></datecreated>"


def bill_line(amount: str = "80.25", account: str = "6300", more: str = "") -> str:
    """One APBILLITEM."""
    return f"<APBILLITEM><ACCOUNTNO>{account}</ACCOUNTNO><TRX_AMOUNT>{amount}</TRX_AMOUNT>{PLACE}{more}</APBILLITEM>"


def payable(number: str = "B-1", vendor: str = "V-2001", lines: str = "", extra: str = "") -> str:
    """A `<create>` of an APBILL, due on 2 December 2026."""
    return (
        f"<create><APBILL><VENDORID>{vendor}</VENDORID><WHENCREATED>11/02/2026</WHENCREATED>"
        f"<WHENDUE>12/02/2026</WHENDUE><RECORDID>{number}</RECORDID>{extra}"
        f"<APBILLITEMS>{lines or bill_line()}</APBILLITEMS></APBILL></create>"
    )


def change(name: str, key: object, fields: str = "", lines: str = "") -> str:
    """An `<update>` of a document; with `lines`, to those lines."""
    items = f"<{name}ITEMS>{lines}</{name}ITEMS>" if lines else ""
    return f"<update><{name}><RECORDNO>{key}</RECORDNO>{fields}{items}</{name}></update>"


def adjustment_line(amount: str = "-30", account: str = "4010", more: str = "") -> str:
    """One `lineitem` of an adjustment."""
    return f"<lineitem><glaccountno>{account}</glaccountno><amount>{amount}</amount>{_LEGACY_PLACE}{more}</lineitem>"


def ar_adjustment(lines: str = "", number: str = "", customer: str = "C-1001", action: str = "") -> str:
    """A `<create_aradjustment>`; without lines a credit memo of 30.00."""
    head = f"<adjustmentno>{number}</adjustmentno>" if number else ""
    head += f"<action>{action}</action>" if action else ""
    return (
        f"<create_aradjustment><customerid>{customer}</customerid>{_LEGACY_DATE}{head}"
        f"<aradjustmentitems>{lines or adjustment_line()}</aradjustmentitems></create_aradjustment>"
    )


def ap_adjustment(lines: str = "", number: str = "", vendor: str = "V-2001") -> str:
    """A `<create_apadjustment>`; without lines a debit memo of 30.00."""
    head = f"<adjustmentno>{number}</adjustmentno>" if number else ""
    return (
        f"<create_apadjustment><vendorid>{vendor}</vendorid>{_LEGACY_DATE}{head}"
        f"<apadjustmentitems>{lines or adjustment_line(account='6300')}</apadjustmentitems></create_apadjustment>"
    )


def query(name: str, *fields: str) -> str:
    """A `<query>` of all rows of an object by record number."""
    select = "".join(f"<field>{field}</field>" for field in fields)
    order = "<orderby><order><field>RECORDNO</field></order></orderby>"
    return f"<query><object>{name}</object><select>{select}</select>{order}</query>"


def bill(number: str = "B-1", vendor: str = "V-2001", account: str = "6300", extra: str = "") -> str:
    """A `<create>` of an APBILL with one line."""
    return (
        f"<create><APBILL><VENDORID>{vendor}</VENDORID><WHENCREATED>11/02/2026</WHENCREATED>"
        f"<WHENDUE>12/02/2026</WHENDUE><RECORDID>{number}</RECORDID>{extra}<APBILLITEMS><APBILLITEM>"
        f"<ACCOUNTNO>{account}</ACCOUNTNO><TRX_AMOUNT>80.25</TRX_AMOUNT><LOCATIONID>CA-TOR</LOCATIONID>"
        f"<DEPARTMENTID>30</DEPARTMENTID></APBILLITEM></APBILLITEMS></APBILL></create>"
    )


def entry(account: str, side: int, amount: str, location: str = "US-NYC", more: str = "") -> str:
    """One GLENTRY."""
    return (
        f"<GLENTRY><ACCOUNTNO>{account}</ACCOUNTNO><TR_TYPE>{side}</TR_TYPE><TRX_AMOUNT>{amount}</TRX_AMOUNT>"
        f"<LOCATION>{location}</LOCATION><DEPARTMENT>30</DEPARTMENT>{more}</GLENTRY>"
    )


def batch(*lines: str, journal: str = "GJ", extra: str = "") -> str:
    """A `<create>` of a GLBATCH."""
    return (
        f"<create><GLBATCH><JOURNAL>{journal}</JOURNAL><BATCH_DATE>11/05/2026</BATCH_DATE>"
        f"<BATCH_TITLE>Accrual</BATCH_TITLE>{extra}<ENTRIES>{''.join(lines)}</ENTRIES></GLBATCH></create>"
    )
