"""The objects that are views over the tables of others, each with what gives its statement."""

from collections.abc import Mapping
from types import MappingProxyType

from intacct_emulator.masters.inter_entity import DEFAULT, SETUP, default_view, setup_view
from intacct_emulator.records.store import View

from .ledger.account_groups import account_group_hierarchy
from .ledger.views import ledger_detail
from .taxes.views import tax_records

VIEWS: Mapping[str, View] = MappingProxyType(
    {
        "GLACCTGRPHIERARCHY": account_group_hierarchy,
        "GLDETAIL": ledger_detail,
        "TAXRECORD": tax_records,
        SETUP: setup_view,
        DEFAULT: default_view,
    }
)
