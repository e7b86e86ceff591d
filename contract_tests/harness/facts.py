"""The company the contracts run in: ids they need, northfield's by default, one's own by setting.

For a sandbox each value is found by reading the company (see `discovery.py`), unless `INTACCT_CONTRACT_<NAME>` in the
environment or a line `<name> = <value>` of the ini option `contract_facts` gives it. A contract that needs one which is
not known is skipped.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pytest

PREFIX = "INTACCT_CONTRACT_"


@dataclass(frozen=True, slots=True)
class Fact:
    """One value: northfield's, and what it must be in another company."""

    northfield: str
    meaning: str


FACTS: Mapping[str, Fact] = {
    "entity_id": Fact("US", "an entity the user may work in"),
    "customer_id": Fact("C-1001", "an active customer"),
    "other_customer_id": Fact("C-1002", "an active customer that is not the project's"),
    "customer_without_term_id": Fact("C-1020", "an active customer that has no default term"),
    "vendor_id": Fact("V-2003", "an active vendor"),
    "project_id": Fact("P-1001", "an active project of the customer `customer_id`"),
    "department_id": Fact("11", "an active department"),
    "location_id": Fact("US-NYC", "an active location inside the entity `entity_id`"),
    "other_entity_location_id": Fact("CA-TOR", "an active location inside another entity"),
    "revenue_account": Fact("4030", "an active revenue account that requires no dimension"),
    "department_account": Fact("4000", "an active account that requires a department"),
    "expense_account": Fact("6120", "an active expense account that requires no dimension"),
    "term_name": Fact("Net 30", "a receivables term: due 30 days after the invoice date"),
    "journal": Fact("GJ", "a journal that takes journal entries"),
    "open_date": Fact("03/16/2026", "a date in an open period"),
    "limited_user_id": Fact("argl_user", "a user without any right to vendors"),
    "limited_user_password": Fact("argl_user_secret", "the password of `limited_user_id`"),
}


class Facts:
    """The values, as attributes: `facts.customer_id`. Asking for one that is not given skips the contract."""

    def __init__(self, values: Mapping[str, str]) -> None:
        unknown = values.keys() - FACTS.keys()
        if unknown:
            raise ValueError(f"no such fact: {', '.join(sorted(unknown))}")
        self._values = dict(values)

    def __getattr__(self, name: str) -> str:
        if name.startswith("_") or name not in FACTS:
            raise AttributeError(name)
        if name not in self._values:
            pytest.skip(f"needs {FACTS[name].meaning}: set {PREFIX}{name.upper()}")
        return self._values[name]


def of_northfield() -> dict[str, str]:
    """The fixture company's values."""
    return {name: fact.northfield for name, fact in FACTS.items()}


def given(environ: Mapping[str, str], ini_lines: Iterable[str]) -> dict[str, str]:
    """The values that the environment and the ini option give; the environment goes first."""
    pairs = (line.partition("=") for line in ini_lines if "=" in line)
    values = {name.strip(): value.strip() for name, _, value in pairs}
    for name in FACTS:
        if environ.get(PREFIX + name.upper()):
            values[name] = environ[PREFIX + name.upper()]
    return values
