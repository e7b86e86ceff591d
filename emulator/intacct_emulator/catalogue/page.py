"""The generated page docs/objects.md: every object of the catalogue, how far it goes and how it is known."""

from collections import defaultdict

from .loader import Catalogue
from .model import Level, ObjectDefinition

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

_VERBS = ("query", "read", "readByName", "readByQuery", "create", "update", "delete")

_INTRODUCTION = """\
# Objects

What the emulator knows of the gateway's objects. This page is generated from the catalogue.

Level: **modelled** objects follow the product's business rules; **stored** ones keep and return their fields, with
types, references and uniqueness checked, and nothing more.

Evidence: where the field list comes from, strongest first. *recorded*: an answer of a live company; *documented*:
public reference pages or published schemas; *client*: what public client programs use; *inferred*: by likeness to
objects that are known better.
"""


def objects_page(catalogue: Catalogue) -> str:
    """The page in Markdown: one table per module, ordered by object name."""
    by_module: dict[str, list[ObjectDefinition]] = defaultdict(list)
    for definition in catalogue:
        by_module[definition.module].append(definition)
    everything = [d for definitions in by_module.values() for d in definitions]
    modelled = sum(d.level is Level.MODELLED for d in everything)
    parts = [_INTRODUCTION, f"{len(everything)} objects: {modelled} modelled, {len(everything) - modelled} stored.\n"]
    parts += [_section(MODULES[module], by_module[module]) for module in MODULES if module in by_module]
    return "\n".join(parts)


def _section(title: str, definitions: list[ObjectDefinition]) -> str:
    lines = [
        f"## {title}\n",
        "| Object | Name | Level | Evidence | Fields | Verbs |",
        "| --- | --- | --- | --- | ---: | --- |",
        *(_row(definition) for definition in definitions),
    ]
    return "\n".join(lines) + "\n"


def _row(definition: ObjectDefinition) -> str:
    verbs = [verb for verb in _VERBS if verb in definition.verbs]
    verbs += sorted(definition.verbs.difference(_VERBS))
    cells = (
        f"`{definition.name}`",
        definition.label,
        definition.level,
        definition.evidence,
        str(len(definition.visible_fields)),
        ", ".join(verbs) or "none",
    )
    return f"| {' | '.join(cells)} |"
