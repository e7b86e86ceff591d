"""Works out a payment: which line gets how much, of cash, of discount, of each credit. Nothing is written here."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from intacct_emulator.books.money import Exchange, Money, shown
from intacct_emulator.errors import GatewayError, settlement, transactions
from intacct_emulator.records.record import Record
from intacct_emulator.records.store import Records
from intacct_emulator.tenancy.company import Company

from .allocation import Open, paired, total, waterfall
from .application import Application, Means
from .details import AskedCredit, Detail
from .kinds import Kept, SettlementKind
from .open_items import LineKey, OpenItems, OpenLine, negative, positive


class Planner:
    """Works out the payments of one kind in one company, one at a time."""

    def __init__(self, company: Company, kind: SettlementKind) -> None:
        self._company = company
        self._records: Records = company.records
        self._kind = kind
        self._setup = kind.subledger.setup(company.profile)

    def applications(self, details: Sequence[Detail], party: Record | None) -> list[Application]:
        """What the details come to, in their order. `party` is who pays, None when several do.

        Raises GatewayError for a document that does not exist, is another party's, or has less due than is paid.
        """
        if not details:
            raise GatewayError(transactions.NO_LINES)
        items = OpenItems(self._records)
        planned: list[Application] = []
        for detail in details:
            planned += self._applied(items, detail, party)
        if not any(application.amount.transaction for application in planned):
            raise GatewayError(settlement.NO_AMOUNT, number=details[0].document)
        return planned

    def _applied(self, items: OpenItems, detail: Detail, party: Record | None) -> list[Application]:
        document = self._document(items, detail.target.kept, detail.document, party)
        applied: list[Application] = []
        for credit in detail.credits:
            applied += self._credited(items, detail, document, credit, party)
        if detail.credits and not (detail.cash or detail.discount or detail.discount_day):
            return applied
        if not detail.cash and not detail.discount:
            raise GatewayError(settlement.NO_AMOUNT, number=_number(document))
        if detail.line is None and not self._setup.inline_credits:
            applied += self._own_credits(items, detail)
        cash = detail.cash or 0
        discount = detail.discount or 0
        if detail.discount is not None and self._kind.discounts_switched and not self._setup.custom_discounts:
            raise GatewayError(settlement.DISCOUNTS_OFF)
        lines = self._payable(items, detail, document)
        if detail.discount_day is not None and detail.line is None:
            discount = self._term_discount(items, detail, document, cash)
        due = self._due(items, detail, lines)
        if not due:
            raise GatewayError(settlement.NOTHING_DUE, what=detail.target.kept.word, number=_number(document))
        if cash + discount > due:
            entry = settlement.MORE_THAN_DUE
            raise GatewayError(entry, amount=shown(cash + discount), number=_number(document), due=shown(due))
        applied += self._spread(items, detail, document, discount, Means.DISCOUNT)
        return applied + self._spread(items, detail, document, cash, Means.CASH)

    def _spread(
        self, items: OpenItems, detail: Detail, document: Record, amount: int, source: Means
    ) -> list[Application]:
        day = detail.discount_day if source is Means.DISCOUNT else None
        lines = self._payable(items, detail, document)
        applied = []
        for share in waterfall(positive(lines), amount):
            line = lines[share.place]
            items.take(line, share.amount)
            applied.append(Application(detail.target, line.key, share.amount, source, share.amount, discount_day=day))
        return applied

    def _credited(
        self, items: OpenItems, detail: Detail, document: Record, asked: AskedCredit, party: Record | None
    ) -> list[Application]:
        kind = asked.kind
        if kind.inline and not self._setup.inline_credits:
            raise GatewayError(settlement.INLINE_CREDITS_OFF)
        source = self._document(items, kind.kept, asked.document, party)
        held = self._named(items, kind.kept, asked.document, asked.line)
        offered: list[Open] = positive(held) if kind.prepaid else negative(held)
        paid = self._payable(items, detail, document)
        # A document's own negative lines change what its other lines owe, not what it owes itself.
        within = kind.inline and asked.document == detail.document
        due = total(positive(paid)) if within else self._due(items, detail, paid)
        left = total(offered)
        amount = min(due, left) if asked.amount is None else asked.amount
        if not due:
            raise GatewayError(settlement.NOTHING_DUE, what=detail.target.kept.word, number=_number(document))
        if amount > due:
            entry = settlement.MORE_THAN_DUE
            raise GatewayError(entry, amount=shown(amount), number=_number(document), due=shown(due))
        if amount > left:
            entry = settlement.MORE_THAN_CREDIT
            raise GatewayError(entry, amount=shown(amount), number=_number(source), due=shown(left))
        applied = []
        for part in paired(positive(paid), offered, amount):
            line, credit = paid[part.paid], held[part.credit]
            items.take(line, part.amount)
            items.take(credit, part.taken if kind.prepaid else part.taken.reversed())
            applied.append(Application(detail.target, line.key, part.amount, kind, part.taken, credit.key))
        return applied

    def _own_credits(self, items: OpenItems, detail: Detail) -> list[Application]:
        """A document's negative lines are set off against its others before money is counted, unless the company wants
        them named (inferred)."""
        inline = next(
            (credit for credit in self._kind.credits if credit.inline and credit.kept == detail.target.kept), None
        )
        lines = items.lines(detail.target.kept, detail.document)
        amount = min(total(positive(lines)), total(negative(lines)))
        if inline is None or not amount:
            return []
        applied = []
        for part in paired(positive(lines), negative(lines), amount):
            line, credit = lines[part.paid], lines[part.credit]
            items.take(line, part.amount)
            items.take(credit, part.taken.reversed())
            applied.append(Application(detail.target, line.key, part.amount, inline, part.taken, credit.key))
        return applied

    def _term_discount(self, items: OpenItems, detail: Detail, document: Record, cash: int) -> int:
        """The discount of the document's term, if the money is exactly what is due without it and the discount was to
        be had on that day, days of grace included; else none (documented). It goes to the first lines (inferred)."""
        term_name = document.text("TERMNAME")
        term = self._records.find(self._kind.subledger.term_object, term_name) if term_name else None
        last_day = document.day("WHENDISCOUNT")
        day = detail.discount_day
        offered = term.text("DISCAMOUNT") if term is not None else None
        if term is None or offered is None or day is None or last_day is None:
            return 0
        if (day - last_day).days > (term.integer("DISCFUDGEDAYS") or 0):
            return 0
        entered = Decimal(int(document["TRX_TOTALENTERED"] or 0))
        size = Decimal(offered)
        exact = entered * size / 100 if term.text("DISCPERCAMN") == "%" else size * 100
        discount = int(exact.to_integral_value(ROUND_HALF_UP))
        due = self._due(items, detail, self._payable(items, detail, document))
        return discount if cash == due - discount else 0

    def _due(self, items: OpenItems, detail: Detail, lines: Sequence[OpenLine]) -> int:
        """What may be paid of the lines: what is open of them, and no more than the whole document owes."""
        whole = sum(line.left.transaction for line in items.lines(detail.target.kept, detail.document))
        return max(min(total(positive(lines)), whole), 0)

    def _document(self, items: OpenItems, kept: Kept, key: int, party: Record | None) -> Record:
        document = items.document(kept, key)
        if document is None:
            raise GatewayError(settlement.TRANSACTION_UNKNOWN)
        dimension = self._kind.subledger.party
        if party is not None and document.text(dimension.id_field) != party.id:
            label = self._company.profile.term(dimension.label)
            raise GatewayError(settlement.NOT_THE_PARTYS, number=_number(document), label=label, value=party.id)
        return document

    def _payable(self, items: OpenItems, detail: Detail, document: Record) -> list[OpenLine]:
        return self._named(items, detail.target.kept, document.key, detail.line)

    def _named(self, items: OpenItems, kept: Kept, document: int, line: int | None) -> list[OpenLine]:
        lines = items.lines(kept, document)
        if line is None:
            return lines
        if items.line(LineKey(kept, document, line)) is None:
            raise GatewayError(settlement.TRANSACTION_UNKNOWN)
        return [open_line for open_line in lines if open_line.key.line == line]


def _number(document: Record) -> str | int:
    return document.text("RECORDID") or document.key


def cash_of(applications: Sequence[Application], exchange: Exchange) -> Money:
    """The money that applications take, at the rate they take it."""
    cash: Money | None = None
    for application in applications:
        if application.source is Means.CASH:
            cash = application.taken if cash is None else cash.plus(application.taken)
    return exchange.nothing() if cash is None else cash
