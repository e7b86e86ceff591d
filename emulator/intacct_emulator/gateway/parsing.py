"""Bytes to XML, with nothing expanded and nothing fetched.

The gateway reads XML with libxml2, as its recorded complaints show. They have the wording of the 2.9 line; where the
library installed here says it otherwise, `schema_wording` puts the older words back.
"""

import re
from typing import TYPE_CHECKING, Any, Final

from .schema_complaint import LEVELS, Complaint
from .schema_wording import START_TAG_EXPECTED, as_version_2_9, position_after

if TYPE_CHECKING:
    from lxml import etree

_BOMS: Final = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_DOCTYPE: Final = b"<!DOCTYPE"
_BLANK: Final = re.compile(rb"\s*")


class MalformedXml(Exception):  # noqa: N818 - what the body is; the error is the answer to it
    """The body is not the XML the gateway accepts. `complaints` holds one or two, in document order."""

    def __init__(self, complaints: tuple[Complaint, ...]) -> None:
        self.complaints = complaints
        super().__init__(complaints[0].text())


def parse(body: bytes) -> "etree._Element":
    """The root element of a request body, whatever its encoding.

    A document type declaration passes only if it is bare: entities, a subset or an external identifier are refused.
    An empty body is answered like any other that has no start tag (both inferred).

    Raises:
        MalformedXml: the body is no well-formed XML, nests deeper than 256 elements, or brings a DOCTYPE of its own.
    """
    from lxml import etree

    if not body:
        raise MalformedXml((START_TAG_EXPECTED,))
    if _DOCTYPE in body or b"\0!\0D\0O\0C" in body:
        _refuse_doctype(body)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, LookupError, ValueError):
        found = [Complaint(LEVELS[e.level], e.type, e.message.strip(), e.line, e.column) for e in parser.error_log]
        raise MalformedXml(as_version_2_9(found, body)) from None
    # The scan of the bytes knows ASCII's relatives only; an encoding it cannot read is caught here.
    declared: Any = root.getroottree().docinfo.internalDTD
    if declared is not None and (declared.system_url or declared.external_id or any(declared.iterentities())):
        raise MalformedXml((_doctype_refused(1, 1),))
    return root


def _refuse_doctype(body: bytes) -> None:
    """Raises MalformedXml if the prolog holds a DOCTYPE that is more than a name; text that looks like one passes."""
    plain = body.replace(b"\0", b"")  # UTF-16 and UTF-32 in ASCII's range, which the prolog's markup is in
    start = _doctype_start(plain)
    if start is None:
        return
    declaration, _, _ = plain[start + len(_DOCTYPE) :].partition(b">")
    if len(declaration.split()) != 1 or b"[" in declaration:
        raise MalformedXml((_doctype_refused(*position_after(plain[:start])),))


def _doctype_start(plain: bytes) -> int | None:
    position = next((len(bom) for bom in _BOMS if plain.startswith(bom)), 0)
    while True:
        position = _blank_end(plain, position)
        if plain.startswith(_DOCTYPE, position):
            return position
        if plain.startswith(b"<?", position):
            end = b"?>"
        elif plain.startswith(b"<!--", position):
            end = b"-->"
        else:
            return None
        found = plain.find(end, position)
        if found < 0:
            return None
        position = found + len(end)


def _blank_end(plain: bytes, position: int) -> int:
    blank = _BLANK.match(plain, position)
    return blank.end() if blank else position


def _doctype_refused(line: int, column: int) -> Complaint:
    # 61 is libxml2's number for an unfinished DOCTYPE; the sentence is ours, for the gateway's is not known (inferred).
    return Complaint("Fatal Error", 61, "DOCTYPE with entities, a subset or an external id not allowed", line, column)


def salvage(body: bytes) -> "etree._Element | None":
    """What can be read of a malformed body, to echo its control block (recorded); None when nothing can."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    try:
        root: etree._Element | None = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, LookupError, ValueError):
        return None
    return root
