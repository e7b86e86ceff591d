"""The check of a whole request against the gateway's schema, in libxml2's own words.

The schemas are the files in `xsd/`. A request of dtdversion 2.1 is checked against the same ones: they hold every
function of the older version, in the same form; only the wording of the answer differs (inferred: the gateway has
a DTD for that version, whose complaints have other numbers).

Compiling a schema takes time in the square of the optional elements in a row, of which some modules have hundreds.
They are left out until a request needs them, which makes the first answer faster; most runs never need them.
"""

from collections import deque
from collections.abc import Callable, Collection, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .schema_complaint import LEVELS, Complaint

if TYPE_CHECKING:
    from lxml import etree

    from .content_models import ContentModels

__all__ = ["Complaint", "RequestSchema"]

_XS = "{http://www.w3.org/2001/XMLSchema}"
_BY_NAME_ONLY = "Undescribed"
LATE_MODULES = (
    "trade_documents.xsd",
    "order_entry.xsd",
    "purchasing.xsd",
    "inventory.xsd",
    "items.xsd",
    "price_lists.xsd",
    "taxes.xsd",
    "revenue_recognition.xsd",
)
"""What few requests need."""


class RequestSchema:
    """The compiled schema of requests: at first without the late modules, whole for a request that calls a function of
    theirs. The files are read at once, so that no request needs one; both are compiled at their first use."""

    def __init__(self, folder: Path) -> None:
        self._files = {path.name: path.read_bytes() for path in folder.glob("*.xsd")}
        self._whole = _Validators(self._read)
        self._early = _Validators(self._read_early)

    def complaints(self, root: "etree._Element") -> tuple[Complaint, ...]:
        """All complaints of the schema about the request, in document order; none if it is valid."""
        calls: Any = self._calls(root)
        late = any(call.tag in self._late_functions for call in calls)
        validators = self._whole if late else self._early
        return validators.complaints(root)

    @cached_property
    def content_models(self) -> "ContentModels":
        """What elements may hold, in a DTD's words."""
        from .content_models import ContentModels

        return ContentModels(self._files)

    @cached_property
    def _calls(self) -> "etree.XPath":
        from lxml import etree

        # Three times as fast as looking for them step by step.
        return etree.XPath("operation/content/function/*")

    @cached_property
    def _late_functions(self) -> frozenset[str]:
        types = {
            declared.get("name")
            for name in LATE_MODULES
            for declared in self._module(name).iterfind(f"{_XS}complexType")
        }
        return frozenset(
            str(element.get("name"))
            for element in self._module("api.xsd").iter(f"{_XS}element")
            if element.get("type") in types
        )

    def _read(self, *, without: Collection[str] = ()) -> "etree._ElementTree":
        """The schema as one document. libxml2 can lose an include while another thread parses something else."""
        root = self._module("api.xsd")
        parts = list(root)
        root[:] = []
        included = set(without)
        for part in parts:
            root.extend(self._with_includes(part, included))
        return root.getroottree()

    def _with_includes(self, part: "etree._Element", included: set[str]) -> "Iterator[etree._Element]":
        if part.tag != f"{_XS}include":
            yield part
            return
        name = part.get("schemaLocation", "")
        if name not in included:
            included.add(name)
            for inner in list(self._module(name)):
                yield from self._with_includes(inner, included)

    def _module(self, name: str) -> "etree._Element":
        from lxml import etree

        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
        return etree.fromstring(self._files[name], parser, base_url=name)

    def _read_early(self) -> "etree._ElementTree":
        schema = self._read(without=LATE_MODULES)
        for element in schema.getroot().iter(f"{_XS}element"):
            if element.get("name") in self._late_functions:
                element.set("type", _BY_NAME_ONLY)
        return schema


class _Validators:
    """A schema's validators. One of lxml keeps the complaints of its last run, so it serves one thread at a time: it is
    taken from the free ones while it works, and another is compiled only when all of them are busy."""

    def __init__(self, read: "Callable[[], etree._ElementTree]") -> None:
        self._read = read
        self._free: deque[etree.XMLSchema] = deque()

    def complaints(self, root: "etree._Element") -> tuple[Complaint, ...]:
        schema = self._take()
        try:
            if schema.validate(root):
                return ()
            log: Any = schema.error_log
            return tuple(Complaint(LEVELS[e.level], e.type, e.message.strip(), e.line, 0, e.path or "") for e in log)
        finally:
            self._free.append(schema)

    def _take(self) -> "etree.XMLSchema":
        try:
            return self._free.pop()
        except IndexError:
            from lxml import etree

            return etree.XMLSchema(self._read())
