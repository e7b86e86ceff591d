"""What a new record must bring and what it gets by itself, per object (documented: reference pages of create).

`required` in the catalogue is what lookup reports, which is wider: it also marks what the gateway fills in. Ids that a
document sequence could supply are required, as no sequences are configured.
"""

from collections.abc import Mapping

from intacct_emulator.catalogue.dimensions import DIMENSIONS
from intacct_emulator.catalogue.model import DataType, ObjectDefinition
from intacct_emulator.catalogue.values import Python, parse

_REQUIRED: Mapping[str, tuple[str, ...]] = {
    "ALLOCATION": ("ALLOCATIONID",),
    "APACCOUNTLABEL": ("ACCOUNTLABEL", "DESCRIPTION", "GLACCOUNTNO"),
    "APPYMT": ("VENDORID", "CURRENCY"),
    "ARACCOUNTLABEL": ("ACCOUNTLABEL", "DESCRIPTION", "GLACCOUNTNO"),
    "ARADVANCE": ("PAYMENTMETHOD", "CUSTOMERID", "RECEIPTDATE", "PAYMENTDATE"),
    "ARPYMT": ("PAYMENTMETHOD", "RECEIPTDATE", "CURRENCY"),
    "BANKACCTTXNFEED": ("FINANCIALENTITY", "FEEDDATE", "FEEDTYPE"),
    "CHECKINGACCOUNT": ("BANKACCOUNTID", "BANKNAME"),
    "CLASS": ("CLASSID", "NAME"),
    "CONTACT": ("CONTACTNAME", "PRINTAS"),
    "CONTRACT": ("CONTRACTID", "TERMTYPE", "BEGINDATE", "NAME", "CUSTOMERID", "TERMNAME", "LOCATIONID"),
    "CONTRACTDETAIL": ("CONTRACTID", "ITEMID", "LOCATIONID"),
    "COSTTYPE": ("STANDARDCOSTTYPEID",),
    "CREDITCARD": ("CARDID", "CARDTYPE", "EXP_MONTH", "EXP_YEAR", "LIABACCTKEY"),
    "CUSTOMER": ("CUSTOMERID", "NAME"),
    "DEPARTMENT": ("DEPARTMENTID", "TITLE"),
    "EEACCOUNTLABEL": ("ACCOUNTLABEL", "DESCRIPTION", "GLACCOUNTNO"),
    "EMPLOYEE": ("EMPLOYEEID",),
    "EXCHANGERATE": ("TYPENAME", "FROM_CURRENCY", "TO_CURRENCY"),
    "GLACCOUNT": ("ACCOUNTNO", "TITLE"),
    "GLACCTGRP": ("NAME", "MEMBERTYPE"),
    "GLBUDGETHEADER": ("BUDGETID", "DESCRIPTION"),
    "ITEM": ("ITEMID", "NAME", "ITEMTYPE"),
    "JOURNAL": ("SYMBOL", "TITLE"),
    "LOCATION": ("LOCATIONID", "NAME"),
    "LOCATIONENTITY": ("LOCATIONID", "NAME"),
    "PODOCUMENTPARAMS": ("DOCID",),
    "PROJECT": ("PROJECTID", "NAME", "PROJECTCATEGORY"),
    "PROVIDERBANKACCOUNT": ("PROVIDERID", "BANKACCOUNTID", "STATUS"),
    "PROVIDERVENDOR": ("PROVIDERID", "VENDORID", "STATUS"),
    "REPORTINGPERIOD": ("NAME", "HEADER1", "START_DATE", "END_DATE"),
    "SAVINGSACCOUNT": ("BANKACCOUNTID", "BANKNAME"),
    "STATACCOUNT": ("ACCOUNTNO", "TITLE"),
    "STATJOURNAL": ("SYMBOL", "TITLE"),
    "TASK": ("NAME", "PROJECTID", "TASKSTATUS"),
    "TIMESHEET": ("BEGINDATE", "EMPLOYEEID"),
    "USERINFO": ("LOGINID",),
    "VENDOR": ("VENDORID", "NAME"),
    "WAREHOUSE": ("WAREHOUSEID", "NAME"),
}

_DIMENSIONS_NOT_REQUIRED = dict.fromkeys((dimension.required_flag for dimension in DIMENSIONS), "false")
_NO_FILTERS = dict.fromkeys((dimension.filter_field for dimension in DIMENSIONS), "nofilter")

# STATUS is active wherever an object has it. Inferred: CUSTOMER's (as VENDOR's), VISIBLE, USERINFO's, term forms.
_DEFAULTS: Mapping[str, Mapping[str, str]] = {
    "APTERM": {"DUEFROM": "from invoice/bill date"},
    "ARTERM": {"DUEFROM": "from invoice/bill date"},
    "CONTACT": {"TAXABLE": "true", "VISIBLE": "true"},
    "CONTRACTDETAIL": {
        "STATE": "In progress",
        "RENEWAL": "false",
        "BILLINGMETHOD": "Fixed price",
        "BILLINGOPTIONS": "Use billing template",
        "PRORATEBILLINGPERIOD": "false",
        "USAGELINETYPE": "Variable",
        "COMMITTEDUSAGEENDACTION": "Bill unused quantity",
        "COMMITTEDUSAGEEXCESS": "Bill overage",
        "REV_REC_ON_INVOICE": "false",
    },
    "CUSTOMER": {"ONETIME": "false", "ONHOLD": "false", "OBJECTRESTRICTION": "Unrestricted"},
    "EMPLOYEE": {
        "POSTACTUALCOST": "false",
        "ACHENABLED": "false",
        "PAYMENTNOTIFY": "false",
        "MERGEPAYMENTREQ": "true",
    },
    "GLACCOUNT": {
        "ACCOUNTTYPE": "balancesheet",
        "NORMALBALANCE": "debit",
        "CLOSINGTYPE": "non-closing account",
        "ALTERNATIVEACCOUNT": "None",
        **_DIMENSIONS_NOT_REQUIRED,
    },
    "GLACCTGRP": {"NORMAL_BALANCE": "debit", "ASOF": "P", "DBCR": "Both", "ISKPI": "false", **_NO_FILTERS},
    "ITEM": {"SAFETYITEM": "false", "RESTRICTEDITEM": "false", "COMPLIANTITEM": "false"},
    "PROJECT": {"INVOICEWITHPARENT": "false", "BILLABLEEXPDEFAULT": "false", "BILLABLEAPPODEFAULT": "false"},
    "PROVIDERBANKACCOUNT": {"ISREBATEACCOUNT": "false"},
    "REPORTINGPERIOD": {"BUDGETING": "false"},
    "STATACCOUNT": _DIMENSIONS_NOT_REQUIRED,
    "TASK": {"ISMILESTONE": "false", "UTILIZED": "false", "BILLABLE": "false"},
    "TIMESHEET": {"STATE": "Draft"},
    "USERINFO": {"USERTYPE": "business user", "ADMIN": "false"},
    "VENDOR": {
        "ONETIME": "false",
        "ONHOLD": "false",
        "DONOTCUTCHECK": "false",
        "FILEPAYMENTSERVICE": "NONE",
        "ACHENABLED": "false",
        "DISPLAYTERMDISCOUNT": "true",
        "DISPLOCACCTNOCHECK": "false",
        "PAYMENTNOTIFY": "false",
        "MERGEPAYMENTREQ": "true",
        "OBJECTRESTRICTION": "Unrestricted",
        "ISINDIVIDUAL": "false",
    },
    "WAREHOUSE": {"USEDINGL": "true", "ENABLE_REPLENISHMENT": "true", "ENABLENEGATIVEINV": "false"},
}


def required_fields(definition: ObjectDefinition) -> tuple[str, ...]:
    """The fields a new record cannot do without. Where nothing is documented: its natural id, if lookup requires it."""
    documented = _REQUIRED.get(definition.name)
    if documented is not None:
        return tuple(name for name in documented if definition.find(name) is not None)
    natural = definition.find(definition.id_field) if definition.id_field else None
    named = natural is not None and natural.type is DataType.TEXT and natural.required and not natural.readonly
    return (natural.id,) if natural is not None and named else ()


def default_values(definition: ObjectDefinition) -> dict[str, Python]:
    """What fields of a new record hold when the request leaves them out."""
    texts = dict(_DEFAULTS.get(definition.name, {}))
    status = definition.find("STATUS")
    if status is not None and "active" in status.values:
        texts.setdefault("STATUS", "active")
    defaults: dict[str, Python] = {}
    for name, text in texts.items():
        field = definition.find(name)
        if field is not None and field.stored:
            defaults[field.id] = parse(field, text)
    return defaults
