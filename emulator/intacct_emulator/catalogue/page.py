"""The generated page docs/objects.md: every object of the catalogue, how far it goes and how it is known."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from .loader import Catalogue
from .model import READ, Level, ObjectDefinition

MODULES = {
    "ar": "Accounts receivable",
    "ap": "Accounts payable",
    "gl": "General ledger",
    "co": "Company",
    "cm": "Cash management",
    "ee": "Employee expenses",
    "oe": "Order entry",
    "po": "Purchasing",
    "inv": "Inventory",
    "pa": "Projects",
    "tax": "Taxes",
    "contracts": "Contracts",
    "payroll": "Payroll",
}

_READING = ("query", "read", "readByName", "readByQuery")
_WRITING = ("create", "update", "delete")
_EMPTY = "empty"

_INTRODUCTION = """\
# Objects

The gateway's objects, and how far the emulator goes with each of them, verb by verb. This page is generated from the
catalogue.

- **modelled**: has the same effects as in the product.
- **kept**: the product only stores the record, and so does the emulator, with types, choices, references and uniqueness
  checked.
- **not built**: has effects in the product that are missing here. A write fails; a read works but lacks what the
  product would have made. Both carry the response header `X-Intacct-Emulator-Gap`.
- **empty**: reading works and finds nothing, because only functions that are not built could make such records, or no
  function of the gateway does: funds transfers, charge payoffs, bank and card fees are made on the product's own pages.
- blank: the gateway does not offer the verb, and refuses it.

An object's verbs come from its reference page, if it has one; the level is our own judgement. Other verbs are separate
functions: [coverage.md](coverage.md) says which of them are built.

Evidence: where the field list comes from, strongest first. *recorded*: an answer of a live company; *documented*:
public reference pages or published schemas; *client*: what public client programs use; *inferred*: by analogy with
better-known objects.
"""


def objects_page(catalogue: Catalogue) -> str:
    """The page in Markdown: one table per module, ordered by object name."""
    by_module: dict[str, list[ObjectDefinition]] = defaultdict(list)
    for definition in catalogue:
        by_module[definition.module].append(definition)
    everything = [d for definitions in by_module.values() for d in definitions]
    parts = [_INTRODUCTION, f"{len(everything)} objects.\n", _counts(everything)]
    parts += [_section(MODULES[module], by_module[module]) for module in MODULES if module in by_module]
    return "\n".join(parts)


def _counts(definitions: Sequence[ObjectDefinition]) -> str:
    """How many objects offer a verb, and how far it goes."""
    states = (*Level, _EMPTY)
    lines = [f"| Verb | {' | '.join(states)} |", "| --- |" + " ---: |" * len(states)]
    for verb in (READ, *_WRITING):
        found = Counter(_state(definition, verb) for definition in definitions)
        lines.append(f"| {verb} | {' | '.join(str(found[state]) for state in states)} |")
    return "\n".join(lines) + "\n"


def _section(title: str, definitions: list[ObjectDefinition]) -> str:
    lines = [
        f"## {title}\n",
        "| Object | Name | Read | Create | Update | Delete | Read by | Other verbs | Fields | Evidence |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | ---: | --- |",
        *(_row(definition) for definition in definitions),
    ]
    return "\n".join(lines) + "\n"


def _row(definition: ObjectDefinition) -> str:
    cells = (
        f"`{definition.name}`",
        definition.label,
        *(_state(definition, verb) for verb in (READ, *_WRITING)),
        ", ".join(verb for verb in _READING if verb in definition.verbs),
        ", ".join(sorted(definition.verbs.difference(_READING, _WRITING))),
        str(len(definition.visible_fields)),
        definition.evidence,
    )
    return f"| {' | '.join(cells)} |"


def _state(definition: ObjectDefinition, verb: str) -> str:
    """How far a verb goes, in the words of the introduction; empty when the object does not have it."""
    if definition.verbs.isdisjoint(_READING if verb == READ else (verb,)):
        return ""
    level = definition.level_of(verb)
    # Reading is complete although the object is not built: there is nothing to read.
    return _EMPTY if verb == READ and definition.level is Level.NOT_BUILT is not level else level
