"""Legacy functions of what belongs to a customer or vendor: bank accounts, charge cards, ACH information, territories,
account numbers by location, and the configurations of banks for ACH files."""

from collections.abc import Mapping
from types import MappingProxyType

from intacct_emulator.catalogue.model import Level

from .write_shape import WriteShape, names, same, under
from .writing import creates, deletes, updates

_ADDRESS: Mapping[str, str] = MappingProxyType(
    {**same("address1 address2 address3 city state zip country"), "isocountrycode": "COUNTRYCODE"}
)
_MAIL = under("mailaddress", _ADDRESS, "MAILADDRESS.")
SHAPES: Mapping[str, WriteShape] = {
    "customerbankaccount": WriteShape(
        "CUSTOMERBANKACCOUNT",
        "recordno",
        {
            **same("customerid accountnumber routingnumber accounttype bankname accountholder description status"),
            **same("defaultaccount"),
            **_MAIL,
        },
        level=Level.KEPT,
    ),
    "customerchargecard": WriteShape(
        "CUSTOMERCHARGECARD",
        "recordno",
        {
            **same("customerid cardnum cardtype exp_month exp_year description status defaultcard usebilltoaddr"),
            **_MAIL,
        },
        level=Level.KEPT,
    ),
    "customerachinfo": WriteShape(
        "CUSTOMERACHINFO",
        "recordno",
        same("customerid bankname bankadd1 bankadd2 aba accountnumber bankaccounttype"),
        level=Level.KEPT,
    ),
    "territory": WriteShape(
        "TERRITORY",
        "territoryid",
        same("territoryid name parentid managerid status"),
        noted=names("externalid"),
        level=Level.KEPT,
    ),
    "achbankconfiguration": WriteShape(
        "ACHBANK",
        "achbankid",
        same("achbankid destinationid destinationname originid originname referencecode status eofmarker"),
        level=Level.KEPT,
    ),
}
VENDOR_ACCOUNT = WriteShape(
    "VENDORENTITYACCOUNTNO", "recordno", same("vendorid accountno locationid"), level=Level.KEPT
)

for _name, _shape in SHAPES.items():
    creates(f"create_{_name}", _shape)
    updates(f"update_{_name}", _shape)
    deletes(f"delete_{_name}", _shape)
creates("create_vendorentityaccountno", VENDOR_ACCOUNT)
