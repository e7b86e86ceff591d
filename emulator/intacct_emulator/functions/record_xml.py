"""Elements of `create` and `update` as drafts: names, blocks and lines. Texts become values in `work/drafts.py`."""

from lxml import etree

from intacct_emulator.catalogue.loader import Catalogue
from intacct_emulator.catalogue.model import ObjectDefinition
from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.work.drafts import GivenTexts

_DEEPEST_BLOCK = 8


def draft_of(element: etree._Element, definition: ObjectDefinition, catalogue: Catalogue) -> RecordDraft:
    """The draft of an object's element. Names count in any letter case; fields that are unknown or read-only go to the
    draft's parameters, where only a function that knows them looks (the gateway ignores them: inferred).

    Raises GatewayError for a text that is not a value of its field.
    """
    given = GivenTexts(definition)
    lines: dict[str, tuple[RecordDraft, ...]] = {}
    collections = {collection.element.upper(): collection for collection in definition.lines}
    pending = [(element, "", 0)]
    while pending:
        block, prefix, depth = pending.pop()
        for child in block:
            tag = child.tag
            if not isinstance(tag, str):
                continue
            name = prefix + tag.upper()
            collection = collections.get(name)
            if collection is not None:
                line_definition = catalogue[collection.object]
                items = [item for item in child if isinstance(item.tag, str)]
                lines[collection.element] = tuple([draft_of(item, line_definition, catalogue) for item in items])
            elif (part := definition.parts.get(name)) is not None:
                lines[name] = (*lines.get(name, ()), draft_of(child, catalogue[part], catalogue))
            elif not len(child):
                given.take(name, child.text)
            elif (day := _day(child)) is not None:
                given.take(name, day)
            elif depth < _DEEPEST_BLOCK:
                pending.append((child, f"{name}.", depth + 1))
            else:
                given.take(name, child.text)
    return given.draft(lines)


def _day(element: etree._Element) -> str | None:
    """A day in three elements, as legacy functions have it and the vendor's SDKs send it here too (client)."""
    if [child.tag for child in element] != ["year", "month", "day"]:
        return None
    year, month, day = ((child.text or "").strip() for child in element)
    return f"{month}/{day}/{year}"
