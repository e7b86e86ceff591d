"""Customers, vendors, employees and contacts.

Their record numbers come first, as recorded for vendors.
"""

from collections.abc import Mapping

from .model import (
    Block,
    CustomFields,
    ListShape,
    Several,
    address_leaves,
    contact_leaves,
    leaves,
    named_contact,
    plain,
    whole_contact,
)

_MAIL_ADDRESS = Block("mailaddress", address_leaves())

SHAPES: Mapping[str, ListShape] = {
    "customer": ListShape(
        "CUSTOMER",
        (
            *plain("recordno customerid name parentid termname custrepid shippingmethod custtype taxid creditlimit"),
            *plain("totaldue territoryid resaleno"),
            Several("deliveryoptions", "deliveryoption", "DELIVERY_OPTIONS"),
            *leaves(
                "accountlabel", "glaccountno ARACCOUNT", "glgroup", "comments", "whenmodified", "status", "currency"
            ),
            named_contact("primary", "CONTACTINFO.CONTACTNAME"),
            named_contact("billto", "BILLTO.CONTACTNAME"),
            named_contact("shipto", "SHIPTO.CONTACTNAME"),
            whole_contact("contactinfo", "DISPLAYCONTACT", "DISPLAYCONTACT.CONTACTNAME"),
            *plain("vsoepricelist"),
            Block("contactlist", ()),
            *plain("pricelist"),
            CustomFields(),
            *plain("supdocid retainagepercentage"),
        ),
    ),
    "vendor": ListShape(
        "VENDOR",
        (
            *leaves("recordno", "vendorid", "name", "parentid", "termname", "glaccountno APACCOUNT", "accountlabel"),
            *plain("vendtype taxid creditlimit totaldue billingtype outsourcecheck vendoraccountno comments status"),
            *plain("currency onetime whenmodified"),
            named_contact("primary", "CONTACTINFO.CONTACTNAME"),
            named_contact("returnto", "RETURNTO.CONTACTNAME"),
            named_contact("payto", "PAYTO.CONTACTNAME"),
            whole_contact("contactinfo", "DISPLAYCONTACT", "DISPLAYCONTACT.CONTACTNAME"),
            Block("contactlist", ()),
            *plain("name1099 paymentnotify achenabled wireenabled checkenabled achbankroutingnumber achaccountnumber"),
            *plain("achaccounttype achremittancetype wirebankname wirebankroutingnumber wireaccountnumber"),
            *plain("wireaccounttype pmplusremittancetype pmplusemail pmplusfax displaytermdiscount supdocid"),
            *plain("mergepaymentreq retainagepercentage"),
        ),
    ),
    "employee": ListShape(
        "EMPLOYEE",
        (
            *leaves("employeeid", "ssn", "title", "locationid", "departmentid", "classid", "supervisorid"),
            *leaves("birthdate date", "startdate date", "enddate date"),
            *plain(
                "terminationtype employeetype gender whenmodified status name1099 form1099type form1099box currency"
            ),
            *plain("earningtypename"),
            whole_contact("personalinfo", "CONTACT", "PERSONALINFO.CONTACTNAME"),
            Block("contactlist", ()),
            *plain("paymentnotify"),
            CustomFields(),
            *plain("mergepaymentreq"),
        ),
    ),
    "contact": ListShape("CONTACT", contact_leaves()),
    "customerbankaccount": ListShape(
        "CUSTOMERBANKACCOUNT",
        (
            *plain("recordno customerid accountnumber routingnumber accounttype bankname accountholder description"),
            *plain("defaultaccount status"),
            _MAIL_ADDRESS,
        ),
    ),
    "customerchargecard": ListShape(
        "CUSTOMERCHARGECARD",
        (
            *plain("recordno customerid cardnum maskcardnum cardtype exp_month exp_year description defaultcard"),
            *plain("usebilltoaddr status"),
            _MAIL_ADDRESS,
        ),
        also={"cardnumber": "CARDNUM"},
    ),
    "customerachinfo": ListShape(
        "CUSTOMERACHINFO",
        plain("recordno customerid bankname bankadd1 bankadd2 aba accountnumber bankaccounttype"),
    ),
    "territory": ListShape("TERRITORY", (*plain("territoryid name parentid managerid status"), CustomFields())),
    "vendorentityaccount": ListShape(
        "VENDORENTITYACCOUNTNO",
        leaves(
            "recordno", "vendorid", "locationid", "accountno", "vendorname VENDOR.NAME", "locationname LOCATION.NAME"
        ),
    ),
    "vendorvisibility": ListShape("VENDORVISIBILITY", plain("vendorid name visibility")),
    "customervisibility": ListShape("CUSTOMERVISIBILITY", plain("customerid name visibility")),
}
