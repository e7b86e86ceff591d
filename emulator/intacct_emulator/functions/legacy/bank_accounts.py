"""Legacy functions of checking and savings accounts."""

from collections.abc import Mapping
from types import MappingProxyType

from .write_shape import WriteShape, names, same, under
from .writing import creates, deletes, updates

_ADDRESS: Mapping[str, str] = MappingProxyType(
    {**same("address1 address2 address3 city state zip country"), "isocountrycode": "COUNTRYCODE"}
)
_BANK_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        **same("bankaccountid bankaccountno locationid bankname routingno branchid phone currency status glaccountno"),
        **same("servicechargeglaccount servicechargeaccountlabel interestearnedglaccount interestearnedaccountlabel"),
        **same("departmentid disableiet"),
        **under("mailaddress", _ADDRESS, "MAILADDRESS."),
        **under("financialdata", same("apjournal arjournal"), "FINANCIALDATA."),
    }
)
_CHECKING_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        **_BANK_FIELDS,
        **under("checkinfocontact", same("companyname contactname phone1"), "CHECKINFOCONTACT."),
        **under("checkinfocontact/mailaddress", _ADDRESS, "CHECKINFOCONTACT.MAILADDRESS."),
        **under(
            "checklayout",
            same(
                "dfltcnyaddr checkprintformat checkpaperformat sigline2amount printlineitems bankacctalign "
                "spacestoappend checknolength voidtext"
            ),
            "CHECKLAYOUT.",
        ),
        **same("nextcheck achenabled achbankid companyname companyidentification financialinstitution description"),
        **same("discretionarydata userecommendedsetup serviceclasscode batchid tracenumberseq usetracenumber"),
        **same("docnumberseq fractionalroutingno nameontheaccount"),
        **same("abo_first_name abo_middle_name abo_last_name abo_phone_number abo_email_id"),
    }
)
# Who sees an account is not modelled, nor are reconciliations, nor the services that print checks and send payments.
_NOTED = names("visibility financialdata outsourcecheck outsourceach amexchecknum")

CHECKING_ACCOUNT = WriteShape("CHECKINGACCOUNT", "bankaccountid", _CHECKING_FIELDS, noted=_NOTED)
SAVINGS_ACCOUNT = WriteShape(
    "SAVINGSACCOUNT",
    "bankaccountid",
    {**_BANK_FIELDS, "financialdata/reconmode": "FINANCIALDATA.RECONMODE"},
    noted=_NOTED,
)

for _name, _shape in (("checkingaccount", CHECKING_ACCOUNT), ("savingsaccount", SAVINGS_ACCOUNT)):
    creates(f"create_{_name}", _shape)
    updates(f"update_{_name}", _shape)
    deletes(f"delete_{_name}", _shape)
