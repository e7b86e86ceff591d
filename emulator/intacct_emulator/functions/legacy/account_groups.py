"""`get_accountgroupdetails`: what an account group holds, down to its accounts."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from intacct_emulator.books.ledger.account_groups import groups_in, own_accounts
from intacct_emulator.catalogue.model import Evidence
from intacct_emulator.errors import GatewayError, records
from intacct_emulator.functions.arguments import argument
from intacct_emulator.functions.outcome import Data, Element, Outcome
from intacct_emulator.functions.registry import function
from intacct_emulator.masters.account_groups import GROUP
from intacct_emulator.query.ast import Comparison, Operator, Selection
from intacct_emulator.query.literals import CodeDialect
from intacct_emulator.records.record import Record
from intacct_emulator.records.visibility import found
from intacct_emulator.work.access import Verb, require_right
from intacct_emulator.work.context import Context
from intacct_emulator.work.rows import scope_of, select

from .answers import columns_of, elements_of, rows_of
from .shapes.masters import SHAPES

_ACCOUNT = "glaccount"
_SHAPES = {"GLACCOUNT": _ACCOUNT, "STATACCOUNT": "statglaccount"}


@dataclass(frozen=True, slots=True)
class GroupDetailsCall:
    """`<get_accountgroupdetails>`: the name of a group."""

    name: str

    @classmethod
    def decode(cls, element: etree._Element) -> "GroupDetailsCall":
        """The call of a `<get_accountgroupdetails>` element."""
        return cls(argument(element, "accountgroupname"))


@function(
    "get_accountgroupdetails",
    decode=GroupDetailsCall.decode,
    evidence=Evidence.DOCUMENTED,
    source="published schema and response DTD; that groups stand before accounts is inferred",
    reads=True,
)
def get_account_group_details(context: Context, call: GroupDetailsCall) -> Outcome:
    """The group with the groups and accounts in it, each with what it holds. A computation holds none (inferred)."""
    require_right(context, context.company.catalogue[GROUP], Verb.READ)
    group = found(context.company.records, GROUP, call.name)
    if group is None:
        raise GatewayError(records.INVALID_REFERENCE, label="Account group", value=call.name)
    return Outcome(Data(content=(_details(context, group),)))


def _details(context: Context, group: Record) -> Element:
    store = context.company.records
    inside = [_details(context, one) for one in groups_in(store, group)]
    accounts = list(_accounts(context, own_accounts(store, group)))
    return Element("accountgroupdetail", (Element("accountgroupname", group.id), *inside, *accounts))


def _accounts(context: Context, accounts: list[Record]) -> Iterator[Element]:
    for name, shape_name in _SHAPES.items():
        numbers = tuple(account.id for account in accounts if account.definition.name == name)
        if not numbers:
            continue
        shape, definition = SHAPES[shape_name], context.company.catalogue[name]
        columns = columns_of(shape.children, definition.key)
        for start in range(0, len(numbers), _AT_ONCE):
            among = Comparison("ACCOUNTNO", Operator.IN, numbers[start : start + _AT_ONCE])
            scope = scope_of(context, include_private=True)
            page = select(context.company, definition, Selection(columns, among), scope, CodeDialect.DISPLAY)
            yield from elements_of(context, _ACCOUNT, shape.children, rows_of(page, columns), definition.key)


_AT_ONCE = 500
