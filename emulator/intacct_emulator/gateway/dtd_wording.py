"""The DTD's wording of schema complaints: dtdversion 2.1 is checked by our schema but worded as by its DTD.

The refused value of an enumerated attribute is recorded, and so is its number; the others are what the same library
says. A complaint about the content of an element spells out its content model and what it holds; an element that no
request can have gets a complaint of its own before (both from the library). Columns are not known here.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Final

from lxml import etree

from .content_models import ContentModels
from .schema_complaint import Complaint

_WORDS: Final[dict[int, tuple[re.Pattern[str], int, Callable[[re.Match[str]], str]]]] = {
    1840: (
        re.compile(
            r"Element '([^']+)', attribute '([^']+)': \[facet 'enumeration'\] The value '(.*)' is not an element "
        ),
        502,
        lambda found: f'Value "{found[3]}" for attribute {found[2]} of {found[1]} is not among the enumerated set',
    ),
    1868: (
        re.compile(r"Element '([^']+)': The attribute '([^']+)' is required but missing\."),
        518,
        lambda found: f"Element {found[1]} does not carry attribute {found[2]}",
    ),
    1866: (
        re.compile(r"Element '([^']+)', attribute '([^']+)': The attribute '[^']+' is not allowed\."),
        533,
        lambda found: f"No declaration for attribute {found[2]} of element {found[1]}",
    ),
}


_CONTENT, _NOT_DECLARED = 504, 534
_UNEXPECTED = 1871
_MISSING = "Missing child element(s)"


def in_dtd_words(complaints: Iterable[Complaint], root: etree._Element, models: ContentModels) -> Iterator[Complaint]:
    """The complaints in the DTD's words where they are known, otherwise unchanged."""
    for complaint in complaints:
        if complaint.code == _UNEXPECTED:
            yield from _about_content(complaint, root, models)
        else:
            yield _reworded(complaint)


def _reworded(complaint: Complaint) -> Complaint:
    pattern, code, words = _WORDS.get(complaint.code, (None, 0, None))
    found = pattern.match(complaint.message) if pattern else None
    return replace(complaint, code=code, message=words(found)) if found and words else complaint


def _about_content(complaint: Complaint, root: etree._Element, models: ContentModels) -> Iterator[Complaint]:
    """The complaints about an element whose children are not those it may have."""
    path = complaint.path if _MISSING in complaint.message else complaint.path.rpartition("/")[0]
    found = root.xpath(path) if path else []
    model = models.of(path)
    if not isinstance(found, list) or len(found) != 1 or model is None:
        yield complaint
        return
    (element,) = found
    assert isinstance(element, etree._Element)
    children = [child for child in element if isinstance(child.tag, str)]
    for child in children:
        if not models.declares(child.tag):
            yield replace(
                complaint, code=_NOT_DECLARED, message=f"No declaration for element {child.tag}", line=_line(child)
            )
    held = " ".join(child.tag for child in children)
    text = f"Element {element.tag} content does not follow the DTD, expecting {model}, got ({held})"
    yield replace(complaint, code=_CONTENT, message=text, line=_line(element))


def _line(element: etree._Element) -> int:
    line = element.sourceline
    return line if isinstance(line, int) else 0
