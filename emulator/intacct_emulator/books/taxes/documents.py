"""Taxes on lines of invoices, bills and adjustments: each is a line of its own after the line it belongs to.

Such a line is no line item, and names its line and its tax detail (recorded fields). It is offset to the control
account like any other, so that the document's total, what is owed and what is paid include the tax.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from intacct_emulator.books.documents.changes import LineDraft
from intacct_emulator.books.documents.kinds import DocumentKind
from intacct_emulator.books.documents.subledgers import PAYABLES
from intacct_emulator.books.money import kept, shown
from intacct_emulator.catalogue.dimensions import dimensions_of
from intacct_emulator.catalogue.values import Python
from intacct_emulator.errors import EmulatorGap, GatewayError, protocol, records
from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.record import Record
from intacct_emulator.tenancy.company import Company

from .rules import PURCHASE, SALE, Tax, TaxRules, entries_of

_TOTAL = "TOTALTRXAMOUNT"
_SHARED = ("ENTRYDESCRIPTION", "OFFSETGLACCOUNTNO")


class DocumentTaxes:
    """The taxes of documents of one kind in one company."""

    def __init__(self, company: Company, kind: DocumentKind) -> None:
        self._company = company
        self._kind = kind

    def with_taxes(
        self, header: RecordDraft, lines: Sequence[LineDraft], kept_taxes: Sequence[Record]
    ) -> list[LineDraft]:
        """The given lines, each followed by its taxes; those that are still there stay the lines they were.

        Raises GatewayError and EmulatorGap as `TaxRules` does.
        """
        tax_type = PURCHASE if self._kind.subledger is PAYABLES else SALE
        rules = TaxRules(self._company.records, tax_type, header.text("TAXSOLUTIONID"))
        inclusive = header.values.get("INCLUSIVETAX") is True
        left = list(kept_taxes)
        return [each for line in lines for each in self._taxed(rules, line, left, inclusive=inclusive)]

    def kept(self, lines: Sequence[LineDraft]) -> list[LineDraft]:
        """Lines that stay as they are, of which those of taxes are known as such."""
        return [line._replace(tax=self._detail_of(line.kept)) for line in lines]

    def _detail_of(self, kept_line: Record | None) -> Record | None:
        key = kept_line.integer("DETAILKEY") if kept_line is not None else None
        return self._company.records.get("TAXDETAIL", key) if key is not None else None

    def _taxed(self, rules: TaxRules, line: LineDraft, left: list[Record], *, inclusive: bool) -> list[LineDraft]:
        entries = entries_of(line.draft)
        total = _total(line.draft) if inclusive else None
        if inclusive and total is None and line.kept is None:
            raise GatewayError(records.REQUIRED_FIELD, label="Total transaction amount")
        if total is not None:
            taxed = rules.included(total, entries)
        elif entries:
            taxed = rules.on_top(_net(line.draft), entries)
        else:
            return [line]
        if line.draft.text("ALLOCATION") is not None and any(entry.inputs.get("TRX_TAX") for entry in entries):
            raise EmulatorGap(
                "given taxes of allocated lines", protocol.NOT_BUILT, function="given taxes of allocations"
            )
        values = {**line.draft.values, "TRX_AMOUNT": shown(taxed.net)}
        inputs = {name: value for name, value in line.draft.inputs.items() if name != "AMOUNT"}
        own = line._replace(draft=replace(line.draft, values=values, inputs=inputs))
        return [own, *(self._tax_line(own, tax, left) for tax in taxed.taxes)]

    def _tax_line(self, line: LineDraft, tax: Tax, left: list[Record]) -> LineDraft:
        values = {name: value for name, value in line.draft.values.items() if name in self._carried}
        values["TRX_AMOUNT"] = shown(tax.cents)
        if tax.account is not None:
            values["ACCOUNTNO"] = tax.account.id
        else:
            values |= {name: value for name in ("ACCOUNTNO", "ACCOUNTLABEL") if (value := line.draft.values.get(name))}
        if (offset := self._offset_of_label(line.draft)) is not None:
            values.setdefault("OFFSETGLACCOUNTNO", offset)
        kept_tax = self._same(line.kept, tax, left)
        if kept_tax is not None:
            left.remove(kept_tax)
        return LineDraft(RecordDraft(line.draft.definition, values), kept_tax, tax.detail)

    def _same(self, parent: Record | None, tax: Tax, left: Sequence[Record]) -> Record | None:
        """The line that the tax was before: of that record number, or of the same line and detail."""
        key = tax.entry.values.get("RECORDNO")
        for kept_tax in left:
            same = parent is not None and kept_tax.integer("PARENTENTRY") == parent.key
            if kept_tax.key == key or (same and kept_tax.integer("DETAILKEY") == tax.detail.key):
                return kept_tax
        return None

    def _offset_of_label(self, line: RecordDraft) -> Python:
        name = line.text("ACCOUNTLABEL")
        label = self._company.records.find(self._kind.subledger.label_object, name) if name is not None else None
        return label.text("OFFSETGLACCOUNTNO") if label is not None else None

    @property
    def _carried(self) -> frozenset[str]:
        dimensions = dimensions_of(self._company.catalogue)
        places = (name for dimension in dimensions for name in (dimension.id_field, dimension.key_field))
        return frozenset((*_SHARED, *places))


def _total(line: RecordDraft) -> int | None:
    given = line.inputs.get(_TOTAL)
    return kept(given) if isinstance(given, Decimal) else None


def _net(line: RecordDraft) -> int:
    for value in (line.values.get("TRX_AMOUNT"), line.inputs.get("AMOUNT")):
        if isinstance(value, Decimal):
            return kept(value)
    raise GatewayError(records.REQUIRED_FIELD, label="Amount")
