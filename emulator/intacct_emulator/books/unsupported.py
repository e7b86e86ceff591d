"""What a document or journal entry may ask for that these books do not do: told, never dropped in silence."""

from dataclasses import replace

from intacct_emulator.books.taxes.rules import entries_of
from intacct_emulator.errors import EmulatorGap, protocol
from intacct_emulator.records.draft import RecordDraft

_HEADER_OPTIONS = {
    "NOGL": "documents that do not post",
}
_TAX_OPTIONS = {
    "INCLUSIVETAX": "inclusive taxes",
    "TAXSOLUTIONID": "tax solutions",
    "TAXIMPLICATIONS": "taxes on journal entries",
}
_LINE_OPTIONS = {
    "REVRECTEMPLATE": "revenue recognition",
    "RETAINAGEPERCENTAGE": "retainage",
}
# Options of lines that have a field for them, and no more than texts where they have none.
_OPTIONS_OF_OTHERS = {"ALLOCATION": "allocations", "SPLIT": "allocations", "TAXENTRIES": "tax entries"}

_OFF = frozenset({"false", "f", "none"})
_NOTHING = (None, False, "None")


def refuse_unbuilt(draft: RecordDraft, *, taxed: bool = False) -> None:
    """Raises EmulatorGap for an option of the draft or its lines that is not built. To be asked when all else is right,
    so that the gateway's own errors come first. `taxed` is whether its taxes were taken care of."""
    _refuse(draft, _HEADER_OPTIONS)
    if not taxed:
        _refuse(draft, _TAX_OPTIONS)
    for lines in draft.lines.values():
        for line in lines:
            _refuse(line, _LINE_OPTIONS)
            if not taxed and entries_of(line):
                raise EmulatorGap("tax entries", protocol.NOT_BUILT, function="tax entries")
            if line.parameters:
                _refuse(replace(line, values={}), _OPTIONS_OF_OTHERS)


def _refuse(draft: RecordDraft, options: dict[str, str]) -> None:
    given = {name for name in options.keys() & draft.values.keys() if draft.values[name] not in _NOTHING}
    if draft.parameters:
        asked = (name for name, text in draft.parameters.items() if text and text.lower() not in _OFF)
        given |= options.keys() & {name.split(".", 1)[0] for name in asked}
    for name, what in options.items() if given else ():
        if name in given:
            raise EmulatorGap(what, protocol.NOT_BUILT, function=what)
