"""The check of a whole request against the gateway's schema, in libxml2's own words.

The schemas are the files in `xsd/`. A request of dtdversion 2.1 is checked against the same ones: they hold every
function of the older version, in the same form; only the wording of the answer differs (inferred: the gateway has
a DTD for that version, whose complaints have other numbers).
"""

from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .schema_complaint import LEVELS, Complaint

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["Complaint", "RequestSchema"]


class RequestSchema:
    """The compiled schema of requests.

    Compiled at its first use. A validator of lxml keeps the complaints of its last run, so it serves one thread at a
    time: it is taken from the free ones while it works, and another is compiled only when all of them are busy.
    """

    def __init__(self, folder: Path) -> None:
        self._entry = folder / "api.xsd"
        self._free: deque[etree.XMLSchema] = deque()

    def complaints(self, root: "etree._Element") -> tuple[Complaint, ...]:
        """Everything the schema has against the request, in document order; nothing if it is valid."""
        schema = self._take()
        try:
            if schema.validate(root):
                return ()
            log: Any = schema.error_log
            return tuple(Complaint(LEVELS[e.level], e.type, e.message.strip(), e.line, 0) for e in log)
        finally:
            self._free.append(schema)

    def _take(self) -> "etree.XMLSchema":
        try:
            return self._free.pop()
        except IndexError:
            from lxml import etree

            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            return etree.XMLSchema(etree.parse(self._entry, parser))
