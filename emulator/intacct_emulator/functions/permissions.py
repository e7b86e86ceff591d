"""`getUserPermissions`: the effective rights of a user, by application and policy."""

from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from intacct_emulator.catalogue.loader import Catalogue
from intacct_emulator.catalogue.model import Evidence
from intacct_emulator.errors import GatewayError, protocol
from intacct_emulator.tenancy.users import Rights
from intacct_emulator.work.access import Verb, require_permission
from intacct_emulator.work.context import Context

from .arguments import argument
from .outcome import Data, Element, Outcome
from .registry import function

# The order rights are listed in: recorded for those a policy may have together.
_ORDER = ("List", "View", "Add", "Edit", "Delete", "Reverse", "Post", "Reclass")
_GRANTED_BY_VERB = {"create": "Add", "update": "Edit", "delete": "Delete"}
_READING = frozenset({"List", "View"})


@dataclass(frozen=True, slots=True)
class UserPermissionsCall:
    """`<getUserPermissions>`: the user's LOGINID."""

    user_id: str

    @classmethod
    def decode(cls, element: etree._Element) -> "UserPermissionsCall":
        """The call of a `<getUserPermissions>` element."""
        return cls(argument(element, "userId"))


@function(
    "getUserPermissions",
    decode=UserPermissionsCall.decode,
    evidence=Evidence.DOCUMENTED,
    source="users page; SDK test with sample",
)
def get_user_permissions(context: Context, call: UserPermissionsCall) -> Outcome:
    """The user's rights. Who may do everything has every right of every policy the emulator knows.

    Raises NO_PERMISSION for a caller who may not see the rights of users (documented; the words are inferred), and
    LOGIN_UNKNOWN.
    """
    require_permission(context, context.company.catalogue["USERRIGHTS"], Verb.READ)
    user = context.company.users.find(call.user_id)
    if user is None:
        raise GatewayError(protocol.LOGIN_UNKNOWN, user=call.user_id)
    rights = everything(context.company.catalogue) if user.rights is None else user.rights
    applications: dict[str, list[Element]] = {}
    for (application, policy), granted in rights.items():
        entry = Element("policy", (Element("policyName", policy), Element("rights", "|".join(_ordered(granted)))))
        applications.setdefault(application, []).append(entry)
    subscriptions = tuple(
        Element("appSubscription", (Element("applicationName", name), Element("policies", policies)))
        for name, policies in applications.items()
    )
    return Outcome(Data(content=(Element("permissions", subscriptions),)))


def everything(catalogue: Catalogue) -> Rights:
    """All rights there are to give: List and View for each policy, and what the verbs of its objects ask for."""
    rights: dict[tuple[str, str], frozenset[str]] = {}
    for definition in catalogue:
        if definition.policy:
            policy = (definition.application, definition.policy)
            writing = {right for verb, right in _GRANTED_BY_VERB.items() if verb in definition.verbs}
            rights[policy] = rights.get(policy, _READING) | writing
    return {policy: rights[policy] for policy in sorted(rights)}


def _ordered(granted: Iterable[str]) -> list[str]:
    return sorted(granted, key=lambda right: (_ORDER.index(right) if right in _ORDER else len(_ORDER), right))
