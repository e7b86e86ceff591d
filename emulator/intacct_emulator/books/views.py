"""The objects that are views over the tables of others, each with what gives its statement.

What gives it is loaded when the object is first asked for: most runs ask for few of them.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from intacct_emulator.catalogue.model import ObjectDefinition
from intacct_emulator.records.store import View

_Statement = tuple[str, Sequence[str]]


def _ledger_detail(definition: ObjectDefinition) -> _Statement:
    from .ledger.views import ledger_detail

    return ledger_detail(definition)


def _account_group_hierarchy(definition: ObjectDefinition) -> _Statement:
    from .ledger.account_groups import account_group_hierarchy

    return account_group_hierarchy(definition)


def _tax_records(definition: ObjectDefinition) -> _Statement:
    from .taxes.views import tax_records

    return tax_records(definition)


def _inter_entity_setup(definition: ObjectDefinition) -> _Statement:
    from intacct_emulator.masters.inter_entity import setup_view

    return setup_view(definition)


def _default_accounts_of_entities(definition: ObjectDefinition) -> _Statement:
    from intacct_emulator.masters.inter_entity import default_view

    return default_view(definition)


def _roles(definition: ObjectDefinition) -> _Statement:
    from intacct_emulator.masters.roles import ROLE_VIEWS

    return ROLE_VIEWS[definition.name](definition)


VIEWS: Mapping[str, View] = MappingProxyType(
    {
        "GLACCTGRPHIERARCHY": _account_group_hierarchy,
        "GLDETAIL": _ledger_detail,
        "TAXRECORD": _tax_records,
        "INTERENTITYSETUP": _inter_entity_setup,
        "ENTITYACCTDEFAULT": _default_accounts_of_entities,
        "ROLEASSIGNMENT": _roles,
        "ROLEGROUPS": _roles,
        "ROLEUSERS": _roles,
    }
)
