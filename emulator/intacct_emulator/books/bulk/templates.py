"""Documents and journal entries as whoever makes many of them thinks of them: templates, and what differs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from intacct_emulator.books.ledger.entry import CREDIT, DEBIT
from intacct_emulator.books.money import shown
from intacct_emulator.catalogue.loader import Catalogue
from intacct_emulator.catalogue.values import Python
from intacct_emulator.records.draft import RecordDraft

_DRAFT: Mapping[str, Python] = {"ACTION": "Draft"}


@dataclass(frozen=True, slots=True, eq=False)
class LineTemplate:
    """What many lines have in common: all their fields but the amount."""

    values: Mapping[str, Python]


@dataclass(frozen=True, slots=True, eq=False)
class DocumentTemplate:
    """What many documents of one object have in common: party, term, contacts. `draft` ones are not posted."""

    object: str
    values: Mapping[str, Python]
    draft: bool = False


class PlannedDocument(NamedTuple):
    """A document to be written. Amounts of lines are in hundredths; its dates follow from `day` and its term."""

    template: DocumentTemplate
    number: str
    day: date
    description: str | None
    lines: Sequence[tuple[LineTemplate, int]]


class PlannedEntry(NamedTuple):
    """A journal entry to be written. Amounts of lines are in hundredths, debits positive, credits negative."""

    journal: str
    day: date
    title: str
    lines: Sequence[tuple[LineTemplate, int]]


def document_draft(catalogue: Catalogue, planned: PlannedDocument) -> RecordDraft:
    """The draft by which a planned document is created like any other."""
    template = planned.template
    definition = catalogue[template.object]
    (collection,) = definition.lines
    lines = tuple(document_line_draft(catalogue, collection.object, line, cents) for line, cents in planned.lines)
    values: dict[str, Python] = {**template.values, "RECORDID": planned.number, "WHENCREATED": planned.day}
    if planned.description is not None:
        values["DESCRIPTION"] = planned.description
    return RecordDraft(definition, values, {collection.element: lines}, inputs=_DRAFT if template.draft else {})


def document_line_draft(catalogue: Catalogue, line_object: str, template: LineTemplate, cents: int) -> RecordDraft:
    """The draft of a document's line."""
    return RecordDraft(catalogue[line_object], {**template.values, "TRX_AMOUNT": shown(cents)})


def entry_draft(catalogue: Catalogue, planned: PlannedEntry) -> RecordDraft:
    """The draft by which a planned journal entry is created like any other."""
    values: dict[str, Python] = {
        "JOURNAL": planned.journal,
        "BATCH_DATE": planned.day,
        "BATCH_TITLE": planned.title,
    }
    lines = tuple(entry_line_draft(catalogue, line, cents) for line, cents in planned.lines)
    return RecordDraft(catalogue["GLBATCH"], values, {"ENTRIES": lines})


def entry_line_draft(catalogue: Catalogue, template: LineTemplate, cents: int) -> RecordDraft:
    """The draft of a journal entry's line."""
    side = DEBIT if cents >= 0 else CREDIT
    amount = shown(abs(cents))
    return RecordDraft(catalogue["GLENTRY"], {**template.values, "TR_TYPE": side, "TRX_AMOUNT": amount})
