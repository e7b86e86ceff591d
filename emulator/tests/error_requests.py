"""A request for every error of the catalogue: whoever adds an entry adds the request that raises it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from asking import envelope, invoice, line
from disbursing import CARD, decide, legacy_request, payment, pays, request_item
from paperwork import adjustment_line, ap_adjustment, payable
from receiving import CA_BANK, advance, credited, legacy_receipt, paid, receipt, reversal

from intacct_emulator.functions.delivery import delivery_folder
from intacct_emulator.tenancy.company import Company
from intacct_emulator.tenancy.profile import Response, Standing
from intacct_emulator.tenancy.tenants import Tenants

READ = "<read><object>CLASS</object><keys>1</keys><fields>*</fields></read>"
ONCE = "<dtdversion>3.0</dtdversion>"
POLICY = "<uniqueid>false</uniqueid><dtdversion>3.0</dtdversion><policyid>test</policyid>"
FOLDER = "<create_supdocfolder><supdocfoldername>Bills</supdocfoldername></create_supdocfolder>"


@dataclass(frozen=True)
class Raising:
    """Functions whose answer has the error, after those of `before` and what `prepare` did to northfield. `options` are
    those of the envelope, `body` stands in for the whole request."""

    functions: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    prepare: Callable[[Tenants, Company], None] | None = None
    options: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None

    @property
    def request(self) -> bytes:
        """The request as sent."""
        return self.body or envelope(*self.functions, **self.options).encode()


def asking(*functions: str, before: tuple[str, ...] = (), **options: str) -> Raising:
    """Functions that need no preparation but other functions."""
    return Raising(functions, before, options=options)


def as_billing(function: str) -> Raising:
    """A function called by the user who has no rights to payables and administration."""
    return asking(function, user="argl_user", password="argl_user_secret")


def standing(standing: Standing) -> Raising:
    """Any function, of a company in that standing."""

    def prepare(tenants: Tenants, company: Company) -> None:
        company.profile = replace(company.profile, standing=standing)

    return Raising((READ,), prepare=prepare)


def _receivables(company: Company, **settings: object) -> None:
    profile = company.profile
    company.profile = replace(profile, receivables=replace(profile.receivables, **settings))  # type: ignore[arg-type]


def _keep_limits(tenants: Tenants, company: Company) -> None:
    _receivables(company, over_credit_limit=Response.REFUSE)


def _require_labels(tenants: Tenants, company: Company) -> None:
    _receivables(company, labels_required=True)


def _add_sender(tenants: Tenants, company: Company) -> None:
    tenants.add_sender("another", "secret")


def _refuse_classes(tenants: Tenants, company: Company) -> None:
    company.database.execute("CREATE TRIGGER no BEFORE INSERT ON CLASS BEGIN SELECT RAISE(ABORT, 'no'); END")


def _pay(tenants: Tenants, company: Company) -> None:
    (key,) = (record.key for record in company.records.where("ARINVOICE"))
    company.records.update("ARINVOICE", key, {"TOTALPAID": 1})


def _use_tasks(tenants: Tenants, company: Company) -> None:
    company.profile = replace(company.profile, dimensions=(*company.profile.dimensions, "TASK"))


def receivables(**setup: Any) -> Callable[[Tenants, Company], None]:
    """Sets a company's receivables up otherwise."""

    def prepare(tenants: Tenants, company: Company) -> None:
        company.profile = replace(company.profile, receivables=replace(company.profile.receivables, **setup))

    return prepare


def _close_summary(tenants: Tenants, company: Company) -> None:
    company.records.update("ARINVOICEBATCH", 1, {"OPEN": "Closed"})


def _block_deliveries(tenants: Tenants, company: Company) -> None:
    folder = delivery_folder(company)
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("a file where the folder should be", encoding="utf-8")


def create(name: str, **fields: str) -> str:
    """A `<create>` of one object without lines."""
    return f"<create>{_object(name, fields)}</create>"


def update(name: str, **fields: str) -> str:
    """An `<update>` of one object without lines."""
    return f"<update>{_object(name, fields)}</update>"


def _object(name: str, fields: dict[str, str]) -> str:
    return f"<{name}>{''.join(f'<{field}>{text}</{field}>' for field, text in fields.items())}</{name}>"


def query(name: str, select: str = "<field>RECORDNO</field>", more: str = "") -> str:
    """A `<query>`."""
    return f"<query><object>{name}</object><select>{select}</select>{more}</query>"


def delete(name: str, keys: str) -> str:
    """A `<delete>`."""
    return f"<delete><object>{name}</object><keys>{keys}</keys></delete>"


def bill(number: str = "B-1", vendor: str = "V-2001", more: str = "") -> str:
    """A `<create>` of an APBILL with one line."""
    item = _object(
        "APBILLITEM", {"ACCOUNTNO": "6300", "TRX_AMOUNT": "80", "LOCATIONID": "CA-TOR", "DEPARTMENTID": "30"}
    ).replace("</APBILLITEM>", f"{more}</APBILLITEM>")
    return create(
        "APBILL", VENDORID=vendor, WHENCREATED="11/02/2026", WHENDUE="12/02/2026", RECORDID=number, APBILLITEMS=item
    )


def entry(account: str, side: int, amount: str = "25", location: str = "US-NYC") -> str:
    """One GLENTRY."""
    fields = {"ACCOUNTNO": account, "TR_TYPE": str(side), "TRX_AMOUNT": amount, "LOCATION": location}
    return _object("GLENTRY", {**fields, "DEPARTMENT": "30"})


def batch(*entries: str, journal: str = "GJ", **more: str) -> str:
    """A `<create>` of a GLBATCH."""
    head = {"JOURNAL": journal, "BATCH_DATE": "11/05/2026", "BATCH_TITLE": "Accrual", **more}
    return create("GLBATCH", **head, ENTRIES="".join(entries))


def folder(**fields: str) -> str:
    """An `<update_supdocfolder>` of Bills."""
    return _object("update_supdocfolder", {"supdocfoldername": "Bills", **fields})


def file(data: str) -> str:
    """A `<create_supdoc>` with one file."""
    attachment = _object("attachment", {"attachmentname": "Scan", "attachmenttype": "pdf", "attachmentdata": data})
    return _object("create_supdoc", {"supdocid": "A-1", "supdocfoldername": "Bills", "attachments": attachment})


def period(name: str = "P", first: str = "01/01/2030", last: str = "01/31/2030", budgeting: str = "false") -> str:
    """A `<create>` of a REPORTINGPERIOD."""
    return create(
        "REPORTINGPERIOD",
        NAME=name,
        HEADER1=name,
        HEADER2=name,
        START_DATE=first,
        END_DATE=last,
        BUDGETING=budgeting,
    )


ACCOUNT = "<GLACCOUNT><ACCOUNTNO>4010</ACCOUNTNO>"
BAD_EMAIL = "<DISPLAYCONTACT><EMAIL1>nobody</EMAIL1></DISPLAYCONTACT>"
CUSTOMER_WITH_BAD_EMAIL = create("CUSTOMER", CUSTOMERID="C-9", NAME="Nine", DISPLAYCONTACT="<EMAIL1>nobody</EMAIL1>")
PAIR = (entry("6300", 1), entry("2100", -1))

PROTOCOL = {
    "INVALID_REQUEST": asking(READ, company="nowhere"),
    "XML_COMPLAINT": Raising(body=b"<request>"),
    "WRONG_SENDER": asking(READ, sender_password="wrong"),
    "SENDER_NOT_AUTHORIZED": Raising(
        (READ,), prepare=_add_sender, options={"sender": "another", "sender_password": "secret"}
    ),
    "WRONG_SIGN_IN": asking(READ, password="wrong"),
    "INVALID_SESSION": asking(READ, session="nothing-like-one"),
    "ENTITY_NOT_ACCESSIBLE": asking("<getAPISession><locationid>ATLANTIS</locationid></getAPISession>"),
    "COMPANY_EXPIRED": standing(Standing.EXPIRED),
    "NOT_SUBSCRIBED": standing(Standing.UNSUBSCRIBED),
    "INVALID_POLICY": asking(READ, control=POLICY),
    "DUPLICATE_CONTROL_ID": Raising(body=envelope(READ, READ, control=ONCE).replace("f2", "f1").encode()),
    "ROLLED_BACK": asking(READ, invoice(customer="NOBODY"), transaction="true"),
    "NO_PERMISSION": as_billing('<get_list object="vendor"/>'),
    "NO_AUDIT_HISTORY": as_billing(query("AUDITHISTORY", "<field>ID</field>")),
    "VERB_NOT_ALLOWED": asking(create("GLDETAIL", ACCOUNTNO="1000")),
    "NOT_BUILT": asking("<consolidate><bookid>B</bookid><reportingperiodname>P</reportingperiodname></consolidate>"),
    "INTERNAL": Raising((create("CLASS", CLASSID="X", NAME="x"),), prepare=_refuse_classes),
    "QUERY_FAILED_OBJECT": asking("<readByQuery><object>NOPE</object><fields>*</fields><query/></readByQuery>"),
    "READ_OBJECT_NOT_FOUND": asking("<read><object>NOPE</object><keys>1</keys><fields>*</fields></read>"),
    "DELETE_OBJECT_NOT_FOUND": asking(delete("NOPE", "1")),
    "FUNCTION_OBJECT_NOT_FOUND": asking(query("NOPE")),
    "WRITE_OBJECT_NOT_FOUND": asking("<create><NOPE/></create>"),
    "QUERY_TEXT_ERROR": asking(
        "<readByQuery><object>CLASS</object><fields>*</fields><query>NOPE = 1</query></readByQuery>"
    ),
    "FIELDS_NOT_QUERYABLE": asking(query("CLASS", "<field>NOPE</field>")),
    "FILTER_FIELD_UNKNOWN": asking(
        query("CLASS", more="<filter><equalto><field>NOPE</field><value>1</value></equalto></filter>")
    ),
    "FILTER_VALUE_INVALID": asking('<get_list object="customer" start="x" maxitems="1"/>'),
    "FILTER_EMPTY": asking(
        '<get_list object="customer"><filter><expression><field></field><operator>=</operator><value>1</value>'
        "</expression></filter></get_list>"
    ),
    "INVALID_FIELDS_LIST": asking("<read><object>CLASS</object><keys>1</keys><fields>NOPE</fields></read>"),
    "READ_MORE_FAILED": asking("<readMore><resultId>gone</resultId></readMore>"),
    "TOO_MANY": asking(
        f"<read><object>CLASS</object><keys>{','.join(map(str, range(101)))}</keys><fields>*</fields></read>"
    ),
    "PAGE_SIZE": asking("<readView><view>CUSTOMER#100201@10001</view><pagesize>1001</pagesize></readView>"),
    "RELATION_NOT_FOUND": asking(
        "<readRelated><object>engagement_letter</object><keys>10005</keys><relation>R_x</relation></readRelated>"
    ),
    "VIEW_NOT_FOUND": asking("<readView><view>NOPE</view></readView>"),
    "LOGIN_UNKNOWN": asking("<getUserPermissions><userId>nobody</userId></getUserPermissions>"),
}

RECORDS = {
    "ANOTHER_EXISTS": asking(create("CLASS", CLASSID="ADV", NAME="Again")),
    "ANOTHER_PARTY_EXISTS": asking(create("CUSTOMER", CUSTOMERID="C-1001", NAME="Again")),
    "DUPLICATE_ACCOUNT_NUMBER": asking(
        create("GLACCOUNT", ACCOUNTNO="4010", TITLE="Again", ACCOUNTTYPE="incomestatement", NORMALBALANCE="credit")
    ),
    "COULD_NOT_CREATE": asking(create("CLASS", CLASSID="ADV", NAME="Again")),
    "COULD_NOT_CREATE_PERIOD": asking(create("GLACCOUNT", ACCOUNTNO="4010", TITLE="Again")),
    "COULD_NOT_UPDATE": asking(update("CLASS", CLASSID="ADV", PARENTID="ADV")),
    "COULD_NOT_DELETE": asking('<delete_customer customerid="C-1001"/>'),
    "COULD_NOT_UPDATE_PERIOD": asking(update("GLACCOUNT", ACCOUNTNO="4010", CLOSINGACCOUNTNO="9999")),
    "COULD_NOT_DELETE_PERIOD": asking('<delete_glaccount glaccountno="3900"/>'),
    "ERROR_WHILE_SAVING": asking(create("PROJECT", PROJECTID="P-1001", NAME="Again", PROJECTCATEGORY="Contract")),
    "ERROR_SAVING_CONTACT": asking(CUSTOMER_WITH_BAD_EMAIL),
    "VALIDATE_FAILED": asking(CUSTOMER_WITH_BAD_EMAIL),
    "ILLEGAL_FORMAT": asking(CUSTOMER_WITH_BAD_EMAIL),
    "REQUIRED_FIELD": asking(create("CLASS", CLASSID="X")),
    "INVALID_VALUE": asking(create("CUSTOMER", CUSTOMERID="C-9", NAME="Nine", CREDITLIMIT="much")),
    "NOT_A_CHOICE": asking(create("CLASS", CLASSID="X", NAME="x", STATUS="asleep")),
    "TOO_LONG": asking(FOLDER, file("JVBERg==").replace("A-1", "A" * 200)),
    "INVALID_REFERENCE": asking(create("CLASS", CLASSID="X", NAME="x", PARENTID="NOPE")),
    "CANNOT_FIND_TO_DELETE": asking(delete("CLASS", "404")),
    "CANNOT_UPDATE_MISSING": asking(update("CLASS", CLASSID="NOPE", NAME="x")),
    "ID_IS_FIXED": asking(update("GLACCOUNT", RECORDNO="1", ACCOUNTNO="9998")),
    "OWN_ANCESTOR": asking(folder(supdocparentfoldername="Bills"), before=(FOLDER,)),
    "KEY_MISSING": asking(update("CLASS", NAME="x")),
    "IN_USE": asking('<delete_customer customerid="C-1001"/>'),
    "NOT_OWNER": asking(update("VENDOR", VENDORID="V-2001", NAME="x"), location="US"),
    "NO_RECORD_FOR_KEY": asking('<update_bill key="404"/>'),
    "EMPLOYEE_CONTACT_EMPTY": asking(create("EMPLOYEE", EMPLOYEEID="E-99", LOCATIONID="US-NYC")),
    "EMPLOYEE_DATES": asking(update("EMPLOYEE", EMPLOYEEID="E-01", ENDDATE="01/01/2001")),
    "PERIOD_DATES": asking(period(first="01/31/2030", last="01/01/2030")),
    "PERIOD_OVERLAP": asking(period(first="11/15/2026", last="12/15/2026", budgeting="true")),
    "DELIVERY_FAILED": Raising(
        ("<runDdsJob><object>CLASS</object><cloudDelivery>Bucket</cloudDelivery><jobType>all</jobType></runDdsJob>",),
        prepare=_block_deliveries,
    ),
    "ATTACHMENT_MISSING": asking(create("CUSTOMER", CUSTOMERID="C-9", NAME="Nine", SUPDOCID="ATT-9")),
    "ATTACHMENT_UNREADABLE": asking(FOLDER, file("?")),
    "NOT_WAITING_FOR_APPROVAL": asking("<approveVendor><recordno>1</recordno></approveVendor>"),
}

_MOST = "9000000000000000"
"""Sixteen digits: accepted alone, too much for any sum."""

TRANSACTIONS = {
    "CANNOT_CREATE_TRANSACTION": asking(invoice(customer="NOBODY")),
    "INVALID_DIMENSION": asking(invoice(lines=line(more="<PROJECTID>P-9999</PROJECTID>"))),
    "PARTY_NOT_VALID": asking(invoice(customer="NOBODY")),
    "LOCATION_INVALID": asking(invoice(lines=line(location="MOON"))),
    "DEPARTMENT_INVALID": asking(invoice(lines=line(department="99"))),
    "EMPLOYEE_INVALID": asking(invoice(lines=line(more="<EMPLOYEEID>E-99</EMPLOYEEID>"))),
    "ACTIVATE_VENDOR": asking(bill(vendor="V-2010")),
    "ACCOUNT_NOT_VALID": asking(invoice(lines=line(account="9999"))),
    "ACCOUNT_MISSING": asking(batch(entry("", 1), entry("2100", -1))),
    "ACCOUNT_LABEL_NOT_VALID": asking(invoice(lines=line(account="", more="<ACCOUNTLABEL>NOPE</ACCOUNTLABEL>"))),
    "PROJECT_NOT_CUSTOMERS": asking(invoice(customer="C-1003", lines=line(more="<PROJECTID>P-1001</PROJECTID>"))),
    "PROJECT_NOT_CUSTOMERS_AP": asking(bill(more="<PROJECTID>P-1001</PROJECTID><CUSTOMERID>C-1002</CUSTOMERID>")),
    "LOCATION_REQUIRED": asking(invoice(lines=line(location=""))),
    "DIMENSION_REQUIRED": asking(invoice(lines=line(department=""))),
    "TERM_INVALID": asking(invoice(extra="<TERMNAME>NOPE</TERMNAME>")),
    "DATE_DUE_MISSING": asking(invoice(customer="C-1020")),
    "DUE_BEFORE_DATE": asking(invoice(extra="<WHENDUE>11/01/2026</WHENDUE>")),
    "DATE_INVALID": asking(invoice(when="02/30/2026")),
    "NUMBER_EXISTS": asking(invoice(), before=(invoice(),)),
    "BILL_NUMBER_MISSING": asking(bill(number="")),
    "AMOUNT_MISSING": asking(batch(entry("6300", 1, ""), entry("2100", -1))),
    "CONTACT_INVALID": asking(invoice(extra="<BILLTOPAYTOCONTACTNAME>Nobody</BILLTOPAYTOCONTACTNAME>")),
    "NO_LINES": asking(
        create("ARINVOICE", CUSTOMERID="C-1001", WHENCREATED="11/02/2026", RECORDID="I", ARINVOICEITEMS="")
    ),
    "OFFSET_INVALID": asking(invoice(lines=line(more="<OFFSETGLACCOUNTNO>4010</OFFSETGLACCOUNTNO>"))),
    "FOREIGN_CURRENCY": asking(invoice(extra="<CURRENCY>EUR</CURRENCY>")),
    "ALREADY_PAID": Raising((delete("ARINVOICE", "1"),), (invoice(),), _pay),
    "PAID_IS_FIXED": Raising((update("ARINVOICE", RECORDNO="1", CUSTOMERID="C-1002"),), (invoice(),), _pay),
    "CREDIT_LIMIT_EXCEEDED": Raising((invoice(customer="C-1009", lines=line("5000.01")),), prepare=_keep_limits),
    "ON_HOLD": asking(invoice(customer="C-1017")),
    "LABEL_REQUIRED": Raising((invoice(),), prepare=_require_labels),
    "LINE_WITHOUT_AMOUNT": asking(invoice(lines=line(amount=""))),
    "DIMENSION_NOT_ENABLED": asking(invoice(lines=line(more="<WAREHOUSEID>WH-1</WAREHOUSEID>"))),
    "DIMENSION_NEEDS": Raising((invoice(lines=line(more="<TASKID>T-1</TASKID>")),), prepare=_use_tasks),
    "MIXED_SIGNS": asking(ap_adjustment(adjustment_line(account="6300") + adjustment_line("10", "6300"))),
    "SUMMARY_INVALID": Raising(
        (invoice(extra="<PRBATCHKEY>99</PRBATCHKEY>"),), prepare=receivables(summary_frequency="User-specified")
    ),
    "SUMMARY_CLOSED": Raising((invoice("B"),), (invoice("A"),), _close_summary),
    "UNBALANCED": asking(batch(entry("6300", 1), entry("2100", -1, "24.99"))),
    "UNBALANCED_ENTITY": asking(batch(entry("6300", 1), entry("2100", -1, location="CA-TOR"))),
    "SUBLEDGER_BATCH": asking(delete("GLBATCH", "1"), before=(invoice(),)),
    "JOURNAL_INVALID": asking(batch(*PAIR, journal="NOPE")),
    "JOURNAL_LINES": asking(batch(entry("6300", 1))),
    "REVERSAL_BEFORE_DATE": asking(batch(*PAIR, REVERSEDATE="11/05/2026")),
    "AMOUNT_TOO_LARGE": asking(invoice(lines=line(amount=_MOST) * 11)),
    "NO_ROOM_FOR_SUMS": asking(invoice(lines=line(amount=_MOST) * 6)),
    "WRONG_STATE": asking("<recallApBill><recordno>1</recordno></recallApBill>", before=(payable(),)),
    "DIRECT_POSTING_REFUSED": asking(batch(entry("1200", 1), entry("2100", -1))),
}

OWN_DISCOUNT = "<TRX_TOTALDISCOUNTTOAPPLY>1</TRX_TOTALDISCOUNTTOAPPLY>"
CASH = {
    "BANK_INVALID": asking(receipt(paid(1, 5), place="<FINANCIALENTITY>NO</FINANCIALENTITY>"), before=(invoice(),)),
}

SETTLEMENT = {
    "TRANSACTION_UNKNOWN": asking(receipt(paid(777, 5))),
    "NOTHING_DUE": asking(receipt(paid(1, 1)), before=(invoice(), receipt(paid(1, 100)))),
    "MORE_THAN_DUE": asking(receipt(paid(1, 101)), before=(invoice(),)),
    "MORE_THAN_CREDIT": asking(receipt(credited(1, "ADVANCE", 2, "41")), before=(invoice(), advance())),
    "NOT_THE_PARTYS": asking(receipt(paid(1, 5), customer="C-1002"), before=(invoice(),)),
    "NO_AMOUNT": asking(receipt(paid(1)), before=(invoice(),)),
    "AMOUNT_NOT_POSITIVE": asking(receipt(paid(1, "-5")), before=(invoice(),)),
    "ONE_TRANSACTION": asking(receipt(paid(1, 5, "<POSADJKEY>1</POSADJKEY>")), before=(invoice(),)),
    "BANK_MISSING": asking(receipt(paid(1, 5), place=""), before=(invoice(),)),
    "ONLY_DRAFTS": asking(delete("ARPYMT", "2"), before=(invoice(), receipt(paid(1, 60)))),
    "DISCOUNTS_OFF": Raising((receipt(paid(1, 5, OWN_DISCOUNT)),), (invoice(),), receivables(custom_discounts=False)),
    "DISCOUNT_TWICE": asking(
        receipt(paid(1, 5, f"<DISCOUNTDATE>11/10/2026</DISCOUNTDATE>{OWN_DISCOUNT}")),
        before=(invoice(),),
    ),
    "INLINE_CREDITS_OFF": Raising(
        (receipt(credited(1, "INLINE", 1, "30")),),
        (invoice(lines=line("100") + line("-30")),),
        receivables(inline_credits=False),
    ),
    "NOT_REVERSIBLE": asking(reversal("invoice", 1), before=(invoice(extra="<ACTION>Draft</ACTION>"),)),
    "CREDIT_IN_USE": asking(reversal("invoice", 1), before=(invoice(), receipt(paid(1, 60)))),
    "REVERSAL_TOO_EARLY": asking(reversal("arpayment", 2, "2026-11-19"), before=(invoice(), receipt(paid(1, 60)))),
    "ACCOUNT_NOT_SET_UP": Raising(
        (legacy_receipt("25", {1: "5"}, overpaid_at="US-NYC"),), (invoice(),), receivables(overpayment_account=None)
    ),
    "INTER_ENTITY": asking(receipt(paid(1, 100), place=CA_BANK), before=(invoice(),)),
    "REVERSED_IS_FIXED": asking(delete("ARINVOICE", "1"), before=(invoice(), reversal("invoice", 1))),
    "NO_INVOICE_FOR_KEY": asking(legacy_receipt("10", {123456: "10"})),
    "PAID_MORE_THAN_DUE": asking(legacy_receipt("200", {1: "101"}), before=(invoice(),)),
    "APPLIED_MORE_THAN_PAID": asking(legacy_receipt("10", {1: "11"}), before=(invoice(),)),
    "TRANSACTION_ON_HOLD": asking(payment(pays(1, "5")), before=(payable(extra="<ONHOLD>true</ONHOLD>"),)),
    "CARD_FOR_CARD_PAYMENTS": asking(payment(pays(1, "5"), place=CARD)),
    "PROVIDER_NOT_SUBSCRIBED": asking(payment(pays(1, "5"), extra="<PAYMENTPROVIDER>CSI</PAYMENTPROVIDER>")),
    "JOINT_CHECK_SPLIT": asking(payment(pays(1, "5"), method="Joint Check")),
    "JOINT_CHECK_WITH": asking(
        payment(
            pays(1, "5", "<DISCOUNTDATE>11/02/2026</DISCOUNTDATE>"),
            method="Joint Check",
            extra="<PAYMENTREQUESTMETHOD>bill</PAYMENTREQUESTMETHOD>",
        )
    ),
    "WRONG_PAYMENT_STATE": asking(decide("approve", 2), before=(payable(), payment(pays(1, "5")))),
    "CREDIT_LEFT_OVER": asking(
        legacy_request(request_item(2, "30") + request_item(1, "10", credit="5")), before=(payable(), ap_adjustment())
    ),
}

RAISING = {
    f"{module}.{name}": raising
    for module, table in (
        ("cash", CASH),
        ("protocol", PROTOCOL),
        ("records", RECORDS),
        ("settlement", SETTLEMENT),
        ("transactions", TRANSACTIONS),
    )
    for name, raising in table.items()
}

# What no request to a sound gateway can raise, and where it is proven instead.
ELSEWHERE = {
    "cash.CARD_INVALID": "no function that takes a charge card is built: test_financial_accounts",
    "protocol.BOOKS_UNUSABLE": "a disk has to be full for it: test_full_disk.py",
    "protocol.REQUEST_TOO_LARGE": "the HTTP edge answers it before the gateway: test_a_request_that_is_too_large",
    "protocol.UNABLE_TO_PROCESS": "the HTTP edge answers it for a broken gateway: test_a_gateway_that_breaks",
}
