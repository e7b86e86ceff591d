"""Makes one of whatever a published request may name by a key: documents, payments, credits, accounts."""

from collections.abc import Callable, Mapping
from typing import Protocol

from asking import invoice, line
from cash_requests import charge, feed, reconciliation, transaction
from disbursing import payment, pays, vendor_advance
from paperwork import adjustment_line, ap_adjustment, ar_adjustment, bill_line, payable
from receiving import US_BANK, advance, legacy_receipt, paid, receipt

PLENTY = "100000.00"
BANK_LEDGER_ACCOUNT = "1099"


class Making(Protocol):
    """A company in which requests make records."""

    def number(self) -> str:
        """A number that nothing has yet."""
        ...

    def done(self, request: str) -> str:
        """The key of what a request makes."""
        ...

    def card(self, name: str) -> None:
        """Makes a charge card of that id."""
        ...

    def key_of(self, name: str, record_id: str) -> str:
        """The record number of a record with that id."""
        ...


Maker = Callable[[Making, str], str]
"""Makes a record for a customer or vendor, whichever when none is named; its key."""


def named(name: str, key: str) -> str:
    return f"<{name}ID>{key}</{name}ID><NAME>{key}</NAME>"


def ledger_account(number: str) -> str:
    return f"<create><GLACCOUNT><ACCOUNTNO>{number}</ACCOUNTNO><TITLE>Account {number}</TITLE></GLACCOUNT></create>"


def _invoice(at: Making, party: str, amount: str = PLENTY) -> str:
    due = "<WHENDUE>12/02/2026</WHENDUE>"
    return at.done(invoice(at.number(), party or "C-1001", "01/02/2014", line(amount) * 2, due))


def _bill(at: Making, party: str, amount: str = PLENTY) -> str:
    return at.done(payable(at.number(), party or "V-2001", bill_line(amount) * 2).replace("11/02/2026", "01/02/2014"))


def _old(request: str) -> str:
    return request.replace("<year>2026</year><month>11</month>", "<year>2014</year><month>01</month>")


def _ap_memo(at: Making, party: str, amount: str) -> str:
    return at.done(_old(ap_adjustment(adjustment_line(amount, "6300"), at.number(), party or "V-2001")))


def _draft_receipt(at: Making, party: str) -> str:
    details = paid(_invoice(at, party), 10)
    draft = receipt(
        details, customer=party or "C-1001", place=US_BANK, when="01/05/2014", extra="<ACTION>Draft</ACTION>"
    )
    return at.done(draft)


def _draft_payment(at: Making, party: str) -> str:
    details = pays(_bill(at, party), "10")
    return at.done(payment(details, vendor=party or "V-2001", when="01/05/2014", extra="<ACTION>Draft</ACTION>"))


def _advance(at: Making, party: str) -> str:
    made = advance("40", when="01/02/2014")
    return at.done(made.replace("C-1001", party) if party else made)


def _vendor_advance(at: Making, party: str) -> str:
    made = vendor_advance(PLENTY, when="01/02/2014")
    return at.done(made.replace("V-2001", party) if party else made)


def _joint_payee(at: Making, party: str) -> str:
    body = "<JOINTPAYEENAME>Mac</JOINTPAYEENAME><JOINTPAYEEPRINTAS>Mac</JOINTPAYEEPRINTAS>"
    key = _bill(at, party)
    return at.done(f"<create><APBILLJOINTPAYEE><APBILLKEY>{key}</APBILLKEY>{body}</APBILLJOINTPAYEE></create>")


def _label(name: str) -> Maker:
    def make(at: Making, party: str) -> str:
        body = (
            f"<ACCOUNTLABEL>{at.number()}</ACCOUNTLABEL><DESCRIPTION>One</DESCRIPTION><GLACCOUNTNO>6300</GLACCOUNTNO>"
        )
        return at.done(f"<create><{name}>{body}</{name}></create>")

    return make


def _bank_account(kind: str) -> Maker:
    def make(at: Making, party: str) -> str:
        number = at.number()
        at.done(
            f"<create_{kind}account><bankaccountid>{number}</bankaccountid><locationid>US</locationid>"
            f"<bankname>Bank</bankname><glaccountno>{BANK_LEDGER_ACCOUNT}</glaccountno></create_{kind}account>"
        )
        return at.key_of(f"{kind.upper()}ACCOUNT", number)

    return make


def _card(at: Making, party: str) -> str:
    number = at.number()
    at.card(number)
    return at.key_of("CREDITCARD", number)


def _of(request: str) -> Maker:
    return lambda at, party: at.done(request)


# By kind of document.
DOCUMENTS: Mapping[str, Maker] = {
    "invoice": _invoice,
    "negative invoice": lambda at, party: _invoice(at, party, f"-{PLENTY}"),
    "bill": _bill,
    "negative bill": lambda at, party: _bill(at, party, f"-{PLENTY}"),
    "ap credit": lambda at, party: _ap_memo(at, party, f"-{PLENTY}"),
    "ap debit": lambda at, party: _ap_memo(at, party, PLENTY),
    "ap advance": _vendor_advance,
    "advance": lambda at, party: at.done(advance(PLENTY, when="01/02/2014")),
}
# By the field of a payment's detail: the kind of document it names, and the field that names its line.
RECEIVABLE = {"RECORDKEY": ("invoice", "ENTRYKEY"), "INLINEKEY": ("negative invoice", "INLINEENTRYKEY")}
PAYABLE = {
    "RECORDKEY": ("bill", "ENTRYKEY"),
    "POSADJKEY": ("ap debit", "POSADJENTRYKEY"),
    "INLINEKEY": ("negative bill", "INLINEENTRYKEY"),
    "ADJUSTMENTKEY": ("ap credit", "ADJUSTMENTENTRYKEY"),
    "ADVANCEKEY": ("ap advance", "ADVANCEENTRYKEY"),
}
LINES = {
    "invoice": "ARINVOICEITEM",
    "negative invoice": "ARINVOICEITEM",
    "bill": "APBILLITEM",
    "negative bill": "APBILLITEM",
    "ap credit": "APADJUSTMENTITEM",
    "ap debit": "APADJUSTMENTITEM",
    "ap advance": "APADVANCEITEM",
}
# What is changed or removed by its key, by the object, or by the legacy function and the attribute of its key.
KEPT: Mapping[str, Maker] = {
    "APACCOUNTLABEL": _label("APACCOUNTLABEL"),
    "ARACCOUNTLABEL": _label("ARACCOUNTLABEL"),
    "APBILL": _bill,
    "APBILLJOINTPAYEE": _joint_payee,
    "APPYMT": _draft_payment,
    "ARPYMT": _draft_receipt,
    "ARADVANCE": _advance,
    "ARADJUSTMENT": _of(_old(ar_adjustment())),
    "ARINVOICE": _invoice,
    "BANKACCTRECON": _of(reconciliation("0", mode="AutomatchReview")),
    "BANKACCTTXNFEED": _of(feed(transaction("50.99"))),
    "CCTRANSACTION": _of(charge()),
    "CHECKINGACCOUNT": _bank_account("checking"),
    "SAVINGSACCOUNT": _bank_account("savings"),
    "CREDITCARD": _card,
}
_ACCOUNT = (
    "<create_customerbankaccount><customerid>C-1001</customerid><accountnumber>1</accountnumber>"
    "<routingnumber>2</routingnumber><accounttype>Personal Savings Account</accounttype><bankname>Bank</bankname>"
    "<accountholder>One</accountholder></create_customerbankaccount>"
)
_CUSTOMERS_CARD = (
    "<create_customerchargecard><customerid>C-1001</customerid><cardnum>1</cardnum><cardtype>Visa</cardtype>"
    "<exp_month>May</exp_month><exp_year>2030</exp_year><mailaddress/></create_customerchargecard>"
)
_ACH = (
    "<create_achbankconfiguration><achbankid>BOFI1234</achbankid><destinationid>D</destinationid>"
    "<originid>O</originid></create_achbankconfiguration>"
)
_RECURRING = (
    "<create_recurringbill><vendorid>V-2001</vendorid><datecreated><year>2026</year><month>11</month><day>02</day>"
    "</datecreated><recordid>Rent</recordid><termname>Net 30</termname><startdate><year>2027</year><month>01</month>"
    "<day>01</day></startdate><ending><occur>2</occur></ending><modenew>Months</modenew><interval>1</interval>"
    "<recurbillitems><recurlineitem><glaccountno>6300</glaccountno><amount>1.00</amount><locationid>US-NYC</locationid>"
    "<departmentid>20</departmentid></recurlineitem></recurbillitems></create_recurringbill>"
)
KEYED: Mapping[tuple[str, str], Maker] = {
    ("reverse_arpayment", "key"): lambda at, party: at.done(
        legacy_receipt("5", {_invoice(at, ""): "5"}, when="2014-02-01")
    ),
    ("update_invoice", "key"): _invoice,
    ("delete_invoice", "key"): _invoice,
    ("update_bill", "key"): _bill,
    ("delete_bill", "key"): _bill,
    ("update_apadjustment", "key"): lambda at, party: _ap_memo(at, party, PLENTY),
    ("delete_aradjustment", "key"): _of(_old(ar_adjustment())),
    ("delete_recurringbill", "key"): _of(_RECURRING),
    ("update_customerbankaccount", "recordno"): _of(_ACCOUNT),
    ("delete_customerbankaccount", "recordno"): _of(_ACCOUNT),
    ("update_customerchargecard", "recordno"): _of(_CUSTOMERS_CARD),
    ("delete_customerchargecard", "recordno"): _of(_CUSTOMERS_CARD),
    ("update_achbankconfiguration", "achbankid"): _of(_ACH),
}
