"""Legacy functions of master records: classes, departments, locations, contacts, employees, projects, terms, labels."""

from intacct_emulator.catalogue.model import Level

from .write_shape import CONTACT_FIELDS, WriteShape, contact_blocks, names, same, under
from .writing import creates, deletes, updates

_EXTERNAL = names("externalid")

CLASS = WriteShape("CLASS", "key", same("classid name description parentid status"))

DEPARTMENT = WriteShape(
    "DEPARTMENT", "departmentid", same("departmentid title parentid supervisorid status custtitle"), noted=_EXTERNAL
)

LOCATION = WriteShape(
    "LOCATION",
    "locationid",
    {
        **same("locationid name parentid supervisorid startdate enddate status custtitle"),
        **contact_blocks({"primary": "CONTACTINFO", "shipto": "SHIPTO"}),
    },
    noted=_EXTERNAL,
)

CONTACT = WriteShape("CONTACT", "contactname", CONTACT_FIELDS, noted=_EXTERNAL)

EMPLOYEE = WriteShape(
    "EMPLOYEE",
    "employeeid",
    {
        **same("employeeid ssn title locationid departmentid classid supervisorid birthdate startdate enddate"),
        **same("terminationtype employeetype gender status currency name1099 form1099type form1099box"),
        **same("earningtypename postactualcost emppositionid paymentnotify achenabled achbankroutingnumber"),
        **same("achaccountnumber achaccounttype achremittancetype mergepaymentreq"),
        "paymethod": "PAYMETHODKEY",
        **contact_blocks({"personalinfo": "PERSONALINFO"}),
    },
    noted=_EXTERNAL | names("contactlist"),
)

PROJECT = WriteShape(
    "PROJECT",
    "key",
    {
        **same("projectid name description parentid invoicewithparent projectcategory projecttype projectstatus"),
        **same("customerid managerid custuserid salescontactid begindate enddate departmentid locationid classid"),
        **same("currency billingtype termname docnumber sonumber ponumber poamount pqnumber budgetamount budgetedcost"),
        **same("budgetqty userrestrictions budgetid billingrate billingpricing expenserate expensepricing poaprate"),
        **same("poappricing status supdocid invoicemessage invoicecurrency billingovermax excludeexpenses"),
        **contact_blocks({"billto": "BILLTO", "shipto": "SHIPTO", "contactinfo": "CONTACTINFO"}),
    },
)

_TERM_FIELDS = {
    **same("name description status disccalcon"),
    **under("due", {"dueday": "DUEDATE", "duefrom": "DUEFROM"}),
    **under(
        "discount", {"discday": "DISCDATE", "discgracedays": "DISCFUDGEDAYS", **same("discfrom discamount discpercamn")}
    ),
    **under("penalty", {"pen_type": "PEN_TYPES", "pengracedays": "PENFUDGEDAYS", **same("penamount penpercamn")}),
}
RECEIVABLES_TERM = WriteShape("ARTERM", "name", _TERM_FIELDS)
PAYABLES_TERM = WriteShape("APTERM", "name", _TERM_FIELDS)

_LABEL_FIELDS = same("glaccountno accountlabel description offsetglaccountno status")
RECEIVABLES_LABEL = WriteShape(
    "ARACCOUNTLABEL", "accountlabel", {**_LABEL_FIELDS, "taxcode": "TAXCODE"}, noted=_EXTERNAL
)
PAYABLES_LABEL = WriteShape("APACCOUNTLABEL", "accountlabel", _LABEL_FIELDS, noted=_EXTERNAL)
EXPENSE_TYPE = WriteShape(
    "EEACCOUNTLABEL",
    "expensetype",
    {"expensetype": "ACCOUNTLABEL", **same("glaccountno description offsetglaccountno status")},
    noted=_EXTERNAL,
    level=Level.KEPT,
)

SHAPES = {
    "class": CLASS,
    "department": DEPARTMENT,
    "location": LOCATION,
    "contact": CONTACT,
    "employee": EMPLOYEE,
    "project": PROJECT,
    "arterm": RECEIVABLES_TERM,
    "apterm": PAYABLES_TERM,
    "araccountlabel": RECEIVABLES_LABEL,
    "apaccountlabel": PAYABLES_LABEL,
    "expensetype": EXPENSE_TYPE,
}

for _name, _shape in SHAPES.items():
    creates(f"create_{_name}", _shape)
    updates(f"update_{_name}", _shape)
    deletes(f"delete_{_name}", _shape)
