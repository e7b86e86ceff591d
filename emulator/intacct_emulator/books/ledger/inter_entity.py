"""Lines between entities: what the system adds where one entity's money, or account, meets another entity's line.

An entity whose lines come to more debits than credits owes the difference to the entity they are settled against; one
with more credits is owed it. Each side gets a line on the account that is mapped for it. Two entities settle against
each other; of a journal entry every entity settles against the source entity that the entry names (how several do is
inferred).
"""

from collections import defaultdict
from collections.abc import Sequence
from itertools import groupby

from intacct_emulator.books.currencies import Currencies
from intacct_emulator.books.dimensions import LOCATION, DimensionRules
from intacct_emulator.books.money import Money
from intacct_emulator.errors import GatewayError, transactions
from intacct_emulator.masters.inter_entity import accounts_between
from intacct_emulator.records.record import Record
from intacct_emulator.tenancy.company import Company

from .entry import CREDIT, DEBIT, LedgerLine, Origin


class BetweenEntities:
    """Adds the lines between entities of one company."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._rules = DimensionRules(company)
        self._currencies = Currencies(company)

    def of_entry(self, lines: Sequence[LedgerLine], source: Record) -> list[LedgerLine]:
        """The lines of a journal entry with those between the source entity and the others. Raises GatewayError for
        entities between which no accounts are mapped."""
        return [*lines, *self._settling(lines, source.key)]

    def of_document(
        self, lines: Sequence[LedgerLine], origins: Sequence[Origin]
    ) -> tuple[list[LedgerLine], list[Origin]]:
        """The journal lines of a document with those between entities after each of its lines. Raises GatewayError."""
        completed: list[LedgerLine] = []
        of_lines: list[Origin] = []
        pairs = zip(lines, origins, strict=True)
        for origin, group in groupby(pairs, key=lambda pair: pair[1]):
            own = [line for line, _ in group]
            whole = own if len({line.entity for line in own}) == 1 else [*own, *self._settling(own, own[0].entity)]
            completed += whole
            of_lines += [origin] * len(whole)
        return completed, of_lines

    def _settling(self, lines: Sequence[LedgerLine], source: int | None) -> list[LedgerLine]:
        totals: defaultdict[int | None, int] = defaultdict(int)
        for line in lines:
            totals[line.entity] += line.side * line.amount.base
        added: list[LedgerLine] = []
        for entity, owed in totals.items():
            if entity is not None and source is not None and entity != source and owed:
                added += self._pair(entity, source, owed, lines[0])
        return added

    def _pair(self, key: int, source_key: int, owed: int, like: LedgerLine) -> tuple[LedgerLine, LedgerLine]:
        """`owed` is what the entity owes the source entity, below zero what it is owed. Raises EmulatorGap where their
        base currencies differ."""
        entity, source = self._entity(key), self._entity(source_key)
        base = self._currencies.base_of(source)
        self._currencies.require_same_base(entity, base)
        own, others = accounts_between(self._company, entity, source), accounts_between(self._company, source, entity)
        if own is None or others is None:
            raise GatewayError(transactions.NO_INTER_ENTITY_ACCOUNTS, source=source.id, target=entity.id)
        amount = Money(abs(owed), abs(owed), base)
        if owed > 0:
            return (
                self._line(own.payable, CREDIT, amount, entity, like),
                self._line(others.receivable, DEBIT, amount, source, like),
            )
        return (
            self._line(own.receivable, DEBIT, amount, entity, like),
            self._line(others.payable, CREDIT, amount, source, like),
        )

    def _line(self, account: Record, side: int, amount: Money, entity: Record, like: LedgerLine) -> LedgerLine:
        location = self._company.records.get("LOCATION", entity.key)
        assert location is not None
        dimensions = {LOCATION: location}
        self._rules.check_required(dimensions, (account,))
        return LedgerLine(account, side, amount, dimensions, entity.key, like.description, like.document)

    def _entity(self, key: int) -> Record:
        entity = self._company.records.get("LOCATIONENTITY", key)
        assert entity is not None
        return entity
