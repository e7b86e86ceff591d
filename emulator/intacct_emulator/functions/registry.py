"""Every function the emulator answers, by the name of its element.

``@function("read", decode=ReadCall.decode)`` registers a handler that gets a context and the decoded call. The coverage
page is made from what is registered here.
"""

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from lxml import etree

from intacct_emulator.catalogue.model import Evidence
from intacct_emulator.functions.context import Context
from intacct_emulator.functions.outcome import Outcome

CallT = TypeVar("CallT")


@dataclass(frozen=True, slots=True)
class Function:
    """A registered function: how its element is decoded and what it does."""

    name: str
    decode: Callable[[etree._Element], Any]
    handle: Callable[[Context, Any], Outcome]
    evidence: Evidence
    source: str


class Registry:
    """Functions by name. The modules of a family are imported when one of its functions is first called."""

    def __init__(self) -> None:
        self._functions: dict[str, Function] = {}

    def function(
        self, name: str, *, decode: Callable[[etree._Element], CallT], evidence: Evidence, source: str
    ) -> Callable[[Callable[[Context, CallT], Outcome]], Callable[[Context, CallT], Outcome]]:
        """Registers the decorated handler under `name`; registering a name twice is a bug."""

        def register(handle: Callable[[Context, CallT], Outcome]) -> Callable[[Context, CallT], Outcome]:
            if name in self._functions:
                raise ValueError(f"function {name} is registered twice")
            self._functions[name] = Function(name, decode, handle, evidence, source)
            return handle

        return register

    def find(self, name: str) -> Function | None:
        """The function of that element name, or None."""
        if name not in self._functions and (module := _MODULES.get(name)):
            importlib.import_module(module)
        return self._functions.get(name)

    def all(self) -> tuple[Function, ...]:
        """All functions, sorted by name."""
        for module in set(_MODULES.values()):
            importlib.import_module(module)
        return tuple(sorted(self._functions.values(), key=lambda function: function.name.lower()))


_FAMILIES = {
    "session": ("getAPISession",),
    "records": ("create", "update", "delete"),
    "reading": ("read", "readByName"),
    "query": ("query", "readByQuery", "readMore"),
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
    "permissions": ("getUserPermissions",),
    "audit": ("getAuditTrail",),
    "delivery": ("getDdsObjects", "getDdsDdl", "runDdsJob"),
    "legacy.company": ("get_applications", "get_companyprefs", "set_companyprefs"),
    "legacy.receivables": ("create_invoice", "create_customer"),
    "legacy.payables": ("create_bill", "create_vendor"),
    "legacy.general_ledger": ("create_gltransaction",),
    "legacy.lists": ("get_list", "get"),
}
_MODULES = {name: f"intacct_emulator.functions.{family}" for family, names in _FAMILIES.items() for name in names}

REGISTRY = Registry()
function = REGISTRY.function
