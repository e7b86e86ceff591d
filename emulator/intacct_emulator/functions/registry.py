"""Every function the emulator answers, by the name of its element.

``@function("read", decode=ReadCall.decode)`` registers a handler that gets a context and the decoded call. The coverage
page is made from what is registered here.
"""

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from lxml import etree

from intacct_emulator.catalogue.model import Evidence, Level
from intacct_emulator.functions.outcome import Outcome
from intacct_emulator.tenancy.company import Company
from intacct_emulator.work.context import Context

from .arguments import argument

CallT = TypeVar("CallT")


def named_object(element: etree._Element) -> tuple[str, ...]:
    """The object that a call names in its `object` element or attribute."""
    name = argument(element, "object") or element.get("object", "").strip()
    return (name.upper(),) if name.isidentifier() else ()


@dataclass(frozen=True, slots=True)
class Function:
    """A registered function: how its element is decoded and what it does.

    `reads` says that it writes nothing. `level` is kept where it writes an object that the product only keeps. `inline`
    says whether a call is cheap whatever the company's size, and may run on the thread that received the request.
    `objects` names the objects a call is about, for observers.
    """

    name: str
    decode: Callable[[etree._Element], Any]
    handle: Callable[[Context, Any], Outcome]
    evidence: Evidence
    source: str
    level: Level = Level.MODELLED
    inline: Callable[[Company, etree._Element], bool] | None = None
    reads: bool = False
    objects: Callable[[etree._Element], tuple[str, ...]] = named_object

    def answer(self, context: Context, element: etree._Element) -> Outcome:
        """What the function answers to an element. Raises GatewayError."""
        return self.handle(context, self.decode(element))


class Registry:
    """Functions by name. The modules of a family are imported when one of its functions is first called."""

    def __init__(self) -> None:
        self._functions: dict[str, Function] = {}
        self._imported: set[str] = set()

    def function(
        self,
        name: str,
        *,
        decode: Callable[[etree._Element], CallT],
        evidence: Evidence,
        source: str,
        level: Level = Level.MODELLED,
        inline: Callable[[Company, etree._Element], bool] | None = None,
        reads: bool = False,
        objects: Callable[[etree._Element], tuple[str, ...]] = named_object,
    ) -> Callable[[Callable[[Context, CallT], Outcome]], Callable[[Context, CallT], Outcome]]:
        """Registers the decorated handler under `name`; registering a name twice is a bug."""

        def register(handle: Callable[[Context, CallT], Outcome]) -> Callable[[Context, CallT], Outcome]:
            if name in self._functions:
                raise ValueError(f"function {name} is registered twice")
            self._functions[name] = Function(name, decode, handle, evidence, source, level, inline, reads, objects)
            return handle

        return register

    def find(self, name: str) -> Function | None:
        """The function of that element name, or None."""
        # A function is registered before its module has finished loading: other threads have to wait.
        if (module := MODULES.get(name)) and module not in self._imported:
            importlib.import_module(module)
            self._imported.add(module)
        return self._functions.get(name)

    def all(self) -> tuple[Function, ...]:
        """All functions, sorted by name."""
        for module in set(MODULES.values()):
            importlib.import_module(module)
        return tuple(sorted(self._functions.values(), key=lambda function: function.name.lower()))


_FAMILIES = {
    "session": ("getAPISession",),
    "records": ("create", "update", "delete"),
    "reading": ("read", "readByName"),
    "query": ("query", "readByQuery", "readMore"),
    "related": ("readRelated",),
    "views": ("readView",),
    "metadata": ("lookup", "inspect"),
    "dimensions": (
        "getDimensions",
        "getDimensionRelationships",
        "getDimensionRestrictions",
        "getDimensionAutofillDetails",
        "getDimensionRestrictedData",
        "getDimensionAutofillData",
    ),
    "company": ("getFinancialSetup", "readEntityDetails", "readUserFormatting"),
    "reports": ("readReport",),
    "printing": ("retrievepdf",),
    "permissions": ("getUserPermissions",),
    "audit": ("getAuditTrail",),
    "delivery": ("getDdsObjects", "getDdsDdl", "runDdsJob"),
    "approvals": (
        *("approve", "decline", "recallApBill"),
        *("approveVendor", "declineVendor", "getVendorsToApprove", "getVendorApprovalHistory"),
    ),
    "legacy.company": ("get_applications", "get_companyprefs", "set_companyprefs"),
    "legacy.receivables": (
        *("create_invoice", "update_invoice", "delete_invoice"),
        *("create_aradjustment", "update_aradjustment", "delete_aradjustment"),
        *("create_customer", "update_customer", "delete_customer"),
    ),
    "legacy.receipts": (*("create_arpayment", "apply_arpayment", "delete_arpayment", "create_arpaymentbatch"),),
    "legacy.payments": (
        *("create_paymentrequest", "delete_paymentrequest", "create_appayment"),
        *(f"{verb}_appaymentrequest" for verb in ("approve", "decline", "send", "confirm", "void")),
    ),
    "legacy.reversals": ("reverse_arpayment", "reverse_invoice", "reverse_appayment", "reverse_bill"),
    "legacy.payables": (
        *("create_bill", "update_bill", "delete_bill"),
        *("create_apadjustment", "update_apadjustment", "delete_apadjustment"),
        *("create_vendor", "update_vendor", "delete_vendor"),
    ),
    "legacy.bank_accounts": tuple(
        f"{verb}_{kind}account" for kind in ("checking", "savings") for verb in ("create", "update", "delete")
    ),
    "legacy.cash_management": (
        *("record_cctransaction", "update_cctransaction", "reverse_cctransaction"),
        *("record_otherreceipt", "update_otherreceipt", "delete_otherreceipt"),
        "record_deposit",
    ),
    "legacy.bank_reconciliation": ("reconcile_bank",),
    "legacy.general_ledger": (
        *("create_gltransaction", "delete_gltransaction", "create_statgltransaction"),
        *("create_glaccount", "update_glaccount", "delete_glaccount"),
        *("create_statglaccount", "update_statglaccount", "delete_statglaccount"),
        *("create_journal", "update_journal", "delete_journal"),
        *("create_statjournal", "delete_statjournal"),
    ),
    "legacy.allocations": ("create_allocation", "update_allocation", "delete_allocation"),
    "legacy.taxes": (
        *("create_taxdetail", "update_taxdetail", "delete_taxdetail"),
        *("create_taxschedule", "update_taxschedule", "delete_taxschedule"),
        *("create_taxscheduledetail", "delete_taxscheduledetail"),
        *("create_contacttaxgroup", "delete_contacttaxgroup", "create_itemtaxgroup", "delete_itemtaxgroup"),
        *("create_taxschedulemap", "delete_taxschedulemap"),
    ),
    "legacy.masters": tuple(
        f"{verb}_{name}"
        for name in (
            *("class", "department", "location", "contact", "employee", "project"),
            *("arterm", "apterm", "araccountlabel", "apaccountlabel", "expensetype"),
        )
        for verb in ("create", "update", "delete")
    ),
    "legacy.attachments": (
        *("create_supdoc", "update_supdoc", "delete_supdoc"),
        *("create_supdocfolder", "update_supdocfolder", "delete_supdocfolder"),
    ),
    "legacy.batches": (
        *("create_invoicebatch", "create_billbatch"),
        *("create_aradjustmentbatch", "create_apadjustmentbatch"),
    ),
    "legacy.recurring": (
        *("create_recurringinvoice", "delete_recurringinvoice", "create_recurringbill", "delete_recurringbill"),
        *("create_recurringgltransaction", "delete_recurringgltransaction"),
        *("create_recurringstatgltrans", "delete_recurringstatgltrans"),
    ),
    "legacy.reclassifying": ("reclassify_invoice", "reclassify_bill"),
    "legacy.lists": ("get_list", "get"),
    "legacy.visibility": ("update_customervisibility", "update_vendorvisibility"),
    "legacy.getters": ("get_invoice", "get_bill", "get_aradjustment", "get_apadjustment"),
    "legacy.party_accounts": (
        *(
            f"{verb}_{name}"
            for name in (
                *("customerbankaccount", "customerchargecard", "customerachinfo"),
                *("territory", "achbankconfiguration"),
            )
            for verb in ("create", "update", "delete")
        ),
        "create_vendorentityaccountno",
    ),
    "legacy.balances": ("get_trialbalance", "get_accountbalances"),
    "legacy.balances_by_dimensions": ("get_accountbalancesbydimensions",),
    "legacy.account_groups": ("get_accountgroupdetails",),
    "legacy.closed_books": ("get_closedbooksdate",),
    "legacy.aging": ("get_araging",),
}
MODULES = {name: f"intacct_emulator.functions.{family}" for family, names in _FAMILIES.items() for name in names}

REGISTRY = Registry()
function = REGISTRY.function
