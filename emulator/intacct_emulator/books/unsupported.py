"""What a document or journal entry may ask for that these books do not do: told, never dropped in silence."""

from intacct_emulator.errors import EmulatorGap, protocol
from intacct_emulator.records.draft import RecordDraft

_HEADER_OPTIONS = {
    "INCLUSIVETAX": "inclusive taxes",
    "TAXSOLUTIONID": "tax solutions",
    "NOGL": "documents that do not post",
    "TAXIMPLICATIONS": "taxes on journal entries",
}
_LINE_OPTIONS = {
    "TAXENTRIES": "tax entries",
    "ALLOCATION": "allocations",
    "SPLIT": "allocations",
    "REVRECTEMPLATE": "revenue recognition",
    "RETAINAGEPERCENTAGE": "retainage",
}

_OFF = frozenset({"false", "f"})


def refuse_unbuilt(draft: RecordDraft) -> None:
    """Raises EmulatorGap for an option of the draft or its lines that is not built. To be asked when all else is right,
    so that the gateway's own errors come first."""
    _refuse(draft, _HEADER_OPTIONS)
    for lines in draft.lines.values():
        for line in lines:
            _refuse(line, _LINE_OPTIONS)


def _refuse(draft: RecordDraft, options: dict[str, str]) -> None:
    given = {name for name in options.keys() & draft.values.keys() if draft.values[name] not in (None, False)}
    if draft.parameters:
        asked = (name for name, text in draft.parameters.items() if text and text.lower() not in _OFF)
        given |= options.keys() & {name.split(".", 1)[0] for name in asked}
    for name, what in options.items() if given else ():
        if name in given:
            raise EmulatorGap(what, protocol.NOT_BUILT, function=what)
