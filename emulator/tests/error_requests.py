"""A request for every error of the catalogue: whoever adds an entry adds the request that raises it."""

from asking import envelope, invoice, line
from money_error_requests import CASH, SETTLEMENT
from paperwork import adjustment_line, ap_adjustment
from raising import (
    FOLDER,
    ONCE,
    POLICY,
    READ,
    Raising,
    add_rate_type,
    add_sender,
    as_billing,
    asking,
    balances_of,
    batch,
    bill,
    block_deliveries,
    close_books_of_november,
    close_summary,
    create,
    delete,
    entry,
    file,
    folder,
    mapped_by,
    override,
    pay,
    payables,
    period,
    query,
    receivables,
    refuse_classes,
    standing,
    update,
    use_currencies,
    use_tasks,
    use_taxes,
)
from receiving import CA_BANK, advance, paid, receipt

from intacct_emulator.tenancy.profile import InterEntityPlan, Response, Standing

ACCOUNT = "<GLACCOUNT><ACCOUNTNO>4010</ACCOUNTNO>"
BAD_EMAIL = "<DISPLAYCONTACT><EMAIL1>nobody</EMAIL1></DISPLAYCONTACT>"
CUSTOMER_WITH_BAD_EMAIL = create("CUSTOMER", CUSTOMERID="C-9", NAME="Nine", DISPLAYCONTACT="<EMAIL1>nobody</EMAIL1>")
PAIR = (entry("6300", 1), entry("2100", -1))
_TWO_TAXES = f"<TAXENTRIES>{'<TAXENTRY><DETAILID>In</DETAILID></TAXENTRY>' * 2}</TAXENTRIES>"
_ALLOCATED = entry("6300", 1).replace("</GLENTRY>", "<ALLOCATION>{}</ALLOCATION></GLENTRY>")


def _allocation(*values: tuple[str, str]) -> str:
    """A `<create>` of an ALLOCATION whose entries have those types and values."""
    entries = "".join(
        f"<ALLOCATIONENTRY><VALUETYPE>{value_type}</VALUETYPE><VALUE>{value}</VALUE></ALLOCATIONENTRY>"
        for value_type, value in values
    )
    kind = "Fixed amount with over/under logic"
    return create("ALLOCATION", ALLOCATIONID="A-1", TYPE=kind, ALLOCATIONENTRIES=entries)


PROTOCOL = {
    "INVALID_REQUEST": asking(READ, company="nowhere"),
    "XML_COMPLAINT": Raising(body=b"<request>"),
    "WRONG_SENDER": asking(READ, sender_password="wrong"),
    "SENDER_NOT_AUTHORIZED": Raising(
        (READ,), prepare=add_sender, options={"sender": "another", "sender_password": "secret"}
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
    "INTERNAL": Raising((create("CLASS", CLASSID="X", NAME="x"),), prepare=refuse_classes),
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
    "REPORT_NOT_FOUND": asking("<readReport><report>Nope</report></readReport>"),
    "REPORT_ARGUMENT_UNKNOWN": asking(
        "<readReport><report>Trial Balance by Entity</report><arguments><NOPE>1</NOPE></arguments></readReport>"
    ),
    "REPORT_RESULT_GONE": asking("<readMore><reportId>gone</reportId></readMore>"),
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
    "OTHER_INTER_ENTITY_PLAN": asking(override("US", "CA")),
    "ONE_SIDED_RELATIONSHIP": Raising((override("US", "CA"),), prepare=mapped_by(InterEntityPlan.ADVANCED)),
    "NOT_OWNER": asking(update("VENDOR", VENDORID="V-2001", NAME="x"), location="US"),
    "NOT_WAITING_FOR_APPROVAL": Raising(
        ("<approveVendor><recordno>1</recordno></approveVendor>",),
        prepare=payables(approves_parties=True),
    ),
    "NO_RECORD_FOR_KEY": asking('<update_bill key="404"/>'),
    "EMPLOYEE_CONTACT_EMPTY": asking(create("EMPLOYEE", EMPLOYEEID="E-99", LOCATIONID="US-NYC")),
    "EMPLOYEE_DATES": asking(update("EMPLOYEE", EMPLOYEEID="E-01", ENDDATE="01/01/2001")),
    "PERIOD_DATES": asking(period(first="01/31/2030", last="01/01/2030")),
    "PERIOD_OVERLAP": asking(period(first="11/15/2026", last="12/15/2026", budgeting="true")),
    "BUDGET_PERIOD": asking(
        create(
            "GLBUDGETHEADER",
            BUDGETID="B",
            DESCRIPTION="B",
            GLBUDGETITEMS="<GLBUDGETITEM><ACCT_NO>6300</ACCT_NO><PERIODNAME>Quarter Ended December 2026</PERIODNAME>"
            "<AMOUNT>1</AMOUNT></GLBUDGETITEM>",
        )
    ),
    "ACCOUNT_RANGE": asking(
        create(
            "GLACCTGRP",
            NAME="G",
            MEMBERTYPE="Accounts",
            GLACCTRANGES="<ACCTRANGE><RANGEFROM>2</RANGEFROM><RANGETO>1</RANGETO></ACCTRANGE>",
        )
    ),
    "PERIOD_NOT_BUDGETABLE": asking(balances_of("PERIOD = 'Quarter Ended December 2026'")),
    "FIELD_MUST_BE_QUERIED": asking(balances_of("ACCOUNTNO = '6300'")),
    "DELIVERY_FAILED": Raising(
        ("<runDdsJob><object>CLASS</object><cloudDelivery>Bucket</cloudDelivery><jobType>all</jobType></runDdsJob>",),
        prepare=block_deliveries,
    ),
    "CONTACT_INVALID": asking(invoice(extra="<BILLTOPAYTOCONTACTNAME>Nobody</BILLTOPAYTOCONTACTNAME>")),
    "ATTACHMENT_MISSING": asking(create("CUSTOMER", CUSTOMERID="C-9", NAME="Nine", SUPDOCID="ATT-9")),
    "ATTACHMENT_UNREADABLE": asking(FOLDER, file("?")),
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
    "LINE_OF_ANOTHER_PARTY": asking(advance(more="<CUSTOMERID>C-1002</CUSTOMERID>")),
    "DATE_DUE_MISSING": asking(invoice(customer="C-1020")),
    "DUE_BEFORE_DATE": asking(invoice(extra="<WHENDUE>11/01/2026</WHENDUE>")),
    "DATE_INVALID": asking(invoice(when="02/30/2026")),
    "NUMBER_EXISTS": asking(invoice(), before=(invoice(),)),
    "BILL_NUMBER_MISSING": asking(bill(number="")),
    "AMOUNT_MISSING": asking(batch(entry("6300", 1, ""), entry("2100", -1))),
    "NO_LINES": asking(
        create("ARINVOICE", CUSTOMERID="C-1001", WHENCREATED="11/02/2026", RECORDID="I", ARINVOICEITEMS="")
    ),
    "OFFSET_INVALID": asking(invoice(lines=line(more="<OFFSETGLACCOUNTNO>4010</OFFSETGLACCOUNTNO>"))),
    "FOREIGN_CURRENCY": asking(invoice(extra="<CURRENCY>EUR</CURRENCY>")),
    "ALREADY_PAID": Raising((delete("ARINVOICE", "1"),), (invoice(),), pay),
    "PAID_IS_FIXED": Raising((update("ARINVOICE", RECORDNO="1", CUSTOMERID="C-1002"),), (invoice(),), pay),
    "CREDIT_LIMIT_EXCEEDED": Raising(
        (invoice(customer="C-1009", lines=line("5000.01")),), prepare=receivables(over_credit_limit=Response.REFUSE)
    ),
    "ON_HOLD": asking(invoice(customer="C-1017")),
    "LABEL_REQUIRED": Raising((invoice(),), prepare=receivables(labels_required=True)),
    "LINE_WITHOUT_AMOUNT": asking(invoice(lines=line(amount=""))),
    "DIMENSION_NOT_ENABLED": asking(invoice(lines=line(more="<WAREHOUSEID>WH-1</WAREHOUSEID>"))),
    "DIMENSION_NEEDS": Raising((invoice(lines=line(more="<TASKID>T-1</TASKID>")),), prepare=use_tasks),
    "MIXED_SIGNS": asking(ap_adjustment(adjustment_line(account="6300") + adjustment_line("10", "6300"))),
    "SUMMARY_INVALID": Raising(
        (invoice(extra="<PRBATCHKEY>99</PRBATCHKEY>"),), prepare=receivables(summary_frequency="User-specified")
    ),
    "WRONG_STATE": Raising(
        ("<recallApBill><recordno>1</recordno></recallApBill>",),
        (bill(more="", number="B-1"),),
        payables(approves_documents=True),
    ),
    "PERIOD_CLOSED": Raising((invoice(),), prepare=close_books_of_november),
    "SUMMARY_CLOSED": Raising((invoice("B"),), (invoice("A"),), close_summary),
    "UNBALANCED": asking(batch(entry("6300", 1), entry("2100", -1, "24.99"))),
    "NO_INTER_ENTITY_ACCOUNTS": Raising(
        (batch(entry("6300", 1), entry("2100", -1, location="CA-TOR"), BASELOCATION_NO="US"),),
        prepare=mapped_by(InterEntityPlan.ADVANCED),
    ),
    "SOURCE_ENTITY_INVALID": asking(batch(*PAIR, BASELOCATION_NO="US-NYC")),
    "INTER_ENTITY_DISABLED": asking(
        receipt(paid(1, "1"), place=CA_BANK),
        before=(
            invoice(),
            '<update_checkingaccount bankaccountid="CHK-CA"><disableiet>true</disableiet></update_checkingaccount>',
        ),
    ),
    "SUBLEDGER_BATCH": asking(delete("GLBATCH", "1"), before=(invoice(),)),
    "JOURNAL_INVALID": asking(batch(*PAIR, journal="NOPE")),
    "JOURNAL_LINES": asking(batch(entry("6300", 1))),
    "ONE_TAX_A_LINE": Raising((bill(more=_TWO_TAXES),), prepare=use_taxes),
    "STATISTICAL_LINES": asking(batch(journal="SHC"), before=(create("STATJOURNAL", SYMBOL="SHC", TITLE="Heads"),)),
    "ALLOCATION_INVALID": asking(batch(_ALLOCATED.format("NOPE"), entry("2100", -1))),
    "SHARES_DIFFER": asking(batch(_ALLOCATED.format("Custom"), entry("2100", -1))),
    "ALLOCATION_PERCENTAGES": asking(_allocation(("Percent", "99"))),
    "ALLOCATION_ORDER": asking(_allocation(("Percent", "100"), ("Amount", "5"))),
    "REVERSAL_BEFORE_DATE": asking(batch(*PAIR, REVERSEDATE="11/05/2026")),
    "AMOUNT_TOO_LARGE": asking(invoice(lines=line(amount=_MOST) * 11)),
    "NO_ROOM_FOR_SUMS": asking(invoice(lines=line(amount=_MOST) * 6)),
    "BANK_ACCOUNT_ON_LINE": asking(invoice(lines=line(account="1000"))),
    "DIRECT_POSTING_REFUSED": asking(batch(entry("1200", 1), entry("2100", -1))),
}

CAD = "<CURRENCY>CAD</CURRENCY>"


def traded(*functions: str, before: tuple[str, ...] = ()) -> Raising:
    """Functions of a company with several currencies."""
    return Raising(functions, before, use_currencies)


def rate(kind: str = "Month rate", sold: str = "CAD") -> str:
    """A `<create>` of an EXCHANGERATE."""
    return create("EXCHANGERATE", TYPENAME=kind, FROM_CURRENCY=sold, TO_CURRENCY="USD")


CURRENCIES = {
    "CURRENCY_INVALID": traded(invoice(extra="<CURRENCY>JPY</CURRENCY>")),
    "RATE_TYPE_INVALID": traded(invoice(extra=f"{CAD}<EXCH_RATE_TYPE_ID>Spot</EXCH_RATE_TYPE_ID>")),
    "RATE_MISSING": traded(invoice(extra=f"{CAD}<EXCH_RATE_DATE>12/31/2019</EXCH_RATE_DATE>")),
    "RATE_WITHOUT_CURRENCY": traded(invoice(extra="<EXCHANGE_RATE>0.8</EXCHANGE_RATE>")),
    "RATE_TWICE": traded(
        invoice(extra=f"{CAD}<EXCH_RATE_TYPE_ID>Spot</EXCH_RATE_TYPE_ID><EXCHANGE_RATE>1</EXCHANGE_RATE>")
    ),
    "RATE_NOT_POSITIVE": traded(invoice(extra=f"{CAD}<EXCHANGE_RATE>0</EXCHANGE_RATE>")),
    "SAME_CURRENCIES": Raising((rate("Spot", "USD"),), (), add_rate_type),
    "DAILY_RATE_IS_FETCHED": traded(rate("Intacct Daily Rate")),
    "NOT_A_BASE_CURRENCY": traded(invoice(extra="<BASECURR>EUR</BASECURR>")),
    "SEVERAL_BASE_CURRENCIES": traded(invoice(lines=line(location="US-NYC") + line(location="CA-TOR"))),
    "UNDEPOSITED_FOREIGN": traded(receipt(paid(1, 5), extra=CAD), before=(invoice(),)),
}

RAISING = {
    f"{module}.{name}": raising
    for module, table in (
        ("cash", CASH),
        ("currencies", CURRENCIES),
        ("protocol", PROTOCOL),
        ("records", RECORDS),
        ("settlement", SETTLEMENT),
        ("transactions", TRANSACTIONS),
    )
    for name, raising in table.items()
}

# What no request to a sound gateway can raise, and where it is proven instead.
ELSEWHERE = {
    "protocol.RATE_LIMIT": "only an ordered fault or a tier answers it: tests/faults",
    "protocol.OFF_LINE": "only an ordered fault answers it: tests/faults",
    "protocol.BOOKS_UNUSABLE": "a disk has to be full for it: test_full_disk.py",
    "protocol.REQUEST_TOO_LARGE": "the HTTP edge answers it before the gateway: test_a_request_that_is_too_large",
    "protocol.UNABLE_TO_PROCESS": "the HTTP edge answers it for a broken gateway: test_a_gateway_that_breaks",
}
