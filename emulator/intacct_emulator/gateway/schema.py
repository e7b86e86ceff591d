"""The check of a whole request against the gateway's schema, in libxml2's own words.

The schemas are the files in `xsd/`. A request of dtdversion 2.1 is checked against the same ones: they hold every
function of the older version, in the same form; only the wording of the answer differs (inferred: the gateway has
a DTD for that version, whose complaints have other numbers).
"""

from collections import deque
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .schema_complaint import LEVELS, Complaint

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["Complaint", "RequestSchema"]

_ENTRY = "api.xsd"


class RequestSchema:
    """The compiled schema of requests.

    The files are read at once, so that no request needs one; they are compiled at the first use. A validator of lxml
    keeps the complaints of its last run, so it serves one thread at a time: it is taken from the free ones while it
    works, and another is compiled only when all of them are busy.
    """

    def __init__(self, folder: Path) -> None:
        self._files = {path.name: path.read_bytes() for path in folder.glob("*.xsd")}
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
            return compiled(self._files, _ENTRY)


def compiled(files: Mapping[str, bytes], entry: str) -> "etree.XMLSchema":
    """The schema of a file, which includes the others by their names."""
    from lxml import etree

    class InMemory(etree.Resolver):
        def resolve(self, url: str, public_id: str, context: Any) -> Any:  # type: ignore[override]  # noqa: ANN401
            return self.resolve_string(files[url.rpartition("/")[2]], context, base_url=url)

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    parser.resolvers.add(InMemory())
    return etree.XMLSchema(etree.fromstring(files[entry], parser, base_url=entry))
