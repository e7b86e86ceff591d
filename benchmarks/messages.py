"""The requests that are measured. `@N@` stands for the number of the request."""

from xml.sax.saxutils import escape

MARK = "@N@"
_LINE = (
    "<ARINVOICEITEM><ACCOUNTNO>{account}</ACCOUNTNO><TRX_AMOUNT>{amount}</TRX_AMOUNT><LOCATIONID>US-NYC</LOCATIONID>"
    "<DEPARTMENTID>11</DEPARTMENTID><PROJECTID>P-1001</PROJECTID></ARINVOICEITEM>"
)
LOGIN = "<login><userid>wsuser</userid><companyid>{company}</companyid><password>wsuser_secret</password></login>"
OPEN_SESSION = "<getAPISession/>"
QUERY = (
    "<query><object>CUSTOMER</object><select><field>RECORDNO</field><field>CUSTOMERID</field><field>NAME</field>"
    "<field>STATUS</field><field>WHENMODIFIED</field></select><filter><and><equalto><field>STATUS</field>"
    "<value>active</value></equalto><greaterthan><field>CUSTOMERID</field><value>C-1000</value></greaterthan></and>"
    "</filter><orderby><order><field>CUSTOMERID</field><ascending/></order></orderby><pagesize>10</pagesize></query>"
)
READ = (
    "<read><object>ARINVOICE</object><keys>@N@</keys>"
    "<fields>RECORDNO,RECORDID,CUSTOMERID,WHENCREATED,WHENDUE,TOTALENTERED,TOTALDUE,STATE</fields></read>"
)
READ_WHOLE = "<read><object>ARINVOICE</object><keys>@N@</keys><fields>*</fields></read>"


def invoice(number: str, lines: int = 2) -> str:
    """An ARINVOICE with dimensioned lines."""
    items = "".join(
        _LINE.format(account=("4000", "4010")[line % 2], amount=f"{100 + line}.25") for line in range(lines)
    )
    return (
        f"<ARINVOICE><RECORDID>{number}</RECORDID><CUSTOMERID>C-1001</CUSTOMERID><WHENCREATED>10/15/2026</WHENCREATED>"
        f"<WHENDUE>11/14/2026</WHENDUE><ARINVOICEITEMS>{items}</ARINVOICEITEMS></ARINVOICE>"
    )


CREATE = f"<create>{invoice('BM-' + MARK)}</create>"
# Slow on purpose: a hundred invoices of a hundred lines in one function.
SLOW = "<create>" + "".join(invoice(f"SLOW-{number}", 100) for number in range(100)) + "</create>"


def request(function: str, *, session: str | None = None, company: str = "northfield") -> str:
    """A whole request that calls one function, by session or by login."""
    who = LOGIN.format(company=company) if session is None else f"<sessionid>{escape(session)}</sessionid>"
    return (
        '<?xml version="1.0" encoding="UTF-8"?><request><control><senderid>local_sender</senderid>'
        "<password>local_sender_secret</password><controlid>benchmark</controlid><uniqueid>false</uniqueid>"
        "<dtdversion>3.0</dtdversion></control><operation>"
        f'<authentication>{who}</authentication><content><function controlid="f1">{function}</function></content>'
        "</operation></request>"
    )
