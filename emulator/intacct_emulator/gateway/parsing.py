"""Bytes to XML, with nothing expanded and nothing fetched.

The gateway reads XML with libxml2, as its recorded complaints show. They have the wording of the 2.9 line; where the
library installed here says it otherwise, `schema_wording` puts the older words back.
"""

import contextlib
import re
from functools import lru_cache
from threading import get_ident
from typing import TYPE_CHECKING, Any, Final

from .schema_complaint import LEVELS, Complaint
from .schema_wording import START_TAG_EXPECTED, as_version_2_9, position_after

if TYPE_CHECKING:
    from lxml import etree

_BOMS: Final = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_DOCTYPE: Final = b"<!DOCTYPE"
_BLANK: Final = re.compile(rb"\s*")
_MOST_ATTRIBUTES: Final = 256
_DEEPEST: Final = 256
_LONGEST_ATTRIBUTE: Final = 10_000_000
# libxml2's own limits begin at ten million bytes of UTF-8; no text of a body this short can reach them.
_NEVER_TOO_LONG: Final = 3_000_000
# In these the scan of the bytes finds any DOCTYPE and any attribute.
_SCANNED: Final = re.compile(r"utf-?8|utf-?16(le|be)?|us-ascii|ascii|iso-8859-[0-9]+|windows-125[0-9]", re.IGNORECASE)
_DECLARED: Final = re.compile(rb"""<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")


class MalformedXml(Exception):  # noqa: N818 - what the body is; the error is the answer to it
    """The gateway does not accept the body as XML. `complaints` holds one or two, in document order."""

    def __init__(self, complaints: tuple[Complaint, ...]) -> None:
        self.complaints = complaints
        super().__init__(complaints[0].text())


def parse(body: bytes) -> "etree._Element":
    """The root element of a request body, whatever its encoding.

    Comments and processing instructions are left out: the text of an element is all text in it. A document type
    declaration passes only if it is bare: entities, a subset or an external identifier are refused. An empty body is
    answered like any other that has no start tag (both inferred). A text may be as long as the body.

    Raises:
        MalformedXml: the body is not well-formed, nests deeper than 256 elements, has more than 256 attributes on
            one element, or has a DOCTYPE of its own.
    """
    from lxml import etree

    if not body:
        raise MalformedXml((START_TAG_EXPECTED,))
    if _DOCTYPE in body or b"\0!\0D\0O\0C" in body:
        _refuse_doctype(body)
    long_texts = len(body) > _NEVER_TOO_LONG and _is_scanned(body)
    try:
        root = etree.fromstring(body, _kept_parser(get_ident(), huge_tree=long_texts))
    except (etree.XMLSyntaxError, LookupError, ValueError):
        raise MalformedXml(as_version_2_9(_complaints_about(body, huge_tree=long_texts), body)) from None
    # The scan of the bytes knows ASCII's relatives only; an encoding it cannot read is caught here.
    document: Any = root.getroottree().docinfo
    declared = document.internalDTD
    if declared is not None and (declared.system_url or declared.external_id or any(declared.iterentities())):
        raise MalformedXml((_doctype_refused(1, 1),))
    if body.count(b"=") > _MOST_ATTRIBUTES or not _SCANNED.fullmatch(document.encoding or "utf-8"):
        _refuse_attributes(root)
    if long_texts:
        _refuse_what_libxml2_would(root)
    return root


@lru_cache(maxsize=16)
def _kept_parser(_thread: int, *, huge_tree: bool) -> "etree.XMLParser":
    """A thread's own parser: one that is shared would let a short body wait for a long one."""
    return _parser(huge_tree=huge_tree)


def _complaints_about(body: bytes, *, huge_tree: bool) -> list[Complaint]:
    from lxml import etree

    parser = _parser(huge_tree=huge_tree)
    with contextlib.suppress(etree.XMLSyntaxError, LookupError, ValueError):
        etree.fromstring(body, parser)
    return [Complaint(LEVELS[e.level], e.type, e.message.strip(), e.line, e.column) for e in parser.error_log]


def _parser(*, huge_tree: bool = False, recover: bool = False) -> "etree.XMLParser":
    from lxml import etree

    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=huge_tree,
        recover=recover,
    )


def _is_scanned(body: bytes) -> bool:
    declared = _DECLARED.search(body[:400].replace(b"\0", b""))
    return declared is None or _SCANNED.fullmatch(declared.group(1).decode()) is not None


def _refuse_attributes(root: "etree._Element") -> None:
    # Checking attributes against a schema takes time in the square of their number.
    found: Any = root.xpath(f"(//*[@*[{_MOST_ATTRIBUTES + 1}]])[1]")
    if found:
        raise MalformedXml((_excess(f"More than {_MOST_ATTRIBUTES} attributes on element '{found[0].tag}'", found[0]),))


def _refuse_what_libxml2_would(root: "etree._Element") -> None:
    """Checks the limits that the parser lifts together with the one on the length of a text."""
    deep: Any = root.xpath(f"({'/*' * (_DEEPEST + 1)})[1]")
    if deep:
        raise MalformedXml((_excess(f"Excessive depth in document: {_DEEPEST} use XML_PARSE_HUGE option", deep[0]),))
    long: Any = root.xpath(f"(//*[@*[string-length() > {_LONGEST_ATTRIBUTE}]])[1]")
    if long:
        raise MalformedXml((_excess("AttValue length too long", long[0]),))


def _excess(message: str, element: Any) -> Complaint:  # noqa: ANN401 - what an XPath finds
    # 1 is libxml2's number for whatever it has none for; only the parser knows columns. The sentence about the number
    # of attributes is ours (inferred).
    return Complaint("Fatal Error", 1, message, element.sourceline or 0, 0)


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

    try:
        root: etree._Element | None = etree.fromstring(body, _parser(recover=True))
    except (etree.XMLSyntaxError, LookupError, ValueError):
        return None
    return root
