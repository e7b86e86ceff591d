"""Dimensions, accounts, journals, terms, labels and other lists."""

from collections.abc import Mapping

from .model import Block, CustomFields, Lines, ListShape, Node, TermDay, leaves, named_contact, plain

# The order and the elements of a recorded answer; what the response DTD has beyond it follows.
_ACCOUNT: tuple[Node, ...] = (
    *leaves("recordno", "glaccountno ACCOUNTNO"),
    *plain("title normalbalance accounttype closingtype closingaccountno whenmodified status requiredept requireloc"),
    *plain("taxable taxcode mrccode alternativeaccount requireproject requirecustomer requirevendor requireemployee"),
    *plain("requireitem requireclass"),
    CustomFields(),
)
_STATISTICAL_ACCOUNT = (
    *leaves("recordno", "glaccountno ACCOUNTNO"),
    *plain("title accounttype whenmodified status requiredept requireloc taxable requireproject requirecustomer"),
    *plain("requirevendor requireemployee requireitem requireclass"),
)
_JOURNAL = plain("symbol title status")
_LABEL = plain("glaccountno accountlabel description offsetglaccountno status")
_TERM: tuple[Node, ...] = (
    *plain("name description status"),
    TermDay("due", "DUEDATE", "DUEFROM"),
    TermDay("discount", "DISCDATE", "DISCFROM", leaves("amount DISCAMOUNT", "gracedays DISCFUDGEDAYS")),
    *plain("disccalcon"),
    Block("penalty", leaves("penaltycycle PEN_TYPES", "amount PENAMOUNT", "gracedays PENFUDGEDAYS"), "PENAMOUNT"),
)
_DEPARTMENT: tuple[Node, ...] = (
    *plain("departmentid title parentid supervisorid whenmodified status"),
    CustomFields(),
)
_PROJECT_RESOURCE = (
    *leaves("employeeid", "itemid", "resourcedescription DESCRIPTION", "startdate date", "billingrate", "expenserate"),
    *plain("poaprate"),
)

SHAPES: Mapping[str, ListShape] = {
    # Recorded; the response DTD has a `classid` too.
    "class": ListShape("CLASS", leaves("key CLASSID", "name", "description", "parentid", "whenmodified", "status")),
    "department": ListShape("DEPARTMENT", _DEPARTMENT),
    "location": ListShape(
        "LOCATION",
        (
            *leaves("locationid", "name", "parentid", "supervisorid", "startdate date", "enddate date"),
            *plain("whenmodified status"),
            named_contact("primary", "CONTACTINFO.CONTACTNAME"),
            named_contact("shipto", "SHIPTO.CONTACTNAME"),
            CustomFields(),
        ),
    ),
    "locationentity": ListShape("LOCATIONENTITY", plain("locationid name locationtype currency status")),
    "locationgroup": ListShape("LOCATIONGROUP", plain("recordno id name description")),
    "project": ListShape(
        "PROJECT",
        (
            *leaves("key PROJECTID", "name", "description", "parentid", "invoicewithparent", "projectcategory"),
            *plain("projecttype projectstatus customerid managerid custuserid salescontactid"),
            *leaves("begindate date", "enddate date"),
            *plain("departmentid locationid classid currency sonumber ponumber poamount pqnumber whenmodified"),
            *plain("budgetamount budgetedcost budgetqty userrestrictions obspercentcomplete budgetid billingrate"),
            *plain("billingpricing expenserate expensepricing poaprate poappricing status supdocid invoicemessage"),
            *plain("invoicecurrency"),
            Lines("projectresources", "projectresource", "PROJECTRESOURCES", "PROJECTKEY", _PROJECT_RESOURCE),
            *plain("billingovermax excludeexpenses"),
        ),
    ),
    "task": ListShape(
        "TASK",
        (
            *leaves("key RECORDNO", "projectid", "name", "taskno", "description", "ismilestone", "parenttaskname"),
            *leaves("budgetqty", "estqty", "priority", "pbegindate date", "penddate date", "percentcomplete"),
            *leaves("taskstatus", "utilized", "billable", "itemid", "timetype TIMETYPENAME", "classid", "supdocid"),
            *plain("obspercentcomplete"),
        ),
    ),
    "glaccount": ListShape("GLACCOUNT", _ACCOUNT),
    "statglaccount": ListShape("STATACCOUNT", _STATISTICAL_ACCOUNT),
    "accountgroup": ListShape(
        "GLACCTGRP",
        leaves(
            "accountgroupname NAME",
            "headingtitle TITLE",
            "totaltitle",
            "normalbalance NORMAL_BALANCE",
            "memberstype MEMBERTYPE",
            "iskpi",
        ),
    ),
    "journal": ListShape("JOURNAL", _JOURNAL),
    "statjournal": ListShape("STATJOURNAL", _JOURNAL),
    "arterm": ListShape("ARTERM", _TERM),
    "apterm": ListShape("APTERM", _TERM),
    "araccountlabel": ListShape("ARACCOUNTLABEL", (*_LABEL, *plain("taxcode"))),
    "apaccountlabel": ListShape("APACCOUNTLABEL", _LABEL),
    "expensetypes": ListShape(
        "EEACCOUNTLABEL",
        leaves("glaccountno", "expensetype ACCOUNTLABEL", "description", "offsetglaccountno", "status", "unitcurrency"),
    ),
    "expensepaymenttype": ListShape(
        "EXPENSEPAYMENTTYPE", plain("name description nonreimbursable offsetacctno status")
    ),
    "reportingperiod": ListShape(
        "REPORTINGPERIOD",
        leaves(
            "name",
            "headingtitle HEADER1",
            "headingtitle2 HEADER2",
            "startdate START_DATE date",
            "enddate END_DATE date",
            "budgetable BUDGETING",
            "status",
        ),
    ),
    "trxcurrencies": ListShape("TRXCURRENCIES", plain("code")),
    "productline": ListShape(
        "PRODUCTLINE", leaves("productlineid", "parentid PARENTLINE", "productlinedesc DESCRIPTION", "status")
    ),
    "warehouse": ListShape(
        "WAREHOUSE",
        (
            *leaves("warehouseid", "name", "parentid", "managerid", "contactname CONTACTINFO.CONTACTNAME"),
            named_contact("shipto", "SHIPTO.CONTACTNAME"),
            *plain("usedingl status"),
        ),
    ),
}
