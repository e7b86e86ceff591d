"""Which accounts an account group holds, and the view that shows them: `GLACCTGRPHIERARCHY`.

A group holds the accounts in its ranges, those of its categories, or what the groups in it hold. A computation holds
none: it is a number.
"""

from collections.abc import Iterator, Sequence

from intacct_emulator.catalogue.model import ObjectDefinition
from intacct_emulator.masters.account_groups import GROUP, MEMBER
from intacct_emulator.records.record import Record
from intacct_emulator.records.store import Records

COMPUTATION = "Computation"
_OWN_ACCOUNTS = (
    ("GLACCTRANGE", "GLCOACATMEMBER", "GLACCOUNT"),
    ("GLSTATACCTRANGE", "GLSTATCOACATMEMBER", "STATACCOUNT"),
)
_FILTER = "FILTER"
_NO_FILTER = (None, "nofilter")
_KEYS_OF_A_GROUP = 1_000_000


def groups_in(records: Records, group: Record) -> list[Record]:
    """The groups that are members of a group, in their order."""
    members = records.where(MEMBER, GLACCTGRPKEY=group.key)
    found = (records.find(GROUP, str(member["CHILDNAME"])) for member in members)
    return [child for child in found if child is not None]


def own_accounts(records: Records, group: Record) -> list[Record]:
    """The accounts that a group holds itself, by number: those in its ranges and of its categories, active or not."""
    found: dict[tuple[str, str], Record] = {}
    for ranges, categories, accounts in _OWN_ACCOUNTS:
        for line in records.where(ranges, GLACCTGRPKEY=group.key):
            first, last = str(line["RANGEFROM"]), str(line["RANGETO"])
            for account in records.where(accounts):
                if first <= account.id <= last:
                    found[account.id, accounts] = account
        for line in records.where(categories, GLACCTGRPKEY=group.key):
            for account in records.where(accounts, CATEGORY=line["CATEGORYNAME"]):
                found[account.id, accounts] = account
    return [found[place] for place in sorted(found)]


def groups_within(records: Records, group: Record) -> Iterator[Record]:
    """A group and all groups in it, at any depth, each once."""
    known: set[int] = set()
    waiting = [group]
    while waiting:
        one = waiting.pop(0)
        if one.key not in known:
            known.add(one.key)
            yield one
            waiting.extend(groups_in(records, one))


def accounts_in(records: Records, group: Record) -> frozenset[str]:
    """The numbers of all accounts that a group holds, at any depth."""
    return frozenset(account.id for one in groups_within(records, group) for account in own_accounts(records, one))


def narrowing(group: Record) -> Sequence[str]:
    """The fields by which a group counts only part of its accounts' lines."""
    filters = (field.id for field in group.definition.fields if field.id.startswith(_FILTER))
    found = [name for name in filters if group[name] not in _NO_FILTER]
    return [*found, "DBCR"] if group["DBCR"] not in (None, "Both") else found


def account_group_hierarchy(definition: ObjectDefinition) -> tuple[str, Sequence[str]]:
    """The statement that GLACCTGRPHIERARCHY is a view of: every group beside every account that it holds at any depth
    (inferred from the documented samples)."""
    parts = []
    for statistical, (ranges, categories, accounts) in enumerate(_OWN_ACCOUNTS):
        number = f"(groups.RECORDNO * 2 + {statistical}) * {_KEYS_OF_A_GROUP} + account.RECORDNO"
        columns = _hierarchy_columns(definition, number, statistical=bool(statistical))
        held = (
            f"account.ACCOUNTNO IN (SELECT inside.ACCOUNTNO FROM {accounts} AS inside JOIN {ranges} AS one "  # noqa: S608
            "ON inside.ACCOUNTNO BETWEEN one.RANGEFROM AND one.RANGETO WHERE one.GLACCTGRPKEY = below.inner) "
            f"OR account.CATEGORY IN (SELECT CATEGORYNAME FROM {categories} WHERE GLACCTGRPKEY = below.inner)"
        )
        parts.append(
            f"SELECT DISTINCT {columns} FROM below JOIN GLACCTGRP AS groups ON groups.RECORDNO = below.outer "  # noqa: S608
            f"JOIN {accounts} AS account ON {held}"
        )
    below = (
        f"WITH RECURSIVE below(outer, inner) AS (SELECT RECORDNO, RECORDNO FROM {GROUP} UNION "  # noqa: S608 - our own
        f"SELECT below.outer, child.RECORDNO FROM below JOIN {MEMBER} AS member ON member.GLACCTGRPKEY = below.inner "
        f"JOIN {GROUP} AS child ON child.NAME = member.CHILDNAME)"
    )
    reads = (GROUP, MEMBER, *(name for names in _OWN_ACCOUNTS for name in names))
    return f"{below} {' UNION ALL '.join(parts)}", reads


def _hierarchy_columns(definition: ObjectDefinition, number: str, *, statistical: bool) -> str:
    known = {
        "RECORDNO": number,
        "GLACCTGRPKEY": "groups.RECORDNO",
        "GLACCTGRPNAME": "groups.NAME",
        "GLACCTGRPTITLE": "groups.TITLE",
        "GLACCTGRPNORMALBALANCE": "groups.NORMAL_BALANCE",
        "GLACCTGRPMEMBERTYPE": "groups.MEMBERTYPE",
        "GLACCTGRPHOWCREATED": "'User Defined'",
        "GLACCTGRPLOCATIONKEY": "groups.MEGAENTITYKEY",
        "ACCOUNTNO": "account.ACCOUNTNO",
        "ACCOUNTLOCATIONKEY": "account.MEGAENTITYKEY",
    }
    if not statistical:
        known |= {
            "ACCOUNTNORMALBALANCE": "CASE account.NORMALBALANCE WHEN '-1' THEN 'credit' ELSE 'debit' END",
            "ACCOUNTTYPE": "CASE account.ACCOUNTTYPE WHEN 'I' THEN 'incomestatement' ELSE 'balancesheet' END",
        }
    return ", ".join(f'{known.get(field.id, "NULL")} AS "{field.id}"' for field in definition.stored_fields)
