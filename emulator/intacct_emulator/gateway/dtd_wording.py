"""The DTD's wording of schema complaints: dtdversion 2.1 is checked by our schema but worded as by its DTD.

The refused value of an enumerated attribute is recorded, and so is its number; the others are what the same library
says. A complaint about the order of elements keeps the schema's words: a DTD's would spell out whole content models.
Columns are not known here.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

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


def in_dtd_words(complaint: Complaint) -> Complaint:
    """The complaint in the DTD's words if they are known, otherwise unchanged."""
    pattern, code, words = _WORDS.get(complaint.code, (None, 0, None))
    found = pattern.match(complaint.message) if pattern else None
    return replace(complaint, code=code, message=words(found)) if found and words else complaint
